/** Where the map of a lock may be in the cache. */
import { statSync, utimesSync } from 'node:fs';
import { basename } from 'node:path';
import type { MapAddress } from '../address.ts';
import { cacheLocation, LOCKED_NAME, locationIn, type CacheLocation } from '../cache/location.ts';
import { DAY_MS } from '../../core/dates.ts';

/** One directory for each locked map, whatever lock or address names it. */
export function lockedLocation(root: string, sha256: string): CacheLocation {
  const address: MapAddress = { kind: 'file', path: '', shown: `sha256:${sha256}` };
  return locationIn(root, `lock-${sha256.slice(0, 32)}`, address);
}

/** Where to look for the stored form of a locked map. */
export function placesOf(root: string, address: MapAddress, sha256: string): readonly CacheLocation[] {
  return [cacheLocation(root, address), lockedLocation(root, sha256)];
}

/** Marks a locked map as used, once a day: unused ones are removed after a while. */
export function noteUse({ dir, pointerFile }: CacheLocation): void {
  if (!LOCKED_NAME.test(basename(dir))) return;
  try {
    if (Date.now() - statSync(pointerFile).mtimeMs < DAY_MS) return;
    utimesSync(pointerFile, new Date(), new Date());
  } catch {
    // A read-only cache of root's.
  }
}
