/** The embedded price book as a witness: prices of the map that are far from what it lists. */
import type { Deps } from '../core/deps.ts';
import { MapUnavailableError, SnapshotDamagedError } from '../core/errors.ts';
import { field } from '../core/json.ts';
import type { Notice } from '../core/notice.ts';
import type { BookStore } from '../map/book/book-store.ts';
import { openBook, type StoredBook } from '../map/book/stored-book.ts';
import type { Entry } from '../models/entry.ts';
import { Figures, type Figure } from './figures.ts';
import { severeFindings } from './severe.ts';
import { factor, priced, timesApart } from './words.ts';

/** What the price book lists for a model, and of which day it is; or what another map did. */
export interface Listed {
  readonly entry: Entry;
  readonly asOf: string;
}

/** Looks models up in the price book, which is opened for the first; undefined where it has no such key. */
export function listedInBook(deps: Deps): (key: string) => Listed | undefined {
  let book: StoredBook | undefined;
  return (key) => {
    try {
      book ??= openBook(deps.paths.packageDir);
      const entry = book.store.get(key);
      return entry && { entry, asOf: book.asOf };
    } catch (error) {
      refuseOther(error);
      return undefined;
    }
  };
}

/** Without a witness nothing is said of the price. @throws what is no trouble of the book's. */
function refuseOther(error: unknown): void {
  if (!(error instanceof MapUnavailableError || error instanceof SnapshotDamagedError)) throw error;
}

/** The price book as a witness for a whole map. */
export interface BookWitness {
  readonly models: number;
  readonly listed: (key: string) => Listed | undefined;
}

/**
 * Reads every entry of the book at once, at the first question: it takes less than a hundred of them looked for
 * one by one.
 * @throws MapUnavailableError where the book cannot be read.
 */
export function bookWitness(deps: Deps): BookWitness {
  const { asOf, store } = openBook(deps.paths.packageDir);
  let entries: ReadonlyMap<string, Entry> | undefined;
  const listed = (key: string): Listed | undefined => {
    entries ??= entriesOf(store);
    const entry = entries.get(key);
    return entry && { entry, asOf };
  };
  return { models: store.size, listed };
}

function entriesOf(store: BookStore): ReadonlyMap<string, Entry> {
  try {
    return new Map([...store.all()].map((entry) => [entry.key, entry]));
  } catch (error) {
    refuseOther(error);
    return new Map();
  }
}

/** No provider changes a price that much between two days: one of the two is wrong. */
const FAR = 20;

/** A warning about the price of a field. */
export interface FieldNotice extends Notice {
  readonly field: string;
}

/** Figures of an entry that are twenty times off those that the price book lists, one notice each. */
export function farFromListed(
  entry: Entry,
  { entry: listed, asOf }: Listed,
  now: Date,
  figuresOf: (entry: Entry) => Figures = (each) => new Figures(each),
): readonly FieldNotice[] {
  if (hasSameFields(entry, listed)) return [];
  const figures = new Map(figuresOf(listed).all.map((figure) => [figure.field, figure]));
  const far = figuresOf(entry).all.flatMap((figure) => {
    const other = figures.get(figure.field);
    return other !== undefined && isFar(figure, other) ? [{ figure, other }] : [];
  });
  if (far.length === 0) return [];
  // A figure of the book that is itself beyond belief, as the map was then, says nothing.
  const doubtful = severeFindings(listed, now).map(({ message }) => message);
  return far.flatMap(({ figure: { field: name, item, value, unit }, other }) => {
    if (doubtful.some((message) => message.includes(priced(other.value, other.unit)))) return [];
    const relation = value > other.value ? 'more' : 'less';
    const message = `${entry.key}: ${item} (${name}) is ${priced(value, unit)}, ${timesApart(value, other.value)} ${relation} than the ${priced(other.value, other.unit)} of the price book of ${asOf}. (price-book)`;
    return [{ code: 'SUSPICIOUS_PRICE', message, field: name }];
  });
}

/** True for most models on most days: two lists of their figures take longer than all else. */
function hasSameFields(entry: Entry, listed: Entry): boolean {
  return Object.keys(entry.fields).every((name) => {
    const [value, other] = [field(entry.fields, name), field(listed.fields, name)];
    return typeof value === 'object' ? JSON.stringify(value) === JSON.stringify(other) : value === other;
  });
}

function isFar(a: Figure, b: Figure): boolean {
  return a.value > 0 && b.value > 0 && factor(a.value, b.value) >= FAR;
}
