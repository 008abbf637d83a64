/** For each line the map that was the published one at its date. */
import { gunzipSync } from 'node:zlib';
import type { Settings } from '../../../config/settings.ts';
import { MAX_MAP_BYTES } from '../../../core/defaults.ts';
import type { Deps } from '../../../core/deps.ts';
import { MapUnavailableError } from '../../../core/errors.ts';
import { mapsBySnapshot } from '../../../map/as-of.ts';
import { readPacked, sha256Of, type Seen } from '../../../map/cache/history.ts';
import { storeFromEntries } from '../../../models/memory-store.ts';
import { parseMap } from '../../../map/parse.ts';
import { planFor, type LoadOptions } from '../../../map/plan.ts';
import { dayOf } from '../../../core/dates.ts';
import { findIn } from '../../../map/open.ts';
import type { DatedMap } from '../../../pricing/tally/accumulate.ts';
import { nameFilter, type NameOptions } from '../../../pricing/tally/models.ts';

export interface DatedMaps {
  /** The maps, oldest first. */
  readonly seen: readonly Seen[];
  /** The map of the datedMap with that index; undefined where none of the history prices. */
  readonly mapOf: (datedMap: number) => Seen | undefined;
  /** For a line of that moment; undefined for one that does not say. */
  readonly at: (atMs: number | undefined) => DatedMap;
}

/** So many parsed maps stay in memory: lines mostly come in the order of time. */
const KEPT = 3;

/**
 * Opens the history of the map. A map is read when the first line of its time comes; that is done at
 * once and not awaited, because lines are handed over in the middle of a buffer.
 * @throws MapUnavailableError where there is no history yet, UsageError for a map that has none.
 */
export async function openDatedMaps(
  load: LoadOptions,
  settings: Settings,
  names: Pick<NameOptions, 'aliases' | 'unnamed'>,
  deps: Deps,
): Promise<DatedMaps> {
  const { seen, indexAt } = await mapsBySnapshot(load, deps);
  const { root } = planFor(load, deps).location;
  const opened = new Map<number, NameOptions>();
  const open = (index: number): NameOptions => {
    const known = opened.get(index);
    if (known !== undefined) return known;
    const store = settings.overlay(readStore(root, seen[index]));
    const made = {
      ...names,
      store,
      find: (name: string) => findIn(store, name, settings.lookUp),
      mayFind: nameFilter(store, settings.lookUp.aliases),
    };
    opened.set(index, made);
    const [oldest] = opened.keys();
    if (opened.size > KEPT && oldest !== undefined) opened.delete(oldest);
    return made;
  };
  /** The map that each datedMap opens, by the index of the datedMap. */
  const maps: number[] = [];
  const bookOf = (map: number, supposed?: string): DatedMap => {
    const assumptions = supposed === undefined ? [] : [{ code: 'MAP_OF_OTHER_DATE', message: supposed }];
    return { index: maps.push(map) - 1, names: () => open(map), assumptions };
  };
  const books = seen.map((_, index) => bookOf(index));
  const first = dayOf(seen[0]?.at ?? '');
  const tooOld = bookOf(
    0,
    `The history has no map of before ${first}; that of ${first} is used for older lines.`,
  );
  const timeless = bookOf(
    seen.length - 1,
    'A line does not say when it was; the newest map of the history is used.',
  );
  return {
    seen,
    mapOf: (datedMap) => seen[maps[datedMap] ?? -1],
    at: (atMs) => (atMs === undefined ? timeless : (books[indexAt(atMs)] ?? tooOld)),
  };
}

function readStore(root: string, seen: Seen | undefined) {
  const { sha256 = '', at = '' } = seen ?? {};
  const day = dayOf(at);
  let bytes: Buffer;
  try {
    const packed = readPacked(root, sha256);
    if (packed === undefined) throw new Error('missing');
    bytes = gunzipSync(packed, { maxOutputLength: MAX_MAP_BYTES });
    if (sha256Of(bytes) !== sha256) throw new Error('damaged');
  } catch (error) {
    throw new MapUnavailableError(
      `The map of ${day} (${sha256.slice(0, 12)}) is missing from the history, or damaged.`,
      '`llmcost import FILE --date` adds a map that you have.',
      { cause: error },
    );
  }
  return storeFromEntries(parseMap(bytes.toString('utf8'), `the map of ${day}`).entries);
}
