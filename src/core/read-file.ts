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
}

/**
 * The content of a regular file.
 * @throws UnfitFileError for anything else and for a larger one, else what the file system says.
 */
export function readRegular(path: string, { maxBytes, noLink = false }: ReadLimits): Buffer {
  refuseUnfit(noLink ? lstatSync(path) : statSync(path), maxBytes);
  // It may have been replaced since, by a pipe too, which O_NONBLOCK keeps from being waited for.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    refuseUnfit(found, maxBytes);
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

/** The same as text, without a byte order mark. */
export function readRegularText(path: string, limits: ReadLimits): string {
  return readRegular(path, limits)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

/** Why a file is not read, as a clause; undefined for a regular file of at most so many bytes. */
export function unfitness(found: Stats, maxBytes: number): string | undefined {
  if (!found.isFile()) return `it is ${kindOfFile(found)}, not a regular file`;
  return found.size > maxBytes ? `it is larger than ${maxBytes / MIB_BYTES} MB` : undefined;
}

function refuseUnfit(found: Stats, maxBytes: number): void {
  const reason = unfitness(found, maxBytes);
  if (reason !== undefined) throw new UnfitFileError(reason);
}

function kindOfFile(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isSymbolicLink()) return 'a link';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}
