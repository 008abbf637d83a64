/** Writing to the cache. A failing disk is reported, never thrown: a map that cannot be kept still answers. */
import { promises as fs } from 'node:fs';
import { basename, join } from 'node:path';
import { HISTORY_MAX_AGE_MS } from '../../core/defaults.ts';
import { systemCode } from '../../core/errors.ts';
import { LOCKED_NAME, storedFiles, type CacheLocation } from './location.ts';
import { namesIn, readText, removeLeftovers, whyRefused, writeWhole } from '../../core/files.ts';
import {
  HISTORY_BOUNDS,
  keepPublished,
  listSeen,
  noteSeen,
  pruneHistory,
  readPublished,
  sha256Of,
  type Seen,
} from './history.ts';
import { renderPointer, type Pointer } from './pointer.ts';
import { failedKeys, parseMap, storeOfMap, type ParsedMap } from '../parse.ts';
import { renderSnapshot } from './snapshot.ts';
import { refuseForeign, whyForeign } from './trust.ts';
import type { ModelStore } from '../../models/store.ts';

/** A map as it was fetched, and parsed. */
export interface Arrived {
  readonly bytes: number;
  readonly sha256: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly map: ParsedMap;
  /** The published bytes, compressed. */
  readonly packed: Promise<Uint8Array>;
}

/** The outcome of a write. */
export interface Kept {
  readonly pointer: Pointer;
  /** Why it is not in the cache; null where it is. */
  readonly trouble: string | null;
}

/**
 * Writes a map into the cache: immutable files first, then the pointer, so that the pointer names the previous
 * map until all is written. With `checkOnly` nothing is written.
 */
export async function keepMap(
  location: CacheLocation,
  arrived: Arrived,
  now: Date,
  checkOnly: boolean,
): Promise<Kept> {
  const rendered = renderSnapshot(arrived.map.entries, failedKeys(arrived.map));
  const pointer: Pointer = {
    location: location.address.shown,
    sha256: arrived.sha256,
    bytes: arrived.bytes,
    etag: arrived.etag,
    lastModified: arrived.lastModified,
    fetchedAt: now.toISOString(),
    checkedAt: now.toISOString(),
    setAside: arrived.map.setAside.length,
    flawed: arrived.map.flawed,
    name: sha256Of(rendered.text),
    checks: rendered.checks,
  };
  if (checkOnly) return { pointer, trouble: null };
  const files = storedFiles(location.dir, pointer.name, pointer.checks);
  const trouble = await attempt(async () => {
    refuseForeign(whyForeign(location));
    await allOf([
      arrived.packed.then((packed) => keepPublished(location, arrived.sha256, packed, now)),
      writeWhole(files.text, rendered.text),
      writeWhole(files.index, rendered.index),
    ]);
    await writeWhole(location.pointerFile, renderPointer(pointer));
    await fs.rm(location.failureFile, { force: true });
  });
  if (trouble === null) await attempt(() => tidy(location, pointer, now));
  return { pointer, trouble };
}

/** Notes that the server confirmed the copy, unless another process has stored a newer one. */
export async function markChecked(
  location: CacheLocation,
  pointer: Pointer,
  reply: { readonly etag: string | null; readonly lastModified: string | null },
  now: Date,
): Promise<Kept> {
  const marked: Pointer = {
    ...pointer,
    etag: reply.etag ?? pointer.etag,
    lastModified: reply.lastModified ?? pointer.lastModified,
    checkedAt: now.toISOString(),
  };
  const trouble = await attempt(async () => {
    refuseForeign(whyForeign(location));
    const current = readText(location.pointerFile) ?? '';
    if (current !== '' && !current.includes(pointer.sha256)) return;
    await writeWhole(location.pointerFile, renderPointer(marked));
    await fs.rm(location.failureFile, { force: true });
  });
  return { pointer: marked, trouble };
}

/**
 * Rebuilds a copy, without the network, from published bytes in the cache: those of the pointer, else the
 * `given` ones, else the last in the history.
 */
export async function restoreCopy(
  location: CacheLocation,
  pointer: Pointer | null,
  given?: Seen,
): Promise<{ readonly pointer: Pointer; readonly store: ModelStore } | undefined> {
  if (whyForeign(location) !== undefined) return undefined;
  const last = given ?? (await listSeen(location)).at(-1);
  const sha256 = pointer?.sha256 ?? last?.sha256;
  const bytes = sha256 === undefined ? undefined : await readPublished(location.root, sha256);
  if (sha256 === undefined || bytes === undefined) return undefined;
  const map = parseMap(bytes.toString('utf8'), `the stored map ${sha256.slice(0, 12)}`);
  const rendered = renderSnapshot(map.entries, failedKeys(map));
  const at = last?.at ?? new Date(0).toISOString();
  const restored: Pointer = {
    // Without a pointer it is unknown when the server last confirmed it: it counts as old.
    ...(pointer ?? { etag: null, lastModified: null, fetchedAt: at, checkedAt: new Date(0).toISOString() }),
    location: location.address.shown,
    sha256,
    bytes: bytes.length,
    setAside: map.setAside.length,
    flawed: map.flawed,
    name: sha256Of(rendered.text),
    checks: rendered.checks,
  };
  const files = storedFiles(location.dir, restored.name, restored.checks);
  await attempt(async () => {
    await writeWhole(files.text, rendered.text);
    await writeWhole(files.index, rendered.index);
    await writeWhole(location.pointerFile, renderPointer(restored));
    // Named by the seen note of this directory, it is not pruned with the rest.
    if (given !== undefined) await noteSeen(location, sha256, new Date(given.at));
  });
  return { pointer: restored, store: storeOfMap(map) };
}

/** Notes a failed fetch, so that the next commands do not wait for another. */
export async function noteFailure(location: CacheLocation, reason: string, now: Date): Promise<void> {
  await attempt(async () => {
    refuseForeign(whyForeign(location));
    await writeWhole(location.failureFile, `${JSON.stringify({ at: now.toISOString(), reason })}\n`);
  });
}

/** Removes leftovers of interrupted writers, stored forms of earlier maps, and history out of bounds. */
async function tidy(location: CacheLocation, pointer: Pointer, now: Date): Promise<void> {
  const files = storedFiles(location.dir, pointer.name, pointer.checks);
  const needed = new Set(
    [files.text, files.index, location.pointerFile, location.failureFile].map((path) => basename(path)),
  );
  await removeLeftovers(location.dir, now, (name) => needed.has(name));
  await removeLeftovers(location.snapshotDir, now, () => true);
  await removeUnused(location.root, now);
  await pruneHistory(location.root, HISTORY_BOUNDS, now);
}

/** Removes locked maps that were not used for the maximum age of the history. */
async function removeUnused(root: string, now: Date): Promise<void> {
  const maps = join(root, 'maps');
  for (const name of await namesIn(maps)) {
    if (!LOCKED_NAME.test(name)) continue;
    const found = await fs.stat(join(maps, name, 'pointer.json')).catch(() => undefined);
    if (found === undefined || now.getTime() - found.mtimeMs < HISTORY_MAX_AGE_MS) continue;
    await fs.rm(join(maps, name), { recursive: true, force: true });
  }
}

/** Runs it; why the file system refused, or null. */
async function attempt(write: () => Promise<unknown>): Promise<string | null> {
  try {
    await write();
    return null;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return whyRefused(error);
  }
}

/** Waits until all have ended, and then throws if one failed. */
async function allOf(writers: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(writers)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
