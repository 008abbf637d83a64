import { readdirSync, readFileSync } from 'node:fs';
import { asObject, parseJson, type JsonValue } from '../../src/core/json.ts';
import { bookEntries } from '../../src/map/book/price-book.ts';
import { withReviews, type ReviewedBook } from '../../src/map/book/reviewed.ts';

export const BOOK_FOLDER = new URL('../../fixtures/price-book/', import.meta.url);

/** A file of the price book, parsed. */
export function bookFile(name: string): JsonValue {
  return parseJson(readFileSync(new URL(name, BOOK_FOLDER), 'utf8'));
}

/** The price book of the project, as it is packaged. */
export function readBook(): ReviewedBook {
  const files = readdirSync(new URL('providers', BOOK_FOLDER)).map((name) => bookFile(`providers/${name}`));
  return withReviews(bookEntries(files), bookFile('reviewed.json'));
}

/** The published day of its map. */
export function bookDay(): unknown {
  return asObject(bookFile('about.json'))?.published;
}
