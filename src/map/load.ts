/** Which map answers: of a lock, `--map`, a fresh copy, the network, a stale copy, the price book. */
import type { Deps } from '../core/deps.ts';
import {
  BrokenMapError,
  MapUnavailableError,
  SnapshotDamagedError,
  WholeMapNeededError,
  type LlmcostError,
} from '../core/errors.ts';
import { findLock, type LockFile } from './lock/find-lock.ts';
import { ageMs, openCopy, recentFailure, type CachedCopy, recentFailureError } from './cache/cache.ts';
import { fileTag } from '../core/files.ts';
import type { Pointer } from './cache/pointer.ts';
import { planFor, type LoadOptions, type Plan } from './plan.ts';
import { notUsed } from './cache/trust.ts';
import type { LoadedMap, MapSource } from '../models/store.ts';
import type { Notice } from '../core/notice.ts';
import { openBook } from './book/stored-book.ts';

export type { LoadOptions } from './plan.ts';

/**
 * Loads the map that a command answers from, in the documented order.
 * @throws MapUnavailableError (exit 5) or BrokenMapError (exit 6) when the map that the user named cannot be
 * used; without `--map` the price book is the last resort, and warnings say why.
 */
export async function loadMap(options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const { found: lock, warnings } = findLock(options.lock, deps);
  const map = lock === undefined ? await mapWithoutLock(options, deps) : await mapFrom(lock, options, deps);
  return { ...map, warnings: [...warnings, ...map.warnings] };
}

async function mapFrom(lock: LockFile, options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const { mapFromLock } = await import('./lock/open.ts');
  return await mapFromLock(lock, options, deps);
}

async function mapWithoutLock(options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const plan = planFor(options, deps);
  if (options.asOf !== undefined) {
    const { mapAsOf } = await import('./as-of.ts');
    return await mapAsOf(plan, options.asOf, deps.now());
  }
  if (plan.isExplicit && plan.address.kind === 'file') {
    const { mapFromFile } = await import('./from-file.ts');
    return await mapFromFile(plan.address);
  }
  const { copy, warnings } = await usableCopy(plan);
  const fresh = fromFreshCopy(plan, copy, deps.now());
  if (fresh !== undefined) return { ...fresh, warnings };
  const asked = await fromSource(plan, copy, deps);
  if ('store' in asked) return { ...asked, warnings: [...warnings, ...asked.warnings] };
  const instead = fromStaleCopy(copy, asked) ?? fromPriceBook(plan, asked);
  return { ...instead, warnings: [...warnings, ...instead.warnings] };
}

/**
 * Loads the map and uses it. `use` runs again, with a verified map, when an entry turns out to be damaged, and
 * with the whole map when the entries in a lock are not enough. So it must not consume input that can be read
 * only once, or set `verify` and `wholeLock`.
 */
export async function withMap<T>(
  options: LoadOptions,
  deps: Deps,
  use: (map: LoadedMap) => T | Promise<T>,
): Promise<T> {
  try {
    return await use(await loadMap(options, deps));
  } catch (error) {
    if (error instanceof WholeMapNeededError) {
      return await withMap({ ...options, wholeLock: true }, deps, use);
    }
    if (!(error instanceof SnapshotDamagedError)) throw error;
    return await use(await loadMap({ ...options, verify: true }, deps));
  }
}

/** The cached copy; a damaged one is rebuilt from the published map if that is intact. */
async function usableCopy(plan: Plan): Promise<{ copy: CachedCopy; warnings: readonly Notice[] }> {
  const copy = openCopy(plan.location, plan.verify);
  if (copy.state === 'foreign') {
    const message = notUsed(plan.location.root, copy.reason);
    return { copy, warnings: [{ code: 'CACHE_NOT_USED', message }] };
  }
  if (copy.state !== 'damaged') return { copy, warnings: [] };
  const { restoreCopy } = await import('./cache/keep.ts');
  const restored = await restoreCopy(plan.location, copy.pointer);
  if (restored !== undefined) return { copy: { state: 'usable', ...restored }, warnings: [] };
  const message = `The cached copy is not used: ${copy.reason}.`;
  return { copy, warnings: [{ code: 'CACHE_DAMAGED', message }] };
}

