/**
 * A cache is used where nobody else could have written to it: its prices would be believed, and as root its
 * files are removed. Its directories must be the user's or root's, and not writable by every user. The root may
 * be a directory like `/tmp`, in which everybody makes files but nobody touches those of others.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { MapUnavailableError, systemCode } from '../../core/errors.ts';
import { MAX_SMALL_FILE_BYTES } from '../../core/defaults.ts';
import { foreignOwner, readRegularText, UnfitFileError, untrusted } from '../../core/read-file.ts';
import type { CacheLocation } from './cache.ts';

/** Why the cache is not used, as a clause; undefined where it is, and where there is none. */
export function whyForeign({ root, dir, seenDir, snapshotDir }: CacheLocation): string | undefined {
  return whyForeignRoot(root) ?? firstReason([dir, seenDir, snapshotDir]);
}

/** The same of the directories that all addresses share. */
export function whyForeignRoot(root: string): string | undefined {
  return reasonAgainst(root, STICKY) ?? firstReason([join(root, 'maps'), join(root, 'snapshots')]);
}

/** @throws UnfitFileError, which is told as what the file system says is. */
export function refuseForeign(reason: string | undefined): void {
  if (reason !== undefined) throw new UnfitFileError(reason);
}

/** For what has nothing else to answer from. @throws MapUnavailableError for a cache that is not used. */
export function refuseForeignHistory(location: CacheLocation): void {
  const reason = whyForeign(location);
  if (reason !== undefined) throw new MapUnavailableError(notUsed(location.root, reason));
}

/** One sentence for a person. */
export function notUsed(root: string, reason: string): string {
  return `The cache in ${root} is not used: ${reason}. LLMCOST_CACHE_DIR names another place.`;
}

/** A small file of the cache. @throws what the file system says, and UnfitFileError. */
export function readCacheText(path: string): string {
  return readRegularText(path, { maxBytes: MAX_SMALL_FILE_BYTES, refuse: untrusted });
}

function firstReason(directories: readonly string[]): string | undefined {
  for (const directory of directories) {
    const reason = reasonAgainst(directory);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The bit by which only the owner of a file removes or renames it, whoever may write to the directory. */
const STICKY = 0o1000;

/** @param excuse a bit of the mode with which it may be writable by every user. */
function reasonAgainst(directory: string, excuse = 0): string | undefined {
  try {
    const found = statSync(directory, { throwIfNoEntry: false });
    if (found?.isDirectory() !== true) return undefined;
    return (found.mode & excuse) === 0 ? untrusted(found) : foreignOwner(found);
  } catch (error) {
    // What cannot be looked at cannot be read or written either, and that is told where it is tried.
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}
