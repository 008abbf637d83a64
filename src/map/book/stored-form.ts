/**
 * The price book as the package holds it: small enough for everybody to carry, and read by a command
 * without loading more than it needs.
 *
 *     book/about.json         its day, checksums and the names of fields
 *     book/index.json         a row a model, grouped by mode and sorted by price: key, provider, headline prices,
 *                             [unit, aliases]; behind the rows of a mode, how many of them cost the same
 *     book/entries-00.json …  the rest of each model, a line each, in the order of the index's rows
 *
 * An entry has two letters for the name of each field, and lists of such letters for what is true and
 * what is false: written out, names and keys would take half of the package's room.
 */
import { asObject, type JsonObject, type JsonValue } from '../../core/json.ts';

/** A part of the index: where it lies, in bytes, and the sum of its bytes. */
export interface Part {
  readonly start: number;
  readonly length: number;
  readonly sum: number;
}

/** Rows of one mode in sequence, SLICE_ROWS at most: the place of one is known without looking at all of them. */
export interface RowBlock extends Part {
  /** How many rows of the book stand before them. */
  readonly first: number;
}

/** What the index has of one mode. */
export interface ModeRows {
  readonly mode: string | null;
  readonly blocks: readonly RowBlock[];
  /** Runs of rows with the same prices (price-runs.ts). */
  readonly prices: Part;
}

/** What is said about the book. Before it in the file stands `sum`, the checksum of the lines below its own. */
export interface AboutBook {
  /** SHA-256 of all entries as they are stored. */
  readonly sha256: string;
  /** The day on which its map was published, `2026-08-01`. */
  readonly asOf: string;
  readonly models: number;
  /** The names of fields; a field's letters are its place here. */
  readonly fields: readonly string[];
  readonly modes: readonly ModeRows[];
  /** Checksums of the files of entries. */
  readonly slices: readonly number[];
}

export const ABOUT_FILE = 'book/about.json';
export const INDEX_FILE = 'book/index.json';

/** Entries a file, and rows a block: one is read and looked through in a moment. */
export const SLICE_ROWS = 128;

export function sliceFile(index: number): string {
  return `book/entries-${String(index).padStart(2, '0')}.json`;
}

/** What opens the rows of a mode in the index. */
export function modeStart(mode: string | null): string {
  return `{"mode":${JSON.stringify(mode)},"rows":[\n`;
}

const LETTERS = 2;
const BASE = 36;
const YES = '+';
const NO = '-';

/** An entry with letters for names. @param places the place of each field's name. */
export function encodeEntry(entry: JsonObject, places: ReadonlyMap<string, number>): JsonObject {
  const coded: Record<string, JsonValue> = {};
  let yes = '';
  let no = '';
  for (const [name, value] of Object.entries(entry)) {
    if (value === undefined) continue;
    const letters = (places.get(name) ?? 0).toString(BASE).padStart(LETTERS, '0');
    if (value === true) yes += letters;
    else if (value === false) no += letters;
    else coded[letters] = value;
  }
  return { ...coded, ...(yes === '' ? {} : { [YES]: yes }), ...(no === '' ? {} : { [NO]: no }) };
}

/**
 * The entry again, behind the fields that are `known` of it; undefined where letters stand for no name.
 * @param fields the names of fields, each at its place.
 */
export function decodeEntry(
  coded: JsonValue,
  fields: readonly string[],
  known: JsonObject = {},
): JsonObject | undefined {
  const object = asObject(coded);
  if (object === undefined) return undefined;
  // Made in place: a sync decodes the whole book.
  const entry: Record<string, JsonValue> = {};
  const set = (letters: string, value: JsonValue): boolean => {
    const name = fields[Number.parseInt(letters, BASE)];
    if (name !== undefined) entry[name] = value;
    return name !== undefined;
  };
  const setAll = (names: string, value: boolean): boolean => {
    for (let at = 0; at < names.length; at += LETTERS) {
      if (!set(names.slice(at, at + LETTERS), value)) return false;
    }
    return true;
  };
  for (const [name, value] of Object.entries(known)) if (value !== undefined) entry[name] = value;
  for (const [letters, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const isFlags = letters === YES || letters === NO;
    if (!(isFlags ? setAll(String(value), letters === YES) : set(letters, value))) return undefined;
  }
  return entry;
}
