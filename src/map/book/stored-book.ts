/** The embedded price book in the stored form of a map, as the build writes it and a command reads it. */
import { join } from 'node:path';
import { MapUnavailableError } from '../../core/errors.ts';
import { asObject, asText, field, type JsonObject } from '../../core/json.ts';
import { filesAt } from '../cache/cache.ts';
import { toChecks } from '../cache/pointer.ts';
import { readJson } from '../../core/files.ts';
import { storeFromSnapshot, type SnapshotStore } from '../cache/snapshot-store.ts';
import { renderSnapshot } from '../cache/snapshot.ts';

/** What is said about the book. */
export interface BookAbout {
  /** Of `price-book.json`. */
  readonly sha256: string;
  /** The day of its newest figures, `2026-08-06`. */
  readonly asOf: string;
}

export interface StoredBook extends BookAbout {
  readonly store: SnapshotStore;
}

const TEXT_FILE = 'price-book.json';
const INDEX_FILE = 'price-book.index.json';
const ABOUT_FILE = 'price-book.about.json';

/**
 * The files of the book by name. Pure but for the hash, which the caller passes in: the build has
 * node:crypto at hand, a command does not want it.
 */
export function renderBook(
  entries: ReadonlyMap<string, JsonObject>,
  asOf: string,
  sha256Of: (text: string) => string,
): Readonly<Record<string, string>> {
  const { text, index, checks } = renderSnapshot(entries);
  const about = { sha256: sha256Of(text.toString()), asOf, checks };
  return {
    [TEXT_FILE]: text.toString(),
    [INDEX_FILE]: index.toString(),
    [ABOUT_FILE]: `${JSON.stringify(about)}\n`,
  };
}

/**
 * Opens the book of this installation.
 * @throws MapUnavailableError when its files are not there, SnapshotDamagedError when they are damaged.
 */
export function openBook(packageDir: string): StoredBook {
  const about = readJson(join(packageDir, ABOUT_FILE));
  const checks = toChecks(asObject(field(about, 'checks')));
  const sha256 = asText(field(about, 'sha256'));
  const asOf = asText(field(about, 'asOf'));
  if (checks === undefined || sha256 === undefined || asOf === undefined) {
    throw new MapUnavailableError(
      `The price book is missing from ${packageDir}.`,
      'Install llmcost again; in a clone, `npm run build`; in a bundle, import llmcost/price-book.json and give it as `map`.',
    );
  }
  const files = filesAt({ text: join(packageDir, TEXT_FILE), index: join(packageDir, INDEX_FILE) });
  return { sha256, asOf, store: storeFromSnapshot(files, checks) };
}
