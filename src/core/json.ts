/** Any JSON value. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object; any field may be absent. */
export interface JsonObject {
  readonly [field: string]: JsonValue | undefined;
}

/**
 * Parses JSON into a type that must be narrowed before use.
 * @throws SyntaxError whose message, unlike V8's, does not quote the text: it may be a secret.
 */
export function parseJson(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch (error) {
    throw new SyntaxError(endsEarly(text, error) ? CUT_OFF : 'not JSON');
  }
}

/** The message of `parseJson` for incomplete JSON. */
export const CUT_OFF = 'JSON that is cut off';

/** More than any hand-written file needs; deeper ones would overflow the stack of recursive code. */
const MAX_NESTING = 100;

/**
 * Parses a small file that a person may have written.
 * @throws SyntaxError: `not JSON (line 3, column 7)`, or nested too deep.
 */
export function parseJsonFile(text: string): JsonValue {
  if (nestingOf(text) > MAX_NESTING) throw new SyntaxError(`nested more than ${MAX_NESTING} levels deep`);
  try {
    return parseJson(text);
  } catch {
    throw new SyntaxError(`not JSON (${placeOfError(text)})`);
  }
}

/** True when the text is incomplete rather than wrong. */
function endsEarly(text: string, error: unknown): boolean {
  const reason = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(reason)?.[1];
  return position === undefined
    ? /unexpected end|unterminated/i.test(reason)
    : Number(position) >= text.trimEnd().length;
}

/** The length of the longest prefix of valid JSON, by bisection: V8 does not report every position. */
function validLength(text: string): number {
  let valid = 0;
  let invalid = text.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isBeginning(text.slice(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return endsEarly(text, error);
  }
}

/** Where the first error is: `line 3, column 7`. */
export function placeOfError(text: string): string {
  const lines = text.slice(0, validLength(text)).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

/** The depth of lists and objects. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isString = !isString;
    else if (isString) at += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
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
