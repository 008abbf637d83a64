/**
 * Reads files that may be somebody else's. A pipe would block, a device or a file of `/proc` may never end, and
 * opening some devices has side effects: only regular files are opened, and no more is read than their size.
 */
import { MIB_BYTES } from './defaults.ts';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  statSync,
  type Stats,
} from 'node:fs';

/** Why a file is not read, as a clause: `it is a named pipe, not a regular file`. */
export class UnfitFileError extends Error {
  static override readonly name: string = 'UnfitFileError';
  /** So that it is handled like an error of the file system. */
  readonly code = 'UNFIT_FILE';
}

export interface ReadLimits {
  readonly maxBytes: number;
  /** Refuse a symbolic link. */
  readonly noLink?: boolean;
  /** Another reason to refuse a file, as a clause. */
  readonly refuse?: (found: Stats) => string | undefined;
}

/**
 * Reads a regular file.
 * @throws UnfitFileError for anything else or a larger file, and errors of the file system.
 */
export function readRegular(path: string, limits: ReadLimits): Buffer {
  refuseUnfit(limits.noLink === true ? lstatSync(path) : statSync(path), limits);
  // It may have been replaced by a pipe meanwhile: O_NONBLOCK keeps that from blocking.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    refuseUnfit(found, limits);
    const bytes = Buffer.allocUnsafe(found.size);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(file, bytes, length, bytes.length - length, null);
      if (count === 0) break;
      length += count;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** The size of a regular file. @throws as `readRegular` does. */
export function sizeOfRegular(path: string, limits: ReadLimits): number {
  const found = statSync(path);
  refuseUnfit(found, limits);
  return found.size;
}

/** The same as text, without a byte order mark. */
export function readRegularText(path: string, limits: ReadLimits): string {
  return readRegular(path, limits)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

/** Why a file of another user is not trusted; undefined for this user's and root's. */
export function foreignOwner({ uid }: Stats): string | undefined {
  // Windows has no uids.
  const own = process.geteuid?.();
  return own === undefined || uid === own || uid === 0
    ? undefined
    : `it belongs to another user (uid ${uid})`;
}

/** Why somebody else could have written a file or to a directory, as a clause; undefined if nobody could. */
export function untrusted(found: Stats): string | undefined {
  const isWritableByAll = process.platform !== 'win32' && (found.mode & 0o002) !== 0;
  return foreignOwner(found) ?? (isWritableByAll ? 'every user can write to it' : undefined);
}

function refuseUnfit(found: Stats, { maxBytes, refuse }: ReadLimits): void {
  const reason = found.isFile() ? undefined : `it is ${kindOfFile(found)}, not a regular file`;
  const tooLarge = found.size > maxBytes ? `it is larger than ${maxBytes / MIB_BYTES} MB` : undefined;
  const problem = reason ?? tooLarge ?? refuse?.(found);
  if (problem !== undefined) throw new UnfitFileError(problem);
}

function kindOfFile(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isSymbolicLink()) return 'a link';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}
