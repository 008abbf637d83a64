/**
 * The history: published maps, gzipped, named by the SHA-256 of the published bytes and shared by all
 * addresses. When a map became current at an address is the name of an empty file there: creating one is
 * atomic, and concurrent processes lose nothing.
 */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { gunzip, gzip } from 'node:zlib';
import {
  HISTORY_MAX_AGE_MS,
  HISTORY_MAX_BYTES,
  LEFTOVER_AGE_MS,
  MAX_MAP_BYTES,
} from '../../core/defaults.ts';
import { snapshotDirOf, type CacheLocation } from './location.ts';
import { FILE_MODE, makeDirectory, namesIn, writeWhole } from '../../core/files.ts';
import { systemCode } from '../../core/errors.ts';
import { readRegular, untrusted } from '../../core/read-file.ts';
import { refuseForeign, whyForeign, whyForeignRoot } from './trust.ts';

/** When a map became the current one. */
export interface Seen {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly sha256: string;
}

export interface SnapshotFile {
  readonly sha256: string;
  /** Compressed, on disk. */
  readonly bytes: number;
  readonly path: string;
  /** When it was written (ISO 8601). */
  readonly since: string;
}

/** Which snapshots are kept. */
export interface HistoryBounds {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  /** Per address. */
  readonly maxSnapshots: number;
  /** Imported maps are kept regardless of the other bounds. */
  readonly keepImported?: boolean;
}

export const HISTORY_BOUNDS: HistoryBounds = {
  maxAgeMs: HISTORY_MAX_AGE_MS,
  maxBytes: HISTORY_MAX_BYTES,
  maxSnapshots: Number.POSITIVE_INFINITY,
  keepImported: true,
};

/** The file name of a note: when, which map, and whether it was imported. */
export const SEEN_NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([0-9a-f]{64})(-imported)?$/;
const SNAPSHOT_NAME = /^([0-9a-f]{64})\.json\.gz$/;

export function sha256Of(bytes: Uint8Array): string {
  // Loading node:crypto takes a twentieth of a start, and most runs only look into the history.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(bytes).digest('hex');
}

/** Takes a third of the time of the default 6, and leaves 1/14 of the size instead of 1/18. */
const GZIP_LEVEL = 3;

/** Compresses in a thread of its own. */
export function pack(bytes: Uint8Array): Promise<Buffer> {
  return new Promise((done, fail) => {
    gzip(bytes, { level: GZIP_LEVEL }, (error, packed) => (error === null ? done(packed) : fail(error)));
  });
}

/** The maps of an address, oldest first, without repeats; none when the cache is not trusted. */
export async function listSeen(location: CacheLocation): Promise<Seen[]> {
  if (whyForeign(location) !== undefined) return [];
  const all = (await namesIn(location.seenDir)).flatMap((name) => toSeen(name) ?? []);
  return all.filter((seen, index) => seen.sha256 !== all[index - 1]?.sha256);
}

