import { plain } from './money.ts';

/** Behind what may stand before a value, so that a text of many digits is not tried at each of them. */
const EXPONENT = /(?<=[:,[])-?\d[\d.]*e[+-]?\d+/g;

/**
 * A document as JSON, two spaces deep. Numbers are written out in plain decimals (`0.00000125`, never
 * `1.25e-6`): some readers take an exponent for a text.
 */
export function toJson(document: unknown): string {
  return `${escaped(JSON.stringify(document, null, 2)).replace(NUMBER_AT_END, written)}\n`;
}

/** Lists of more items than this are written in pieces of so many. */
const PIECE_ITEMS = 1000;

/** The text of `toJson` in pieces: a document with a very long list is never one text. */
export function* jsonPieces(document: object): Generator<string> {
  const fields = Object.entries(document).filter(([, value]) => value !== undefined);
  if (Array.isArray(document) || !fields.some(([, value]) => isLong(value))) {
    yield toJson(document);
    return;
  }
  let short: Record<string, unknown> = {};
  let separator = '{';
  const shortText = (): string => {
    const text = Object.keys(short).length === 0 ? '' : `${separator}${toJson(short).slice(1, -3)}`;
    if (text !== '') separator = ',';
    short = {};
    return text;
  };
  for (const [name, value] of fields) {
    if (!isLong(value)) {
      short[name] = value;
      continue;
    }
    yield `${shortText()}${separator}\n  ${escaped(JSON.stringify(name))}: `;
    separator = ',';
    yield* listPieces(value);
  }
  yield `${shortText()}\n}\n`;
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > PIECE_ITEMS;
}

/** The brackets of each piece are left out but for the first and the last. */
function* listPieces(list: readonly unknown[]): Generator<string> {
  for (let at = 0; at < list.length; at += PIECE_ITEMS) {
    const text = toJson(list.slice(at, at + PIECE_ITEMS)).trimEnd();
    yield `${at === 0 ? '[' : ','}${indented(text.slice(1, -2), '  ')}`;
  }
  yield '\n  ]';
}

/** No text of JSON holds a line end, so those that are there stand between values. */
function indented(json: string, by: string): string {
  return json.replaceAll('\n', `\n${by}`);
}

/**
 * In an indented document a number ends its line, and a text ends with its quote. The space before it
 * keeps a text of many digits from being tried at each of them.
 */
const NUMBER_AT_END = /(?<= )-?\d[\d.]*e[+-]?\d+(?=,?(?:\n|$))/g;

/** All digits of a number that JSON wrote with an exponent; those below 1 by moving the point in the text. */
function written(number: string): string {
  const [, digit, digits = '', exponent] = /^(\d)(?:\.(\d+))?e-(\d+)$/.exec(number) ?? [];
  if (digit === undefined) return plain(number);
  return `0.${'0'.repeat(Number(exponent) - 1)}${digit}${digits}`;
}

/** One line of NDJSON. */
export function toJsonLine(document: unknown): string {
  return `${plainNumbers(escaped(JSON.stringify(document)))}\n`;
}

/** A number as the documents above write it. */
export function jsonNumber(value: number): string {
  const json = JSON.stringify(value);
  return json.includes('e') ? plain(value) : json;
}

/**
 * The line of `toJsonLine` in pieces: what stands before the value of each of the fields, and behind the last. For
 * lines that differ in those alone.
 * @param fields in the order of the document.
 */
export function jsonLineAround(document: object, fields: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const [name, value] of Object.entries(document)) {
    piece += `${piece === '' && pieces.length === 0 ? '{' : ','}${toJsonLine(name).trimEnd()}:`;
    if (fields.includes(name)) {
      pieces.push(piece);
      piece = '';
    } else piece += toJsonLine(value).trimEnd();
  }
  return [...pieces, `${piece}}\n`];
}

/**
 * What looks like a number inside of a text is left alone. The texts are passed over one by one: a
 * regular expression for all of them would run out of stack on a text of megabytes.
 */
function plainNumbers(json: string): string {
  const parts: string[] = [];
  let done = 0;
  let at = 0;
  for (const { index, 0: number } of json.matchAll(EXPONENT)) {
    if (index < at) continue;
    for (let open = json.indexOf('"', at); open >= 0 && open < index; open = json.indexOf('"', at)) {
      at = endOfText(json, open);
    }
    if (index < at) continue;
    parts.push(json.slice(done, index), plain(number));
    at = index + number.length;
    done = at;
  }
  return parts.length === 0 ? json : parts.join('') + json.slice(done);
}

/** Behind the quote that ends the text: one with an even number of backslashes before it. */
function endOfText(json: string, open: number): number {
  for (let close = json.indexOf('"', open + 1); close >= 0; close = json.indexOf('"', close + 1)) {
    let before = close;
    while (json[before - 1] === '\\') before -= 1;
    if ((close - before) % 2 === 0) return close + 1;
  }
  return json.length;
}

/**
 * JSON leaves some characters as they are that a terminal takes for commands: the C1 controls, DEL, and
 * marks that turn the direction of writing. They stand in texts alone, where an escape says the same.
 */
function escaped(json: string): string {
  return json.replace(COMMANDS, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const COMMANDS = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g;
