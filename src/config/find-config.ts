/** Finds the user's settings. Every command does: without a file this is a few lstat calls. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Deps } from '../core/deps.ts';
import type { Notice } from '../core/notice.ts';
import { findProjectFile, readNamed, readTrusted } from './project-file.ts';

/** Looked for in the working directory and then in each directory above it. */
export const PROJECT_FILE = 'llmcost.config.json';
/** In the user's config directory (`LLMCOST_CONFIG_DIR`, else the platform's). */
const USER_FILE = 'config.json';
/** Names one file to use instead of both, or `none`. */
const CONFIG_VARIABLE = 'LLMCOST_CONFIG';

export type ConfigRole = 'project' | 'user' | 'named';

/** A place where settings are looked for. */
export interface ConfigFile {
  readonly role: ConfigRole;
  readonly path: string;
  /** A file is there, and is used. */
  readonly exists: boolean;
}

/** A settings file in use. */
export interface ConfigSource {
  readonly role: ConfigRole;
  readonly path: string;
  readonly text: string;
}

export interface ConfigSearch {
  /** All places, by precedence, whether or not a file is there. */
  readonly files: readonly ConfigFile[];
  /** The files in use, by precedence. */
  readonly sources: readonly ConfigSource[];
  /** For each file that is not used. */
  readonly warnings: readonly Notice[];
}

type Surroundings = Pick<Deps, 'env' | 'cwd' | 'paths'>;

/**
 * The nearest file of the project and the user's own; or only the one that `LLMCOST_CONFIG` names, or none for
 * `none`.
 * @throws UsageError for a trusted file that cannot be read.
 */
export function findConfig({ env, cwd, paths }: Surroundings): ConfigSearch {
  const named = namedPath({ env, cwd });
  if (named === null) return { files: [], sources: [], warnings: [] };
  return named === undefined ? usualConfig({ cwd, paths }) : namedConfig(named);
}

/** One file instead of all. @throws UsageError when it cannot be read. */
export function namedConfig(path: string): ConfigSearch {
  const source = { role: 'named', path, text: readNamed(path, 'The settings file') } as const;
  return { files: [{ role: 'named', path, exists: true }], sources: [source], warnings: [] };
}

/** The places alone, without an error for a named file that is missing. */
export function configPlaces({ env, cwd, paths }: Surroundings): Omit<ConfigSearch, 'sources'> {
  const path = namedPath({ env, cwd });
  return typeof path === 'string'
    ? { files: [{ role: 'named', path, exists: existsSync(path) }], warnings: [] }
    : findConfig({ env, cwd, paths });
}

/** The file that `LLMCOST_CONFIG` names; null for `none`. */
function namedPath({ env, cwd }: Pick<Deps, 'env' | 'cwd'>): string | null | undefined {
  const named = env[CONFIG_VARIABLE]?.trim() ?? '';
  if (/^(none|off)$/i.test(named)) return null;
  return named === '' ? undefined : resolve(cwd, named);
}

function usualConfig({ cwd, paths }: Pick<Deps, 'cwd' | 'paths'>): ConfigSearch {
  const { found: project, warnings } = findProjectFile(PROJECT_FILE, { cwd, paths });
  const userPath = join(paths.configDir, USER_FILE);
  const user = existsSync(userPath) ? readTrusted(userPath, paths.configDir, { noLink: false }) : undefined;
  const userText = user?.text;
  return {
    files: [
      { role: 'project', path: project?.path ?? join(cwd, PROJECT_FILE), exists: project !== undefined },
      { role: 'user', path: userPath, exists: userText !== undefined },
    ],
    sources: [
      ...(project === undefined ? [] : [{ role: 'project', ...project } as const]),
      ...(userText === undefined ? [] : [{ role: 'user', path: userPath, text: userText } as const]),
    ],
    warnings: [...warnings, ...(user !== undefined && user.text === undefined ? [user.warning] : [])],
  };
}
