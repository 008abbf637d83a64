import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonObject, parseJson, type JsonObject } from '../../src/core/json.ts';
import { expectOutput } from './documents.ts';
import type { Ended } from './processes.ts';

/** The command as a user starts it; `npm test` builds what it loads. */
export const BIN = fileURLToPath(new URL('../../bin/llmcost.js', import.meta.url));

export interface CliOptions {
  /** Beside what a private home sets; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What stands on standard input; without it there is nothing to read. */
  readonly stdin?: string;
  /** Leave standard input open after that, as a terminal does. */
  readonly staysOpen?: boolean;
  /** A descriptor that standard output is, in place of a pipe. */
  readonly stdout?: number;
  readonly cwd?: string;
  /** Another user to run it as; only root can. */
  readonly uid?: number;
  /** Flags of Node's own, before the command. */
  readonly node?: readonly string[];
}

/** A computer of a test's own: nothing of the one that it runs on is read, and no network is used. */
export interface CliHome {
  readonly dir: string;
  /** Runs `llmcost` with these arguments; what `--json` prints is held against its schema. */
  run: (args: readonly string[], options?: CliOptions) => Promise<Ended>;
  /** The same, still under way: for signals and for slow readers. */
  start: (args: readonly string[], options?: CliOptions) => ChildProcess;
  /** Writes a file there; its path. */
  write: (name: string, content: string | Uint8Array) => string;
  remove: () => void;
}

/**
 * A home with an empty cache and no settings. Without a map in `options.env` the price book answers:
 * the network is forbidden unless `LLMCOST_OFFLINE` is taken away.
 */
export function makeCliHome(): CliHome {
  if (!existsSync(resolve(BIN, '../../dist/start.cjs'))) throw new Error('run `npm run build` first');
  const dir = mkdtempSync(join(tmpdir(), 'llmcost-cli-'));
  const env = {
    PATH: process.env['PATH'],
    HOME: dir,
    LLMCOST_CACHE_DIR: join(dir, 'cache'),
    LLMCOST_CONFIG_DIR: join(dir, 'config'),
    LLMCOST_OFFLINE: '1',
  };
  const start = (args: readonly string[], options: CliOptions = {}): ChildProcess => {
    const child = spawn(process.execPath, [...(options.node ?? []), BIN, ...args], {
      cwd: options.cwd ?? dir,
      env: { ...env, ...options.env },
      stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
      // One that hangs fails its test; it must not go on after that.
      timeout: 300_000,
      killSignal: 'SIGKILL',
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    // Who does not read its input may be gone before all of it is written.
    child.stdin?.on('error', () => undefined);
    if (options.staysOpen === true) child.stdin?.write(options.stdin ?? '');
    else child.stdin?.end(options.stdin ?? '');
    return child;
  };
  return {
    dir,
    start,
    run: async (args, options) => {
      const end = await ended(start(args, options));
      expectOutput(args, end.stdout);
      return end;
    },
    write: (name, content) => {
      const path = join(dir, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** All that a process prints, and how it ends. */
export function ended(child: ChildProcess): Promise<Ended> {
  const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout?.on('data', (chunk: Buffer) => printed.stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => printed.stderr.push(chunk));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => {
      const [stdout, stderr] = [printed.stdout, printed.stderr].map((chunks) =>
        Buffer.concat(chunks).toString(),
      );
      done({ code, signal, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
  });
}

/** One call in a home of its own. */
export async function runCli(args: readonly string[], options?: CliOptions): Promise<Ended> {
  const home = makeCliHome();
  try {
    return await home.run(args, options);
  } finally {
    home.remove();
  }
}

/** The JSON document on stdout; a test that expects one fails with what stands there instead. */
export function jsonOf({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): JsonObject {
  try {
    const document = parseJson(stdout);
    if (isJsonObject(document)) return document;
  } catch {
    // Told below, with everything that was printed.
  }
  throw new Error(`no JSON document, but ${JSON.stringify({ stdout, stderr })}`);
}
