/** The map that a lock names, and no other. */
import type { Deps } from '../../core/deps.ts';
import { BrokenMapError, MapUnavailableError, reasonOf } from '../../core/errors.ts';
import { fetchPublishedMap } from '../fetch/published-map.ts';
import { openCopy, recentFailure, recentFailureError } from '../cache/cache.ts';
import type { MapAddress } from '../address.ts';
import { planFor, type LoadOptions, type Plan } from '../plan.ts';
import type { LoadedMap, ModelStore } from '../../models/store.ts';
import type { Notice } from '../../core/notice.ts';
import { dayOf } from '../../core/dates.ts';
import { fileTag } from '../../core/files.ts';
import { allowHint, lockedAddress, mayAsk } from './address.ts';
import type { LockFile } from './find-lock.ts';
import { keptEntries, onlyKeptEntries } from './kept-entries.ts';
import { readLock, sha256OfEntries, type Lock } from './lock.ts';
import { lockedLocation, noteUse, placesOf } from './location.ts';

/**
 * The map of a lock: a cached one with its SHA-256, else the entries that the lock keeps, else the map as
 * fetched, if it has that SHA-256.
 * @throws UsageError for an invalid lock; MapUnavailableError (exit 5) when its map is not available: no other
 * map answers instead.
 */
export async function mapFromLock(file: LockFile, options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const lock = readLock(file);
  const { map: _map, asOf: _asOf, ...rest } = options;
  const plan = planFor(rest, deps);
  const address = lockedAddress(lock, file.path, plan);
  const locked = { lock, file, address, plan };
  const whole = (store: ModelStore, warnings: readonly Notice[] = []): LoadedMap => ({
    store,
    source: {
      kind: 'lock',
      location: address.shown,
      sha256: lock.sha256,
      syncedAt: lock.date,
      modelCount: lock.modelCount,
      projectFiles: [file.path],
    },
    warnings: [...warnings, ...uselessFlags(options)],
  });
  const cached = await cachedMap(locked);
  if (cached !== undefined) return whole(cached);
  if (options.wholeLock !== true && lock.entries.size > 0) return keptMap(locked, keptEntries(lock), options);
  try {
    const { store, warnings } = await fetchLocked(locked, deps);
    return whole(store, warnings);
  } catch (error) {
    if (!(error instanceof MapUnavailableError || error instanceof BrokenMapError)) throw error;
    const refusal = refused(locked, error);
    if (lock.entries.size === 0) throw refusal;
    return keptMap(locked, onlyKeptEntries(lock, refusal), options, [keptOnly(locked, error)]);
  }
}

interface Locked {
  readonly lock: Lock;
  readonly file: LockFile;
  readonly address: MapAddress;
  readonly plan: Plan;
}

/** The entries in the lock. They were not compared with the map, so the source does not name its SHA-256. */
function keptMap(
  { lock, file }: Locked,
  store: ModelStore,
  options: LoadOptions,
  warnings: readonly Notice[] = [],
): LoadedMap {
  return {
    store,
    source: {
      kind: 'lock-entries',
      location: file.path,
      sha256: sha256OfEntries(lock.entries),
      syncedAt: lock.date,
      modelCount: lock.entries.size,
      projectFiles: [file.path],
    },
    warnings: [...warnings, ...uselessFlags(options)],
  };
}

/** From the cache: the current map of its address, a locked map, or one of the history. */
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
  { lock, file, address, plan }: Locked,
  deps: Deps,
): Promise<{ readonly store: ModelStore; readonly warnings: readonly Notice[] }> {
  if (!mayAsk(address, file, plan)) {
    throw new MapUnavailableError(
      `It is at ${address.shown}, which is not the configured address, and was not asked for.`,
    );
  }
  if (address.kind === 'file' && fileTag(address.path) === undefined) {
    throw new MapUnavailableError(`There is no regular file ${address.shown}.`);
  }
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
      throw new MapUnavailableError(`What ${address.shown} has now is not the locked map.`);
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

const ABSENT_HINT =
  '`llmcost import FILE --date` adds it, `llmcost lock --update` takes the newest map, --no-lock passes the lock over.';

function refused({ lock, file, address, plan }: Locked, error: Error): MapUnavailableError {
  const kept =
    lock.entries.size === 0
      ? ''
      : ` The lock keeps ${lock.entries.size} of its entries, each under its own key: ${namesOf(lock)}.`;
  return new MapUnavailableError(
    `The map of ${dayOf(lock.date)} (${lock.sha256.slice(0, 12)}) that ${file.path} names is not in the cache. ${reasonOf(error)}${kept}`,
    mayAsk(address, file, plan) ? ABSENT_HINT : allowHint(file),
    { cause: error },
  );
}

/** The code of the warning that only the kept entries are available. */
export const KEPT_ONLY = 'LOCK_ENTRIES_ONLY';

function keptOnly({ lock, file }: Locked, error: Error): Notice {
  return {
    code: KEPT_ONLY,
    message: `The locked map is not in the cache. ${reasonOf(error)} Only the entries that ${file.path} keeps are known: ${namesOf(lock)}.`,
  };
}

const NAMED = 5;

function namesOf({ entries }: Lock): string {
  const keys = [...entries.keys()];
  const more = keys.length > NAMED ? ` and ${keys.length - NAMED} more` : '';
  return keys.slice(0, NAMED).join(', ') + more;
}

/** Warns of flags that have no effect on a locked map. */
function uselessFlags({ refresh, maxAgeMs }: LoadOptions): readonly Notice[] {
  const flag = refresh === true ? '--refresh' : maxAgeMs !== undefined ? '--max-age' : undefined;
  if (flag === undefined) return [];
  const message = `${flag} has no effect: the map is locked. \`llmcost lock --update\` takes the newest one.`;
  return [{ code: 'LOCKED', message }];
}