/** The place of the last map at or before a moment, by binary search: logs have many lines. */
export function indexAt(times: readonly number[], atMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Stores a published map, and since when it is current. */
export async function keepPublished(
  location: CacheLocation,
  sha256: string,
  packed: Uint8Array,
  at: Date,
): Promise<void> {
  await writeWhole(join(location.snapshotDir, `${sha256}.json.gz`), packed);
  if ((await listSeen(location)).at(-1)?.sha256 === sha256) return;
  await noteSeen(location, sha256, at);
}

/**
 * Stores a map that the user has as the one current from a moment on.
 * @returns false when the history has it for that moment already.
 */
export async function importPublished(
  location: CacheLocation,
  sha256: string,
  packed: Uint8Array,
  at: Date,
): Promise<boolean> {
  refuseForeign(whyForeign(location));
  await writeWhole(join(location.snapshotDir, `${sha256}.json.gz`), packed);
  const then = (await listSeen(location)).findLast((seen) => Date.parse(seen.at) <= at.getTime());
  if (then?.sha256 === sha256) return false;
  await noteSeen(location, sha256, at, '-imported');
  return true;
}

/** Notes that a map was current from a moment on. */
export async function noteSeen(
  location: CacheLocation,
  sha256: string,
  at: Date,
  mark: '' | '-imported' = '',
): Promise<void> {
  refuseForeign(whyForeign(location));
  makeDirectory(location.seenDir);
  const time = at.toISOString().replace(/[-:.]/g, '');
  await fs.writeFile(join(location.seenDir, `${time}-${sha256}${mark}`), '', { mode: FILE_MODE });
}

/**
 * Published bytes by their SHA-256; undefined when there are none, or when they do not match it. The next
 * sync of the same map replaces a damaged file.
 */
export async function readPublished(root: string, sha256: string): Promise<Buffer | undefined> {
  const packed = readPacked(root, sha256);
  if (packed === undefined) return undefined;
  const bytes = await new Promise<Buffer | undefined>((done) => {
    gunzip(packed, { maxOutputLength: MAX_MAP_BYTES }, (error, whole) =>
      done(error === null ? whole : undefined),
    );
  });
  return bytes !== undefined && sha256Of(bytes) === sha256 ? bytes : undefined;
}

/** The same as stored, still compressed and unchecked. */
export function readPacked(root: string, sha256: string): Buffer | undefined {
  try {
    const path = join(snapshotDirOf(root), `${sha256}.json.gz`);
    return readRegular(path, { maxBytes: MAX_MAP_BYTES, refuse: untrusted });
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

export async function listSnapshots(root: string): Promise<SnapshotFile[]> {
  const dir = snapshotDirOf(root);
  const files: SnapshotFile[] = [];
  for (const name of await namesIn(dir)) {
    const sha256 = SNAPSHOT_NAME.exec(name)?.[1];
    const path = join(dir, name);
    const found = sha256 === undefined ? undefined : await fs.stat(path).catch(() => undefined);
    if (sha256 !== undefined && found !== undefined)
      files.push({ sha256, bytes: found.size, path, since: found.mtime.toISOString() });
  }
  return files;
}

/**
 * Removes what is out of bounds: notes first, then snapshots that no note of any address names. The current
 * map of each address is kept, and so is the one that was current at the oldest moment within bounds.
 */
export async function pruneHistory(root: string, bounds: HistoryBounds, now: Date): Promise<SnapshotFile[]> {
  refuseForeign(whyForeignRoot(root));
  const sizes = new Map((await listSnapshots(root)).map((file) => [file.sha256, file.bytes]));
  const seenDirs = (await namesIn(join(root, 'maps'))).map((name) => join(root, 'maps', name, 'seen'));
  const named = new Set<string>();
  const letGo = new Set<string>();
  for (const seenDir of seenDirs) await pruneSeen(seenDir, bounds, { sizes, named, letGo }, now);
  const removed: SnapshotFile[] = [];
  for (const file of await listSnapshots(root)) {
    if (named.has(file.sha256)) continue;
    // Another process may have written it and be about to write the note.
    if (!letGo.has(file.sha256) && (await isYoung(file.path, now))) continue;
    await fs.rm(file.path, { force: true });
    removed.push(file);
  }
  return removed;
}

/** What becomes of the snapshots. */
interface Sorted {
  readonly sizes: ReadonlyMap<string, number>;
  readonly named: Set<string>;
  readonly letGo: Set<string>;
}

/** Removes the notes of one address that are out of bounds. */
async function pruneSeen(seenDir: string, bounds: HistoryBounds, sorted: Sorted, now: Date): Promise<void> {
  const kept = new Set<string>();
  let bytes = 0;
  let isFull = false;
  for (const name of (await namesIn(seenDir)).reverse()) {
    const seen = toSeen(name);
    if (seen === undefined) continue;
    if (bounds.keepImported === true && name.endsWith('-imported')) {
      sorted.named.add(seen.sha256);
      continue;
    }
    const isKnown = kept.has(seen.sha256);
    const more = isKnown ? 0 : (sorted.sizes.get(seen.sha256) ?? 0);
    isFull ||=
      kept.size > 0 && (bytes + more > bounds.maxBytes || (!isKnown && kept.size >= bounds.maxSnapshots));
    if (isFull) {
      sorted.letGo.add(seen.sha256);
      await fs.rm(join(seenDir, name), { force: true });
      continue;
    }
    kept.add(seen.sha256);
    sorted.named.add(seen.sha256);
    bytes += more;
    isFull = now.getTime() - Date.parse(seen.at) > bounds.maxAgeMs;
  }
}

/** Another process may have written it and be about to name it. */
async function isYoung(path: string, now: Date): Promise<boolean> {
  const found = await fs.stat(path).catch(() => undefined);
  return found !== undefined && now.getTime() - found.mtimeMs < LEFTOVER_AGE_MS;
}

function toSeen(name: string): Seen | undefined {
  const parts = SEEN_NAME.exec(name);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, ms, sha256] = parts;
  return sha256 === undefined
    ? undefined
    : { at: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`, sha256 };
}
