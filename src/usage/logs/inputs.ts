import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Deps } from '../../core/deps.ts';
import { systemCode, UsageError } from '../../core/errors.ts';
import { whyRefused } from '../../core/files.ts';
import { filesIn, filesMatching } from './find-files.ts';

/** A log to read. */
export interface LogInput {
  /** As messages and groups name it. */
  readonly name: string;
  /** Null for standard input. */
  readonly path: string | null;
  /** Null where it is not known before it is read. */
  readonly bytes: number | null;
  /** True for a file of a directory, which nobody named. */
  readonly isFound?: boolean;
  /** The agent whose sessions were asked for. */
  readonly agent?: string | undefined;
}

export interface InputOptions {
  /** Files, directories, patterns, and `-` for standard input. */
  readonly paths: readonly string[];
  readonly claudeCode: boolean;
  readonly codex: boolean;
}

const LOG_FILE = /\.(jsonl|ndjson|json)(\.gz)?$/i;

/**
 * The logs that the arguments name, each once, those of a directory in the order of their names.
 * @throws UsageError where an argument names nothing.
 */
export function findInputs(options: InputOptions, deps: Deps): readonly LogInput[] {
  const inputs = [
    ...options.paths.flatMap((path) => inputsOf(path, deps)),
    ...(options.claudeCode ? sessionsIn('--claude-code', claudeDirs(deps), deps) : []),
    ...(options.codex ? sessionsIn('--codex', codexDirs(deps), deps) : []),
  ];
  if (inputs.length === 0) {
    throw new UsageError(
      'No log is named.',
      'Name files, directories or patterns, - for standard input, --claude-code or --codex.',
    );
  }
  const seen = new Set<string>();
  return inputs.filter(({ path }) => {
    const id = path === null ? '-' : realpathSync(path);
    return !seen.has(id) && seen.add(id);
  });
}

function inputsOf(name: string, deps: Deps): readonly LogInput[] {
  if (name === '-') return [{ name: '-', path: null, bytes: null }];
  const path = resolve(deps.cwd, name);
  const found = statOf(path);
  if (found?.isDirectory() === true) {
    const files = logsIn(path);
    if (files.length > 0) return files.map((file) => inputAt(file, shownName(name, path, file)));
    throw new UsageError(
      `${name} holds no logs.`,
      'Files named *.jsonl, *.ndjson and *.json are looked for, in all directories under it.',
    );
  }
  if (found !== undefined) return [inputAt(path, name)];
  if (!/[*?[{]/.test(name))
    throw new UsageError(`There is no ${name}.`, 'Name a file, a directory or a pattern.');
  const matches = filesMatching(name, deps.cwd);
  if (matches.length > 0) return matches.map((file) => inputAt(file, relative(deps.cwd, file)));
  throw new UsageError(
    `Nothing matches ${name}.`,
    '* stands for any part of a name, ** for any directories.',
  );
}

/** A file under a directory, as the user would name it. */
function shownName(directory: string, path: string, file: string): string {
  return `${directory.replace(/[/\\]+$/, '')}${sep}${relative(path, file)}`;
}

function inputAt(path: string, name: string): LogInput {
  const found = statOf(path);
  // A pipe or a device says 0.
  return { name, path, bytes: found?.isFile() === true ? found.size : null };
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    throw new UsageError(`${path} cannot be read: ${whyRefused(error)}.`, null, { cause: error });
  }
}

function logsIn(directory: string): readonly string[] {
  return filesIn(directory).filter((file) => LOG_FILE.test(file));
}

function sessionsIn(flag: string, directories: readonly string[], deps: Deps): readonly LogInput[] {
  const { homeDir } = deps.paths;
  const files = directories.filter((directory) => existsSync(directory)).flatMap(logsIn);
  if (files.length > 0) {
    return files.map((file) =>
      inputAt(file, file.startsWith(homeDir + sep) ? `~${file.slice(homeDir.length)}` : file),
    );
  }
  throw new UsageError(
    `${flag} finds no sessions in ${directories.join(' or ')}.`,
    'Name their directory instead: llmcost tally <directory>.',
  );
}

/** Where Claude Code keeps its sessions: the places that the user names, else both that it has used. */
function claudeDirs({ env, paths, cwd }: Deps): readonly string[] {
  const named = (env['CLAUDE_CONFIG_DIR'] ?? '').split(',').map((dir) => dir.trim());
  const dirs = named.filter((dir) => dir !== '').map((dir) => resolve(cwd, dir));
  const usual = [join(paths.homeDir, '.config', 'claude'), join(paths.homeDir, '.claude')];
  return (dirs.length > 0 ? dirs : usual).map((dir) => join(dir, 'projects'));
}

function codexDirs({ env, paths, cwd }: Deps): readonly string[] {
  const named = env['CODEX_HOME'];
  return [join(named ? resolve(cwd, named) : join(paths.homeDir, '.codex'), 'sessions')];
}
