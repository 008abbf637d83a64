/** Where reviews lie. `show` asks this on every call, so it looks at names and reads nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { above } from '../../core/paths.ts';
import type { Deps } from '../../core/deps.ts';

/** Looked for in the working directory and then in each directory above it; to commit and share. */
export const PROJECT_FILE = 'llmcost.reviews.json';
/** In the user's config directory. */
export const USER_FILE = 'reviews.json';

/** A place of reviews. Where there is no file yet, `path` is where it would be written. */
export interface ReviewFile {
  readonly role: 'project' | 'user';
  readonly path: string;
  readonly exists: boolean;
}

/** The project's file and the user's own. */
export function reviewFiles({ cwd, paths }: Pick<Deps, 'cwd' | 'paths'>): readonly [ReviewFile, ReviewFile] {
  const nearest = above(cwd)
    .map((dir) => join(dir, PROJECT_FILE))
    .find((path) => existsSync(path));
  const own = join(paths.configDir, USER_FILE);
  return [
    { role: 'project', path: nearest ?? join(cwd, PROJECT_FILE), exists: nearest !== undefined },
    { role: 'user', path: own, exists: existsSync(own) },
  ];
}
