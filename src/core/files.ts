/** Files that are written whole or not at all, and what is left of those that were not. */
import { promises as fs, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LEFTOVER_AGE_MS, MAX_SMALL_FILE_BYTES } from './defaults.ts';
import { reasonOf, systemCode } from './errors.ts';
import { asObject, parseJson, type JsonObject } from './json.ts';
import { readRegularText } from './read-file.ts';

const TEMPORARY = '.tmp-';

/** Whatever the umask allows, other users must not write to what is kept. */
export const FILE_MODE = 0o664;
const DIRECTORY_MODE = 0o755;

/** Windows refuses to rename over a file that somebody is reading, so it is retried for a moment. */
const RENAME_PAUSES_MS = [10, 40, 160];

/**
 * Writes a file beside its place, flushes it to the disk and renames it into place: whoever reads
 * sees the old content or the new, whatever happens to this process in between.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  makeDirectory(dirname(path));
  const temporary = join(dirname(path), `${TEMPORARY}${process.pid}-${Math.random().toString(36).slice(2)}`);
  try {
    const file = await fs.open(temporary, 'wx', FILE_MODE);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await moveInto(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Makes a directory and those above it that are absent; the mode is that of the directory itself. Node's own
 * `recursive` never returns where a file system answers ENOENT to making a directory, as /proc does.
 * @throws what the file system says.
 */
export function makeDirectory(path: string, mode = DIRECTORY_MODE): void {
  if (isDirectory(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeDirectory(parent);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have been faster; of a link that leads nowhere, looking at it says why.
    if (systemCode(error) !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

/** True for a directory that can be looked at. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    if (systemCode(error) !== undefined) return false;
    throw error;
  }
}

/**
 * Removes temporary files of writers that never came back, and files that nobody needs. Both only
 * when they are old: another process may just be writing or about to read them.
 */
export async function removeLeftovers(
  dir: string,
  now: Date,
  isNeeded: (name: string) => boolean,
): Promise<void> {
  for (const name of await namesIn(dir)) {
    if (!name.startsWith(TEMPORARY) && isNeeded(name)) continue;
    const path = join(dir, name);
    const found = await fs.stat(path).catch(() => undefined);
    if (found?.isFile() !== true || now.getTime() - found.mtimeMs < LEFTOVER_AGE_MS) continue;
    await fs.rm(path, { force: true }).catch(() => undefined);
  }
}

/** The names in a directory; none where it cannot be read. */
export async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await fs.readdir(dir)).sort();
  } catch (error) {
    if (systemCode(error) !== undefined) return [];
    throw error;
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  ENOTDIR: 'a part of the path is not a directory',
  EEXIST: 'a part of the path is not a directory',
  ENOENT: 'a part of the path leads nowhere',
  ELOOP: 'a link leads back to itself',
  EISDIR: 'it is a directory',
  EMFILE: 'too many files are open',
  EIO: 'the disk reported an error',
};

/** Why the file system refused, in words. */
export function whyRefused(error: unknown): string {
  const code = systemCode(error);
  return (code === undefined ? undefined : WHY[code]) ?? reasonOf(error);
}

async function moveInto(from: string, to: string): Promise<void> {
  for (const pauseMs of RENAME_PAUSES_MS) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '') || process.platform !== 'win32')
        throw error;
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  }
  await fs.rename(from, to);
}

/** True where there is nothing of that name. */
export function isAbsent(error: unknown): boolean {
  return systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR';
}

/** The object in a small JSON file; undefined where there is none. */
export function readJson(path: string): JsonObject | undefined {
  const text = readText(path);
  return text === undefined ? undefined : toObject(text);
}

/** The text of a small regular file; undefined where it cannot be read, whatever the reason. */
export function readText(path: string): string | undefined {
  try {
    return readRegularText(path, { maxBytes: MAX_SMALL_FILE_BYTES });
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** The object that a text spells, or undefined. */
export function toObject(text: string): JsonObject | undefined {
  try {
    return asObject(parseJson(text));
  } catch {
    return undefined;
  }
}

/** What tells one state of a file from another, as an ETag does for a URL; undefined where there is no file. */
export function fileTag(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? `file-${found.mtimeMs}-${found.size}-${found.ino}` : undefined;
}
