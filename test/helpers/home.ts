import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Deps } from '../../src/core/deps.ts';
import { parseMap } from '../../src/map/parse.ts';
import { renderBook } from '../../src/map/book/render.ts';
import { mapOf } from './maps.ts';

/** A computer of a test's own: an empty cache, a small price book, a clock that can be set. */
export interface Home {
  readonly dir: string;
  readonly cacheDir: string;
  readonly notices: string[];
  clock: { now: Date };
  /** What a command is given; `env` replaces the whole environment. */
  deps: (env?: Readonly<Record<string, string>>) => Deps;
  remove: () => void;
}

export const BOOK_PRICE = 7e-7;

export function makeHome(now = new Date()): Home {
  const dir = mkdtempSync(join(tmpdir(), 'llmcost-test-'));
  const packageDir = join(dir, 'package');
  const cacheDir = join(dir, 'cache');
  mkdirSync(join(packageDir, 'book'), { recursive: true });
  const book = parseMap(mapOf(3, BOOK_PRICE), 'the book');
  const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');
  for (const [name, content] of Object.entries(renderBook(book.entries, '2026-01-15', sha256Of))) {
    writeFileSync(join(packageDir, name), content);
  }
  // What reads logs is what the build made.
  copyFileSync(new URL('../../dist/scanner.wasm', import.meta.url), join(packageDir, 'scanner.wasm'));
  const notices: string[] = [];
  const clock = { now };
  const silent = { write: () => undefined, isTTY: false, columns: undefined };
  return {
    dir,
    cacheDir,
    notices,
    clock,
    deps: (env = {}) => ({
      env,
      cwd: dir,
      paths: { cacheDir, configDir: join(dir, 'config'), homeDir: dir, packageDir },
      now: () => clock.now,
      stdin: () => Readable.from([]),
      stdout: silent,
      stderr: silent,
      notice: (line) => notices.push(line),
    }),
    remove: () => {
      chmodSync(dir, 0o755);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
