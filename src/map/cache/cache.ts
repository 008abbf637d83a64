/** Cached maps on disk, as an ordinary command reads them. */
import { closeSync, openSync, readSync } from 'node:fs';
import { MINUTE_MS } from '../../core/dates.ts';
import { CLOCK_SKEW_MS, FAILURE_PAUSE_MS, MAX_MAP_BYTES } from '../../core/defaults.ts';
import { MapUnavailableError, SnapshotDamagedError } from '../../core/errors.ts';
import { asText, field } from '../../core/json.ts';
import { storedFiles, type CacheLocation } from './location.ts';
import { readPointer, type Pointer } from './pointer.ts';
import { readJson } from '../../core/files.ts';
import { readRegular, sizeOfRegular, untrusted, type ReadLimits } from '../../core/read-file.ts';
import { whyForeign } from './trust.ts';
import { storeFromSnapshot, type SnapshotFiles } from './snapshot-store.ts';
import { SNAPSHOT_FORMAT } from './snapshot.ts';
import type { ModelStore } from '../../models/store.ts';

/** What a cache holds for an address. */
export type CachedCopy =
  | { readonly state: 'none' }
  /** Somebody else could have written it. Reasons are clauses. */
  | { readonly state: 'foreign'; readonly reason: string; readonly pointer: null }
  | { readonly state: 'damaged'; readonly reason: string; readonly pointer: Pointer | null }
  | { readonly state: 'usable'; readonly pointer: Pointer; readonly store: ModelStore };

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
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(failure.at)) / MINUTE_MS));
  const ago = minutes === 0 ? 'less than a minute ago' : `${minutes} min ago`;
  return new MapUnavailableError(`${failure.reason.replace(/\.$/, '')} (tried ${ago}).`);
}
