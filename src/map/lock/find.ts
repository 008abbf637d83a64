/** Where the lock of a project lies. Every command asks this: without a lock it costs a look at a few names. */
import { resolve } from 'node:path';
import { allowance, readAllowed } from '../../config/allowed.ts';
import { findProjectFile, readNamed } from '../../config/project-file.ts';
import type { Deps } from '../../core/deps.ts';
import { MapUnavailableError } from '../../core/errors.ts';
import type { Notice } from '../../core/notice.ts';

/** Looked for in the working directory and then in each directory above it. */
export const LOCK_FILE = 'llmcost.lock.json';

/** A lock that is to be used. */
export interface LockFile {
  readonly path: string;
  readonly text: string;
  /** The user named or allowed it: its map may be asked for wherever it says. */
  readonly isAllowed: () => boolean;
}

export interface LockSearch {
  readonly found: LockFile | undefined;
  /** Locks that are not used, and why. */
  readonly warnings: readonly Notice[];
}

/**
 * The lock that `--lock` names, or the nearest one of the project; none where none is looked for.
 * @throws UsageError for a lock that cannot be read.
 */
export function findLock(lock: string | boolean | undefined, deps: Pick<Deps, 'cwd' | 'paths'>): LockSearch {
  if (typeof lock === 'string') {
    const path = resolve(deps.cwd, lock);
    return { found: { path, text: readNamed(path, 'The lock'), isAllowed: () => true }, warnings: [] };
  }
  if (lock !== true) return { found: undefined, warnings: [] };
  const { found, warnings } = findProjectFile(LOCK_FILE, deps);
  if (found === undefined) return { found, warnings };
  const isAllowed = () => allowance(found, readAllowed(deps.paths.configDir)) === 'allowed';
  return { found: { ...found, isAllowed }, warnings };
}

/** The entries that a lock keeps do not answer the question: it is asked again of the whole map. */
export class WholeMapNeededError extends MapUnavailableError {
  constructor() {
    super('The lock keeps only some entries of its map, and this needs the whole.');
  }
}
