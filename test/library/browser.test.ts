import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { asObject, field } from '../../src/core/json.ts';
import { openBook } from '../../src/map/book/stored-book.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'llmcost-bundled-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A program of a user, bundled with the package as its `exports` say. */
async function bundled(program: string, platform: 'browser' | 'node'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root },
    bundle: true,
    write: false,
    format: platform === 'browser' ? 'iife' : 'cjs',
    platform,
    // The package by its own name, resolved through `exports`.
    absWorkingDir: root,
  });
  return outputFiles[0]?.text ?? '';
}

const MAP = `{
  tern: { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 0.000002, output_cost_per_token: 0.000008 },
}`;

describe('the library in a browser', () => {
  it('makes a catalog, reads usage and prices it with what every browser has', async () => {
    const code = await bundled(
      `import { catalogFromMap, estimate, tally, usageFrom, loadCatalog } from 'llmcost';
      const catalog = catalogFromMap(${MAP});
      const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
      const record = usageFrom({ model: 'tern', usage });
      const one = estimate({ catalog, usage: record });
      const sum = tally({ catalog, records: [record, record], by: ['model'] });
      answer.facts = [one.totalUsd, sum.total.totalUsd, catalog.source.sha256];
      answer.refused = loadCatalog().catch((error) => error.message);`,
      'browser',
    );
    expect(code).not.toMatch(/\brequire\(|node:/);
    const answer: { facts?: unknown; refused?: unknown } = {};
    runInNewContext(code, { answer, TextEncoder, TextDecoder });
    // 1000 × $2 + 100 × $8 per million; the hash as sha256sum gives it for the map's JSON.
    expect(answer.facts).toEqual([
      0.0028,
      0.0056,
      '0316d2d82968fbc7022f50bd1e2275f5acfa998e6932289a268b9169d459a84e',
    ]);
    expect(await answer.refused).toBe('A browser has no files and no cache of prices.');
  });
});

describe('the library bundled for Node', () => {
  it('takes the price book as a module, where no package is beside it', async () => {
    const code = await bundled(
      `import { catalogFromMap, estimate } from 'llmcost';
      import book from 'llmcost/price-book';
      const catalog = catalogFromMap(book);
      console.log(JSON.stringify(estimate({ catalog, model: 'gpt-4o', usage: { inputTokens: 1e6 } }).totalUsd));`,
      'node',
    );
    expect(run('own-book.cjs', code)).toBe('2.5\n');
  });

  it('says what to do where the price book was left behind', async () => {
    const code = await bundled(
      `import { loadCatalog } from 'llmcost';
      loadCatalog({ priceBook: true }).catch((error) => console.log(error.code, error.hint));`,
      'node',
    );
    expect(run('no-book.cjs', code)).toMatch(/^MAP_UNAVAILABLE .*llmcost\/price-book/);
  });

  function run(name: string, code: string): string {
    writeFileSync(join(dir, name), code);
    return execFileSync(process.execPath, [join(dir, name)], { cwd: dir, encoding: 'utf8' });
  }
});

describe('the price book as a module', () => {
  it('has what the price book of the command has', async () => {
    const book = asObject(createRequire(import.meta.url)('../../dist/price-book.cjs'));
    const { store } = openBook(join(root, 'dist'));
    expect(Object.keys(book ?? {})).toHaveLength(store.size);
    for (const { key, fields } of store.all()) expect(field(book, key)).toEqual(fields);
  });
});
