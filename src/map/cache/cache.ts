/**
 * Cached maps on disk, as an ordinary command reads them.
 *
 *     <cache>/maps/<host-crc>/pointer.json          the only file that changes: renamed into place
 *     <cache>/maps/<host-crc>/failure.json          when the last fetch failed, and why
 *     <cache>/maps/<host-crc>/<sha256>.json         entries, one a line (map/snapshot); named by its content
 *     <cache>/maps/<host-crc>/<sha256>.<crc>.index.json   the index of that file
 *     <cache>/maps/<host-crc>/seen/<time>-<sha256>  empty: this map was current from then on;
 *                                                   ends in `-imported` when it was imported
 *     <cache>/maps/lock-<sha256>/                   the same for a map that a lock names (lock/location)
 *     <cache>/snapshots/<sha256>.json.gz            maps as they were published; `gunzip | sha256sum` is the name
 *
 * The SHA-256 of an answer is that of the published file. Every file but pointer and failure is immutable.
 * The pointer names the files that belong together and holds their checksums and one of itself, so a reader
 * sees the old state or the new one whenever a writer is killed, and needs no file lock. Each address has
 * its own directory: one URL never answers for another.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { CLOCK_SKEW_MS, FAILURE_PAUSE_MS, MAX_MAP_BYTES } from '../../core/defaults.ts';
import { MapUnavailableError, SnapshotDamagedError } from '../../core/errors.ts';
import { asText, field } from '../../core/json.ts';
import { cacheName, type MapAddress } from '../address.ts';
import { readPointer, type Pointer } from './pointer.ts';
import { readJson } from '../../core/files.ts';
import { readRegular, sizeOfRegular, untrusted, type ReadLimits } from '../../core/read-file.ts';
import { whyForeign } from './trust.ts';
import { storeFromSnapshot, type SnapshotFiles } from './snapshot-store.ts';
import { SNAPSHOT_FORMAT, type SnapshotChecks } from './snapshot.ts';
import type { ModelStore } from '../../models/store.ts';

/** What a cache holds for an address. */
export type CachedCopy =
  | { readonly state: 'none' }
  /** Somebody else could have written it. Reasons are clauses. */
  | { readonly state: 'foreign'; readonly reason: string; readonly pointer: null }
  | { readonly state: 'damaged'; readonly reason: string; readonly pointer: Pointer | null }
  | { readonly state: 'usable'; readonly pointer: Pointer; readonly store: ModelStore };

/** Where the files of one address are in the cache. */
export interface CacheLocation {
  readonly address: MapAddress;
  readonly root: string;
  readonly dir: string;
  readonly seenDir: string;
  readonly snapshotDir: string;
  readonly pointerFile: string;
  readonly failureFile: string;
}

export function cacheLocation(root: string, address: MapAddress): CacheLocation {
  return locationIn(root, cacheName(address), address);
}

/** Directories of locked maps (lock/location); those of addresses are named by a host or a file. */
export const LOCKED_NAME = /^lock-[0-9a-f]{32}$/;

/** The same under a given directory name. */
export function locationIn(root: string, name: string, address: MapAddress): CacheLocation {
  const dir = join(root, 'maps', name);
  return {
    address,
    root,
    dir,
    seenDir: join(dir, 'seen'),
    snapshotDir: snapshotDirOf(root),
    pointerFile: join(dir, 'pointer.json'),
    failureFile: join(dir, 'failure.json'),
  };
}

export function snapshotDirOf(root: string): string {
  return join(root, 'snapshots');
}

/** The two files of a stored map. */
export function storedFiles(
  dir: string,
  name: string,
  checks: SnapshotChecks,
): { text: string; index: string } {
  const crc = checks.indexCrc.toString(16).padStart(8, '0');
  return { text: join(dir, `${name}.json`), index: join(dir, `${name}.${crc}.index.json`) };
}

/**
 * Opens the cached copy of an address; never throws. With `verify` the whole copy is checked, otherwise the
 * sizes now and each part when it is read (SnapshotDamagedError).
 */
export function openCopy(location: CacheLocation, verify: boolean): CachedCopy {
  const foreign = whyForeign(location);
  if (foreign !== undefined) return { state: 'foreign', reason: foreign, pointer: null };
  const read = readPointer(location.pointerFile);
  if (read.state !== 'read') return read.state === 'none' ? read : { ...read, pointer: null };
  const { pointer, format } = read;
  if (pointer.location !== location.address.shown) return { state: 'none' };
  if (format !== SNAPSHOT_FORMAT) {
    return { state: 'damaged', reason: 'it was stored by another version', pointer };
  }
  try {
    const files = filesAt(storedFiles(location.dir, pointer.name, pointer.checks), untrusted);
    const store = storeFromSnapshot(files, pointer.checks);
    if (verify) store.verify();
    return { state: 'usable', pointer, store };
  } catch (error) {
    if (error instanceof SnapshotDamagedError) return { state: 'damaged', reason: error.what, pointer };
    throw error;
  }
}

/**
 * Time since the server last confirmed the copy. A copy confirmed in the future, by a wrong clock, counts as
 * infinitely old, never as fresh for ever.
 */
export function ageMs(pointer: Pointer, now: Date): number {
  const age = now.getTime() - Date.parse(pointer.checkedAt);
  return age >= -CLOCK_SKEW_MS ? Math.max(age, 0) : Number.POSITIVE_INFINITY;
}

/** A failed fetch. */
export interface Failure {
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/** The last failed fetch, however long ago it was. */
export function lastFailure(location: CacheLocation): Failure | undefined {
  const note = whyForeign(location) === undefined ? readJson(location.failureFile) : undefined;
  const at = asText(field(note, 'at'));
  const reason = asText(field(note, 'reason'));
  if (at === undefined || reason === undefined || Number.isNaN(Date.parse(at))) return undefined;
  return { at, reason };
}

/** The last failed fetch, if it is too recent for an ordinary command to fetch again. */
export function recentFailure(location: CacheLocation, now: Date): Failure | undefined {
  const failure = lastFailure(location);
  if (failure === undefined) return undefined;
  const age = now.getTime() - Date.parse(failure.at);
  return age >= -CLOCK_SKEW_MS && age < FAILURE_PAUSE_MS ? failure : undefined;
}

/** The stored form escapes non-ASCII characters, so it may be larger than the map. */
const MAX_STORED_BYTES = 6 * MAX_MAP_BYTES;

/** Reads a stored map from its two files; neither is kept open. */
export function filesAt(
  paths: { readonly text: string; readonly index: string },
  refuse?: ReadLimits['refuse'],
): SnapshotFiles {
  const limits = { maxBytes: MAX_STORED_BYTES, ...(refuse && { refuse }) };
  return {
    index: () => readRegular(paths.index, limits),
    text: () => readRegular(paths.text, limits),
    textBytes: () => sizeOfRegular(paths.text, limits),
    slice: (offset, length) => {
      const buffer = Buffer.alloc(length);
      const file = openSync(paths.text, 'r');
      try {
        return buffer.subarray(0, readSync(file, buffer, 0, length, offset));
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Why there is no fetch, when the last one has just failed. */
export function recentFailureError(failure: Failure, now: Date): MapUnavailableError {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(failure.at)) / 60_000));
  const ago = minutes === 0 ? 'less than a minute ago' : `${minutes} min ago`;
  return new MapUnavailableError(`${failure.reason.replace(/\.$/, '')} (tried ${ago}).`);
}
