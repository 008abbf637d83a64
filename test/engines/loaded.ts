import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFiles } from '../../src/cli/commands/sql/files.ts';
import { DIALECTS } from '../../src/engines/dialect.ts';
import { csvLines, csvName } from '../../src/engines/script.ts';
import { storeOf } from '../helpers/pricing.ts';
import { scriptFor, tablesOf, usageColumns, type Engine } from './engine.ts';

/** Names with everything that CSV has a meaning for. */
const store = storeOf({
  'odd "name", it\'s': { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 1.23e-7 },
  '\\N': { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 2e-6 },
  'back\\slash; --': { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 0 },
  Twin: { litellm_provider: 'xai', input_cost_per_token: 1e-6, input_cost_per_token_above_200k_tokens: 2e-6 },
  twin: { litellm_provider: 'xai', mode: 'image_generation', output_cost_per_image: 0.04 },
});

/** Tables that are loaded from the files of `--out` are those of the script that holds their rows. */
export function loadsItsFiles(name: string, open: () => Promise<Engine> | Engine): void {
  describe(`${name} and the files of --out`, () => {
    let engine: Engine;
    let dir: string;
    beforeAll(async () => {
      engine = await open();
      dir = mkdtempSync(join(tmpdir(), 'llmcost-sql-'));
    });
    afterAll(async () => {
      await engine.close();
      rmSync(dir, { recursive: true, force: true });
    });

    it('has the same tables from files as from the script, each time that it is run', async () => {
      const dialect = DIALECTS[engine.dialect];
      const { tables } = tablesOf(store);
      const rowsIn = async () => {
        const rows: Record<string, readonly string[]> = {};
        for (const table of tables) {
          const found = await engine.ask(`SELECT * FROM ${table.name}`);
          rows[table.name] = found.map((row) => JSON.stringify(row)).sort();
        }
        return rows;
      };
      await engine.run(`CREATE TABLE my_usage (${usageColumns(engine)})${dialect.tableOptions};`);
      await engine.run(scriptFor(engine, tablesOf(store)));
      const inline = await rowsIn();
      expect(tables.map((table) => inline[table.name]?.length)).toEqual(
        tables.map(({ rows }) => rows.length),
      );

      const paths = writeFiles(
        dir,
        tables.map((table) => [csvName(table), csvLines(table, dialect)]),
      );
      expect(paths).toHaveLength(tables.length);
      const script = scriptFor(engine, tablesOf(store), undefined, true).replaceAll(
        "'llmcost_",
        `'${dir}/llmcost_`,
      );
      await engine.run(script);
      expect(await rowsIn()).toEqual(inline);
      await engine.run(script);
      expect(await rowsIn()).toEqual(inline);
    });
  });
}
