import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Deps, Output } from '../../src/core/deps.ts';
import { EXIT_CODES } from '../../src/core/errors.ts';
import { answerAny } from '../helpers/answer.ts';
import { expectOutput } from '../helpers/documents.ts';

/** The command without a process of its own, so that ten thousand runs are a matter of seconds. */
export interface InProcess {
  /** Runs a command line, looks at all that it says, and tells its exit status. */
  run: (args: readonly string[], given: Given) => Promise<number>;
  /** The same, with what stands on standard output. */
  ask: (
    args: readonly string[],
    given: Given,
  ) => Promise<{ readonly status: number; readonly stdout: string }>;
  /** A file to name on the command line; the one before is overwritten. */
  write: (name: string, content: string | Uint8Array) => string;
  remove: () => void;
}

export interface Given {
  readonly stdin?: string | Uint8Array;
  /** The working directory, the cache and the config directory; of the run's own if not given. */
  readonly cwd?: string;
  readonly cacheDir?: string;
  readonly configDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const ENV = { LLMCOST_OFFLINE: '1', LLMCOST_CONFIG: 'none', NO_COLOR: '1' };
const STATUSES = new Set(Object.values(EXIT_CODES).filter((status) => status !== EXIT_CODES.INTERNAL));

export function inProcess(): InProcess {
  const dir = mkdtempSync(join(tmpdir(), 'llmcost-fuzz-'));
  // A copy: a build may take place while an hour of this goes on.
  const packageDir = join(dir, 'package');
  cpSync(DIST, packageDir, { recursive: true, filter: (path) => !/\.c?js$/.test(path) });
  const own = { cacheDir: join(dir, 'cache'), configDir: join(dir, 'config'), homeDir: dir, packageDir };
  return {
    async run(args, given) {
      return (await this.ask(args, given)).status;
    },
    async ask(args, { stdin = '', env = {}, cwd = dir, cacheDir, configDir }) {
      const paths = { ...own, ...(cacheDir && { cacheDir }), ...(configDir && { configDir }) };
      const said = { stdout: '', stderr: '' };
      const output = (name: 'stdout' | 'stderr'): Output => {
        // A terminal, so that widths, colours and wrapping are tried as well.
        return { write: (text) => void (said[name] += text), isTTY: true, columns: 72, rows: undefined };
      };
      const deps: Deps = {
        env: { ...ENV, ...env, LLMCOST_DEBUG: process.env['LLMCOST_DEBUG'] },
        cwd,
        paths,
        now: () => new Date('2026-11-22T12:00:00Z'),
        stdin: () => Readable.from([stdin]),
        stdout: output('stdout'),
        stderr: output('stderr'),
        notice: (line) => void (said.stderr += `${line}\n`),
      };
      const status = await main(answerAny, args, deps);
      const asked = `llmcost ${args.join(' ')}`;
      // `--check` and the like answer "no" with the status that bugs have.
      const isDifference =
        status === EXIT_CODES.INTERNAL && !/A bug in llmcost|INTERNAL/.test(said.stdout + said.stderr);
      expect(
        status === 0 || STATUSES.has(status) || isDifference,
        `${asked} exits ${status}: ${said.stderr}${said.stdout}`,
      ).toBe(true);
      for (const text of [said.stdout, said.stderr]) {
        // A cell of CSV may hold them in quotes, and its lines end in two characters.
        const shown = args.some((arg) => /^(--format=)?csv$/.test(arg)) ? text.replace(/[\r\t]/g, '') : text;
        const at = CONTROL.exec(shown)?.index ?? -1;
        const what = JSON.stringify(shown.slice(Math.max(0, at - 40), at + 20));
        expect(at, `${asked} prints a control character: ${what}`).toBe(-1);
        if (!text.startsWith('{'))
          expect(UNSEEN.exec(text)?.[0], `${asked} prints what does not show`).toBeUndefined();
        // What was typed is quoted.
        if (!args.some((arg) => NO_FIGURE.test(arg)))
          expect(NO_FIGURE.exec(text)?.[0], `${asked} prints what is no figure`).toBeUndefined();
      }
      try {
        expectOutput(args, said.stdout);
      } catch (error) {
        throw new Error(`${asked} prints ${said.stdout.slice(0, 300)}`, { cause: error });
      }
      return { status, stdout: said.stdout };
    },
    write(name, content) {
      const path = join(dir, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** All that commands a terminal, newlines aside; and halves of characters. */
const CONTROL =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|\p{Cs}/u;
/** In a document for a person also what does not show. JSON keeps it: it is somebody's data. */
const UNSEEN = /[\u00AD\u200B\u2060\u3164\u{E0000}-\u{E0FFF}]/u;
const NO_FIGURE = /\bNaN\b|\bInfinity\b|\bundefined\b|\[object /;
