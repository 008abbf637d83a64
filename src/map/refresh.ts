/** Fetches, checks and stores a map: what `sync` does, and an ordinary command with a stale copy. */
import type { Deps } from '../core/deps.ts';
import type { CachedCopy } from './cache/cache.ts';
import type { CacheLocation } from './cache/location.ts';
import { readIfChanged, readMapFile } from './fetch/file.ts';
import { pack, sha256Of } from './cache/history.ts';
import { keepMap, markChecked, type Arrived } from './cache/keep.ts';
import type { Progress } from './fetch/body.ts';
import { parseMap, refuseTooSmall, storeOfMap, type ParsedMap } from './parse.ts';
import type { Pointer } from './cache/pointer.ts';
import type { FetchedMap, MapRequest, NotModified } from './fetch/source.ts';
import type { ModelStore } from '../models/store.ts';

export interface RefreshRequest {
  readonly location: CacheLocation;
  readonly copy: CachedCopy;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Take a map with less than half of the models. */
  readonly force: boolean;
  /** Fetch and check, but write nothing. */
  readonly checkOnly: boolean;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The outcome of a refresh. */
export interface Refreshed {
  /** `new`: other bytes than before. A damaged copy replaced by the same bytes is `unchanged`. */
  readonly status: 'new' | 'unchanged';
  readonly pointer: Pointer;
  readonly store: ModelStore;
  /** Why it could not be stored; null when it was. */
  readonly trouble: string | null;
}

/**
 * @throws MapUnavailableError when the fetch fails, BrokenMapError for what is no map or too small. The previous
 * copy is kept.
 */
export async function refreshMap(request: RefreshRequest, deps: Deps): Promise<Refreshed> {
  const { copy } = request;
  const now = deps.now();
  if (copy.state !== 'usable') {
    const before = copy.state === 'none' ? null : copy.pointer;
    return await keep(request, await fetchWhole(request, deps), before, now);
  }
  const reply = await fetchNewer(request, copy.pointer, deps);
  const isSame = reply.status === 'notModified' || sha256Of(reply.bytes) === copy.pointer.sha256;
  if (!isSame) return await keep(request, reply, copy.pointer, now);
  const checked = request.checkOnly
    ? { pointer: copy.pointer, trouble: null }
    : await markChecked(request.location, copy.pointer, reply, now);
  return { status: 'unchanged', store: copy.store, ...checked };
}

/** Checks and stores a fetched map. */
async function keep(
  request: RefreshRequest,
  { bytes, etag, lastModified }: FetchedMap,
  before: Pointer | null,
  now: Date,
): Promise<Refreshed> {
  const sha256 = sha256Of(bytes);
  const packed = request.checkOnly ? Promise.resolve(new Uint8Array()) : pack(bytes);
  const map = check(request, bytes, before);
  const arrived: Arrived = { bytes: bytes.length, sha256, etag, lastModified, map, packed };
  const kept = await keepMap(request.location, arrived, now, request.checkOnly);
  const status = before?.sha256 === sha256 ? 'unchanged' : 'new';
  return { status, store: storeOfMap(map), ...kept };
}

async function fetchWhole(
  { location: { address }, ...request }: RefreshRequest,
  deps: Deps,
): Promise<FetchedMap> {
  if (address.kind === 'file') return await readMapFile(address.path, address.shown);
  const { fetchMap } = await import('./fetch/source.ts');
  return await fetchMap(requestFor(address.url, request, deps));
}

async function fetchNewer(
  { location: { address }, ...request }: RefreshRequest,
  pointer: Pointer,
  deps: Deps,
): Promise<FetchedMap | NotModified> {
  if (address.kind === 'file') return await readIfChanged(address.path, address.shown, pointer.etag);
  const { fetchIfChanged } = await import('./fetch/source.ts');
  return await fetchIfChanged(requestFor(address.url, request, deps), pointer);
}

function requestFor(
  url: string,
  { timeoutMs, connectTimeoutMs, onProgress }: Omit<RefreshRequest, 'location'>,
  { env }: Deps,
): MapRequest {
  return { url, timeoutMs, connectTimeoutMs, env, onProgress };
}

/** A map from a server must have a plausible size; a file of the user's may be small. */
function check(request: RefreshRequest, bytes: Buffer, before: Pointer | null): ParsedMap {
  const { address } = request.location;
  const from = `the map from ${address.shown}`;
  const map = parseMap(bytes.toString('utf8'), from);
  if (address.kind === 'url') {
    refuseTooSmall(map, from, { previousModels: before?.checks.models ?? null, force: request.force });
  }
  return map;
}
