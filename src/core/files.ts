/** Atomic writes, and cleaning up after interrupted ones. */
import { promises as fs, mkdirSync, statSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { LEFTOVER_AGE_MS, MAX_SMALL_FILE_BYTES } from './defaults.ts';
import { reasonOf, systemCode } from './errors.ts';
import { asObject, parseJson, type JsonObject } from './json.ts';
import { readRegularText } from './read-file.ts';

const TEMPORARY = '.tmp-';

/** Never writable by every user, whatever the umask. */
export const FILE_MODE = 0o664;
const DIRECTORY_MODE = 0o755;

/** Windows refuses to rename over a file that is being read, so renaming is retried. */
const RENAME_PAUSES_MS = [10, 40, 160];

/**
 * Writes a file atomically, by a temporary file beside it: a reader sees the old content or the new, even if this
 * process is killed.
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
 * Makes a directory of that mode, and its parents. Not by Node's `recursive`, which never returns where mkdir
 * fails with ENOENT in an existing directory, as in /proc.
 * @throws errors of the file system.
 */
export function makeDirectory(path: string, mode = DIRECTORY_MODE): void {
  if (isDirectory(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeDirectory(parent);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have been faster. For a bad link, stat gives the better error.
    if (systemCode(error) !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

/** True for a directory; false if stat fails. */
export function isDirectory(path: string): boolean {
  return statIfAny(path)?.isDirectory() === true;
}

/** Undefined if stat fails: there is no such file, its name is too long, or its directory may not be searched. */
function statIfAny(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

/**
 * Removes temporary files of killed writers, and files that are not needed. Only old ones: another process may be
 * using them.
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

/** The names in a directory; none if it cannot be read. */
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
  EBUSY: 'it is in use, or another file system begins there',
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

/** True when there is no such file. */
export function isAbsent(error: unknown): boolean {
  return systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR';
}

/** The object in a small JSON file; undefined if there is none. */
export function readJson(path: string): JsonObject | undefined {
  const text = readText(path);
  return text === undefined ? undefined : toObject(text);
}

/** The text of a small regular file; undefined if it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readRegularText(path, { maxBytes: MAX_SMALL_FILE_BYTES });
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** Parses a JSON object; undefined if it is none. */
export function toObject(text: string): JsonObject | undefined {
  try {
    return asObject(parseJson(text));
  } catch {
    return undefined;
  }
}

/** Identifies a version of a file, like an ETag; undefined if there is no file. */
export function fileTag(path: string): string | undefined {
  const found = statIfAny(path);
  return found?.isFile() === true ? `file-${found.mtimeMs}-${found.size}-${found.ino}` : undefined;
}

/** True for a directory and all that lies below it, by its name: whoever cares about links resolves them before. */
export function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  // On Windows the way to another drive is absolute.
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
