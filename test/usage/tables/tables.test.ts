import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import { columnsOf, COLUMN_ROLES, type ColumnRole } from '../../../src/usage/tables/columns.ts';
import { rowReader } from '../../../src/usage/tables/row.ts';
import type { UsageRecord } from '../../../src/usage/usage.ts';
import { tallyFiles } from '../../helpers/tally-files.ts';

type Chosen = Readonly<Partial<Record<ColumnRole, string>>>;

function columns(header: string, chosen: Chosen = {}) {
  const map = new Map(
    COLUMN_ROLES.flatMap((role) => {
      const name = chosen[role];
      return name === undefined ? [] : [[role, name] as const];
    }),
  );
  return columnsOf(header.split(','), map, 'a.csv');
}

/** The one row of a table. */
function recordOf(header: string, row: string, chosen: Chosen = {}): UsageRecord {
  const table = columns(header, chosen);
  if (table === undefined) throw new Error('no column is a count');
  const outcome = rowReader(table, false)(row.split(','));
  if (outcome.kind === 'skipped') throw new Error(outcome.detail);
  return outcome.record;
}

describe('a row', () => {
  it('assumes the standard tier for one that nobody knows, as a response does', () => {
    const record = recordOf('model,input_tokens,output_tokens,service_tier', 'm,1000,50,turbo');
    expect(record.tier).toBe('standard');
    expect(record.assumptions).toEqual([
      { code: 'TIER_STANDARD', message: 'Service tier "turbo" is not known: priced as standard.' },
    ]);
    expect(record.warnings).toEqual(['service tier "turbo" is not known: priced as standard']);
  });
});

