/** How OpenAI writes the schema of an answer into its prompt. */
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import type { ResponseSchema } from '../chats/chat.ts';

export function responseFormatText({ name, description, schema }: ResponseSchema): string {
  const comment = description === '' ? '' : `// ${description}\n`;
  return `# Response Formats\n\n## ${name}\n\n${comment}${JSON.stringify(shortened(schema))}`;
}

/** Without what a strict schema always says; a constant is written as the only one of its values. */
function shortened(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map(shortened);
  if (!isJsonObject(value)) return value ?? null;
  const fields = Object.entries(value).flatMap(([name, each]): readonly [string, JsonValue][] => {
    if (name === 'additionalProperties' || name === 'required') return [];
    return [name === 'const' ? ['enum', [shortened(each)]] : [name, shortened(each)]];
  });
  return Object.fromEntries(fields);
}
