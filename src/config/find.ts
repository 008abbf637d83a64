/** Where the user's settings lie. Every command asks this, so it looks at names and reads nothing. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Deps } from '../core/deps.ts';
import { above } from '../core/paths.ts';

/** Looked for in the working directory and then in each directory above it. */
export const PROJECT_FILE = 'llmcost.config.json';
/** In the user's config directory (`LLMCOST_CONFIG_DIR`, else the platform's). */
export const USER_FILE = 'config.json';
/** Names one file that stands for both, or `none`. */
export const CONFIG_VARIABLE = 'LLMCOST_CONFIG';

export type ConfigRole = 'project' | 'user' | 'named';

/** A place of settings. */
export interface ConfigFile {
  readonly role: ConfigRole;
  readonly path: string;
  readonly exists: boolean;
}

/**
 * The places of settings, the one that wins first: the nearest file of the project, then the user's
 * own; or the one that `LLMCOST_CONFIG` names, or none at all where it says `none`. A place without
 * a file is where one would be read.
 */
export function configFiles({ env, cwd, paths }: Pick<Deps, 'env' | 'cwd' | 'paths'>): readonly ConfigFile[] {
  const named = env[CONFIG_VARIABLE]?.trim() ?? '';
  if (/^(none|off)$/i.test(named)) return [];
  if (named !== '') return [fileAt('named', resolve(cwd, named))];
  const project = above(cwd).map((dir) => join(dir, PROJECT_FILE));
  const nearest = project.find((path) => existsSync(path));
  return [
    { role: 'project', path: nearest ?? join(cwd, PROJECT_FILE), exists: nearest !== undefined },
    fileAt('user', join(paths.configDir, USER_FILE)),
  ];
}

function fileAt(role: ConfigRole, path: string): ConfigFile {
  return { role, path, exists: existsSync(path) };
}
