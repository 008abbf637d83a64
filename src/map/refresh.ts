/** Asks for a map, checks what came, and keeps it: what `sync` does, and an ordinary command when its copy is old. */
import type { Deps } from '../core/deps.ts';
import type { CachedCopy, CacheLocation } from './cache/cache.ts';
import { readMapFile } from './fetch/file.ts';
import { pack, sha256Of } from './cache/history.ts';
import { keepMap, markChecked, type Arrived } from './cache/keep.ts';
import type { Progress } from './fetch/body.ts';
import { parseMap, refuseTooSmall, storeOfMap, type ParsedMap } from './parse.ts';
import type { Pointer } from './cache/pointer.ts';
import type { MapReply } from './fetch/source.ts';
import type { ModelStore } from '../models/store.ts';

export interface RefreshRequest {
  readonly location: CacheLocation;
  readonly copy: CachedCopy;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Take a map with less than half of the models. */
  readonly force: boolean;
  /** Ask and look, but write nothing. */
  readonly checkOnly: boolean;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What asking brought. */
export interface Refreshed {
  /** `new`: other bytes than before. A damaged copy that was replaced by the same bytes is `unchanged`. */
  readonly status: 'new' | 'unchanged';
  readonly pointer: Pointer;
  readonly store: ModelStore;
  /** Why the map, or the note that it is current, is not in the cache; null where it is. */
  readonly trouble: string | null;
}

/**
 * @throws MapUnavailableError when there was no usable reply, BrokenMapError when what came is no map,
 * or is refused for its size. The copy that was there stays.
 */
export async function refreshMap(request: RefreshRequest, deps: Deps): Promise<Refreshed> {
  const { location, copy } = request;
  const now = deps.now();
  const reply = await ask(request, deps);
  if (reply.status === 'notModified') {
    // Nobody is asked on condition of a copy that cannot be used.
    if (copy.state !== 'usable') throw new Error('a reply without a map to a question without a condition');
    return {
      status: 'unchanged',
      store: copy.store,
      ...(await confirmed(request, copy.pointer, reply, now)),
    };
  }
  const sha256 = sha256Of(reply.bytes);
  if (copy.state === 'usable' && copy.pointer.sha256 === sha256) {
    return {
      status: 'unchanged',
      store: copy.store,
      ...(await confirmed(request, copy.pointer, reply, now)),
    };
  }
  const before = copy.state === 'none' ? null : copy.pointer;
  const packed = request.checkOnly ? Promise.resolve(new Uint8Array()) : pack(reply.bytes);
  const map = check(request, reply.bytes, before);
  const { etag, lastModified } = reply;
  const arrived: Arrived = { bytes: reply.bytes.length, sha256, etag, lastModified, map, packed };
  const kept = await keepMap(location, arrived, now, request.checkOnly);
  return {
    status: before?.sha256 === sha256 ? 'unchanged' : 'new',
    store: storeOfMap(map),
    ...kept,
  };
}

async function ask(request: RefreshRequest, deps: Deps): Promise<MapReply> {
  const { address } = request.location;
  const { etag, lastModified } =
    request.copy.state === 'usable' ? request.copy.pointer : { etag: null, lastModified: null };
  if (address.kind === 'file') return await readMapFile(address.path, address.shown, etag);
  const { fetchMap } = await import('./fetch/source.ts');
  const { timeoutMs, connectTimeoutMs, onProgress } = request;
  return await fetchMap({
    url: address.url,
    etag,
    lastModified,
    timeoutMs,
    connectTimeoutMs,
    env: deps.env,
    onProgress,
  });
}

async function confirmed(
  request: RefreshRequest,
  pointer: Pointer,
  reply: MapReply,
  now: Date,
): Promise<{ pointer: Pointer; trouble: string | null }> {
  return request.checkOnly
    ? { pointer, trouble: null }
    : await markChecked(request.location, pointer, reply, now);
}

/** A file is what its owner says it is; what a server sends has to be large enough to be the map. */
function check(request: RefreshRequest, bytes: Buffer, before: Pointer | null): ParsedMap {
  const { address } = request.location;
  const from = `the map from ${address.shown}`;
  const map = parseMap(bytes.toString('utf8'), from);
  if (address.kind === 'url') {
    refuseTooSmall(map, from, { previousModels: before?.checks.models ?? null, force: request.force });
  }
  return map;
}
