/** For each line the map that was the published one at its date. */
import { dayOf } from '../../../core/dates.ts';
import type { Deps } from '../../../core/deps.ts';
import type { Assumption } from '../../../core/notice.ts';
import { indexAt, listSeen, type Seen } from '../../../map/cache/history.ts';
import type { OpenMap } from '../../../map/open.ts';
import { planFor, type LoadOptions } from '../../../map/plan.ts';
import { tryLookUp } from '../../../models/catalog.ts';
import type { ModelStore } from '../../../models/store.ts';
import type { DatedMap } from '../../../pricing/tally/options.ts';
import { nameFilter, type NameOptions } from '../../../pricing/tally/models.ts';

export interface DatedMaps {
  /** The maps, oldest first; empty where one map prices all. */
  readonly seen: readonly Seen[];
  /** The map of the datedMap with that index; undefined where none of the history prices. */
  readonly mapOf: (datedMap: number) => Seen | undefined;
  /** For a line of that moment; undefined for one that does not say. */
  readonly at: (atMs: number | undefined) => DatedMap;
}

/** The code of what is supposed of lines that no map of their own date prices. */
export const OTHER_DATE = 'MAP_OF_OTHER_DATE';

/** So many parsed maps stay in memory: lines mostly come in the order of time. */
const KEPT = 3;

type Time = Pick<DatedMap, 'fromMs' | 'untilMs'>;

const ALL_TIME: Time = { fromMs: -Infinity, untilMs: Infinity };

/** One map for all lines. */
export function oneMap(names: NameOptions): DatedMaps {
  const datedMap: DatedMap = { index: 0, ...ALL_TIME, names: () => names, assumptions: [] };
  return { seen: [], mapOf: () => undefined, at: () => datedMap };
}

/**
 * The maps of the history, and the one that was loaded, which prices what the history does not reach.
 * A map is read when the first line of its time comes; that is done at once and not awaited, because
 * lines are handed over in the middle of a buffer.
 * @param isAsked `--as-of each`, which must have a history.
 * @throws MapUnavailableError where there is no history yet, UsageError for a map that has none; both
 * only where it is asked for.
 */
export async function openDatedMaps(
  map: OpenMap,
  load: LoadOptions,
  isAsked: boolean,
  names: NameOptions,
  deps: Deps,
): Promise<DatedMaps> {
  const { location } = planFor(load, deps);
  const history = isAsked ? await historyOf(load, deps) : await listSeen(location);
  const { source } = map.loaded;
  const seen = withCurrent(history, { at: source.syncedAt, sha256: source.sha256 });
  const current = seen.findLastIndex(({ sha256 }) => sha256 === source.sha256);
  const stored = seen.length > 1 ? await import('./stored-map.ts') : undefined;
  const opened = new Map<number, NameOptions>();
  const open = (index: number): NameOptions => {
    if (stored === undefined || seen[index]?.sha256 === source.sha256) return names;
    const known = opened.get(index);
    if (known !== undefined) return known;
    const made = namesIn(map.settings.overlay(stored.readStoredMap(location.root, seen[index])), map, names);
    opened.set(index, made);
    const [oldest] = opened.keys();
    if (opened.size > KEPT && oldest !== undefined) opened.delete(oldest);
    return made;
  };
  const indexes: number[] = [];
  const dated = (index: number, time: Time, supposed?: string): DatedMap => {
    const assumptions: readonly Assumption[] =
      supposed === undefined ? [] : [{ code: OTHER_DATE, message: supposed }];
    return { index: indexes.push(index) - 1, ...time, names: () => open(index), assumptions };
  };
  const times = seen.map(({ at }) => Date.parse(at));
  const maps = times.map((fromMs, index) => dated(index, { fromMs, untilMs: times[index + 1] ?? Infinity }));
  const first = dayOf(seen[0]?.at ?? '');
  const today = dayOf(seen[current]?.at ?? '');
  const before = { fromMs: -Infinity, untilMs: times[0] ?? Infinity };
  const tooOld = dated(
    current,
    before,
    `There is no map of before ${first}; that of ${today} prices older lines.`,
  );
  const timeless = dated(
    current,
    ALL_TIME,
    seen.length > 1 ? `A line does not say when it was; the map of ${today} prices it.` : undefined,
  );
  const mapAt = lastMapBefore(times, maps, tooOld);
  return {
    seen,
    mapOf: (index) => seen[indexes[index] ?? -1],
    at: (atMs) => (atMs === undefined ? timeless : mapAt(atMs)),
  };
}

async function historyOf(load: LoadOptions, deps: Deps): Promise<readonly Seen[]> {
  const { mapsBySnapshot } = await import('../../../map/as-of.ts');
  return (await mapsBySnapshot(load, deps)).seen;
}

/** The history with the map that was loaded, which need not be in it: the price book is not. */
function withCurrent(history: readonly Seen[], current: Seen): readonly Seen[] {
  if (history.some(({ sha256 }) => sha256 === current.sha256)) return history;
  return [...history, current].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Searches only for a line of another stretch of time than the line before it. */
function lastMapBefore(
  times: readonly number[],
  maps: readonly DatedMap[],
  tooOld: DatedMap,
): (atMs: number) => DatedMap {
  let last = tooOld;
  return (atMs) => {
    if (last.fromMs <= atMs && atMs < last.untilMs) return last;
    last = maps[indexAt(times, atMs)] ?? tooOld;
    return last;
  };
}

function namesIn(store: ModelStore, { settings }: OpenMap, names: NameOptions): NameOptions {
  return {
    ...names,
    store,
    find: (name) => tryLookUp(store, name, settings.lookUp),
    mayFind: nameFilter(store, settings.lookUp.aliases),
  };
}
