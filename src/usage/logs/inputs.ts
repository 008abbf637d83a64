import { realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Deps } from '../../core/deps.ts';
import { systemCode, UsageError } from '../../core/errors.ts';
import { whyRefused } from '../../core/files.ts';
import { agentWords, isSessionFile, sessionDirs, type Agent } from './agents.ts';
import { filesIn, filesMatching } from './find-files.ts';

/** A log to read. */
export interface LogInput {
  /** As messages and groups name it. */
  readonly name: string;
  /** Null for standard input. */
  readonly path: string | null;
  /** Null where it is not known before it is read. */
  readonly bytes: number | null;
  /** What the file system knows it by. */
  readonly id?: string | undefined;
  /** True for a file of a directory, which nobody named. */
  readonly isFound?: boolean;
  /** The agent whose sessions were asked for. */
  readonly agent?: Agent | undefined;
}

/** A file of a directory that is passed over for its name. */
export interface PassedOver {
  readonly file: string;
  readonly reason: string;
}

export interface FoundInputs {
  readonly inputs: readonly LogInput[];
  readonly passedOver: readonly PassedOver[];
}

export interface InputOptions {
  /** Files, directories, patterns, and `-` for standard input. */
  readonly paths: readonly string[];
  /** Agents whose sessions are read from where they keep them. */
  readonly agents: readonly Agent[];
  /** Whether agents without sessions are passed over. */
  readonly anyAgent: boolean;
}

/** Names that logs have; a file of another name is a log where its content is. */
const LOG_FILE =
  /\.(jsonl|ndjson|json|csv|tsv|db|sqlite|sqlite3|parquet|duckdb|log|txt)(\.(gz|zst|deleted\.[^.]+|reset\..+))*$|^[^.]+$/i;
/** What stands beside a database and has no usage of its own. */
const BESIDE_DATABASE = /-(wal|shm|journal)$/;

/**
 * The logs that the arguments name, each once, those of a directory in the order of their names.
 * @throws UsageError where an argument names nothing.
 */
export function findInputs(options: InputOptions, deps: Deps): FoundInputs {
  const found = [
    ...options.paths.map((path) => inputsOf(path, deps)),
    ...options.agents.map((agent) => sessionsOf(agent, options.anyAgent, deps)),
  ];
  const inputs = found.flatMap((each) => each.inputs);
  if (inputs.length === 0) throw nothingNamed(options);
  return {
    inputs: eachOnce(inputs),
    passedOver: found.flatMap((each) => each.passedOver),
  };
}

/** Without what a path or a link names once more. A hard link is a file of its own. */
function eachOnce(inputs: readonly LogInput[]): readonly LogInput[] {
  const seen = new Map<string, readonly LogInput[]>();
  return inputs.filter((input) => {
    const id = input.id ?? '-';
    const others = seen.get(id) ?? [];
    if (others.some((other) => isSamePath(other, input))) return false;
    seen.set(id, [...others, input]);
    return true;
  });
}

/** Asked of files with one id alone: where a path leads is a question for each of its parts. */
function isSamePath({ path: a }: LogInput, { path: b }: LogInput): boolean {
  return a === b || (a !== null && b !== null && realpathSync(a) === realpathSync(b));
}

function nothingNamed({ anyAgent }: InputOptions): UsageError {
  if (anyAgent) {
    return new UsageError(
      '--agents finds no sessions of a coding agent on this computer.',
      'Name their directory instead: llmcost tally <directory>.',
    );
  }
  return new UsageError(
    'No log is named.',
    'Name files, directories or patterns, - for standard input, or --agents for the sessions of coding agents.',
  );
}

const NOTHING: FoundInputs = { inputs: [], passedOver: [] };

function inputsOf(name: string, deps: Deps): FoundInputs {
  if (name === '-') return { ...NOTHING, inputs: [{ name: '-', path: null, bytes: null }] };
  const path = resolve(deps.cwd, name);
  const found = statOf(path);
  if (found?.isDirectory() === true) return inputsIn(path, name);
  if (found !== undefined) return { ...NOTHING, inputs: [inputAt(path, name)] };
  if (!/[*?[{]/.test(name))
    throw new UsageError(`There is no ${name}.`, 'Name a file, a directory or a pattern.');
  const matches = filesMatching(name, deps.cwd);
  if (matches.length > 0) {
    return { ...NOTHING, inputs: matches.map((file) => inputAt(file, relative(deps.cwd, file))) };
  }
  throw new UsageError(
    `Nothing matches ${name}.`,
    '* stands for any part of a name, ** for any directories.',
  );
}

/** @throws UsageError for a directory without a file that may be a log. */
function inputsIn(path: string, name: string): FoundInputs {
  const files = filesIn(path).map((file) => ({ file, shown: shownName(name, path, file) }));
  const isLog = ({ file }: { readonly file: string }) => LOG_FILE.test(baseName(file));
  const inputs = files.filter(isLog).map(({ file, shown }) => ({ ...inputAt(file, shown), isFound: true }));
  const passedOver = files
    .filter((each) => !isLog(each) && !BESIDE_DATABASE.test(each.file))
    .map(({ shown }) => ({ file: shown, reason: 'not the name of a log' }));
  if (inputs.length > 0) return { inputs, passedOver };
  const [first] = passedOver;
  const what =
    first === undefined
      ? 'is empty'
      : `holds no logs, but ${passedOver.length === 1 ? first.file : `${passedOver.length} other files`}`;
  throw new UsageError(
    `${name} ${what}.`,
    'JSON lines, JSON documents, tables (CSV, TSV) and databases are looked for, in all directories under it.',
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf(sep) + 1);
}

/** A file under a directory, as the user would name it. */
function shownName(directory: string, path: string, file: string): string {
  return `${directory.replace(/[/\\]+$/, '')}${sep}${relative(path, file)}`;
}

function inputAt(path: string, name: string): LogInput {
  const found = statOf(path);
  // A pipe or a device says 0.
  const bytes = found?.isFile() === true ? found.size : null;
  // Some file systems number nothing.
  const id = found === undefined || found.ino === 0 ? realpathSync(path) : `${found.dev}:${found.ino}`;
  return { name, path, bytes, id };
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

/** @throws UsageError where the agent was asked for by name and has no sessions. */
function sessionsOf(agent: Agent, anyAgent: boolean, deps: Deps): FoundInputs {
  const { homeDir } = deps.paths;
  const directories = sessionDirs(agent, deps);
  const files = directories
    .filter((directory) => statOf(directory)?.isDirectory() === true)
    .flatMap((directory) =>
      filesIn(directory).filter((file) =>
        isSessionFile(agent, relative(directory, file).split(sep).join('/')),
      ),
    );
  if (files.length > 0) {
    const inputs = files.map((file) => {
      const shown = file.startsWith(homeDir + sep) ? `~${file.slice(homeDir.length)}` : file;
      return { ...inputAt(file, shown), isFound: true, agent };
    });
    return { inputs, passedOver: [] };
  }
  if (anyAgent) return NOTHING;
  throw new UsageError(
    `--${agent} finds no sessions of ${agentWords(agent)} in ${directories.join(' or ')}.`,
    'Name their directory instead: llmcost tally <directory>.',
  );
}
