/** The map that a lock names, and no other. */
import type { Deps } from '../../core/deps.ts';
import { BrokenMapError, MapUnavailableError, reasonOf } from '../../core/errors.ts';
import { fetchPublishedMap } from '../fetch/published-map.ts';
import { openCopy, recentFailure, recentFailureError } from '../cache/cache.ts';
import type { MapAddress } from '../address.ts';
import { planFor, type LoadOptions, type Plan } from '../plan.ts';
import type { LoadedMap, MapSource, ModelStore } from '../../models/store.ts';
import type { Notice } from '../../core/notice.ts';
import { dayOf } from '../../core/dates.ts';
import { lockedAddress } from './address.ts';
import { keptEntries, onlyKeptEntries } from './kept-entries.ts';
import { readLock, type Lock } from './lock.ts';
import { lockedLocation, noteUse, placesOf } from './location.ts';

/**
 * The map of a lock: from the cache, where one of its copies has the SHA-256 of the lock; else the
 * entries that the lock keeps; else fetched, and checked against the SHA-256.
 * @throws UsageError for a broken lock; MapUnavailableError (exit 5) when there is no such map: no other
 * one ever answers in its place.
 */
export async function mapFromLock(path: string, options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const lock = readLock(path);
  const { map: _map, asOf: _asOf, ...rest } = options;
  const plan = planFor(rest, deps);
  const address = lockedAddress(lock, path, plan);
  const locked = { lock, path, address, plan };
  const answer = (store: ModelStore, warnings: readonly Notice[] = []): LoadedMap => ({
    store,
    source: sourceOf(lock, address),
    warnings: [...warnings, ...uselessFlags(options)],
  });
  const cached = await cachedMap(locked);
  if (cached !== undefined) return answer(cached);
  if (options.wholeLock !== true && lock.entries.size > 0) return answer(keptEntries(lock));
  try {
    const { store, warnings } = await fetchLocked(locked, deps);
    return answer(store, warnings);
  } catch (error) {
    if (!(error instanceof MapUnavailableError || error instanceof BrokenMapError)) throw error;
    const refusal = refused(locked, error);
    if (lock.entries.size === 0) throw refusal;
    return answer(onlyKeptEntries(lock, refusal), [keptOnly(locked, error)]);
  }
}

interface Locked {
  readonly lock: Lock;
  readonly path: string;
  readonly address: MapAddress;
  readonly plan: Plan;
}

function sourceOf(lock: Lock, { shown }: MapAddress): MapSource {
  return {
    kind: 'lock',
    location: shown,
    sha256: lock.sha256,
    syncedAt: lock.date,
    modelCount: lock.modelCount,
  };
}

/** What the cache has of it: as the current map of its address, as a locked one, or in the history. */
async function cachedMap({ lock, address, plan }: Locked): Promise<ModelStore | undefined> {
  for (const location of placesOf(plan.location.root, address, lock.sha256)) {
    const copy = openCopy(location, plan.verify);
    if (copy.state !== 'usable' || copy.pointer.sha256 !== lock.sha256) continue;
    noteUse(location);
    return copy.store;
  }
  const { restoreCopy } = await import('../cache/keep.ts');
  const restored = await restoreCopy(lockedLocation(plan.location.root, lock.sha256), null, {
    sha256: lock.sha256,
    at: lock.date,
  });
  return restored?.store;
}

async function fetchLocked(
  { lock, address, plan }: Locked,
  deps: Deps,
): Promise<{ readonly store: ModelStore; readonly warnings: readonly Notice[] }> {
  const location = lockedLocation(plan.location.root, lock.sha256);
  const now = deps.now();
  const failure = plan.refresh || address.kind === 'file' ? undefined : recentFailure(location, now);
  if (failure !== undefined) throw recentFailureError(failure, now);
  const [{ sha256Of, pack }, { keepMap, noteFailure }, { parseMap, storeOfMap }] = await Promise.all([
    import('../cache/history.ts'),
    import('../cache/keep.ts'),
    import('../parse.ts'),
  ]);
  try {
    const bytes = await fetchPublishedMap(address, plan, deps);
    const sha256 = sha256Of(bytes);
    if (sha256 !== lock.sha256) {
      throw new MapUnavailableError(
        `What ${address.shown} has now is another map (SHA-256 ${sha256.slice(0, 12)}).`,
      );
    }
    const map = parseMap(bytes.toString('utf8'), `the map from ${address.shown}`);
    const arrived = { bytes: bytes.length, sha256, etag: null, lastModified: null, map, packed: pack(bytes) };
    const { trouble } = await keepMap(location, arrived, new Date(lock.date), false);
    const message = `The locked map could not be kept in ${location.root}: ${trouble}. LLMCOST_CACHE_DIR names another place.`;
    const warnings = trouble === null ? [] : [{ code: 'NOT_CACHED', message }];
    return { store: storeOfMap(map), warnings };
  } catch (error) {
    const isRefusal = error instanceof MapUnavailableError || error instanceof BrokenMapError;
    if (isRefusal && address.kind === 'url' && plan.offlineBy === null) {
      await noteFailure(location, error.message, now);
    }
    throw error;
  }
}

function refused({ lock, path }: Locked, error: Error): MapUnavailableError {
  const kept =
    lock.entries.size === 0
      ? ''
      : ` The lock keeps ${lock.entries.size} of its entries, each under its own key: ${namesOf(lock)}.`;
  return new MapUnavailableError(
    `The map of ${dayOf(lock.date)} (${lock.sha256.slice(0, 12)}) that ${path} names is not in the cache. ${reasonOf(error)}${kept}`,
    '`llmcost import FILE --date` brings it, `llmcost lock --update` takes the newest map, --no-lock passes the lock over.',
    { cause: error },
  );
}

/** The code of the warning that the whole map is not at hand. */
export const KEPT_ONLY = 'LOCK_ENTRIES_ONLY';

function keptOnly({ lock, path }: Locked, error: Error): Notice {
  return {
    code: KEPT_ONLY,
    message: `The locked map is not in the cache. ${reasonOf(error)} Only the entries that ${path} keeps are known: ${namesOf(lock)}.`,
  };
}

const NAMED = 5;

function namesOf({ entries }: Lock): string {
  const keys = [...entries.keys()];
  const more = keys.length > NAMED ? ` and ${keys.length - NAMED} more` : '';
  return keys.slice(0, NAMED).join(', ') + more;
}

/** A flag that asks for something newer than what is locked has no effect, and that is said. */
function uselessFlags({ refresh, maxAgeMs }: LoadOptions): readonly Notice[] {
  const flag = refresh === true ? '--refresh' : maxAgeMs !== undefined ? '--max-age' : undefined;
  if (flag === undefined) return [];
  const message = `${flag} has no effect: the map is locked. \`llmcost lock --update\` takes the newest one.`;
  return [{ code: 'LOCKED', message }];
}
