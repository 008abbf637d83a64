import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';

/** Examples import 'llmcost', which this package is itself: they run against what is built. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIBRARY = join(ROOT, 'src/library');
const written: string[] = [];
afterAll(() => written.forEach((path) => rmSync(path, { force: true })));

interface Example {
  readonly title: string;
  readonly code: string;
}

/** The blocks of code in the doc comments of a file. */
function examplesIn(file: string): readonly Example[] {
  const text = readFileSync(join(LIBRARY, file), 'utf8').replaceAll(/^ \* ?/gm, '');
  return [...text.matchAll(/^```ts\n(.*?)^```\n.*?^export (?:async )?function (\w+)/gms)].map(
    ([, code = '', name = '']) => ({ title: name, code }),
  );
}

/** `a.b; // → 5` becomes an assertion. */
function asserting(code: string): string {
  const lines = code.split('\n').map((line) => {
    const [, expression, value] = /^(.*?); \/\/ → (.*)$/.exec(line) ?? [];
    return expression === undefined ? line : `assert.deepEqual(${expression}, ${value});`;
  });
  return `import assert from 'node:assert/strict';\n${lines.join('\n')}`;
}

async function run(code: string): Promise<string> {
  const { code: script } = await transform(asserting(code), { loader: 'ts', format: 'esm' });
  const path = join(ROOT, `dist/example-${process.pid}-${written.length}.mjs`);
  written.push(path);
  writeFileSync(path, script);
  const { stderr, status } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  return status === 0 ? '' : stderr || `exit status ${String(status)}`;
}

const EXAMPLES = readdirSync(LIBRARY).flatMap(examplesIn);
const DOCUMENTS = ['README.md', 'src/library/README.md'] as const;

describe('the example in the doc comment of', () => {
  it.each(EXAMPLES.map(({ title, code }) => [title, code]))('%s says the truth', async (_title, code) => {
    expect(await run(code)).toBe('');
  });

  it.each(DOCUMENTS)('%s says the truth', async (document) => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
    expect(blocks.length).toBeGreaterThan(0);
    for (const code of blocks) expect(await run(code)).toBe('');
  });

  it('every function of the library is there', () => {
    const titles = EXAMPLES.map(({ title }) => title);
    const functions = [
      'catalogFromMap',
      'countTokens',
      'estimate',
      'loadCatalog',
      'pricer',
      'pricesOf',
      'tally',
      'usageFrom',
    ];
    expect(titles.sort()).toEqual(functions);
  });

  it('a function that does not tell the truth would be found', async () => {
    expect(await run('1 + 1; // → 3')).toContain('AssertionError');
  });
});
