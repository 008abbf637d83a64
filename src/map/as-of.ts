/** Maps of earlier days, from the history in the cache. */
import type { Deps } from '../core/deps.ts';
import { MapUnavailableError, UsageError } from '../core/errors.ts';
import { DAY_MS, dayOf } from '../core/dates.ts';
import type { CacheLocation } from './cache/location.ts';
import { indexAt, listSeen, readPublished, type Seen } from './cache/history.ts';
import { refuseForeignHistory } from './cache/trust.ts';
import { parseMap, storeOfMap } from './parse.ts';
import { planFor, type LoadOptions, type Plan } from './plan.ts';
import type { LoadedMap } from '../models/store.ts';

/**
 * The map that was current at a moment (`--as-of`).
 * @throws UsageError for a moment in the future, and for a map without a history; MapUnavailableError,
 * naming the dates there are, when the history does not reach back that far.
 */
export async function mapAsOf(plan: Plan, moment: Date, now: Date): Promise<LoadedMap> {
  refuseWithoutHistory(plan, '--as-of');
  // The end of today is in the future everywhere, and it is already tomorrow somewhere.
  if (moment.getTime() - now.getTime() > DAY_MS) {
    throw new UsageError(`${dayOf(moment.toISOString())} is still to come.`, 'Give a day that has passed.');
  }
  refuseForeignHistory(plan.location);
  const seen = await listSeen(plan.location);
  const then = seen[indexAt(timesOf(seen), moment.getTime())];
  if (then === undefined) throw tooEarly(moment, seen);
  return await openSeen(plan.location, then);
}

/** The history of a map, for pricing each of many lines at its own date. */
export interface MapsBySnapshot {
  /** The maps, oldest first; each was current from its `at` until that of the next. */
  readonly seen: readonly Seen[];
  /** Which of them was current at a moment; -1 before the first. Cheap enough for every line. */
  readonly indexAt: (atMs: number) => number;
  /**
   * Opens one. The last few stay in memory, so lines in order of time read each map once.
   * @throws MapUnavailableError when it is missing from the history, or damaged.
   */
  readonly open: (index: number) => Promise<LoadedMap>;
  /** Both at once. @throws MapUnavailableError before the first, with the dates that there are. */
  readonly at: (moment: Date) => Promise<LoadedMap>;
}

/** A parsed map takes about 15 MB. */
const KEPT_IN_MEMORY = 8;

/**
 * Opens the history of the map that the options name (`--as-of each`).
 * @throws MapUnavailableError when it is empty, UsageError for a map that has none.
 */
export async function mapsBySnapshot(options: LoadOptions, deps: Deps): Promise<MapsBySnapshot> {
  const plan = planFor(options, deps);
  refuseWithoutHistory(plan, '--as-of each');
  refuseForeignHistory(plan.location);
  const seen = await listSeen(plan.location);
  if (seen.length === 0) throw tooEarly(deps.now(), seen);
  const times = timesOf(seen);
  const opened = new Map<number, Promise<LoadedMap>>();
  const open = (index: number): Promise<LoadedMap> => {
    const then = seen[index];
    if (then === undefined) throw new RangeError(`the history has no map number ${index}`);
    const map = opened.get(index) ?? openSeen(plan.location, then);
    opened.delete(index);
    opened.set(index, map);
    const [oldest] = opened.keys();
    if (opened.size > KEPT_IN_MEMORY && oldest !== undefined) opened.delete(oldest);
    return map;
  };
  return {
    seen,
    indexAt: (atMs) => indexAt(times, atMs),
    open,
    at: async (moment) => {
      const index = indexAt(times, moment.getTime());
      if (index < 0) throw tooEarly(moment, seen);
      return await open(index);
    },
  };
}

/** Opens a map of the history. @throws MapUnavailableError when it is missing, or damaged. */
export async function openSeen(location: CacheLocation, seen: Seen): Promise<LoadedMap> {
  const day = dayOf(seen.at);
  const bytes = await readPublished(location.root, seen.sha256);
  if (bytes === undefined) {
    throw new MapUnavailableError(
      `The map of ${day} (${seen.sha256.slice(0, 12)}) is missing from the history, or damaged.`,
      IMPORT_HINT,
    );
  }
  const map = parseMap(bytes.toString('utf8'), `the map of ${day}`);
  return {
    store: storeOfMap(map),
    source: {
      kind: 'snapshot',
      location: location.address.shown,
      sha256: seen.sha256,
      syncedAt: seen.at,
      modelCount: map.entries.size,
      projectFiles: [],
    },
    warnings: [],
  };
}

/** More dates than this are summed up as a range. */
const NAMED_DATES = 8;

/** `one map, of 2026-05-24`, `2 maps, of 2026-05-24 and 2026-08-06`, `90 maps, 2026-05-24 to 2026-11-22`. */
export function datesOf(seen: readonly Seen[]): string {
  const days = seen.map(({ at }) => dayOf(at));
  const last = days.at(-1);
  if (last === undefined) return 'no map';
  if (days.length === 1) return `one map, of ${last}`;
  const first = days[0] ?? last;
  return days.length > NAMED_DATES
    ? `${days.length} maps, ${first} to ${last}`
    : `${days.length} maps, of ${days.slice(0, -1).join(', ')} and ${last}`;
}

export const IMPORT_HINT = '`llmcost import FILE --date` adds an older map that you have.';

function timesOf(seen: readonly Seen[]): readonly number[] {
  return seen.map(({ at }) => Date.parse(at));
}

function refuseWithoutHistory(plan: Plan, flag: string): void {
  if (plan.isExplicit && plan.address.kind === 'file') {
    throw new UsageError(
      `${flag} looks into the history of a map, and a file has none.`,
      'Leave out one of them.',
    );
  }
}

function tooEarly(moment: Date, seen: readonly Seen[]): MapUnavailableError {
  if (seen.length === 0) {
    return new MapUnavailableError(
      'There is no history of the map yet.',
      `\`llmcost sync\` begins it; ${IMPORT_HINT}`,
    );
  }
  return new MapUnavailableError(
    `There is no map of ${dayOf(moment.toISOString())}: the history has ${datesOf(seen)}.`,
    IMPORT_HINT,
  );
}
