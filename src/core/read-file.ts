/**
 * Reads files that anybody may have put where they lie. A pipe would be waited for, a device or a file of
 * `/proc` may have no end, and opening some devices does something: only regular files are opened, and no
 * more is read than their size.
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

/** A file that is not read. The message is a clause: `it is a named pipe, not a regular file`. */
export class UnfitFileError extends Error {
  static override readonly name: string = 'UnfitFileError';
  /** Errors of the file system have one as well. */
  readonly code = 'UNFIT_FILE';
}

export interface ReadLimits {
  readonly maxBytes: number;
  /** Refuse a symbolic link, wherever it leads. */
  readonly noLink?: boolean;
  /** Why a file is not to be read for another reason, as a clause. */
  readonly refuse?: (found: Stats) => string | undefined;
}

/**
 * The content of a regular file.
 * @throws UnfitFileError for anything else and for a larger one, else what the file system says.
 */
export function readRegular(path: string, limits: ReadLimits): Buffer {
  refuseUnfit(limits.noLink === true ? lstatSync(path) : statSync(path), limits);
  // It may have been replaced since, by a pipe too, which O_NONBLOCK keeps from being waited for.
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

/** Why a file that belongs to somebody else is not trusted; undefined for one of this user's or of root's. */
export function foreignOwner({ uid }: Stats): string | undefined {
  // Windows has no owners of this kind.
  const own = process.geteuid?.();
  return own === undefined || uid === own || uid === 0
    ? undefined
    : `it belongs to another user (uid ${uid})`;
}

/** Why what lies there may be of somebody else's making, as a clause; undefined where it can only be ours or root's. */
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
