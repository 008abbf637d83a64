/** Files that are written whole or not at all, and what is left of those that were not. */
import { dirname, join } from 'node:path';
import { LEFTOVER_AGE_MS } from './defaults.ts';
import { reasonOf, systemCode } from './errors.ts';
import { promises as fs, readFileSync, statSync } from 'node:fs';
import { asObject, parseJson, type JsonObject } from './json.ts';

const TEMPORARY = '.tmp-';

/** Windows refuses to rename over a file that somebody is reading; so it is tried again for a moment. */
const RENAME_PAUSES_MS = [10, 40, 160];

/**
 * Writes a file beside its place, flushes it to the disk and renames it into place: whoever reads
 * sees the old content or the new, whatever happens to this process in between.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await fs.mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `${TEMPORARY}${process.pid}-${Math.random().toString(36).slice(2)}`);
  try {
    const file = await fs.open(temporary, 'wx');
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

/** The object in a small JSON file; undefined where there is none. */
export function readJson(path: string): JsonObject | undefined {
  const text = readText(path);
  return text === undefined ? undefined : toObject(text);
}

/** The text of a file; undefined where it cannot be read, whatever the reason. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // Absent, unreadable, a directory, below a file: there is no copy, whatever the reason.
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
