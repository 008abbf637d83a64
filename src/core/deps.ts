import type { Readable } from 'node:stream';

/** Where things lie on this computer. Built once from the environment; commands read it from here. */
export interface Paths {
  /** Cached maps (`LLMCOST_CACHE_DIR`, else the platform's cache directory). */
  readonly cacheDir: string;
  /** The user's own settings, reviews and aliases. */
  readonly configDir: string;
  /** The user's home directory, where `~/.claude/projects` and `~/.codex` are looked for. */
  readonly homeDir: string;
  /** Where the built price book and its data lie. */
  readonly packageDir: string;
}

/** A place to print on. A write is whole when it returns, however slowly the other side reads. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  /** Width of the terminal; undefined where nothing limits a line. */
  readonly columns: number | undefined;
  /** Height of the terminal; undefined where there is none. */
  readonly rows?: number | undefined;
}

/**
 * Everything that a command may know of the world outside. It is built once by the shim and passed
 * in, so that a test can pass its own and nothing is read behind a command's back.
 */
export interface Deps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly paths: Paths;
  readonly now: () => Date;
  /** Standard input, opened when it is asked for: most commands never touch it. */
  readonly stdin: () => Readable;
  /** Standard input for a server, which waits for messages; `stdin` where it is not given. */
  readonly liveStdin?: () => Readable;
  /** True where standard input is a terminal, so that a command which reads it waits for somebody to type. */
  readonly stdinIsTerminal?: () => boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  /** One line on stderr: a notice or a warning, without its newline. */
  readonly notice: (line: string) => void;
}
