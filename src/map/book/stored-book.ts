/** The price book of this installation. */
import { join } from 'node:path';
import { readText, toObject } from '../../core/files.ts';
import {
  asList,
  asNumber,
  asObject,
  asText,
  field,
  type JsonObject,
  type JsonValue,
} from '../../core/json.ts';
import { wordSum } from '../cache/checksum.ts';
import { BookStore, unusable } from './book-store.ts';
import { ABOUT_FILE, type AboutBook, type ModeRows, type Part, type RowBlock } from './stored-form.ts';

export interface StoredBook extends Pick<AboutBook, 'sha256' | 'asOf'> {
  readonly store: BookStore;
}

/**
 * Opens the book of this installation.
 * @throws MapUnavailableError when its files are missing or damaged; the store throws it too, for a
 * file that it reads later.
 */
export function openBook(packageDir: string): StoredBook {
  const about = readAbout(join(packageDir, ABOUT_FILE));
  if (about === undefined) throw unusable(packageDir, 'is missing or damaged');
  const { sha256, asOf } = about;
  return { sha256, asOf, store: new BookStore(packageDir, about) };
}

function readAbout(path: string): AboutBook | undefined {
  const text = readText(path) ?? '';
  const object = toObject(text);
  if (object === undefined) return undefined;
  const summed = Buffer.from(text.slice(text.indexOf('\n') + 1));
  return wordSum(summed) === field(object, 'sum') ? toAbout(object) : undefined;
}

function toAbout(object: JsonObject): AboutBook | undefined {
  const sha256 = asText(field(object, 'sha256'));
  const asOf = asText(field(object, 'asOf'));
  const models = asNumber(field(object, 'models'));
  if (sha256 === undefined || asOf === undefined || models === undefined) return undefined;
  const fields = asList(field(object, 'fields')).flatMap((name) => asText(name) ?? []);
  const slices = asList(field(object, 'slices')).flatMap((sum) => asNumber(sum) ?? []);
  const modes = asList(field(object, 'modes')).flatMap((rows) => toModeRows(asObject(rows)) ?? []);
  return { sha256, asOf, models, fields, slices, modes };
}

function toModeRows(object: JsonObject | undefined): ModeRows | undefined {
  const mode = asText(field(object, 'mode')) ?? null;
  const prices = toPart(field(object, 'prices'));
  const blocks = asList(field(object, 'blocks')).flatMap((block): readonly RowBlock[] => {
    const [first, part] = [asNumber(field(asObject(block), 'first')), toPart(block)];
    return first === undefined || part === undefined ? [] : [{ first, ...part }];
  });
  return prices && { mode, blocks, prices };
}

function toPart(value: JsonValue | undefined): Part | undefined {
  const [start, length, sum] = ['start', 'length', 'sum'].map((name) =>
    asNumber(field(asObject(value), name)),
  );
  return start === undefined || length === undefined || sum === undefined
    ? undefined
    : { start, length, sum };
}
