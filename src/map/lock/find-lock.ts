/** Finds the lock of a project. Every command does: without a lock this is a few lstat calls. */
import { resolve } from 'node:path';
import { allowance, readAllowed } from '../../config/allowed.ts';
import { findProjectFile, readNamed } from '../../config/project-file.ts';
import type { Deps } from '../../core/deps.ts';
import type { Notice } from '../../core/notice.ts';

/** Looked for in the working directory and then in each directory above it. */
export const LOCK_FILE = 'llmcost.lock.json';

/** A lock in use. */
export interface LockFile {
  readonly path: string;
  readonly text: string;
  /** The user named or allowed it, so its address is trusted. */
  readonly isAllowed: () => boolean;
}

export interface LockSearch {
  readonly found: LockFile | undefined;
  /** For each lock that is not used. */
  readonly warnings: readonly Notice[];
}

/**
 * The lock that `--lock` names, or with `true` the nearest one of the project.
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
