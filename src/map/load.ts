/** Where a map comes from: a lock, `--map`, a fresh copy, the network, a stale copy, the price book. */
import type { Deps } from '../core/deps.ts';
import { BrokenMapError, MapUnavailableError, type LlmcostError } from '../core/errors.ts';
import { findLock, WholeMapNeededError } from './lock/find.ts';
import { ageMs, openCopy, recentFailure, type CachedCopy, recentFailureError } from './cache/cache.ts';
import { fileTag } from '../core/files.ts';
import type { Pointer } from './cache/pointer.ts';
import { planFor, type LoadOptions, type Plan } from './plan.ts';
import { SnapshotDamagedError } from './cache/snapshot-store.ts';
import type { LoadedMap, MapSource } from '../models/store.ts';
import type { Notice } from '../core/notice.ts';
import { openBook } from './book/stored-book.ts';

export type { LoadOptions } from './plan.ts';

/**
 * Finds the map that a command answers from, in the documented order.
 * @throws MapUnavailableError (exit 5) or BrokenMapError (exit 6) when the map that the user named
 * cannot be used; without `--map` there is always an answer, and the warnings say from what.
 */
export async function loadMap(options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const lock = findLock(options.lock, deps);
  if (lock !== undefined) {
    const { mapFromLock } = await import('./lock/open.ts');
    return await mapFromLock(lock, options, deps);
  }
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
 * Loads the map and uses it. Where damage shows only when an entry is read, what was made of it is
 * thrown away, and it is done again with a map that was checked as a whole; and where the entries that
 * a lock keeps do not answer, with the whole map. So `use` must not consume anything that cannot be had
 * twice, or ask for `verify` and `wholeLock` beforehand.
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

/** A copy that can be used, made anew from the published map where its stored form was damaged. */
async function usableCopy(plan: Plan): Promise<{ copy: CachedCopy; warnings: readonly Notice[] }> {
  const copy = openCopy(plan.location, plan.verify);
  if (copy.state !== 'damaged') return { copy, warnings: [] };
  const { restoreCopy } = await import('./cache/keep.ts');
  const restored = await restoreCopy(plan.location, copy.pointer);
  if (restored !== undefined) return { copy: { state: 'usable', ...restored }, warnings: [] };
  return {
    copy,
    warnings: [{ code: 'CACHE_DAMAGED', message: 'The cached copy was damaged and is not used.' }],
  };
}

function fromFreshCopy(plan: Plan, copy: CachedCopy, now: Date): LoadedMap | undefined {
  if (copy.state !== 'usable' || plan.refresh) return undefined;
  // A file can be looked at without waiting for anybody, so its copy is never older than the file.
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
    const brought = await refreshMap({ ...plan, copy, force: false, checkOnly: false }, deps);
    const kind = address.kind === 'file' ? 'file' : plan.isExplicit ? 'url' : 'network';
    const warnings = brought.trouble === null ? [] : [notKept(plan, brought.trouble)];
    return { store: brought.store, source: sourceOf(kind, brought.pointer), warnings };
  } catch (error) {
    if (!(error instanceof MapUnavailableError || error instanceof BrokenMapError)) throw error;
    if (address.kind === 'url') await noteFailure(location, error.message, now);
    return { error };
  }
}

/** A named URL without a copy has nothing else to answer from, and a file is not waited for. */
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

/** @throws what kept the source from answering, when the user named it for this command. */
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
    },
    warnings: [{ code: 'PRICE_BOOK', message }],
  };
}

function sourceOf(kind: MapSource['kind'], pointer: Pointer): MapSource {
  const { location, sha256, fetchedAt, checks } = pointer;
  return { kind, location, sha256, syncedAt: fetchedAt, modelCount: checks.models };
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
