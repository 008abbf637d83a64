import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asList, asObject, asText, field, parseJson, type JsonValue } from '../../src/core/json.ts';
import { makeCliHome, type CliHome } from '../helpers/run-cli.ts';
import { openDuckDb } from './duckdb.ts';
import type { Engine } from './engine.ts';

const ROWS = [
  { model: 'gpt-4o', at: '2026-01-15T12:00:00Z' },
  { model: 'gpt-4o', at: '2026-03-01T00:00:00Z' },
  { model: 'gpt-4o', at: '2026-05-31T23:59:59Z' },
  { model: 'gpt-4o', at: '2026-06-01T00:00:00Z' },
  { model: 'gpt-4o', at: '2026-11-01T00:00:00Z' },
  { model: 'gpt-4o' },
  { model: 'tern-1', at: '2026-04-01T00:00:00Z' },
  { model: 'tern-1', at: '2026-07-01T00:00:00Z' },
];

/** A map of enough models to count as one, all of them at one price. */
function mapOf(input: number, others: object = {}): string {
  const model = {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: input,
    output_cost_per_token: 1e-5,
  };
  const fillers = Array.from({ length: 60 }, (_, index) => [`filler-${index}`, model]);
  return JSON.stringify({ 'gpt-4o': model, ...others, ...Object.fromEntries(fillers) });
}

describe('llmcost sql --history', () => {
  let home: CliHome;
  let engine: Engine;
  beforeAll(async () => {
    home = makeCliHome();
    engine = await openDuckDb();
    const tern = { 'tern-1': { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 9e-6 } };
    for (const [date, text] of [
      ['2026-03-01', mapOf(5e-6, tern)],
      ['2026-06-01', mapOf(3e-6)],
    ] as const) {
      const { code, stderr } = await home.run(['import', home.write(`${date}.json`, text), '--date', date]);
      if (code !== 0) throw new Error(stderr);
    }
  });
  afterAll(async () => {
    await engine.close();
    home.remove();
  });

  it('prices each row by the map of its own date, as tally does', async () => {
    const lines = ROWS.map((row) => JSON.stringify({ ...row, usage: { inputTokens: 1_000_000 } }));
    const log = home.write('usage.jsonl', `${lines.join('\n')}\n`);
    const tallied = await home.run(['tally', log, '--each']);
    const expected = tallied.stdout
      .trim()
      .split('\n')
      .map((line) => answerOf(parseJson(line)));

    const values = ROWS.map(
      (row, index) => `(${index}, '${row.model}', 1000000, ${row.at === undefined ? 'NULL' : `'${row.at}'`})`,
    );
    await engine.run(
      `CREATE TABLE u (n INTEGER, m VARCHAR, i BIGINT, t VARCHAR); INSERT INTO u VALUES ${values.join(', ')}`,
    );
    const columns = 'id=n,model=m,input=i,at=t';
    const script = await home.run([
      'sql',
      '--dialect',
      'duckdb',
      '--history',
      '--usage',
      'u',
      '--columns',
      columns,
      '--models',
      'gpt-4o,tern-1',
    ]);
    await engine.run(script.stdout);
    const rows = await engine.ask(
      'SELECT total_usd, model_key, state, assumptions FROM llmcost_cost ORDER BY id',
    );
    const answers = rows.map((row) => ({
      usd: row['total_usd'] === null ? null : Number(row['total_usd']),
      key: row['model_key'],
      state: row['state'],
      codes: (row['assumptions'] ?? '').split(',').filter((code) => code !== ''),
    }));

    expect(answers).toEqual(expected);
    // The book that comes along is of 2026-08-01: it prices what is after it, and what no map reaches.
    expect(answers.slice(1, 4).map(({ usd }) => usd)).toEqual([5, 5, 3]);
    expect(answers.slice(6).map(({ usd }) => usd)).toEqual([9, null]);
  });

  it('refuses a table without a column of moments', async () => {
    const { code, stderr } = await home.run([
      'sql',
      '--dialect',
      'duckdb',
      '--history',
      '--usage',
      'u',
      '--columns',
      'model=m,input=i',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('--history needs the column of the moment.');
  });
});

function answerOf(line: JsonValue) {
  const row = asObject(line);
  const codes = asList(field(row, 'assumptions')).map((each) => asText(field(asObject(each), 'code')) ?? '');
  return {
    usd: field(row, 'totalUsd'),
    key: field(row, 'key'),
    state: field(row, 'state'),
    codes: [...new Set(codes)].sort(),
  };
}
