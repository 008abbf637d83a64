/** The places in the cache where the map of a lock may lie. */
import { statSync, utimesSync } from 'node:fs';
import { basename } from 'node:path';
import type { MapAddress } from '../address.ts';
import { cacheSpot, LOCKED_NAME, spotIn, type CacheSpot } from '../cache/cache.ts';
import { DAY_MS } from '../../core/dates.ts';

/** A place of its own for each map, whatever locks and addresses name it. */
export function lockedSpot(root: string, sha256: string): CacheSpot {
  const address: MapAddress = { kind: 'file', path: '', shown: `sha256:${sha256}` };
  return spotIn(root, `lock-${sha256.slice(0, 32)}`, address);
}

/** Where to look for the stored form of a locked map. */
export function placesOf(root: string, address: MapAddress, sha256: string): readonly CacheSpot[] {
  return [cacheSpot(root, address), lockedSpot(root, sha256)];
}

/** Notes once a day that a locked map is in use: those that nobody uses for long are let go. */
export function noteUse({ dir, pointerFile }: CacheSpot): void {
  if (!LOCKED_NAME.test(basename(dir))) return;
  try {
    if (Date.now() - statSync(pointerFile).mtimeMs < DAY_MS) return;
    utimesSync(pointerFile, new Date(), new Date());
  } catch {
    // A cache of somebody else: they note it themselves.
  }
}
