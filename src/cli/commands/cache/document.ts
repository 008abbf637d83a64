import { MAX_AGE_MS } from '../../../core/defaults.ts';
import type { Deps } from '../../../core/deps.ts';
import type { MapSource } from '../../../models/store.ts';
import { SCHEMA_VERSION, type Document } from '../../document.ts';
import { MapUnavailableError, systemCode } from '../../../core/errors.ts';
import { ageMs, lastFailure, openCopy, type CachedCopy } from '../../../map/cache/cache.ts';
import { storedFiles, type CacheLocation } from '../../../map/cache/location.ts';
import { whyRefused } from '../../../core/files.ts';
import { HISTORY_BOUNDS, listSeen, listSnapshots, pruneHistory } from '../../../map/cache/history.ts';
import { clearCache, measureCache } from '../../../map/cache/housekeeping.ts';
import type { Pointer } from '../../../map/cache/pointer.ts';
import { notUsed } from '../../../map/cache/trust.ts';
import { planFor } from '../../../map/plan.ts';

/** The copy that would answer now. */
export interface CurrentCopy {
  readonly sha256: string;
  readonly modelCount: number;
  /** Entries with values that cannot be used; `llmcost validate` lists them. */
  readonly flawed: number;
  /** Deprecated: the same number as `flawed`. */
  readonly skipped: number;
  readonly setAside: number;
  /** Of the published map, and of what is stored of it. */
  readonly publishedBytes: number;
  readonly storedBytes: number;
  readonly path: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly fetchedAt: string;
  readonly checkedAt: string;
  /** Since it was last confirmed; null when the clock makes no sense of it. */
  readonly ageSeconds: number | null;
  readonly isFresh: boolean;
}

/** A map in the history of the address. */
export interface HistoryItem {
  readonly sha256: string;
  /** From then on it was the published one. */
  readonly at: string;
  /** On disk, compressed; null where the file is missing. */
  readonly bytes: number | null;
}

export interface CacheStatusDocument extends Document {
  readonly path: string;
  readonly url: string;
  readonly state: 'usable' | 'damaged' | 'none';
  readonly current: CurrentCopy | null;
  readonly lastFailure: { readonly at: string; readonly reason: string } | null;
  /** Oldest first. */
  readonly snapshots: readonly HistoryItem[];
  /** Everything that llmcost keeps under the path. */
  readonly files: number;
  readonly totalBytes: number;
  /** The map that lies in the cache; null where none does. */
  readonly source: MapSource | null;
}

export interface CachePathDocument extends Document {
  readonly path: string;
}

/** What `clear` and `prune` removed. */
export interface CacheRemovalDocument extends Document {
  readonly path: string;
  readonly removedFiles: number;
  readonly freedBytes: number;
  /** Snapshots of any address that are left. */
  readonly keptSnapshots: number;
}

/** What is cached for the configured map, checked whole. */
export async function cacheStatus(deps: Deps): Promise<CacheStatusDocument> {
  const { location } = planFor({}, deps);
  const copy = openCopy(location, true);
  const pointer = copy.state === 'none' ? null : copy.pointer;
  const isUsed = copy.state !== 'foreign';
  const sizes = new Map((await listSnapshots(location.root)).map(({ sha256, bytes }) => [sha256, bytes]));
  const seen = await listSeen(location);
  return {
    schemaVersion: SCHEMA_VERSION,
    path: location.root,
    url: location.address.shown,
    state: isUsed ? copy.state : 'none',
    current: pointer === null ? null : describe(location, pointer, copy.state === 'usable', deps.now()),
    source:
      pointer === null
        ? null
        : {
            kind: 'cache',
            location: location.address.shown,
            sha256: pointer.sha256,
            syncedAt: pointer.fetchedAt,
            modelCount: pointer.checks.models,
            projectFiles: [],
          },
    lastFailure: lastFailure(location) ?? null,
    snapshots: seen.map(({ sha256, at }) => ({ sha256, at, bytes: sizes.get(sha256) ?? null })),
    ...(isUsed ? await measureCache(location.root) : { files: 0, totalBytes: 0 }),
    warnings: warningsOf(copy, location),
  };
}

function warningsOf(copy: CachedCopy, { root }: CacheLocation): CacheStatusDocument['warnings'] {
  switch (copy.state) {
    case 'damaged':
      return [{ code: 'CACHE_DAMAGED', message: `The cached copy is not used: ${copy.reason}.` }];
    case 'foreign':
      return [{ code: 'CACHE_NOT_USED', message: notUsed(root, copy.reason) }];
    case 'none':
    case 'usable':
      return [];
    default:
      return copy satisfies never;
  }
}

/** Where the cache lies, whether or not it exists. */
export function cachePath(deps: Deps): CachePathDocument {
  return { schemaVersion: SCHEMA_VERSION, path: deps.paths.cacheDir, warnings: [] };
}

/** Removes everything that llmcost cached, the history included, and nothing else under the path. */
export async function cacheClear(deps: Deps): Promise<CacheRemovalDocument> {
  const path = deps.paths.cacheDir;
  const { removedFiles, freedBytes } = await clearCache(path).catch(refused(path));
  return { schemaVersion: SCHEMA_VERSION, path, removedFiles, freedBytes, keptSnapshots: 0, warnings: [] };
}

/** Keeps the newest snapshots of each address; without a number, what the usual bounds allow. */
export async function cachePrune(
  options: { keep?: number | undefined },
  deps: Deps,
): Promise<CacheRemovalDocument> {
  const path = deps.paths.cacheDir;
  const bounds =
    options.keep === undefined
      ? HISTORY_BOUNDS
      : { ...HISTORY_BOUNDS, maxSnapshots: options.keep, keepImported: false };
  const removed = await pruneHistory(path, bounds, deps.now()).catch(refused(path));
  const freedBytes = removed.reduce((sum, { bytes }) => sum + bytes, 0);
  const keptSnapshots = (await listSnapshots(path)).length;
  return {
    schemaVersion: SCHEMA_VERSION,
    path,
    removedFiles: removed.length,
    freedBytes,
    keptSnapshots,
    warnings: [],
  };
}

function describe(location: CacheLocation, pointer: Pointer, isUsable: boolean, now: Date): CurrentCopy {
  const age = ageMs(pointer, now);
  return {
    sha256: pointer.sha256,
    modelCount: pointer.checks.models,
    flawed: pointer.flawed,
    skipped: pointer.flawed,
    setAside: pointer.setAside,
    publishedBytes: pointer.bytes,
    storedBytes: pointer.checks.textBytes + pointer.checks.indexBytes,
    path: storedFiles(location.dir, pointer.name, pointer.checks).text,
    etag: pointer.etag,
    lastModified: pointer.lastModified,
    fetchedAt: pointer.fetchedAt,
    checkedAt: pointer.checkedAt,
    ageSeconds: Number.isFinite(age) ? Math.round(age / 1000) : null,
    isFresh: isUsable && age < MAX_AGE_MS,
  };
}

function refused(path: string): (error: unknown) => never {
  return (error) => {
    if (systemCode(error) === undefined) throw error;
    throw new MapUnavailableError(`The cache in ${path} could not be changed: ${whyRefused(error)}.`, null, {
      cause: error,
    });
  };
}