describe('columns of tables', () => {
  // By hand: what is billed at the full rate is the input without the two parts.
  it.each([
    [
      'OpenAI',
      'model,prompt_tokens,cached_tokens,completion_tokens',
      'm,1000,400,50',
      { inputTokens: 1000, cacheReadTokens: 400, outputTokens: 50 },
    ],
    [
      'Anthropic, where the cache stands beside: 100 + 400 + 30',
      'model,input_tokens,cache_read_input_tokens,cache_creation_input_tokens,output_tokens',
      'm,100,400,30,50',
      { inputTokens: 530, cacheReadTokens: 400, cacheWriteTokens: 30, outputTokens: 50 },
    ],
    [
      "Anthropic's console: 100 + 20 + 10 + 400",
      'usage_date_utc,model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens',
      '2026-08-01,m,100,20,10,400,50',
      {
        inputTokens: 530,
        cacheReadTokens: 400,
        cacheWriteTokens: 30,
        cacheWrite1hTokens: 10,
        outputTokens: 50,
      },
    ],
    [
      "OpenAI's report, which tells the uncached input too: 600 + 400",
      'model,input_tokens,input_uncached_tokens,input_cached_tokens,output_tokens',
      'm,1000,600,400,50',
      { inputTokens: 1000, cacheReadTokens: 400, outputTokens: 50 },
    ],
    [
      "OpenAI's old export",
      'snapshot_id,n_requests,n_context_tokens_total,n_generated_tokens_total',
      'm,1,7,3',
      { inputTokens: 7, outputTokens: 3 },
    ],
    [
      'other spellings',
      'Model Name,Tokens In,Tokens Out,Reasoning Tokens',
      'm,7,3,2',
      { inputTokens: 7, outputTokens: 3, reasoningTokens: 2 },
    ],
    [
      'Gemini, where thoughts stand beside: 3 + 2',
      'model,promptTokenCount,candidatesTokenCount,thoughtsTokenCount',
      'm,7,3,2',
      { inputTokens: 7, outputTokens: 5, reasoningTokens: 2 },
    ],
    [
      "llmcost's own names, where parts are inside",
      'model,inputTokens,cacheReadTokens,outputTokens',
      'm,9,4,3',
      { inputTokens: 9, cacheReadTokens: 4, outputTokens: 3 },
    ],
    [
      'a total that has the cache beside: 5 + 4 + 3 = 12',
      'model,input_tokens,cache_read_tokens,output_tokens,total_tokens',
      'm,5,4,3,12',
      { inputTokens: 9, cacheReadTokens: 4, outputTokens: 3 },
    ],
    [
      'a total that has it inside: 5 + 3 = 8',
      'model,input_tokens,cache_read_tokens,output_tokens,total_tokens',
      'm,5,4,3,8',
      { inputTokens: 5, cacheReadTokens: 4, outputTokens: 3 },
    ],
  ])('%s', (_, header, row, usage) => {
    const record = recordOf(header, row);
    expect(record.usage).toEqual(usage);
    expect(record.model).toBe('m');
  });

  it('tells time, provider, cost, tier, id and how many requests a row adds up', () => {
    const header =
      'id,created_at,model,provider_name,batch,requests,prompt_tokens,completion_tokens,cost_usd,user_email,session_id';
    expect(recordOf(header, 'gen-1,2026-08-01 10:00:00,m,OpenAI,true,20,1000,10,$0.0045,a@b.c,s')).toEqual({
      shape: 'table',
      dedupeKey: 'gen-1',
      atMs: Date.UTC(2026, 7, 1, 10),
      model: 'm',
      provider: 'openai',
      tier: 'batch',
      sumOf: 20,
      reportedUsd: '0.0045',
      user: 'a@b.c',
      session: 's',
      usage: { inputTokens: 1000, outputTokens: 10 },
    });
    // A row of a day is of nobody knows how many requests; one with a moment is one.
    expect(recordOf('date,model,input_tokens', '2026-08-01,m,5').sumOf).toBeNull();
    expect(recordOf('date,model,input_tokens', '2026-08-01T10:00:00Z,m,5').sumOf).toBeUndefined();
    // The number of a row is no id of a reply.
    expect(recordOf('id,model,input_tokens', '17,m,5').dedupeKey).toBeUndefined();
  });

  it.each([
    ['1200', 1200],
    ['1200.0', 1200],
    [' 1200 ', 1200],
    ['', undefined],
    ['null', undefined],
  ])('reads a count written as %j', (text, count) => {
    const usage = count === undefined ? { outputTokens: 1 } : { inputTokens: count, outputTokens: 1 };
    expect(recordOf('model,input_tokens,output_tokens', `m,${text},1`).usage).toEqual(usage);
  });

  it.each(['-5', '1.5', 'many', '99999999999999999999'])('takes %j for no count', (text) => {
    expect(() => recordOf('model,input_tokens', `m,${text}`)).toThrow('input is');
  });

  it('asks where a name may mean several things', () => {
    expect(() => columns('model,tokens')).toThrow(UsageError);
    expect(() => columns('model,tokens')).toThrow('may hold the input, the output or both');
    expect(columns('model,prompt_tokens,completion_tokens,tokens')?.columns.get('input')).toBe(1);
    expect(recordOf('model,tokens', 'm,5', { input: 'tokens' }).usage).toEqual({ inputTokens: 5 });
    const cache = 'model,input_tokens,cache_read_tokens,output_tokens';
    expect(() => columns(cache)).toThrow('may be part of input_tokens, or stand beside it');
    expect(recordOf(cache, 'm,9,4,3', { input: 'input_tokens' }).usage.inputTokens).toBe(9);
    expect(recordOf(cache, 'm,9,4,3', { 'uncached-input': 'input_tokens' }).usage.inputTokens).toBe(13);
  });

  it('takes what --columns says, and names the columns where there is no such one', () => {
    const chosen = { model: 'deployment', input: 'Sent', output: 'got' } as const;
    expect(recordOf('deployment,sent,got,model', 'm,5,6,x', chosen)).toMatchObject({
      model: 'm',
      usage: { inputTokens: 5, outputTokens: 6 },
    });
    expect(() => columns('a,b', { input: 'c' })).toThrow('a.csv has no column "c".');
  });

  it('knows no table without counts', () => {
    expect(columns('date,name,amount')).toBeUndefined();
  });
});

