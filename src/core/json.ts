/** The values that JSON can hold: what every text from outside is until it is taken apart. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object. Its fields may be absent, so that reading one never promises a value. */
export interface JsonObject {
  readonly [field: string]: JsonValue | undefined;
}

/**
 * Parses JSON without giving up types: what comes back must be narrowed before use.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text);
  return value;
}

/** True for a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or undefined. */
export function asObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

/** The value as a list; an absent or other value is an empty one. */
export function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonList(value) ? value : [];
}

/** The objects of a list; other items are left out. */
export function asObjects(value: JsonValue | undefined): readonly JsonObject[] {
  return asList(value).filter(isJsonObject);
}

/** The value as a text that holds something, or undefined. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/**
 * The field of an object, own properties only: a log line or a map may name a field `constructor`,
 * and what Object.prototype holds under that name is nobody's usage.
 */
export function field(object: JsonObject | undefined, name: string): JsonValue | undefined {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** No price, limit or count of anything comes near it; what is larger overflows when it is multiplied. */
const MAX_FIGURE = 1e18;

/**
 * A figure of the map: a finite number, or a text that spells one (old copies hold `"3e-7"`).
 * Anything else, and what is too large for any figure, is undefined.
 */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value) <= MAX_FIGURE ? value : undefined;
  const digits = typeof value === 'string' ? FIGURE_TEXT.exec(value)?.[1] : undefined;
  if (digits === undefined) return undefined;
  const number = Number(value);
  // 1e-400 is too small for a double, and not free.
  return number === 0 && /[1-9]/.test(digits) ? undefined : asNumber(number);
}

const FIGURE_TEXT = /^\s*[-+]?(\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i;
