import { SYNC_CONNECT_TIMEOUT_MS, SYNC_TIMEOUT_MS } from '../../../core/defaults.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { BrokenMapError, MapUnavailableError } from '../../../core/errors.ts';
import type { Progress } from '../../../map/fetch/body.ts';
import { openCopy, type CachedCopy } from '../../../map/cache/cache.ts';
import { storedFiles } from '../../../map/cache/location.ts';
import { listSeen, type Seen } from '../../../map/cache/history.ts';
import { bookWitness } from '../../../doctor/listed.ts';
import { noticesOf, type KnownMap } from './notices.ts';
import { noteFailure } from '../../../map/cache/keep.ts';
import { planFor } from '../../../map/plan.ts';
import { refreshMap, type Refreshed, type RefreshRequest } from '../../../map/refresh.ts';
import type { Notice } from '../../../core/notice.ts';

export interface SyncOptions {
  /** Another address than the configured one. */
  readonly map?: string | undefined;
  readonly offline?: boolean | undefined;
  /** Look whether there is something new, and write nothing. */
  readonly check?: boolean | undefined;
  /** Take a map with less than half of the models that we had. */
  readonly force?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What came, and where it lies. */
export interface SyncDocument extends MapDocument {
  /** `new`: the published map differs from the copy that was here, or there was none. */
  readonly status: 'new' | 'unchanged';
  /** Nothing was written (`--check`). */
  readonly checkOnly: boolean;
  readonly url: string;
  /** Of the map as it was published. */
  readonly sha256: string;
  readonly bytes: number;
  readonly modelCount: number;
  /** Entries with values that cannot be used; `llmcost validate` lists them. */
  readonly flawed: number;
  /** Deprecated: the same number as `flawed`. */
  readonly skipped: number;
  /** Values that are no models. */
  readonly setAside: number;
  readonly previous: {
    readonly sha256: string;
    readonly modelCount: number;
    readonly fetchedAt: string;
  } | null;
  /** When these bytes came, and when the server last said that they are the current ones. */
  readonly fetchedAt: string;
  readonly checkedAt: string;
  readonly etag: string | null;
  /** The stored map; null with `--check`. */
  readonly path: string | null;
}

/**
 * Fetches the map now and keeps it. A copy that is damaged is replaced.
 * @throws MapUnavailableError when it could not be had or kept, BrokenMapError when what came is no
 * cost map or lost too many models. The copy that was there stays and answers.
 */
export async function sync(options: SyncOptions, deps: Deps): Promise<SyncDocument> {
  const checkOnly = options.check ?? false;
  const timeoutMs = options.timeoutMs ?? SYNC_TIMEOUT_MS;
  const plan = planFor({ map: options.map, offline: options.offline }, deps);
  const { location, address, offlineBy } = plan;
  if (offlineBy !== null && address.kind === 'url') {
    throw new MapUnavailableError(`${offlineBy} forbids to fetch the map.`, 'Run sync without it.');
  }
  const copy = openCopy(location, true);
  const request: RefreshRequest = {
    location,
    copy,
    timeoutMs,
    connectTimeoutMs: Math.min(SYNC_CONNECT_TIMEOUT_MS, timeoutMs),
    force: options.force ?? false,
    checkOnly,
    onProgress: options.onProgress,
  };
  const seen = await listSeen(location);
  const { status, pointer, store, trouble } = await noting(request, deps);
  if (trouble !== null) {
    throw new MapUnavailableError(
      `The map came, but could not be kept in ${location.root}: ${trouble}.`,
      'LLMCOST_CACHE_DIR names another place.',
    );
  }
  return {
    schemaVersion: SCHEMA_VERSION,
    status,
    checkOnly,
    url: address.shown,
    sha256: pointer.sha256,
    bytes: pointer.bytes,
    modelCount: pointer.checks.models,
    flawed: pointer.flawed,
    skipped: pointer.flawed,
    setAside: pointer.setAside,
    previous: previousOf(copy),
    fetchedAt: pointer.fetchedAt,
    checkedAt: pointer.checkedAt,
    etag: pointer.etag,
    source: {
      kind: address.kind === 'url' ? 'network' : 'file',
      location: address.shown,
      sha256: pointer.sha256,
      syncedAt: pointer.fetchedAt,
      modelCount: pointer.checks.models,
      projectFiles: [],
    },
    path: checkOnly ? null : storedFiles(location.dir, pointer.name, pointer.checks).text,
    warnings: [
      ...(copy.state === 'damaged' ? [damaged(copy.reason)] : []),
      ...(status === 'new' ? oddities({ store, pointer }, copy, seen, deps) : []),
    ],
  };
}

/** What is odd about a map from a server; a file is what its owner says it is. */
function oddities(came: KnownMap, copy: CachedCopy, seen: readonly Seen[], deps: Deps): readonly Notice[] {
  const before = copy.state === 'usable' ? copy : undefined;
  return noticesOf({
    now: deps.now(),
    came,
    before,
    seen,
    book: bookWitness(deps),
  });
}

/** Refreshes; a failure is noted for the commands that follow, unless nothing may be written. */
async function noting(request: RefreshRequest, deps: Deps): Promise<Refreshed> {
  try {
    return await refreshMap(request, deps);
  } catch (error) {
    const isFailure = error instanceof MapUnavailableError || error instanceof BrokenMapError;
    if (isFailure && !request.checkOnly && request.location.address.kind === 'url') {
      await noteFailure(request.location, error.message, deps.now());
    }
    throw error;
  }
}

function previousOf(copy: CachedCopy): SyncDocument['previous'] {
  if (copy.state === 'none' || copy.pointer === null) return null;
  const { sha256, checks, fetchedAt } = copy.pointer;
  return { sha256, modelCount: checks.models, fetchedAt };
}

function damaged(reason: string): Notice {
  return { code: 'CACHE_DAMAGED', message: `The copy that was here was replaced: ${reason}.` };
}