function fromFreshCopy(plan: Plan, copy: CachedCopy, now: Date): LoadedMap | undefined {
  if (copy.state !== 'usable' || plan.refresh) return undefined;
  // Checking a file costs nothing, so its copy is never older than the file.
  const isFresh =
    plan.address.kind === 'file'
      ? fileTag(plan.address.path) === copy.pointer.etag
      : ageMs(copy.pointer, now) < plan.maxAgeMs;
  return isFresh ? { store: copy.store, source: sourceOf('cache', copy.pointer), warnings: [] } : undefined;
}

/** Why the source did not answer. */
type NotAsked = { readonly error: LlmcostError };

async function fromSource(plan: Plan, copy: CachedCopy, deps: Deps): Promise<LoadedMap | NotAsked> {
  const { location, address } = plan;
  if (plan.offlineBy !== null && address.kind === 'url') return { error: offline(plan, plan.offlineBy) };
  const now = deps.now();
  const failure = plan.refresh || mustAsk(plan, copy) ? undefined : recentFailure(location, now);
  if (failure !== undefined) return { error: recentFailureError(failure, now) };
  const [{ refreshMap }, { noteFailure }] = await Promise.all([
    import('./refresh.ts'),
    import('./cache/keep.ts'),
  ]);
  try {
    const refreshed = await refreshMap({ ...plan, copy, force: false, checkOnly: false }, deps);
    const kind = address.kind === 'file' ? 'file' : plan.isExplicit ? 'url' : 'network';
    const { store, pointer, trouble } = refreshed;
    // usableCopy has warned of it.
    const warnings = trouble === null || copy.state === 'foreign' ? [] : [notKept(plan, trouble)];
    return { store, source: sourceOf(kind, pointer), warnings };
  } catch (error) {
    if (!(error instanceof MapUnavailableError || error instanceof BrokenMapError)) throw error;
    if (address.kind === 'url') await noteFailure(location, error.message, now);
    return { error };
  }
}

/** A file costs no waiting, and an explicit URL without a copy has no fallback. */
function mustAsk(plan: Plan, copy: CachedCopy): boolean {
  return plan.address.kind === 'file' || (plan.isExplicit && copy.state !== 'usable');
}

function fromStaleCopy(copy: CachedCopy, asked: NotAsked): LoadedMap | undefined {
  if (copy.state !== 'usable') return undefined;
  const { checkedAt, fetchedAt } = copy.pointer;
  const message = `${asked.error.message} The copy of ${day(checkedAt > fetchedAt ? checkedAt : fetchedAt)} answers.`;
  const warnings = [{ code: 'STALE_COPY', message }];
  return { store: copy.store, source: sourceOf('stale-cache', copy.pointer), warnings };
}

/** @throws the error of the source when the user named it for this command. */
function fromPriceBook(plan: Plan, asked: NotAsked): LoadedMap {
  if (plan.isExplicit) throw asked.error;
  const book = openBook(plan.packageDir);
  const message = `${asked.error.message} The embedded price book of ${book.asOf} answers.`;
  return {
    store: book.store,
    source: {
      kind: 'price-book',
      location: null,
      sha256: book.sha256,
      syncedAt: `${book.asOf}T00:00:00.000Z`,
      modelCount: book.store.size,
      projectFiles: [],
    },
    warnings: [{ code: 'PRICE_BOOK', message }],
  };
}

function sourceOf(kind: MapSource['kind'], pointer: Pointer): MapSource {
  const { location, sha256, fetchedAt, checks } = pointer;
  return { kind, location, sha256, syncedAt: fetchedAt, modelCount: checks.models, projectFiles: [] };
}

function offline(plan: Plan, offlineBy: string): MapUnavailableError {
  return new MapUnavailableError(
    plan.isExplicit
      ? `${plan.address.shown} is not in the cache, and ${offlineBy} forbids to fetch it.`
      : `The map was not fetched (${offlineBy}).`,
    plan.isExplicit ? 'Run the command once without it, or name a file.' : null,
  );
}

function notKept(plan: Plan, trouble: string): Notice {
  return {
    code: 'NOT_CACHED',
    message: `The map could not be kept in ${plan.location.root}: ${trouble}. LLMCOST_CACHE_DIR names another place.`,
  };
}

function day(iso: string): string {
  return iso.slice(0, 10);
}
