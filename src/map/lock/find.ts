/** Where the lock of a project lies. Every command asks this, so it looks at names and reads nothing. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { above } from '../../core/paths.ts';
import type { Deps } from '../../core/deps.ts';
import { MapUnavailableError } from '../../core/errors.ts';

/** Looked for in the working directory and then in each directory above it. */
export const LOCK_FILE = 'llmcost.lock.json';

/**
 * The path of the lock that is to be used: the one that `--lock` names, whether or not it exists, or
 * the nearest one of the project; undefined without one, and where none is looked for.
 */
export function findLock(lock: string | boolean | undefined, { cwd }: Pick<Deps, 'cwd'>): string | undefined {
  if (typeof lock === 'string') return resolve(cwd, lock);
  if (lock !== true) return undefined;
  return above(cwd)
    .map((dir) => join(dir, LOCK_FILE))
    .find((path) => existsSync(path));
}

/** The entries that a lock keeps do not answer the question: it is asked again of the whole map. */
export class WholeMapNeededError extends MapUnavailableError {
  constructor() {
    super('The lock keeps only some entries of its map, and this needs the whole.');
  }
}
