import type { Deps } from '../core/deps.ts';
import { loadMap, type LoadOptions } from './load.ts';
import { listSeen, readPublished } from './cache/history.ts';
import { parseMap, storeOfMap } from './parse.ts';
import { planFor } from './plan.ts';
import type { MapSource, ModelStore } from '../models/store.ts';

/** The map that another one is compared with. */
export interface PreviousMap {
  readonly store: ModelStore;
  readonly source: MapSource;
}

/**
 * The map before the one in use: the one that the user names, else the last different one in the history of
 * its address. Undefined when there is none, or it cannot be read.
 * @throws MapUnavailableError, BrokenMapError for a map that the user names.
 */
export async function previousMap(
  named: string | undefined,
  options: LoadOptions,
  current: MapSource,
  deps: Deps,
): Promise<PreviousMap | undefined> {
  if (named !== undefined) {
    const { store, source } = await loadMap({ map: named, offline: options.offline }, deps);
    return { store, source };
  }
  const { location, address } = planFor(options, deps);
  const seen = await listSeen(location);
  const now = seen.findLastIndex(({ sha256 }) => sha256 === current.sha256);
  const before =
    now === -1 ? undefined : seen.slice(0, now).findLast(({ sha256 }) => sha256 !== current.sha256);
  const bytes = before && (await readPublished(location.root, before.sha256));
  if (before === undefined || bytes === undefined) return undefined;
  const map = parseMap(bytes.toString('utf8'), `the map of ${before.at.slice(0, 10)}`);
  const source = {
    kind: 'snapshot',
    location: address.shown,
    sha256: before.sha256,
    syncedAt: before.at,
    modelCount: map.entries.size,
    projectFiles: [],
  } as const;
  return { store: storeOfMap(map), source };
}