describe('tables as files', () => {
  const PRICES = {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 1e-5,
  };
  const ENTRIES = { tern: PRICES, long: { ...PRICES, input_cost_per_token_above_200k_tokens: 5e-6 } };
  const totalOf = async (name: string, content: string | Uint8Array) => {
    const { total, skips, counts } = await tallyFiles({ [name]: content }, ENTRIES);
    return { total, skips, lines: counts.lines };
  };

  it.each([
    [
      'commas, quotes, and line ends of Windows',
      'a.csv',
      'model,note,input_tokens,output_tokens\r\n"tern","a, ""b""\r\nand more",1000,10\r\ntern,x,1000,10\r\n',
    ],
    ['a byte-order mark and semicolons', 'a.csv', '\ufeffmodel;input_tokens;output_tokens\ntern;2000;20\n'],
    ['tabs, and no last line end', 'a.tsv', 'model\tinput_tokens\toutput_tokens\ntern\t2000\t20'],
    ['bars, and figures with commas', 'a.txt', 'model|input_tokens|output_tokens\ntern|2,000|20\n'],
    ['gzip', 'a.csv.gz', gzipSync('model,input_tokens,output_tokens\ntern,2000,20\n')],
  ])('have %s', async (_, name, content) => {
    // 2000 × 1e-6 + 20 × 1e-5.
    expect((await totalOf(name, content)).total).toBe('0.0022');
  });

  it('count what cannot be read, and a row with an id once', async () => {
    const rows = [
      'id,model,input_tokens,output_tokens',
      'r-1,tern,1000,0',
      'r-1,tern,1000,0',
      'r-2,tern,x,0',
      'r-3,tern,1000',
      'r-4,tern,,',
    ];
    expect(await totalOf('a.csv', rows.join('\n'))).toEqual({
      total: '0.001',
      skips: { duplicate: 1, unreadable: 2, 'no usage': 1 },
      lines: 5,
    });
  });

  it('are never above a threshold where a row adds up requests', async () => {
    const header = 'model,requests,input_tokens,output_tokens\n';
    expect((await totalOf('a.csv', `${header}long,500,300000,0\n`)).total).toBe('0.3');
    // One request of that length is: 300000 × 5e-6.
    expect((await totalOf('a.csv', `${header}long,1,300000,0\n`)).total).toBe('1.5');
  });

  it("are read as what they export: LiteLLM's spend log, Goose's sessions", async () => {
    const litellm =
      'request_id,model,spend,prompt_tokens,completion_tokens,metadata\n' +
      'r,tern,0.5,1000,10,"{""usage_object"":{""prompt_tokens"":1000,""completion_tokens"":10}}"\n';
    expect((await totalOf('a.csv', litellm)).total).toBe('0.0011');
    const goose =
      'id,model_config_json,provider_name,created_at,accumulated_input_tokens,accumulated_output_tokens\n' +
      's,"{""model_name"":""tern""}",openai,2026-08-01 10:00:00,1000,10\n';
    expect((await totalOf('a.csv', goose)).total).toBe('0.0011');
  });

  it('are named where none of their columns is a count', async () => {
    await expect(totalOf('a.csv', 'date,name\n2026-08-01,x\n')).rejects.toThrow(
      'a.csv is no log: a table of which no column is known to hold tokens',
    );
  });

  it('say where a quote is never closed, and count what came before', async () => {
    const { counts, total } = await tallyFiles(
      { 'a.csv': 'model,input_tokens,note\ntern,1000,x\ntern,1000,"y\n' },
      ENTRIES,
    );
    expect(total).toBe('0.001');
    expect(counts.broken).toHaveLength(1);
  });
});
