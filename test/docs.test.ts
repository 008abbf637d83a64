import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../src/cli/commands.ts';
import { reference } from '../src/cli/help/reference.ts';
import { TOPIC_NAMES, topicTable } from '../src/cli/help/topics.ts';
import { describe as helpOf } from '../src/cli/program.ts';
import { SPECS } from '../src/cli/specs.ts';
import { BIN, makeCliHome } from './helpers/run-cli.ts';

/**
 * The documents cannot lie: every `console` block is run and compared with what stands there, and what is made
 * from the words of the help is made again. `LLMCOST_WRITE_DOCS=1 npm test` writes both anew.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DOCUMENTS = [
  'README.md',
  'src/pricing/README.md',
  'src/tokens/README.md',
  'src/library/README.md',
] as const;
const WRITES = Boolean(process.env['LLMCOST_WRITE_DOCS']);
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;

const home = makeCliHome();
afterAll(() => home.remove());

const bin = home.write('llmcost', `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
chmodSync(bin, 0o755);

function read(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

function write(document: string, text: string): void {
  writeFileSync(join(ROOT, document), text);
}

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

/** The commands of a block, each with the output that the document shows below it. */
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

const EXAMPLES = DOCUMENTS.flatMap((document) =>
  [...read(document).matchAll(BLOCK)].flatMap(([, block = '']) =>
    commandsOf(block).map((command) => ({ document, ...command })),
  ),
);

describe('every example prints what stands there', () => {
  it('finds the examples', () => expect(EXAMPLES.length).toBeGreaterThan(5));

  it.for(EXAMPLES)('$document: $line', async ({ document, line, shown }, context) => {
    if (line.includes('jq') && !hasJq()) context.skip('jq is not installed');
    const printed = await run(line);
    if (WRITES)
      write(
        document,
        read(document).replace(`$ ${line}\n${shown}`, () => `$ ${line}\n${printed}`),
      );
    else expect(printed).toBe(shown);
  });
});

describe('what is made from the words of the help', () => {
  it('is the reference of every command and flag', async () => {
    const helps = await Promise.all(COMMAND_NAMES.map(async (name) => helpOf(name, await SPECS[name]())));
    const made = reference(helps);
    if (WRITES) write('src/cli/README.md', made);
    else expect(read('src/cli/README.md')).toBe(made);
  });

  it.each(TOPIC_NAMES)('is the table of %s in the README', (name) => {
    const [whole, , shown] =
      new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)<!-- end -->`).exec(read('README.md')) ?? [];
    const made = `${topicTable(name)}\n`;
    if (WRITES && whole !== undefined) {
      write(
        'README.md',
        read('README.md').replace(whole, () => `<!-- ${name} -->\n${made}<!-- end -->`),
      );
    } else expect(shown).toBe(made);
  });
});

it('the README is short enough to be read', () => {
  expect(read('README.md').split('\n').length).toBeLessThanOrEqual(400);
});

it('shows a picture of what the command prints today', () => {
  const drawn = join(home.dir, 'picture.svg');
  execFileSync(process.execPath, [join(ROOT, 'src/build/picture.mjs'), drawn]);
  expect(readFileSync(drawn, 'utf8')).toBe(read('fixtures/picture.svg'));
});

/** The first block of settings; programs are run by library/examples.test.ts. */
function settingsBlock(): string {
  const [, block] = /^```json\n([\s\S]*?)^```$/m.exec(read('README.md')) ?? [];
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
