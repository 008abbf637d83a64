/** Where reviews lie. `show` asks this on every call: without a file it costs a look at a few names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectFile, readTrusted } from '../../config/project-file.ts';
import type { Deps } from '../../core/deps.ts';
import type { Notice } from '../../core/notice.ts';

/** Looked for in the working directory and then in each directory above it; to commit and share. */
export const REVIEWS_FILE = 'llmcost.reviews.json';
/** In the user's config directory. */
const USER_FILE = 'reviews.json';

/** A place of reviews. */
export interface ReviewFile {
  readonly role: 'project' | 'user';
  /** Where there is no file yet, one would be written here. */
  readonly path: string;
  /** What the file holds; undefined where there is none, or none that counts. */
  readonly text: string | undefined;
}

export interface ReviewSearch {
  readonly project: ReviewFile;
  readonly user: ReviewFile;
  /** Files that are not used, and why. */
  readonly warnings: readonly Notice[];
}

/** The project's file and the user's own. @throws UsageError for one that cannot be read. */
export function findReviews({ cwd, paths }: Pick<Deps, 'cwd' | 'paths'>): ReviewSearch {
  const { found, warnings } = findProjectFile(REVIEWS_FILE, { cwd, paths });
  const path = join(paths.configDir, USER_FILE);
  const own = existsSync(path) ? readTrusted(path, paths.configDir, { noLink: false }) : undefined;
  return {
    project: { role: 'project', path: found?.path ?? join(cwd, REVIEWS_FILE), text: found?.text },
    user: { role: 'user', path, text: own?.text },
    warnings: [...warnings, ...(own !== undefined && own.text === undefined ? [own.warning] : [])],
  };
}
