import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { BookFile } from './arrange.ts';

/** The name of a provider's file. */
export function fileNameOf(provider: string | null): string {
  return `${(provider ?? 'unknown').replaceAll(/[^\w.-]/g, '_')}.json`;
}

/** A file of the book as text: a part of a model a line, so that a change is a line. */
export function fileText({ provider, models }: BookFile): string {
  const all = [...models].map(([key, model]) => `    ${JSON.stringify(key)}: ${modelText(model)}`);
  return `{\n  "provider": ${JSON.stringify(provider)},\n  "models": {\n${all.join(',\n')}\n  }\n}\n`;
}

function modelText(model: JsonObject): string {
  const parts = Object.entries(model).map(([name, value]) => `${JSON.stringify(name)}: ${inline(value)}`);
  const [only, ...rest] = parts;
  return rest.length === 0 && 'sameAs' in model
    ? `{ ${only} }`
    : `{\n${parts.map((part) => `      ${part}`).join(',\n')}\n    }`;
}

function inline(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => inline(item)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const items = Object.entries(value).map(
    ([name, item]: [string, JsonValue | undefined]) => `${JSON.stringify(name)}: ${inline(item)}`,
  );
  return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
}
