/** The places in the cache where the map of a lock may lie. */
import { statSync, utimesSync } from 'node:fs';
import { basename } from 'node:path';
import type { MapAddress } from '../address.ts';
import { cacheLocation, LOCKED_NAME, locationIn, type CacheLocation } from '../cache/cache.ts';
import { DAY_MS } from '../../core/dates.ts';

/** A place of its own for each map, whatever locks and addresses name it. */
export function lockedLocation(root: string, sha256: string): CacheLocation {
  const address: MapAddress = { kind: 'file', path: '', shown: `sha256:${sha256}` };
  return locationIn(root, `lock-${sha256.slice(0, 32)}`, address);
}

/** Where to look for the stored form of a locked map. */
export function placesOf(root: string, address: MapAddress, sha256: string): readonly CacheLocation[] {
  return [cacheLocation(root, address), lockedLocation(root, sha256)];
}

/** Notes once a day that a locked map is in use: those that nobody uses for long are let go. */
export function noteUse({ dir, pointerFile }: CacheLocation): void {
  if (!LOCKED_NAME.test(basename(dir))) return;
  try {
    if (Date.now() - statSync(pointerFile).mtimeMs < DAY_MS) return;
    utimesSync(pointerFile, new Date(), new Date());
  } catch {
    // A cache of somebody else: they note it themselves.
  }
}
