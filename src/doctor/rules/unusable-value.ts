import { asList, asNumber, asObject, type JsonValue } from '../../core/json.ts';
import { isPriceName, NESTED_FIELDS, parseField } from '../../models/fields.ts';
import type { Found } from '../finding.ts';
import type { EntryRule } from '../rule.ts';

/**
 * A price or a limit that is no figure of 0 or more: words, a negative number, a list.
 *
 * The case: prices as `"0x10"` or `"$2.50"`, and a price with a minus that a hyphen turned into.
 */
export const unusableValue: EntryRule = {
  id: 'unusable-value',
  severity: 'error',
  title: 'a price or a limit that is no figure',
  sees: 'entry',
  check: ({ entry }) =>
    Object.entries(entry.fields).flatMap(([name, value]) =>
      value === undefined ? [] : check(name, name, value),
    ),
};

const LIMITS: ReadonlySet<string> = new Set([
  'max_tokens',
  'max_input_tokens',
  'max_output_tokens',
  'output_vector_size',
]);

function check(path: string, name: string, value: JsonValue): readonly Found[] {
  const parsed = isPriceName(name) ? parseField(name) : undefined;
  if (parsed !== undefined && NESTED_FIELDS.has(parsed.metric)) return inside(path, value);
  const isFigure = parsed !== undefined || LIMITS.has(name);
  if (!isFigure || value === null) return [];
  const figure = asNumber(value);
  if (figure !== undefined && figure >= 0) return [];
  const reason = `${path} is ${JSON.stringify(value)}, which is no figure of 0 or more.`;
  return [{ field: path, figure: figure ?? null, reason }];
}

/** What stands inside `tiered_pricing` and its like. */
function inside(path: string, value: JsonValue): readonly Found[] {
  const items: readonly (readonly [string, JsonValue])[] = Array.isArray(value)
    ? asList(value).map((item, index) => [`${path}[${index}]`, item] as const)
    : [[path, value]];
  return items.flatMap(([at, item]) =>
    Object.entries(asObject(item) ?? {}).flatMap(([name, figure]) =>
      figure === undefined ? [] : check(`${at}.${name}`, name, figure),
    ),
  );
}
