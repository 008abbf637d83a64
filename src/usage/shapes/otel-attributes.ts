import {
  type JsonObject,
  type JsonValue,
  asList,
  asObject,
  asText,
  field,
  isJsonObject,
} from '../../core/json.ts';
import { valueAt } from '../reported-counts.ts';

/** The value of an attribute, whichever of the ways of writing them is at hand. */
export type Attributes = (name: string) => JsonValue | undefined;

/** The attributes of a span, a log record or a resource; undefined where it has none. */
export function attributesOf(span: JsonObject | undefined): Attributes | undefined {
  const attributes = field(span, 'attributes') ?? field(span, 'span_attributes');
  if (isJsonObject(attributes)) return fieldsAs(attributes);
  if (!Array.isArray(attributes)) return undefined;
  const values = new Map<string, JsonValue>();
  for (const item of asList(attributes)) {
    const key = asText(field(asObject(item), 'key'));
    const value = otlpValue(asObject(field(asObject(item), 'value')));
    if (key !== undefined && value !== undefined) values.set(key, value);
  }
  return (name) => values.get(name);
}

/** The fields of an object as attributes; some exporters nest `a.b` as `{a: {b}}`. */
export function fieldsAs(object: JsonObject): Attributes {
  const isNested = ['gen_ai', 'llm', 'ai'].some((name) => isJsonObject(field(object, name)));
  if (!isNested) return (name) => field(object, name);
  return (name) => field(object, name) ?? scalar(valueAt(object, name.split('.')));
}

/** `gen_ai.usage.input_tokens` may be an object that holds `cached`, and then is no count. */
function scalar(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? undefined : value;
}

/** OTLP's JSON writes 64-bit integers as texts. */
function otlpValue(value: JsonObject | undefined): JsonValue | undefined {
  return (
    field(value, 'intValue') ??
    field(value, 'int_value') ??
    field(value, 'doubleValue') ??
    field(value, 'double_value') ??
    field(value, 'stringValue') ??
    field(value, 'string_value')
  );
}

/** The first of several attributes that is a text. */
export function textOf(attributes: Attributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = asText(attributes(name));
    if (text !== undefined) return text;
  }
  return undefined;
}
