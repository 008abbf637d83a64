import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/cli/commands.ts';
import { BIN, makeCliHome } from './helpers/run-cli.ts';

/**
 * Every `console` block of the README is run and compared with what stands there, so that the README
 * cannot lie. `LLMCOST_WRITE_README=1 npm test` writes the outputs anew.
 */
const README = fileURLToPath(new URL('../README.md', import.meta.url));
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;

const home = makeCliHome();
afterAll(() => home.remove());

const bin = home.write('llmcost', `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
chmodSync(bin, 0o755);

/** Runs a line as a shell would, with `llmcost` on the path and the price book as the only map. */
function run(line: string): Promise<string> {
  const env = {
    PATH: `${home.dir}:${process.env['PATH']}`,
    HOME: home.dir,
    LLMCOST_CACHE_DIR: join(home.dir, 'cache'),
    LLMCOST_CONFIG_DIR: join(home.dir, 'config'),
    LLMCOST_OFFLINE: '1',
    COLUMNS: '100',
  };
  return new Promise((done) => {
    execFile('sh', ['-c', line], { cwd: home.dir, env }, (_error, stdout) => done(stdout));
  });
}

/** The commands of a block, each with the output that the README shows below it. */
function commandsOf(block: string): readonly { line: string; shown: string }[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { line: part.slice(0, end), shown: part.slice(end + 1) };
    });
}

function hasJq(): boolean {
  try {
    execFileSync('jq', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const readme = readFileSync(README, 'utf8');
const commands = [...readme.matchAll(BLOCK)].flatMap(([, block = '']) => commandsOf(block));

it('explains every command', () => {
  const lines = new Set(commands.map(({ line }) => line));
  expect(Object.keys(COMMANDS).filter((name) => !lines.has(`llmcost ${name} --help`))).toEqual([]);
});

describe('every example of the README prints what stands there', () => {
  it('finds the examples', () => expect(commands.length).toBeGreaterThan(5));

  it.for(commands)('$line', async ({ line, shown }, context) => {
    if (line.includes('jq') && !hasJq()) context.skip('jq is not installed');
    const printed = await run(line);
    if (process.env['LLMCOST_WRITE_README']) {
      const text = readFileSync(README, 'utf8');
      writeFileSync(
        README,
        text.replace(`$ ${line}\n${shown}`, () => `$ ${line}\n${printed}`),
      );
      return;
    }
    expect(printed).toBe(shown);
  });
});

it('shows a picture of what the command prints today', () => {
  const drawn = join(home.dir, 'picture.svg');
  execFileSync(process.execPath, [
    fileURLToPath(new URL('../src/build/picture.mjs', import.meta.url)),
    drawn,
  ]);
  const shown = fileURLToPath(new URL('../fixtures/picture.svg', import.meta.url));
  expect(readFileSync(drawn, 'utf8')).toBe(readFileSync(shown, 'utf8'));
});

/** The first block of settings; programs are run by library/examples.test.ts. */
function settingsBlock(): string {
  const [, block] = /^```json\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  if (block === undefined) throw new Error('there is no json block');
  return block;
}

it('shows settings that are in order', async () => {
  const settings = makeCliHome();
  settings.write('llmcost.config.json', settingsBlock());
  const { code, stdout } = await settings.run(['config', 'check', '--json']);
  settings.remove();
  expect([code, stdout]).toEqual([0, expect.stringContaining('"issues": []')]);
});
