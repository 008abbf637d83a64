import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import * as nodeModule from 'node:module';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BIN, makeCliHome } from '../helpers/run-cli.ts';

const home = makeCliHome();
afterAll(() => home.remove());

const PACKAGE = resolve(BIN, '../..');
const COMPILED = join(home.dir, 'cache', 'compiled');
const ESTIMATE = ['estimate', 'gpt-4o', '--input', '1000', '--json'];

/** Every file of the package that a run could touch, with its content, its mode and its time. */
function packageState(): Readonly<Record<string, string>> {
  const files = ['bin', 'dist'].flatMap((dir) =>
    readdirSync(join(PACKAGE, dir), { recursive: true, withFileTypes: true }).map(({ parentPath, name }) =>
      join(parentPath, name),
    ),
  );
  return Object.fromEntries(
    files.map((file) => {
      const found = statSync(file);
      const content = found.isFile()
        ? createHash('sha256').update(readFileSync(file)).digest('hex')
        : 'directory';
      return [file, `${content} ${found.mode} ${found.mtimeMs}`];
    }),
  );
}

it('a run changes nothing in the package', async () => {
  const before = packageState();
  const lines = [
    ['--version'],
    ['help', 'show'],
    ['show', 'gpt-4o'],
    ESTIMATE,
    ['list', 'gpt'],
    ['cache'],
    ['shwo'],
  ];
  for (const line of lines) await home.run(line);
  expect(packageState()).toEqual(before);
});

const hasCompileCache = 'enableCompileCache' in nodeModule;

describe.skipIf(!hasCompileCache)('compiled code (needs Node 22.8)', () => {
  it('is kept for the user alone', async () => {
    await home.run(ESTIMATE);
    expect(statSync(COMPILED).mode & 0o777).toBe(0o700);
    expect(readdirSync(COMPILED, { recursive: true }).length).toBeGreaterThan(1);
  });

  it('goes with the rest when the cache is cleared', async () => {
    await home.run(ESTIMATE);
    // The run that clears keeps what it compiled itself, when it ends.
    await home.run(['cache', 'clear'], { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
    expect(existsSync(COMPILED)).toBe(false);
  });

  it('is not kept where NODE_DISABLE_COMPILE_CACHE says so', async () => {
    rmSync(COMPILED, { recursive: true, force: true });
    const { code } = await home.run(ESTIMATE, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
    expect({ code, exists: existsSync(COMPILED) }).toEqual({ code: 0, exists: false });
  });

  it.each([
    ['a directory that others may write to', 0o777],
    ['a directory that a group may read', 0o750],
  ])('neither stays in nor comes from %s', async (_what, mode) => {
    rmSync(COMPILED, { recursive: true, force: true });
    mkdirSync(COMPILED, { recursive: true });
    chmodSync(COMPILED, mode);
    const { code } = await home.run(ESTIMATE);
    expect({ code, files: readdirSync(COMPILED) }).toEqual({ code: 0, files: [] });
  });

  it('answers as before when a bit of it has changed', async () => {
    rmSync(COMPILED, { recursive: true, force: true });
    const { stdout } = await home.run(ESTIMATE);
    const kept = readdirSync(COMPILED, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(kept.length).toBeGreaterThan(0);
    for (const { parentPath, name } of kept) {
      const path = join(parentPath, name);
      const bytes = readFileSync(path);
      for (const share of [0.001, 0.1, 0.35, 0.5, 0.77, 0.999]) {
        const at = Math.floor(bytes.length * share);
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x10;
        writeFileSync(path, changed);
        const again = await home.run(ESTIMATE);
        expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 0, stdout });
      }
    }
  });
});
