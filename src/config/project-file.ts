/**
 * Files of a project: settings, a lock, reviews. The directory may be a clone, an unpacked archive or `/tmp`, so
 * anybody may have written them. One is trusted if it is a regular file of at most 1 MB that belongs to the user
 * or to root, or if the user allowed its content (`llmcost config allow`).
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

/** The result of a search. */
export interface ProjectFileSearch {
  /** The nearest trusted file. */
  readonly found: FileText | undefined;
  /** One for each nearer file that is not trusted. */
  readonly warnings: readonly Notice[];
}

type Surroundings = Pick<Deps, 'cwd' | 'paths'>;

/**
 * Looks for a project file in the working directory and above.
 * @throws UsageError for a trusted file that cannot be read.
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

/** The nearest file of that name, trusted or not. */
export function nearestProjectFile(name: string, cwd: string): string | undefined {
  return above(cwd)
    .map((directory) => join(directory, name))
    .find(exists);
}

/** The text of a trusted file, or a warning. */
export type Trusted = { readonly text: string } | { readonly text: undefined; readonly warning: Notice };

/**
 * Reads a file if it is trusted.
 * @param options.noLink for a project file: a link in a clone may point to any file of the user's.
 * @throws UsageError for a trusted file that cannot be read.
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
 * Reads a file that the user named. Messages start with `what` it is: `The lock`.
 * @throws UsageError when it cannot be read.
 */
export function readNamed(path: string, what: string): string {
  try {
    return readSmallText(path);
  } catch (error) {
    throw unreadable(`${what} ${path}`, error);
  }
}

/** A file that is untrusted for that reason, unless the user allowed its content. */
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

/** Undefined for anything but a small regular file: it cannot be allowed. */
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

/** True for a dangling link, too: it gets a warning. */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (systemCode(error) !== undefined) return false;
    throw error;
  }
}
