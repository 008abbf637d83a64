/** What is odd about a map that came: it is older than the one before, small, or has prices that cannot be right. */
import { MIN_SHARE_OF_PREVIOUS } from '../../../core/defaults.ts';
import { dayOf } from '../../../core/dates.ts';
import { formatCount } from '../../../core/money.ts';
import type { Notice } from '../../../core/notice.ts';
import { figuresOfMany } from '../../../doctor/figures.ts';
import { farFromListed, type BookWitness } from '../../../doctor/listed.ts';
import { severeFindings } from '../../../doctor/severe.ts';
import type { Seen } from '../../../map/cache/history.ts';
import type { Pointer } from '../../../map/cache/pointer.ts';
import type { Entry } from '../../../models/entry.ts';
import type { ModelStore } from '../../../models/store.ts';

/** A map, and what is known of its file. */
export interface KnownMap {
  readonly store: ModelStore;
  readonly pointer: Pointer;
}

export interface Arrival {
  readonly now: Date;
  readonly came: KnownMap;
  /** The map that it replaces; undefined for a first one. */
  readonly before: KnownMap | undefined;
  /** The maps of the history before it came, oldest first. */
  readonly seen: readonly Seen[];
  /** The embedded price book. */
  readonly book: BookWitness;
}

export function noticesOf(arrival: Arrival): readonly Notice[] {
  const entries = entriesOf(arrival.came.store);
  const previous = arrival.before === undefined ? undefined : entriesOf(arrival.before.store);
  return [...small(arrival), ...older(arrival, entries, previous), ...suspicious(arrival, entries, previous)];
}

type Entries = ReadonlyMap<string, Entry>;

function entriesOf(store: ModelStore): Entries {
  return new Map([...store.all()].map((entry) => [entry.key, entry]));
}

/** A first map has none before it to lose models of; the price book has most models of any map. */
function small({ came, before, book }: Arrival): readonly Notice[] {
  const { size } = came.store;
  if (before !== undefined || size >= book.models * MIN_SHARE_OF_PREVIOUS) return [];
  const message = `The map has ${formatCount(size)} models, and the embedded price book ${formatCount(book.models)}: is it the whole one?`;
  return [{ code: 'MAP_SMALL', message }];
}

function older(
  { came, before, seen }: Arrival,
  now: Entries,
  previous: Entries | undefined,
): readonly Notice[] {
  if (before === undefined || previous === undefined) return [];
  const reason =
    inHistory(came.pointer, seen) ??
    byDate(came.pointer, before.pointer) ??
    byModels([...now.keys()], [...previous.keys()]);
  return reason === undefined ? [] : [{ code: 'MAP_OLDER', message: reason }];
}

function inHistory({ sha256 }: Pointer, seen: readonly Seen[]): string | undefined {
  const then = seen.slice(0, -1).find((each) => each.sha256 === sha256);
  return (
    then && `The map is older than the one it replaces: the history has it as that of ${dayOf(then.at)}.`
  );
}

function byDate({ lastModified }: Pointer, before: Pointer): string | undefined {
  const [now, then] = [lastModified, before.lastModified].map((date) => Date.parse(date ?? ''));
  if (now === undefined || then === undefined || !(now < then)) return undefined;
  const day = (time: number) => dayOf(new Date(time).toISOString());
  return `The map is older than the one it replaces: it is of ${day(now)}, and that one of ${day(then)}.`;
}

/** Upstream adds more models than it removes; a mirror that lags behind looks the other way round. */
const FEW_LOST = 10;

function byModels(now: readonly string[], then: readonly string[]): string | undefined {
  const [known, had] = [new Set(now), new Set(then)];
  const lost = then.filter((key) => !known.has(key)).length;
  const added = now.filter((key) => !had.has(key)).length;
  if (lost <= FEW_LOST || lost <= added) return undefined;
  return `The map may be older than the one it replaces: of that one ${formatCount(lost)} models are gone, and there are ${formatCount(added)} others.`;
}

const NAMED = 5;

/** Prices that cannot be right, in entries that the map before did not have so. */
function suspicious(
  { now, book }: Arrival,
  entries: Entries,
  previous: Entries | undefined,
): readonly Notice[] {
  const figuresOf = figuresOfMany();
  const doubted = [...entries].flatMap(([key, entry]) => {
    const before = previous?.get(key);
    if (before !== undefined && JSON.stringify(before.fields) === JSON.stringify(entry.fields)) return [];
    const witness = before === undefined ? book.listed(key) : { entry: before, asOf: '' };
    const far = witness === undefined ? [] : farFromListed(entry, witness, now, figuresOf);
    const severe = severeFindings(entry, now, undefined, figuresOf(entry));
    const prices = new Set([...severe, ...far]).size;
    return prices === 0 ? [] : [{ key, prices, isFar: far.length > 0 }];
  });
  if (doubted.length === 0) return [];
  // What has another price elsewhere is named first: the rest may have been so for years.
  const models = doubted.toSorted((a, b) => Number(b.isFar) - Number(a.isFar)).map(({ key }) => key);
  const prices = doubted.reduce((count, each) => count + each.prices, 0);
  const what = prices === 1 ? 'A price looks' : `${formatCount(prices)} prices look`;
  const unnamed = models.length - NAMED;
  const more = unnamed > 0 ? ` and ${formatCount(unnamed)} more ${unnamed === 1 ? 'model' : 'models'}` : '';
  const message = `${what} wrong in what came: ${models.slice(0, NAMED).join(', ')}${more}. \`llmcost doctor\` says why.`;
  return [{ code: 'SUSPICIOUS_PRICE', message }];
}
