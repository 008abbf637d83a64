/**
 * `llmcost sql` in DuckDB beside `tally` on the same rows: node test/bench/engines.mjs [rows] [map].
 * The table is made of six models, one of them unknown, with cached tokens in every third row.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const rows = Number(process.argv[2] ?? 10_000_000);
const map = process.argv[3] === undefined ? [] : ['--map', process.argv[3]];
const bin = fileURLToPath(new URL('../../bin/llmcost.js', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'llmcost-bench-'));

const columns = 'model=model,input=input_tokens,output=output_tokens,cache-read=cached_tokens,at=timestamp';
time('script written', () =>
  llmcost('sql', '--dialect', 'duckdb', '--usage', 'requests', '--columns', columns, '--out', dir),
);

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const database = await instance.connect();
await database.run(`CREATE TABLE requests AS SELECT
  ['gpt-4o', 'claude-sonnet-4-5', 'gemini-2.5-pro', 'gpt-5.5', 'gpt-4o-mini', 'nobody-1'][1 + i % 6] AS model,
  (i * 7919) % 300000 AS input_tokens, (i * 31) % 4000 AS output_tokens,
  CASE WHEN i % 3 = 0 THEN ((i * 7919) % 300000) // 2 ELSE 0 END AS cached_tokens,
  TIMESTAMP '2026-11-01' + INTERVAL (i % 2592000) SECOND AS timestamp FROM range(${rows}) t(i)`);
// The script loads the files beside it.
process.chdir(dir);
await timeOf('script loaded', () => database.run(readFileSync(join(dir, 'llmcost.sql'), 'utf8')));
const sums = await timeOf('llmcost_total', () => ask('SELECT SUM(total_usd)::VARCHAR FROM llmcost_total'));
const each = await timeOf('llmcost_cost, every row', () =>
  ask('SELECT SUM(total_usd)::VARCHAR FROM llmcost_cost'),
);
await database.run(`COPY requests TO '${join(dir, 'requests.csv')}' (HEADER)`);
const tally = time('tally of the same rows as CSV', () =>
  llmcost('tally', join(dir, 'requests.csv'), '--json'),
);
await database.run(`COPY requests TO '${join(dir, 'requests.parquet')}'`);
const engines = ['parquet', 'csv'].map((form) =>
  time(`tally --engine duckdb, ${form}`, () =>
    llmcost('tally', join(dir, `requests.${form}`), '--engine', 'duckdb', '--json'),
  ),
);
console.log(engines.map((text) => JSON.parse(text).totalUsd).join(', '));
console.log(`totals: ${sums}, ${each}, ${JSON.parse(tally).totalUsd}`);
database.closeSync();
instance.closeSync();
rmSync(dir, { recursive: true });

async function ask(query) {
  return (await database.runAndReadAll(query)).getRows()[0]?.[0];
}

function llmcost(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args, ...map], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

async function timeOf(what, act) {
  const start = performance.now();
  const result = await act();
  report(what, start);
  return result;
}

function time(what, act) {
  const start = performance.now();
  const result = act();
  report(what, start);
  return result;
}

function report(what, start) {
  const seconds = (performance.now() - start) / 1000;
  console.log(`${what.padEnd(32)} ${seconds.toFixed(2)} s`);
}
