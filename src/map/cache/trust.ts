/**
 * A cache is used only if nobody else can write to it: its prices are believed, and root would delete files in
 * it. Its directories must belong to the user or to root, and not be writable by every user; only its root may be
 * a sticky directory like `/tmp`.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { MapUnavailableError, systemCode } from '../../core/errors.ts';
import { MAX_SMALL_FILE_BYTES } from '../../core/defaults.ts';
import { foreignOwner, readRegularText, UnfitFileError, untrusted } from '../../core/read-file.ts';
import type { CacheLocation } from './location.ts';

/** Why the cache is not used, as a clause; undefined if it is, or does not exist. */
export function whyForeign({ root, dir, seenDir, snapshotDir }: CacheLocation): string | undefined {
  return whyForeignRoot(root) ?? firstReason([dir, seenDir, snapshotDir]);
}

/** The same for the directories that all addresses share. */
export function whyForeignRoot(root: string): string | undefined {
  return reasonAgainst(root, STICKY) ?? firstReason([join(root, 'maps'), join(root, 'snapshots')]);
}

/** @throws UnfitFileError for a reason. */
export function refuseForeign(reason: string | undefined): void {
  if (reason !== undefined) throw new UnfitFileError(reason);
}

/** @throws MapUnavailableError for a cache that is not used. */
export function refuseForeignHistory(location: CacheLocation): void {
  const reason = whyForeign(location);
  if (reason !== undefined) throw new MapUnavailableError(notUsed(location.root, reason));
}

/** The warning. */
export function notUsed(root: string, reason: string): string {
  return `The cache in ${root} is not used: ${reason}. LLMCOST_CACHE_DIR names another place.`;
}

/** Reads a small file of the cache. @throws UnfitFileError, and errors of the file system. */
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

/** In a sticky directory only the owner of a file may remove or rename it. */
const STICKY = 0o1000;

/** @param excuse a mode bit that makes up for being writable by every user. */
function reasonAgainst(directory: string, excuse = 0): string | undefined {
  try {
    const found = statSync(directory, { throwIfNoEntry: false });
    if (found?.isDirectory() !== true) return undefined;
    return (found.mode & excuse) === 0 ? untrusted(found) : foreignOwner(found);
  } catch (error) {
    // Reading or writing will fail and report it.
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}
