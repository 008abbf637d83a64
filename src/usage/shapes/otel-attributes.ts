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
import { decoded } from './mlflow.ts';

/** The attributes of a span, whichever of the ways of writing them is at hand. */
export interface Attributes {
  readonly of: (name: string) => JsonValue | undefined;
  /** True where one of these is there, and not null. */
  readonly hasAny: (names: ReadonlySet<string>) => boolean;
}

/** The attributes of a span, a log record or a resource; undefined where it has none. */
export function attributesOf(span: JsonObject | undefined): Attributes | undefined {
  const attributes = field(span, 'attributes') ?? field(span, 'span_attributes');
  if (isJsonObject(attributes)) return fieldsAs(attributes);
  return Array.isArray(attributes) ? listed(asList(attributes)) : undefined;
}

/** OTLP's list of `{key, value}`. */
function listed(items: readonly JsonValue[]): Attributes {
  const values = new Map<string, JsonValue>();
  for (const item of items) {
    const attribute = asObject(item);
    const key = asText(field(attribute, 'key'));
    const value = otlpValue(asObject(field(attribute, 'value')));
    if (key !== undefined && value !== undefined) values.set(key, value);
  }
  return {
    of: (name) => values.get(name),
    hasAny(names) {
      for (const [name, value] of values) if (names.has(name) && value !== null) return true;
      return false;
    },
  };
}

/** The fields of an object as attributes; some exporters nest `a.b` as `{a: {b}}`. */
export function fieldsAs(object: JsonObject): Attributes {
  const isNested = NESTING.some((name) => isJsonObject(field(object, name)));
  if (isNested) return nested(object);
  return {
    of: (name) => field(object, name),
    // An object has fewer names than there are that are looked for.
    hasAny: (names) => Object.keys(object).some((name) => names.has(name) && isGiven(object[name])),
  };
}

const NESTING = ['gen_ai', 'llm', 'ai'] as const;

function nested(object: JsonObject): Attributes {
  const of = (name: string) => field(object, name) ?? scalar(valueAt(object, name.split('.')));
  return { of, hasAny: (names) => [...names].some((name) => isGiven(of(name))) };
}

function isGiven(value: JsonValue | undefined): boolean {
  return (value ?? null) !== null;
}

/** `gen_ai.usage.input_tokens` may be an object that holds `cached`, and then is no count. */
function scalar(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? undefined : value;
}

/** OTLP's JSON writes 64-bit integers as texts. */
const OTLP_TYPES = [
  'intValue',
  'int_value',
  'doubleValue',
  'double_value',
  'stringValue',
  'string_value',
] as const;
const KNOWN_TYPES: ReadonlySet<string> = new Set(OTLP_TYPES);

function otlpValue(value: JsonObject | undefined): JsonValue | undefined {
  if (value === undefined) return undefined;
  const [name, ...others] = Object.keys(value);
  if (name === undefined) return undefined;
  if (others.length === 0) return KNOWN_TYPES.has(name) ? (value[name] ?? undefined) : undefined;
  const found = OTLP_TYPES.find((type) => (field(value, type) ?? null) !== null);
  return found && value[found];
}

/** The first of several attributes that is a word, of which there are few: a model, a provider. */
export function wordOf(attributes: Attributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = asText(decoded(attributes.of(name)));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The first of several attributes that is a text. */
export function textOf(attributes: Attributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = asText(attributes.of(name));
    if (text !== undefined) return text;
  }
  return undefined;
}
