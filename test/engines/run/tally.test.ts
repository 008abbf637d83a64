import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asList, asObject, field, parseJson } from '../../../src/core/json.ts';
import { BIN, makeCliHome, type CliHome } from '../../helpers/run-cli.ts';
import { Dice } from '../rows.ts';

const MAP = JSON.stringify({
  'long-1': {
    litellm_provider: 'shorebird',
    mode: 'chat',
    input_cost_per_token: 1e-6,
    input_cost_per_token_above_200k_tokens: 2e-6,
    cache_read_input_token_cost: 1e-7,
    cache_creation_input_token_cost: 1.25e-6,
    output_cost_per_token: 4e-6,
  },
  'azure/long-1': {
    litellm_provider: 'azure',
    mode: 'chat',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 5e-6,
    regional_processing_uplift_multiplier_eu: 1.1,
  },
  'grok-1': {
    litellm_provider: 'xai',
    mode: 'chat',
    input_cost_per_token: 1e-6,
    input_cost_per_token_above_200k_tokens: 2e-6,
    output_cost_per_token: 4e-6,
  },
  'night-1': {
    litellm_provider: 'deepseek',
    mode: 'chat',
    input_cost_per_token: 2e-6,
    output_cost_per_token: 4e-6,
    off_peak_pricing: { hours_utc: '16:30-00:30', input_cost_per_token: 1e-6 },
  },
  'fee-1': {
    litellm_provider: 'shorebird',
    mode: 'chat',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 1e-6,
    input_cost_per_request: 0.01,
  },
  'free-1': {
    litellm_provider: 'shorebird',
    mode: 'chat',
    input_cost_per_token: 0,
    output_cost_per_token: 0,
  },
  'half-1': { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 1e-6 },
  'pixel-1': { litellm_provider: 'shorebird', mode: 'image_generation', output_cost_per_image: 0.04 },
});

const MODELS = [
  'long-1',
  ' LONG-1',
  'grok-1',
  'night-1',
  'fee-1',
  'free-1',
  'half-1',
  'pixel-1',
  'unheard-of',
  '',
  'null',
];
const COUNTS = ['0', '1', '12', '199999', '200000', '200001', '999999999999', '', '-', 'NaN', ' 7 ', '5.0'];
const ODD_COUNTS = ['1200.5', '-1', 'many', '1_000', '1e3', '0x10', 'true', '10000000000000', '9'.repeat(16)];
const TIMES = [
  '2026-11-01T00:00:00Z',
  '2026-11-01 23:59:59.999',
  '2026-11-02T01:00:00+02:00',
  '2026-11-02T01:00:00.5 -0330',
  '2026-11-03T12:00',
  '2026-11-03',
  '1793664000',
  '1793664000123',
  '2026-02-30T00:00:00Z',
  '2026/11/01 10:00:00',
  '1969-12-31T23:59:59Z',
  '2026-11-02T23:59:60Z',
  '2026-11-02T24:00:00Z',
  'yesterday',
  '',
];
const COLUMNS = {
  id: ['', '', '', 'r-1', 'r-2', 'r-3', '17', '18'],
  model: MODELS,
  provider: ['', '', 'azure', 'Azure', 'shorebird', 'nobody'],
  service_tier: ['', '', 'batch', 'flex', 'gold', 'default'],
  region: ['', '', 'eu', 'EU', 'mars'],
  created_at: TIMES,
  cost_usd: ['', '', '', '0.25', '4.5e-05', '$0.1', 'none', '0.000123456789012345'],
  user_id: ['', 'ann', 'bob'],
  session_id: ['', 's1', 's2'],
  prompt_tokens: COUNTS,
  cached_tokens: ['0', '0', '', '3', '150000'],
  completion_tokens: COUNTS,
  reasoning_tokens: ['', '0', '2'],
} as const;

