/**
 * Where the files of cached maps are.
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
import { join } from 'node:path';
import { cacheName, type MapAddress } from '../address.ts';
import type { SnapshotChecks } from './snapshot.ts';

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
