/**
 * Files that a directory brings along: settings, a lock, reviews. Anybody may have written them, since the
 * directory may be a clone, an unpacked archive or `/tmp`. One counts where it is a regular file of at most
 * 1 MB that belongs to the user or to root, or where the user allowed what it holds (`llmcost config allow`).
 */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_SMALL_FILE_BYTES } from '../core/defaults.ts';
import type { Deps } from '../core/deps.ts';
import { systemCode, UsageError } from '../core/errors.ts';
import { whyRefused } from '../core/files.ts';
import type { Notice } from '../core/notice.ts';
import { above } from '../core/paths.ts';
import { foreignOwner, readRegularText, UnfitFileError, type ReadLimits } from '../core/read-file.ts';
import { allowance, readAllowed, type FileText } from './allowed.ts';

/** What a search finds. */
export interface ProjectFileSearch {
  /** The nearest file that counts. */
  readonly found: FileText | undefined;
  /** One for each nearer file that does not count. */
  readonly warnings: readonly Notice[];
}

type Surroundings = Pick<Deps, 'cwd' | 'paths'>;

/**
 * Looks for a file of the project in the working directory and then in each directory above it.
 * @throws UsageError for a file that counts and cannot be read.
 */
export function findProjectFile(name: string, { cwd, paths }: Surroundings): ProjectFileSearch {
  const warnings: Notice[] = [];
  for (const directory of above(cwd)) {
    const path = join(directory, name);
    if (!exists(path)) continue;
    const read = readTrusted(path, paths.configDir, { noLink: true });
    if (read.text !== undefined) return { found: { path, text: read.text }, warnings };
    warnings.push(read.warning);
  }
  return { found: undefined, warnings };
}

/** The nearest file of that name, whether or not it counts. */
export function nearestProjectFile(name: string, cwd: string): string | undefined {
  return above(cwd)
    .map((directory) => join(directory, name))
    .find(exists);
}

/** A file that counts, or the warning that it does not. */
export type Trusted = { readonly text: string } | { readonly text: undefined; readonly warning: Notice };

/**
 * Reads a file that nobody named.
 * @param options.noLink for one that a directory brought along: a link may lead to any file of the user's.
 * @throws UsageError for a file that counts and cannot be read.
 */
export function readTrusted(path: string, configDir: string, options: { readonly noLink: boolean }): Trusted {
  try {
    return { text: readSmallText(path, { ...options, refuse: foreignOwner }) };
  } catch (error) {
    if (!(error instanceof UnfitFileError)) throw unreadable(path, error);
    return readAllowedText(path, configDir, error.message);
  }
}

/**
 * Reads a file that the user named; `what` it is stands before its name in messages: `The lock`.
 * @throws UsageError when it cannot be read.
 */
export function readNamed(path: string, what: string): string {
  try {
    return readSmallText(path);
  } catch (error) {
    throw unreadable(`${what} ${path}`, error);
  }
}

/** A file that does not count by itself, for that reason: the user may have allowed what it holds. */
function readAllowedText(path: string, configDir: string, reason: string): Trusted {
  const text = anyText(path);
  const state = text === undefined ? 'no' : allowance({ path, text }, readAllowed(configDir));
  if (text !== undefined && state === 'allowed') return { text };
  const since = state === 'changed' ? ', and it has changed since you allowed it' : '';
  const hint = text === undefined ? '' : ` If you trust it: llmcost config allow ${path}`;
  return {
    text: undefined,
    warning: { code: 'PROJECT_FILE_NOT_USED', message: `${path} is not used: ${reason}${since}.${hint}` },
  };
}

/** Undefined for what is no small regular file, which nobody can allow. */
function anyText(path: string): string | undefined {
  try {
    return readSmallText(path);
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

function readSmallText(path: string, limits: Omit<ReadLimits, 'maxBytes'> = {}): string {
  return readRegularText(path, { ...limits, maxBytes: MAX_SMALL_FILE_BYTES });
}

function unreadable(file: string, error: unknown): unknown {
  if (systemCode(error) === undefined) return error;
  const reason = systemCode(error) === 'ENOENT' ? 'does not exist' : `cannot be read: ${whyRefused(error)}`;
  return new UsageError(`${file} ${reason}.`, 'Check the file and its permissions.', { cause: error });
}

/** A link that leads nowhere exists: it is told that it does not count. */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (systemCode(error) !== undefined) return false;
    throw error;
  }
}