function csvOf(rows: readonly (readonly string[])[], names: readonly string[]): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [names, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** Rows of every kind, each cell chosen by itself; one in `oddOneIn` counts is none. */
function randomCsv(
  columns: Readonly<Record<string, readonly string[]>>,
  seed: number,
  many: number,
  oddOneIn = 30,
): string {
  const dice = new Dice(seed);
  const names = Object.keys(columns);
  const rows = Array.from({ length: many }, () =>
    names.map((name) =>
      dice.of(/tokens/.test(name) && dice.is(oddOneIn) ? ODD_COUNTS : (columns[name] ?? [])),
    ),
  );
  return csvOf(rows, names);
}

describe('llmcost tally --engine duckdb', () => {
  let home: CliHome;
  let map: string;
  beforeAll(() => {
    home = makeCliHome();
    map = home.write('map.json', MAP);
  });
  afterAll(() => home.remove());

  const tally = async (...args: readonly string[]) => {
    const { stdout, code } = await home.run(['tally', ...args, '--map', map, '--json']);
    return { code, document: parseJson(stdout) };
  };
  /** What tally answers by itself, and with the engine. */
  const both = async (file: string, ...args: readonly string[]) => {
    const own = await tally(file, ...args);
    expect(field(asObject(own.document), 'groups')).not.toHaveLength(0);
    return [own, await tally(file, '--engine', 'duckdb', ...args)];
  };

  it.each([
    ['by model', []],
    ['by day of another time zone', ['--by', 'model,day', '--timezone', 'Asia/Kathmandu']],
    ['by month, tier and user', ['--by', 'month,tier,user,session,provider']],
    ['of some days', ['--since', '2026-11-02', '--until', '2026-11-02']],
    ['by a path', ['--by', '.region']],
    ['with copies', ['--no-dedupe']],
    [
      'with defaults of its own',
      ['--tier', 'batch', '--region', 'eu', '--model', 'long-1', '--alias', 'unheard-of=free-1'],
    ],
    ['beside the costs of providers', ['--reconcile', '--reported-when-unpriced']],
    ['and is as strict', ['--strict', '--budget', '1']],
  ])('answers as tally does for rows of every kind, %s', async (_, args) => {
    const [own, engine] = await both(home.write('rows.csv', randomCsv(COLUMNS, 3, 600)), ...args);
    expect(engine).toEqual(own);
  });

  it('gives the lines of tally --each', async () => {
    const file = home.write('rows.csv', randomCsv(COLUMNS, 5, 300));
    const own = await home.run(['tally', file, '--map', map, '--each']);
    const by = await home.run(['tally', file, '--map', map, '--each', '--engine', 'duckdb']);
    expect(by.stdout).toBe(own.stdout);
    expect(own.stdout.split('\n').length).toBeGreaterThan(300);
  });

  it.each([
    [
      'parts beside the input',
      {
        model: MODELS,
        input_tokens: COUNTS,
        cache_read_input_tokens: ['', '4', '200000'],
        cache_creation_input_tokens: ['', '5'],
        ephemeral_5m_input_tokens: ['', '2', '9'],
        ephemeral_1h_input_tokens: ['', '3'],
        output_tokens: COUNTS,
      },
    ],
    [
      'uncached input and all of it',
      {
        model: MODELS,
        uncached_input_tokens: COUNTS,
        input_tokens: COUNTS,
        cached_tokens: ['', '6'],
        output_tokens: COUNTS,
      },
    ],
    [
      'a total that tells where the cache stands',
      {
        model: MODELS,
        inputTokens: ['10', '20'],
        cache_read_tokens: ['5', '30'],
        output_tokens: ['1'],
        total_tokens: ['11', '51'],
      },
    ],
    [
      'thoughts beside the output',
      {
        model: MODELS,
        promptTokenCount: COUNTS,
        candidatesTokenCount: COUNTS,
        thoughtsTokenCount: ['', '8'],
        reasoning_tokens: ['', '3'],
      },
    ],
    [
      'audio and images',
      {
        model: MODELS,
        input_tokens: COUNTS,
        input_audio_tokens: ['', '1'],
        cache_read_audio_tokens: ['', '1'],
        output_image_tokens: ['', '2'],
        images: ['', '0', '2'],
        seconds: ['', '1.5'],
        web_searches: ['', '0', '3'],
      },
    ],
    [
      'counts of requests',
      {
        model: MODELS,
        date: ['2026-11-01', '2026-11-02'],
        num_requests: ['', '1', '1.0', '40', '-2'],
        input_tokens: COUNTS,
        output_tokens: COUNTS,
      },
    ],
  ])('reads %s as tally does', async (_, columns) => {
    const [own, engine] = await both(home.write('rows.csv', randomCsv(columns, 7, 400)));
    expect(engine).toEqual(own);
  });

  it.each([
    ['blank lines and quotes', 'model,input_tokens\n\nlong-1,5\n\n"a ""b"", c\nd",7\nlong-1,\n'],
    [
      'tabs, a byte-order mark and a name that is there twice',
      '\ufeffmodel\tinput tokens\tmodel\r\nlong-1\t5\tx\r\n',
    ],
    ['figures with a decimal comma', 'model;input_tokens;cost\nlong-1;1.000;0,5\n'],
  ])('reads %s as tally does', async (_, text) => {
    const [own, engine] = await both(home.write('rows.csv', text));
    expect(engine).toEqual(own);
  });

  it('takes columns that the user names', async () => {
    const columns = { deployment: MODELS, tokens_a: COUNTS, tokens_b: COUNTS };
    const [own, engine] = await both(
      home.write('rows.csv', randomCsv(columns, 9, 200)),
      '--columns',
      'model=deployment',
      'input=tokens_a',
      'output=tokens_b',
    );
    expect(engine).toEqual(own);
  });

  describe('for files of DuckDB', () => {
    let parquet: string;
    let database: string;
    let csv: string;
    beforeAll(async () => {
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      const query = `SELECT ['long-1', 'half-1', 'night-1', 'unheard-of'][1 + i % 4] AS model,
        CAST(199990 + i % 20 AS UINTEGER) AS prompt_tokens, CAST(i % 7 AS DOUBLE) AS cached_tokens,
        CASE WHEN i % 9 > 0 THEN CAST(1e12 AS BIGINT) END AS completion_tokens,
        TIMESTAMPTZ '2026-11-01 00:00:00+00' + INTERVAL (i * 997) SECOND AS created_at,
        CASE WHEN i % 3 = 0 THEN i / 7 END AS cost_usd, {'team': i % 2} AS metadata FROM range(900) t(i)`;
      [parquet, database, csv] = ['u.parquet', 'u.duckdb', 'u.csv'].map((name) => join(home.dir, name)) as [
        string,
        string,
        string,
      ];
      await connection.run(`CREATE TABLE u AS ${query}`);
      await connection.run(`COPY u TO '${parquet}'`);
      await connection.run(`COPY u TO '${csv}' (HEADER)`);
      await connection.run(
        `ATTACH '${database}' AS d; CREATE TABLE d.u AS FROM u; CREATE TABLE d.other (name VARCHAR)`,
      );
      connection.closeSync();
      instance.closeSync();
    });

    it('adds Parquet up to the same figures', async () => {
      const own = asObject((await tally(csv, '--by', 'model,hour')).document);
      for (const file of [parquet, database]) {
        const { document } = await tally(file, '--engine', 'duckdb', '--by', 'model,hour');
        for (const name of ['groups', 'total', 'meters', 'assumptions', 'unpriced', 'names'])
          expect(field(asObject(document), name)).toEqual(field(own, name));
      }
    });

    it('adds counts of 10^12 up', async () => {
      const { document } = await tally(parquet, '--engine', 'duckdb');
      // 800 of the 900 rows have an output.
      const meters = asList(field(asObject(document), 'meters')).map(asObject);
      const output = meters.find((meter) => field(meter, 'meter') === 'output');
      expect(field(output, 'quantity')).toBe(8e14);
    });
  });

  describe('refuses', () => {
    const refused = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await home.run(['tally', '--engine', 'duckdb', ...args, '--map', map]);
      return { code, stdout, words: stderr.split('\n')[0] };
    };

    it('standard input, and what is no table', async () => {
      const log = home.write('log.jsonl', '{"model":"long-1","usage":{"inputTokens":1}}\n');
      expect(await refused('-')).toEqual({
        code: 2,
        stdout: '',
        words: 'llmcost: --engine duckdb reads files, not standard input.',
      });
      expect(await refused(log)).toEqual({
        code: 2,
        stdout: '',
        words: `llmcost: Nothing that was named can be read by --engine duckdb: ${log} (no Parquet, CSV or DuckDB file).`,
      });
    });

    it('a table with a row that is too long, and passes over none', async () => {
      const file = home.write('ragged.csv', 'model,input_tokens\nlong-1,5\nlong-1,5,7\n');
      const { code, words } = await refused(file);
      expect(code).toBe(2);
      expect(words).toMatch(/^llmcost: DuckDB cannot read .*ragged\.csv: .*Line: 3\.$/);
    });

    it('a file that is broken', async () => {
      const file = home.write('broken.parquet', 'PAR1 and no more');
      const { code, words } = await refused(file);
      expect(code).toBe(2);
      expect(words).toMatch(/^llmcost: DuckDB cannot read .*broken\.parquet: .+\.$/);
    });

    it('to go on where DuckDB is not installed', async () => {
      const root = resolve(BIN, '../..');
      const alone = join(home.dir, 'alone');
      for (const name of ['bin', 'dist', 'package.json'])
        cpSync(join(root, name), join(alone, name), { recursive: true });
      const file = home.write('u.csv', 'model,input_tokens\nlong-1,5\n');
      const args = [join(alone, 'bin/llmcost.js'), 'tally', file, '--engine', 'duckdb', '--map', map];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(stderr.split('\n').slice(0, 2)).toEqual([
        'llmcost: --engine duckdb needs @duckdb/node-api, which is not installed.',
        '  Install it beside llmcost: npm install @duckdb/node-api (with -g where llmcost is installed with -g).',
      ]);
      expect(status).toBe(2);
    });
  });
});
