/** What each field of an entry may hold, in zod. */
import * as z from './zod.ts';
import { asList, field, isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { A_FIGURE, shown } from '../core/show-value.ts';
import { asFigure } from '../models/entry.ts';

/** A value that cannot be used, and where it stands: `gpt-4o.input_cost_per_token`. */
export interface MapIssue {
  readonly path: string;
  readonly reason: string;
}

const figure = z.custom<JsonValue>((value) => value === null || asFigure(value) !== undefined, {
  error: A_FIGURE,
});
/** An object or a list under the name of a price is a structure that is not known yet. */
const price = z.union([figure, z.looseObject({}), z.array(z.unknown())], { error: A_FIGURE });
const figures = z.nullable(z.looseObject({}, { error: 'an object of numbers' }));
const ranges = z.nullable(z.array(z.looseObject({}, { error: 'an object' }), { error: 'a list of objects' }));
const flag = z.nullable(z.boolean({ error: 'true or false' }));
const text = z.nullable(z.string({ error: 'a text' }));
const texts = z.nullable(z.array(z.string({ error: 'a text' }), { error: 'a list of texts' }));

/** Limits and other figures that are no prices. */
const FIGURE_FIELDS = new Set([
  'max_tokens',
  'max_input_tokens',
  'max_output_tokens',
  'output_vector_size',
  'prompt_cache_min_tokens',
  'tool_use_system_prompt_tokens',
  'rpm',
  'tpm',
]);

/** The capabilities that a page of a model names; further `supports_*` fields may hold anything. */
const FLAG_FIELDS = new Set([
  'supports_vision',
  'supports_function_calling',
  'supports_parallel_function_calling',
  'supports_tool_choice',
  'supports_prompt_caching',
  'supports_reasoning',
  'supports_response_schema',
  'supports_system_messages',
  'supports_audio_input',
  'supports_audio_output',
  'supports_web_search',
  'supports_pdf_input',
  'supports_video_input',
]);

const TEXT_FIELDS = new Set([
  'litellm_provider',
  'mode',
  'source',
  'deprecation_date',
  'web_search_billing_unit',
]);

const TEXTS_FIELDS = new Set([
  'aliases',
  'supported_endpoints',
  'supported_modalities',
  'supported_output_modalities',
  'supported_regions',
]);

/** Objects and lists that hold prices under names of their own. */
const NESTED_FIELDS = new Map<string, z.ZodMiniType>([
  ['search_context_cost_per_query', figures],
  ['guardrail_cost_per_unit', figures],
  ['off_peak_pricing', figures],
  ['tiered_pricing', ranges],
]);

/** `input_cost_per_token`, `cache_read_input_token_cost_flex`, `regional_…_multiplier_eu`, `search_context_size_low`. */
const PRICE_FIELD = /(^|_)cost(_|$)|(^|_)multiplier(_|$)|^search_context_size_/;

/** The schema of a field by its name; undefined for a field that may hold anything. */
function schemaOf(name: string): z.ZodMiniType | undefined {
  const nested = NESTED_FIELDS.get(name);
  if (nested !== undefined) return nested;
  if (FIGURE_FIELDS.has(name)) return figure;
  if (PRICE_FIELD.test(name)) return price;
  if (FLAG_FIELDS.has(name)) return flag;
  if (TEXT_FIELDS.has(name)) return text;
  if (TEXTS_FIELDS.has(name)) return texts;
  return undefined;
}

/** Objects in an entry may nest this deep; deeper ones only exist to break readers. */
const MAX_DEPTH = 24;

/** Kinds of value that no schema here tells apart: figures of 0 or more, and booleans. */
const FIGURE = Symbol('figure');
const FLAG = Symbol('flag');

/** The kind of a value; -1 and 1e999 are no figures, and each is its own kind. */
function kindOf(value: JsonValue): JsonValue | symbol {
  if (typeof value === 'number') return asFigure(value) === undefined ? value : FIGURE;
  return typeof value === 'boolean' ? FLAG : value;
}

/**
 * Checks fields by name and collects the issues. For speed the schema of a name is looked up once, and a
 * value is skipped where its schema has accepted one of its kind: of the 45,000 values of a map, one in a
 * hundred is new.
 */
export class EntryChecker {
  readonly issues: MapIssue[] = [];
  readonly #schemas = new Map<string, z.ZodMiniType | undefined>();
  readonly #taken = new Map<z.ZodMiniType, Set<JsonValue | symbol>>();

  schemaOf(name: string): z.ZodMiniType | undefined {
    if (this.#schemas.has(name)) return this.#schemas.get(name);
    const schema = schemaOf(name);
    this.#schemas.set(name, schema);
    return schema;
  }

  /** The same object, or a new one where a value has to be stored in another form. */
  fields(path: readonly string[], object: JsonObject, depth: number): JsonObject {
    let changed: Map<string, JsonValue> | undefined;
    for (const name of Object.keys(object)) {
      const value = object[name];
      if (value === undefined) continue;
      const checked = this.#value(path, name, value, depth);
      if (checked !== value) (changed ??= new Map()).set(name, checked);
    }
    if (changed === undefined) return object;
    // Object.fromEntries makes own fields of any name, `__proto__` included, and touches no prototype.
    return Object.fromEntries(
      Object.entries(object).map(([name, value]) => [name, changed.get(name) ?? value]),
    );
  }

  #value(path: readonly string[], name: string, value: JsonValue, depth: number): JsonValue {
    if (isTooDeep(value, MAX_DEPTH - depth)) {
      const reason = `nests deeper than ${MAX_DEPTH} levels`;
      this.#add([...path, name], reason);
      return `(${reason})`;
    }
    const schema = this.schemaOf(name);
    if (schema !== undefined) {
      const issue = this.#issueOf(schema, value);
      if (issue !== undefined) {
        this.#report([...path, name], value, issue);
        return storable(value);
      }
      if (typeof value === 'string' && (schema === figure || schema === price))
        return asFigure(value) ?? value;
    }
    if (typeof value !== 'object' || value === null) return storable(value);
    return NESTED_FIELDS.has(name) ? this.#nested([...path, name], value, depth + 1) : value;
  }

  #issueOf(schema: z.ZodMiniType, value: JsonValue): z.core.$ZodIssue | undefined {
    const kind = kindOf(value);
    if (this.#taken.get(schema)?.has(kind) === true) return undefined;
    const result = schema.safeParse(value);
    if (!result.success) return result.error.issues[0];
    if (typeof value === 'object') return undefined;
    const taken = this.#taken.get(schema) ?? new Set();
    this.#taken.set(schema, taken.add(kind));
    return undefined;
  }

  /** Prices inside of an object or a list of objects, under the names that they have outside. */
  #nested(path: readonly string[], value: JsonObject | readonly JsonValue[], depth: number): JsonValue {
    if (isJsonObject(value)) return this.fields(path, value, depth);
    const items = value.map((item, index) =>
      isJsonObject(item) ? this.fields([...path, String(index)], item, depth + 1) : item,
    );
    return items.every((item, index) => item === value[index]) ? value : items;
  }

  #report(path: readonly string[], value: JsonValue, issue: z.core.$ZodIssue): void {
    const inner = issue.path.map(String);
    const found = inner.reduce<JsonValue | undefined>(valueAt, value);
    this.#add([...path, ...inner], `should be ${issue.message}, but is ${shown(found)}`);
  }

  #add(path: readonly string[], reason: string): void {
    this.issues.push({ path: path.join('.'), reason });
  }
}

/** JSON would store an infinite number (1e999) as null, and null means that there is no price. */
function storable(value: JsonValue): JsonValue {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function isTooDeep(value: JsonValue | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels <= 0) return true;
  return Object.values(value).some((item: JsonValue | undefined) => isTooDeep(item, levels - 1));
}

function valueAt(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? field(value, name) : asList(value)[Number(name)];
}
