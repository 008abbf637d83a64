import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spec } from '../../../../src/cli/commands/tally/tally.ts';
import { Flags } from '../../../../src/cli/flags/flags.ts';
import { estimate } from '../../../../src/cli/commands/estimate/document.ts';
import { tally, type TallyDocument, type TallyOptions } from '../../../../src/cli/commands/tally/document.ts';
import type { Deps } from '../../../../src/core/deps.ts';
import { LlmcostError } from '../../../../src/core/errors.ts';
import { asObject, field, parseJson, type JsonObject } from '../../../../src/core/json.ts';
import { toAddress } from '../../../../src/map/address.ts';
import { cacheLocation } from '../../../../src/map/cache/location.ts';
import { keepPublished, pack, sha256Of } from '../../../../src/map/cache/history.ts';
import { PLAIN_STYLE } from '../../../../src/cli/render/style.ts';
import { tallyCsv, tallyMarkdown } from '../../../../src/cli/commands/tally/groups-table.ts';
import { renderTally } from '../../../../src/cli/commands/tally/render.ts';
import { eachRequest, eachSkipped, tallySchema } from '../../../../src/cli/schemas/tally.ts';
import { EachWriter } from '../../../../src/cli/commands/tally/each.ts';
import { AGENTS, type Agent } from '../../../../src/usage/logs/agents.ts';
import { findInputs } from '../../../../src/usage/logs/inputs.ts';
import { makeHome, type Home } from '../../../helpers/home.ts';

const MAP = {
  'tern-1': {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 2e-6,
    output_cost_per_token: 8e-6,
    cache_read_input_token_cost: 5e-7,
    input_cost_per_token_above_200k_tokens: 4e-6,
    output_cost_per_token_above_200k_tokens: 1.2e-5,
  },
  'claude-tern': {
    litellm_provider: 'anthropic',
    mode: 'chat',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 1.5e-5,
    cache_read_input_token_cost: 3e-7,
    cache_creation_input_token_cost: 3.75e-6,
    cache_creation_input_token_cost_above_1hr: 6e-6,
  },
  free: { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 0, output_cost_per_token: 0 },
};

let home: Home;

beforeEach(() => {
  home = makeHome(new Date('2026-11-22T09:00:00Z'));
  writeFileSync(join(home.dir, 'map.json'), JSON.stringify(MAP));
  copyFileSync(
    new URL('../../../../fixtures/image-tokens.json', import.meta.url),
    join(home.dir, 'package/image-tokens.json'),
  );
  writeFileSync(join(home.dir, 'package/reviews.json'), '{}');
});

afterEach(() => home.remove());

function write(name: string, content: string | Uint8Array): string {
  const path = join(home.dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return name;
}

function jsonl(...values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

const chat = (prompt: number, completion: number, more: object = {}) => ({
  model: 'tern-1',
  ...more,
  usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
});

type Given = Partial<TallyOptions> & {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
};

async function run(paths: readonly string[], given: Given = {}): Promise<TallyDocument> {
  return (await runWhole(paths, given)).document;
}

async function runWhole(paths: readonly string[], { stdin = '', env = {}, ...given }: Given = {}) {
  const deps: Deps = { ...home.deps(env), stdin: () => Readable.from([Buffer.from(stdin)]) };
  const { inputs, passedOver } = findInputs({ paths, agents: [], anyAgent: false }, deps);
  const options: TallyOptions = {
    inputs,
    passedOver,
    by: ['model'],
    timeZone: 'UTC',
    aliases: new Map(),
    reconcile: false,
    strict: false,
    byDate: 'none',
    load: { map: join(home.dir, 'map.json') },
    ...given,
  };
  const result = await tally(options, deps);
  tallySchema.parse(parseJson(JSON.stringify(result.document)));
  return result;
}

/** What `--each` writes. */
async function each(paths: readonly string[], given: Given = {}): Promise<readonly JsonObject[]> {
  const pieces: string[] = [];
  const writer = new EachWriter((text) => pieces.push(text));
  await run(paths, { ...given, watcher: writer });
  writer.end();
  const lines = pieces.join('').split('\n').slice(0, -1);
  return lines.map((line) => {
    const value = asObject(parseJson(line)) ?? {};
    (field(value, 'skipped') === undefined ? eachRequest : eachSkipped).parse(value);
    return value;
  });
}

const totals = (document: TallyDocument) =>
  document.groups.map(({ group, totalUsd }) => [...Object.values(group), totalUsd]);

describe('what is read', () => {
  it('is files, directories, patterns and standard input, each file once', async () => {
    const line = jsonl(chat(1000, 0));
    write('logs/a.jsonl', line);
    write('logs/deep/b.ndjson', jsonl(chat(2000, 0)));
    write('logs/deep/c.json', JSON.stringify([chat(1000, 0), chat(1000, 0)], null, 2));
    write('logs/deep/d.jsonl.gz', gzipSync(line));
    write('logs/deep/lines.txt', jsonl(chat(500, 0)));
    write('logs/deep/notes.txt', 'nothing of the kind\n');
    write('logs/deep/notes.yaml', 'a: 1\n');
    write('logs/e.json', line);
    symlinkSync(join(home.dir, 'logs'), join(home.dir, 'logs', 'loop'));
    const document = await run(['logs', 'logs/a.jsonl', 'logs/**/*.ndjson', '-'], {
      stdin: line,
      by: ['file'],
    });
    expect(totals(document)).toEqual([
      ['logs/deep/b.ndjson', 0.004],
      ['logs/deep/c.json', 0.004],
      ['-', 0.002],
      ['logs/a.jsonl', 0.002],
      ['logs/deep/d.jsonl.gz', 0.002],
      ['logs/deep/lines.txt', 0.001],
    ]);
    expect(document.counts).toMatchObject({ files: 6, lines: 7 });
    expect(document.unread).toEqual([
      { file: 'logs/deep/notes.yaml', reason: 'not the name of a log', mayHoldUsage: false },
      { file: 'logs/deep/notes.txt', reason: 'it is text', mayHoldUsage: false },
      { file: 'logs/e.json', reason: 'a copy of logs/a.jsonl', mayHoldUsage: false },
    ]);
    expect(document.state).toBe('known');
  });

  it.each<[string, readonly string[]]>([
    ['*.jsonl', ['a.jsonl', 'b.jsonl']],
    ['?.jsonl', ['a.jsonl', 'b.jsonl']],
    ['[a].jsonl', ['a.jsonl']],
    ['{b,c}.jsonl', ['b.jsonl']],
    ['**/*.jsonl', ['a.jsonl', 'b.jsonl', 'x/y/c.jsonl']],
    ['x/*/c.*', ['x/y/c.jsonl']],
    ['{x/y,.}/[abc].jsonl', ['a.jsonl', 'b.jsonl', 'x/y/c.jsonl']],
    ['x/{y,z}/**', ['x/y/c.jsonl']],
  ])('is what %s matches', (pattern, names) => {
    for (const name of ['a.jsonl', 'b.jsonl', 'x/y/c.jsonl', 'a.jsonl.bak']) write(name, '{}');
    const found = findInputs({ paths: [pattern], agents: [], anyAgent: false }, home.deps());
    expect(found.inputs.map(({ name }) => name)).toEqual(names);
  });

  it.each<[string, readonly string[]]>([
    ['There is no absent.jsonl.', ['absent.jsonl']],
    ['Nothing matches absent/*.jsonl.', ['absent/*.jsonl']],
    ['empty is empty.', ['empty']],
    ['other holds no logs, but other/notes.yaml.', ['other']],
    ['No log is named.', []],
  ])('is refused where there is nothing: %s', (message, paths) => {
    mkdirSync(join(home.dir, 'empty'));
    write('other/notes.yaml', 'a: 1');
    const find = () => findInputs({ paths, agents: [], anyAgent: false }, home.deps());
    expect(find).toThrow(LlmcostError);
    expect(find).toThrow(message);
  });

  const names = (env: Readonly<Record<string, string>>, agents: readonly Agent[], anyAgent = false) =>
    findInputs({ paths: [], agents, anyAgent }, home.deps(env)).inputs.map(({ name }) => name);

  it('is the sessions of Claude Code and of Codex where they keep them', () => {
    write('.claude/projects/p/one.jsonl', '{}');
    write('.config/claude/projects/p/two.jsonl', '{}');
    write('.codex/sessions/2026/three.jsonl', '{}');
    write('.codex/archived_sessions/four.jsonl', '{}');
    write('elsewhere/projects/p/four.jsonl', '{}');
    write('else/sessions/five.jsonl', '{}');
    expect(names({}, ['claude-code'])).toEqual([
      '~/.config/claude/projects/p/two.jsonl',
      '~/.claude/projects/p/one.jsonl',
    ]);
    expect(names({ CLAUDE_CONFIG_DIR: 'elsewhere' }, ['claude-code'])).toEqual([
      '~/elsewhere/projects/p/four.jsonl',
    ]);
    expect(names({}, ['codex'])).toEqual([
      '~/.codex/sessions/2026/three.jsonl',
      '~/.codex/archived_sessions/four.jsonl',
    ]);
    expect(names({ CODEX_HOME: 'else' }, ['codex'])).toEqual(['~/else/sessions/five.jsonl']);
    expect(() => names({ CODEX_HOME: 'nowhere' }, ['codex'])).toThrow('--codex finds no sessions');
  });

  it('is the sessions of every agent that is there, and no other file of theirs', () => {
    const sessions: Readonly<Record<Exclude<Agent, 'claude-code' | 'codex'>, readonly string[]>> = {
      opencode: ['.local/share/opencode/opencode.db', '.local/share/opencode/storage/message/s/m.json'],
      kilo: ['.local/share/kilo/kilo.db'],
      'gemini-cli': ['.gemini/tmp/ab/chats/session-1.json', '.gemini/tmp/ab/chats/session-2.jsonl'],
      qwen: ['.qwen/projects/p/chats/a.jsonl'],
      kimi: ['.kimi/sessions/g/s/wire.jsonl', '.kimi-code/sessions/w/s/agents/main/wire.jsonl'],
      pi: ['.pi/agent/sessions/p/one.jsonl'],
      openclaw: [
        '.openclaw/agents/main/sessions/a.jsonl',
        '.openclaw/agents/main/sessions/a.jsonl.reset.2026-03',
      ],
      amp: ['.local/share/amp/threads/T-1.json'],
      droid: ['.factory/sessions/p/s.settings.json'],
      codebuff: ['.config/manicode/projects/p/chats/c/chat-messages.json'],
      goose: ['.local/share/goose/sessions/sessions.db'],
      hermes: ['.hermes/state.db'],
    };
    const others = [
      '.gemini/settings.json',
      '.kimi/config.json',
      '.factory/sessions/p/s.jsonl',
      '.hermes/config.json',
    ];
    for (const name of [...Object.values(sessions).flat(), ...others]) write(name, '{}');
    for (const [agent, files] of Object.entries(sessions)) {
      const found = AGENTS.find((each) => each === agent);
      expect(found && names({}, [found])).toEqual(files.map((file) => `~/${file}`));
    }
    expect(names({}, AGENTS, true)).toHaveLength(Object.values(sessions).flat().length);
  });

  it('is refused where no agent has sessions', () => {
    expect(() => names({}, AGENTS, true)).toThrow('--agents finds no sessions');
  });
});

describe('weird lines', () => {
  const usage = (count: string) =>
    `{"model":"tern-1","usage":{"prompt_tokens":${count},"completion_tokens":1}}`;
  const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)},"model":"tern-1","usage":{"prompt_tokens":1,"completion_tokens":1}}`;

  it.each<[string, string, string | null]>([
    ['cut', '{"model":"tern-1","usage":{"prompt_tokens":12', 'not JSON'],
    ['binary', '\u0000\u0001\u001f\u007f\ufffd', 'not JSON'],
    ['no object', '[1, 2', 'not JSON'],
    ['a text', '"usage"', 'no usage'],
    ['a text for a number', usage('"twelve"'), 'unreadable'],
    ['numbers as texts', usage('"1000"'), null],
    ['negative', usage('-5'), 'unreadable'],
    ['fractional', usage('1.5'), 'unreadable'],
    ['1e400', usage('1e400'), 'unreadable'],
    ['over 2^53', usage('9007199254740993'), 'unreadable'],
    ['__proto__', '{"__proto__":{"usage":{"prompt_tokens":5,"completion_tokens":5}}}', 'no usage'],
    ['a form that nobody knows', '{"usage":{"wishes":3}}', 'unknown usage'],
    ['a failed request', '{"error":{"message":"overloaded"}}', 'failed request'],
    ['written as 1e3', usage('1e3'), null],
    ['deeply nested', deep, null],
  ])('%s: counted and named, never a silent zero', async (_, line, reason) => {
    write('log.jsonl', `${jsonl(chat(1000, 0))}${line}\n${jsonl(chat(1000, 0))}`);
    const document = await run(['log.jsonl']);
    expect(document.counts.lines).toBe(3);
    if (reason === null) {
      expect([document.skipped, document.total.requests]).toEqual([[], 3]);
      return;
    }
    expect(document.total.requests).toBe(2);
    expect(document.skipped).toMatchObject([
      { reason, count: 1, examples: [{ file: 'log.jsonl', line: 2 }] },
    ]);
    const isDoubtful = ['not JSON', 'unreadable', 'unknown usage'].includes(reason);
    expect([document.state, document.total.totalUsd]).toEqual([isDoubtful ? 'partial' : 'known', 0.004]);
  });

  it('100 MB long: counted and named', async () => {
    const long = `{"text":"${'x'.repeat(100 << 20)}","usage":{"prompt_tokens":1,"completion_tokens":1}}`;
    const document = await run(['-'], { stdin: `${jsonl(chat(1, 0))}${long}\n${jsonl(chat(1, 0))}` });
    expect(document.skipped).toMatchObject([{ reason: 'line too long', count: 1, examples: [{ line: 2 }] }]);
    expect(document.total.requests).toBe(2);
  });

  it('a gzip that breaks off: what came before counts, and the answer says so', async () => {
    const text = jsonl(
      ...Array.from({ length: 5000 }, (_, index) => chat(index, 1, { id: `x${index * 7919}` })),
    );
    const packed = gzipSync(text);
    write('log.jsonl.gz', packed.subarray(0, packed.length / 2));
    const document = await run(['log.jsonl.gz']);
    expect(document.broken).toMatchObject([{ file: 'log.jsonl.gz' }]);
    expect(document.state).toBe('partial');
    expect(document.warnings.map(({ code }) => code)).toContain('LOG_BROKEN');
  });
});

describe('the answer', () => {
  it('says "at least" where something is left out, names it, and is refused by --strict', async () => {
    write(
      'log.jsonl',
      jsonl(chat(1000, 10), chat(5, 5, { model: 'tern-11' }), {
        usage: { prompt_tokens: 3, completion_tokens: 0 },
      }),
    );
    const { document, exitCode } = await runWhole(['log.jsonl']);
    // 1000 × 0.000002 + 10 × 0.000008.
    expect([document.total.totalUsd, document.state, exitCode]).toEqual([0.00208, 'partial', 0]);
    expect(document.unpriced).toMatchObject([
      {
        model: 'tern-11',
        problem: 'not in the map',
        requests: 1,
        inputTokens: 5,
        outputTokens: 5,
        nearest: ['tern-1'],
      },
      { model: null, problem: 'no model named', requests: 1, inputTokens: 3 },
    ]);
    const text = renderTally(document, PLAIN_STYLE);
    expect(text).toContain('Total at least $0.00208.');
    expect(text).toContain('tern-11');
    const strict = await runWhole(['log.jsonl'], { strict: true });
    expect([strict.exitCode, strict.document.error?.code]).toEqual([4, 'STRICT']);
  });

  it('is unknown, and no 0, where nothing has a price', async () => {
    write('log.jsonl', jsonl(chat(5, 5, { model: 'unheard-of' })));
    const { document, exitCode } = await runWhole(['log.jsonl']);
    expect([document.state, document.total.totalUsd, exitCode]).toEqual(['unknown', null, 4]);
    expect(renderTally(document, PLAIN_STYLE)).toContain('unknown, not 0');
    expect(tallyCsv(document)).toBe(
      'model,requests,inputTokens,cacheReadTokens,cacheWriteTokens,outputTokens,reasoningTokens,inputUsd,outputUsd,otherUsd,adjustmentsUsd,totalUsd,state\r\n' +
        'unheard-of,1,5,0,0,5,0,,,,,,unknown\r\n',
    );
  });

  it('tells free from nothing', async () => {
    write('free.jsonl', jsonl(chat(5, 5, { model: 'free' })));
    write('empty.jsonl', '\n\n');
    expect((await run(['free.jsonl'])).state).toBe('free');
    await expect(run(['empty.jsonl'])).rejects.toThrow('empty.jsonl is no log: it is empty.');
  });

  it('lets --alias and --model say which models are meant', async () => {
    write(
      'log.jsonl',
      jsonl(chat(1000, 0, { model: 'house' }), { usage: { prompt_tokens: 1000, completion_tokens: 0 } }),
    );
    const options = { aliases: new Map([['house', 'tern-1']]), model: 'claude-tern' };
    expect(totals(await run(['log.jsonl'], options))).toEqual([
      ['claude-tern', 0.003],
      ['tern-1', 0.002],
    ]);
    await expect(run(['log.jsonl'], { aliases: new Map([['house', 'tern-9']]) })).rejects.toThrow('tern-9');
  });

  it('takes --tier for lines that say none, and the served tier of those that do', async () => {
    write('log.jsonl', jsonl(chat(1000, 0), chat(1000, 0, { service_tier: 'default' })));
    const document = await run(['log.jsonl'], { tier: 'batch', by: ['tier'] });
    expect(totals(document)).toEqual([
      ['standard', 0.002],
      ['batch', 0.001],
    ]);
    expect(document.assumptions).toMatchObject([{ code: 'BATCH_HALF', key: 'tern-1', requests: 1 }]);
  });

  it('warns once of what many lines have in common', async () => {
    const odd = (total: number) => ({
      ...chat(1, 1),
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: total },
    });
    write('log.jsonl', jsonl(odd(5), odd(6), odd(7)));
    const { warnings } = await run(['log.jsonl']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toMatch(/3 lines, the first is log\.jsonl:1/);
  });

  it('shows what a provider reports beside ours, and where the two part', async () => {
    write(
      'log.jsonl',
      jsonl(
        // Ours: 100 × 0.000002 + 10 × 0.000008 = 0.00028.
        { ...chat(100, 10), spend: 0.00028 },
        // 60 of 100 from the cache, which somebody billed at the full price.
        {
          model: 'tern-1',
          spend: 0.00028,
          usage: { prompt_tokens: 100, completion_tokens: 10, prompt_tokens_details: { cached_tokens: 60 } },
        },
        chat(1, 1),
        { ...chat(1, 1, { model: 'unheard-of' }), spend: 0.5 },
      ),
    );
    const document = await run(['log.jsonl'], { reconcile: true });
    // Ours of the second: 40 × 0.000002 + 60 × 0.0000005 + 0.00008 = 0.00019.
    expect(document.total.reported).toEqual({
      requests: 3,
      reportedUsd: 0.50056,
      compared: 2,
      ownUsd: 0.00047,
      differenceUsd: 0.00009,
    });
    const row = document.reconcile?.find(({ key }) => key === 'tern-1');
    expect(row).toMatchObject({ requests: 2, parted: 1, differenceUsd: 0.00009 });
    // Only the request that parts reads from the cache, and the input price explains it.
    expect(row?.meters[0]).toEqual({
      meter: 'cacheRead',
      label: 'Cache read',
      parted: 1,
      agreed: 0,
      quantity: 60,
      usdPerUnit: 5e-7,
      explainingUsdPerUnit: 2e-6,
    });
    expect(renderTally(document, PLAIN_STYLE)).toContain('1 of 2 requests part');
  });
});

describe('groups', () => {
  const at = (time: string | null, more: object = {}) =>
    chat(1000, 0, { ...(time === null ? {} : { timestamp: time }), ...more });

  it.each<[string, string, readonly (string | number | null)[][]]>([
    [
      'hour',
      'UTC',
      [
        ['2026-10-31 23:00', 0.002],
        ['2026-11-01 00:00', 0.004],
        [null, 0.002],
      ],
    ],
    [
      'day',
      'UTC',
      [
        ['2026-10-31', 0.002],
        ['2026-11-01', 0.004],
        [null, 0.002],
      ],
    ],
    [
      'day',
      'Europe/Berlin',
      [
        ['2026-11-01', 0.006],
        [null, 0.002],
      ],
    ],
    [
      'day',
      'America/New_York',
      [
        ['2026-10-31', 0.006],
        [null, 0.002],
      ],
    ],
    [
      'week',
      'UTC',
      [
        ['2026-W44', 0.006],
        [null, 0.002],
      ],
    ],
    [
      'month',
      'UTC',
      [
        ['2026-10', 0.002],
        ['2026-11', 0.004],
        [null, 0.002],
      ],
    ],
  ])('by %s in %s', async (period, timeZone, expected) => {
    write(
      'log.jsonl',
      jsonl(at('2026-10-31T23:30:00Z'), at('2026-11-01T00:10:00Z'), at('2026-11-01T00:59:59.999Z'), at(null)),
    );
    expect(totals(await run(['log.jsonl'], { by: [period], timeZone }))).toEqual(expected);
  });

  it('by session, project, user, tag, provider, mode and a path', async () => {
    write(
      'log.jsonl',
      jsonl(
        at(null, { session_id: 's1', user: 'ann', tags: ['b', 'a'], metadata: { team: 'red' } }),
        at(null, { session_id: 's2', user: 'ben', metadata: { team: 7 } }),
      ),
    );
    const by = async (name: string) => totals(await run(['log.jsonl'], { by: [name] }));
    expect(await by('session')).toEqual([
      ['s1', 0.002],
      ['s2', 0.002],
    ]);
    expect(await by('user')).toEqual([
      ['ann', 0.002],
      ['ben', 0.002],
    ]);
    expect(await by('tag')).toEqual([
      ['a, b', 0.002],
      [null, 0.002],
    ]);
    expect(await by('provider')).toEqual([['openai', 0.004]]);
    expect(await by('mode')).toEqual([['chat', 0.004]]);
    expect(await by('.metadata.team')).toEqual([
      ['7', 0.002],
      ['red', 0.002],
    ]);
    await expect(by('colour')).rejects.toThrow('Requests cannot be grouped by "colour".');
  });

  it('by several, sorted, the rest folded into one so that the total stays true', async () => {
    write(
      'log.jsonl',
      jsonl(
        at('2026-11-02T00:00:00Z'),
        at('2026-11-01T00:00:00Z'),
        at('2026-11-01T00:00:00Z', { model: 'claude-tern' }),
        at('2026-11-03T00:00:00Z', { model: 'free' }),
      ),
    );
    const document = await run(['log.jsonl'], { by: ['day', 'model'], top: 2 });
    expect(totals(document)).toEqual([
      ['2026-11-01', 'claude-tern', 0.003],
      ['2026-11-01', 'tern-1', 0.002],
    ]);
    expect(document.others).toMatchObject({ groups: 2, requests: 2, totalUsd: 0.002 });
    expect(document.total).toMatchObject({ requests: 4, totalUsd: 0.007 });
    expect(tallyMarkdown(document)).toBe(
      [
        '| Day | Model | Requests | Input | Cache read | Cache write | Output | Reasoning | Cost |',
        '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
        '| 2026-11-01 | claude-tern | 1 | 1,000 | 0 | 0 | 0 | 0 | $0.0030 |',
        '| 2026-11-01 | tern-1 | 1 | 1,000 | 0 | 0 | 0 | 0 | $0.0020 |',
        '| 2 others |  | 2 | 2,000 | 0 | 0 | 0 | 0 | $0.0020 |',
        '| Total |  | 4 | 4,000 | 0 | 0 | 0 | 0 | $0.0070 |',
        '',
      ].join('\n'),
    );
    const sorted = async (sort: TallyOptions['sort']) =>
      totals(await run(['log.jsonl'], { by: ['model'], sort })).map(([name]) => name);
    expect(await sorted('requests')).toEqual(['tern-1', 'claude-tern', 'free']);
    expect(await sorted('group')).toEqual(['claude-tern', 'free', 'tern-1']);
    expect(await sorted('cost')).toEqual(['tern-1', 'claude-tern', 'free']);
  });

  it('keep to a stretch of time as people name it', async () => {
    // The clock stands on 2026-11-22, 9:00 UTC.
    write(
      'log.jsonl',
      jsonl(
        at('2026-10-23T00:00:00Z'),
        at('2026-10-22T23:59:59Z'),
        at('2026-11-22T00:00:00Z'),
        at('2026-11-21T12:00:00Z'),
      ),
    );
    const requests = async (given: Given) => (await run(['log.jsonl'], given)).total.requests;
    expect(await requests({ since: '30d' })).toBe(3);
    expect(await requests({ since: 'last month', until: 'last month' })).toBe(2);
    expect(await requests({ since: '2026-11', until: 'yesterday' })).toBe(1);
    expect(await requests({ since: 'today' })).toBe(1);
    expect(await requests({ until: '12h' })).toBe(3);
  });

  it('are held against a budget, and drawn as bars', async () => {
    write('log.jsonl', jsonl(chat(1_000_000, 0), chat(1_000_000, 0, { model: 'claude-tern' })));
    const within = await runWhole(['log.jsonl'], { budgetUsd: 7 });
    expect([within.exitCode, within.document.budget]).toEqual([0, { budgetUsd: 7, exceeded: false }]);
    expect(renderTally(within.document, PLAIN_STYLE)).toContain('Of the budget of $7.0000, $0.0000 is left.');
    // 1M × $4, the price above 200K, and 1M × $3.
    const over = await runWhole(['log.jsonl'], { budgetUsd: 6.999 });
    expect(over.exitCode).toBe(4);
    expect(over.document.error).toMatchObject({ code: 'BUDGET_EXCEEDED' });
    const chart = renderTally(over.document, PLAIN_STYLE, { chart: true });
    expect(chart).toContain('Over the budget of $6.9990 by $0.0010.');
    expect(chart).toMatch(/^tern-1 +█+ \$4\.0000$/m);
  });

  it('keep to days of the time zone with --since and --until', async () => {
    write(
      'log.jsonl',
      jsonl(
        at('2026-10-31T22:59:00Z'),
        at('2026-10-31T23:00:00Z'),
        at('2026-11-01T22:59:59Z'),
        at('2026-11-01T23:00:00Z'),
        at(null),
      ),
    );
    const document = await run(['log.jsonl'], {
      since: '2026-11-01',
      until: '2026-11-01',
      timeZone: 'Europe/Berlin',
    });
    expect(document.total.requests).toBe(2);
    expect(document.skipped.map(({ reason, count }) => [reason, count])).toEqual([
      ['outside the dates', 2],
      ['no time', 1],
    ]);
    await expect(run(['log.jsonl'], { since: 'soon' })).rejects.toThrow('--since must be a date');
    await expect(run(['log.jsonl'], { timeZone: 'Mars/Crater' })).rejects.toThrow(
      '"Mars/Crater" is no time zone.',
    );
  });

  it('fit a narrow terminal, and say nothing that commands it', async () => {
    write('log.jsonl', jsonl(at(null, { model: 'evil\u001b[2J' }), at(null)));
    const text = renderTally(await run(['log.jsonl']), { ...PLAIN_STYLE, width: 60 });
    expect(text).not.toContain('\u001b');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe('--each', () => {
  it('writes one line for each line, in their order', async () => {
    write(
      'a.jsonl',
      `${jsonl(chat(1000, 10), chat(5, 5, { model: 'nobody' }))}broken\n${jsonl({ type: 'user', sessionId: 's' })}`,
    );
    expect(await each(['a.jsonl', '-'], { stdin: jsonl(chat(1, 0)) })).toEqual([
      expect.objectContaining({
        file: 'a.jsonl',
        line: 1,
        model: 'tern-1',
        key: 'tern-1',
        tier: 'standard',
        inputUsd: 0.002,
        outputUsd: 0.00008,
        otherUsd: 0,
        totalUsd: 0.00208,
        state: 'known',
        assumptions: [],
        warnings: [],
      }),
      expect.objectContaining({
        file: 'a.jsonl',
        line: 2,
        model: 'nobody',
        key: null,
        totalUsd: null,
        state: 'unknown',
      }),
      { file: 'a.jsonl', line: 3, skipped: 'not JSON', detail: 'the line is not JSON' },
      { file: 'a.jsonl', line: 4, skipped: 'no request', detail: '' },
      expect.objectContaining({ file: '-', line: 1, totalUsd: 0.000002 }),
    ]);
  });

  it('says of every line what an estimate of it says', async () => {
    const values = Array.from({ length: 300 }, (_, i) => ({
      model: i % 3 === 0 ? 'claude-tern' : 'tern-1',
      usage: {
        prompt_tokens: (i * 7919) % 400_000,
        completion_tokens: i * 31,
        prompt_tokens_details: { cached_tokens: (i * 613) % 90 },
      },
      service_tier: ['default', 'flex', 'priority', 'batch'][i % 4],
    }));
    write('log.jsonl', jsonl(...values));
    const lines = await each(['log.jsonl']);
    for (const [index, value] of values.entries()) {
      write('one.json', JSON.stringify(value));
      const options = {
        usage: {},
        usageFile: 'one.json',
        tiers: false,
        strict: false,
        load: { map: join(home.dir, 'map.json') },
      };
      const { document } = await estimate(options, home.deps());
      expect(lines[index]).toMatchObject({
        key: document.model,
        tier: document.tier,
        inputUsd: document.inputUsd,
        outputUsd: document.outputUsd,
        otherUsd: document.otherUsd,
        totalUsd: document.totalUsd,
        state: document.state,
        assumptions: document.assumptions,
        warnings: document.warnings,
      });
    }
  });
});

describe('a price that is gravely in doubt', () => {
  // 0.00025 USD a token is $250 per million, and 0.00006 is $60.
  const dear = {
    litellm_provider: 'mudflat',
    mode: 'chat',
    input_cost_per_token: 0.00025,
    output_cost_per_token: 6e-5,
  };
  const doubt = {
    code: 'SUSPICIOUS_PRICE',
    message:
      'dear: Input is $250.0000 / 1M tokens, more than anybody charges (at most $200.0000 / 1M tokens). (implausible)',
  };

  beforeEach(() => {
    writeFileSync(join(home.dir, 'map.json'), JSON.stringify({ ...MAP, dear }));
    write('log.jsonl', jsonl(chat(3, 1, { model: 'dear' }), chat(2, 1), chat(4, 1, { model: 'dear' })));
  });

  it('is told once of a log', async () => {
    const { warnings, state } = await run(['log.jsonl']);
    expect({ warnings, state }).toEqual({ warnings: [doubt], state: 'known' });
  });

  it('is told of each line that it priced', async () => {
    const lines = await each(['log.jsonl']);
    expect(lines.map(({ warnings }) => warnings)).toEqual([[doubt], [], [doubt]]);
  });

  it('is not told where no request used it', async () => {
    write('out.jsonl', jsonl(chat(0, 1, { model: 'dear' })));
    expect((await run(['out.jsonl'])).warnings).toEqual([]);
  });
});

describe('the map of each line', () => {
  const url = 'https://maps.example/map.json';
  const at = (timestamp: string) => chat(1000, 0, { timestamp });

  /** Keeps a map as the published one from a moment on, with this price of a token in. */
  async function keep(usd: number, since: string): Promise<void> {
    const location = cacheLocation(home.cacheDir, toAddress(url, '/'));
    const map = JSON.stringify({ 'tern-1': { ...MAP['tern-1'], input_cost_per_token: usd } });
    await keepPublished(location, sha256Of(Buffer.from(map)), await pack(Buffer.from(map)), new Date(since));
  }

  const dated = (given: Given = {}) =>
    runWhole(['log.jsonl'], {
      by: ['day'],
      byDate: 'known',
      load: {},
      env: { LLMCOST_MAP_URL: url, LLMCOST_OFFLINE: '1' },
      ...given,
    });

  beforeEach(async () => {
    // The price book of the test is of 2026-01-15 and knows no tern-1; two maps came after it.
    await keep(3e-6, '2026-10-01T00:00:00Z');
    await keep(2e-6, '2026-11-01T00:00:00Z');
    write(
      'log.jsonl',
      jsonl(at('2026-10-31T23:59:59Z'), at('2026-11-01T00:00:00Z'), at('2026-10-02T00:00:00Z')),
    );
  });

  it('is the one of its own date without being asked, and the answer says which those were', async () => {
    const { document, exitCode } = await dated({ strict: true });
    expect(totals(document)).toEqual([
      ['2026-10-02', 0.003],
      ['2026-10-31', 0.003],
      ['2026-11-01', 0.002],
    ]);
    expect(document.maps?.map(({ since, requests }) => [since.slice(0, 10), requests])).toEqual([
      ['2026-10-01', 2],
      ['2026-11-01', 1],
    ]);
    expect([document.assumptions, exitCode]).toEqual([[], 0]);
    expect(renderTally(document, PLAIN_STYLE)).toContain('Map since');
  });

  it('is the one that was loaded where the history does not reach, which is told once', async () => {
    const more = [at('2026-01-01T00:00:00Z'), at('2025-03-01T00:00:00Z'), chat(1000, 0)];
    write('log.jsonl', jsonl(at('2026-11-02T00:00:00Z'), ...more));
    const { document, exitCode } = await dated({ by: ['day'], strict: true });
    // The price book was loaded: it asks 7e-7 a token, and is of 2026-01-15.
    expect(totals(document)).toEqual([
      ['2025-03-01', 0.0007],
      ['2026-01-01', 0.0007],
      ['2026-11-02', 0.002],
      [null, 0.0007],
    ]);
    expect(document.assumptions.map(({ code, key, requests }) => [code, key, requests])).toEqual([
      ['MAP_OF_OTHER_DATE', null, 2],
      ['MAP_OF_OTHER_DATE', null, 1],
    ]);
    expect(document.assumptions[0]?.message).toBe(
      'There is no map of before 2026-01-15; that of 2026-01-15 prices older lines.',
    );
    // A computer that has just fetched its first map has none of any line's date.
    expect(exitCode).toBe(0);
  });

  it('is refused by --strict where it is not of the date, if each line is to have its own', async () => {
    write('log.jsonl', jsonl(at('2026-11-02T00:00:00Z'), at('2026-01-02T00:00:00Z')));
    const { document, exitCode } = await dated({ byDate: 'each', strict: true });
    expect([document.error?.code, exitCode]).toEqual(['STRICT', 4]);
    await expect(dated({ byDate: 'each', env: { LLMCOST_OFFLINE: '1' } })).rejects.toThrow(
      'There is no history of the map yet.',
    );
  });

  it('is one for all with --as-of now, --map or a lock', async () => {
    const { document } = await dated({ byDate: 'none', load: { map: join(home.dir, 'map.json') } });
    expect(totals(document).map(([, usd]) => usd)).toEqual([0.002, 0.002, 0.002]);
    expect(document.maps).toBeNull();
  });
});

describe('sessions of Claude Code', () => {
  /** An independent reading: of each reply, the copy with the most tokens. */
  function readSessions(text: string): Readonly<Record<string, readonly number[]>> {
    const replies = new Map<string, { model: string; tokens: readonly number[] }>();
    for (const [index, line] of text.split('\n').filter(Boolean).entries()) {
      const { type, requestId, message } = JSON.parse(line);
      const usage = message?.usage;
      if (type !== 'assistant' || usage === undefined || message.model === '<synthetic>') continue;
      const tokens = [
        'input_tokens',
        'cache_creation_input_tokens',
        'cache_read_input_tokens',
        'output_tokens',
      ].map((name) => usage[name] ?? 0);
      const id = message.id === undefined ? `line ${index}` : `${message.id} ${requestId}`;
      const sum = (list: readonly number[]) => list.reduce((total, count) => total + count, 0);
      const before = replies.get(id);
      if (before === undefined || sum(tokens) > sum(before.tokens))
        replies.set(id, { model: message.model, tokens });
    }
    const models: Record<string, readonly number[]> = {};
    for (const { model, tokens } of replies.values())
      models[model] = tokens.map((count, index) => count + (models[model]?.[index] ?? 0));
    return models;
  }

  it('have the tokens that an independent reading finds, model by model', async () => {
    const lines: object[] = [];
    for (let i = 0; i < 400; i += 1) {
      const message = (output: number) => ({
        id: `msg_${i}`,
        model: i % 5 === 0 ? 'claude-tern' : i % 7 === 0 ? '<synthetic>' : 'claude-heron',
        content: [{ type: 'text', text: 'about "usage": {"input_tokens": 99}' }],
        usage: {
          input_tokens: i,
          cache_creation_input_tokens: i * 3,
          cache_read_input_tokens: i * 11,
          cache_creation: { ephemeral_5m_input_tokens: i * 2, ephemeral_1h_input_tokens: i },
          output_tokens: output,
          service_tier: 'standard',
        },
      });
      const line = (output: number) => ({
        type: 'assistant',
        sessionId: 's',
        requestId: `req_${i}`,
        timestamp: '2026-11-01T12:00:00.000Z',
        message: message(output),
      });
      lines.push({ type: 'user', sessionId: 's', message: { role: 'user', content: 'hi' } }, line(1));
      if (i % 2 === 0) lines.push(line(i * 2));
      if (i % 3 === 0) lines.push(line(2));
    }
    const text = jsonl(...lines);
    write('session.jsonl', text);
    const document = await run(['session.jsonl']);
    const mine = Object.fromEntries(
      document.groups.map(({ group, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens }) => [
        group['model'],
        [inputTokens - cacheReadTokens - cacheWriteTokens, cacheWriteTokens, cacheReadTokens, outputTokens],
      ]),
    );
    expect(mine).toEqual(readSessions(text));
  });
});

describe('the command line', () => {
  it('reads its flags', async () => {
    write('log.jsonl', jsonl(chat(1000, 0, { model: 'house' })));
    const outputs: string[] = [];
    const deps: Deps = {
      ...home.deps(),
      stdout: { write: (text) => outputs.push(text), isTTY: false, columns: undefined },
    };
    const map = join(home.dir, 'map.json');
    const status = await spec.stream(
      ['log.jsonl'],
      new Flags({ alias: ['house=tern-1'], each: true, map }),
      deps,
    );
    expect([status, outputs.length]).toEqual([0, 1]);
    expect(parseJson(outputs[0] ?? '')).toMatchObject({ key: 'tern-1', totalUsd: 0.002 });
    expect(home.notices).toEqual(['llmcost: Total $0.0020.']);
    for (const [flags, message] of [
      [{ alias: ['house'] }, '--alias cannot be "house".'],
      [{ tier: 'turbo' }, '--tier cannot be "turbo".'],
      [{ sort: 'colour' }, '--sort cannot be "colour".'],
    ] as const) {
      await expect(spec.stream(['log.jsonl'], new Flags({ ...flags, map }), deps)).rejects.toThrow(message);
    }
  });
});

describe('the file with every shape', () => {
  it('adds up to what was worked by hand', async () => {
    const text = readFileSync(new URL('../../../../fixtures/usage/mixed.jsonl', import.meta.url), 'utf8');
    write('mixed.jsonl', text);
    const document = await run(['mixed.jsonl']);
    expect(document.counts).toMatchObject({ lines: 43, context: 7 });
    // 31 records, one of which stands for three requests and two of which are one reply.
    expect(document.total.requests).toBe(32);
    expect(document.skipped.map(({ reason, count }) => [reason, count])).toEqual([
      ['failed request', 4],
      ['duplicate', 1],
      ['synthetic', 1],
      ['repeated', 1],
    ]);
    const tokens = Object.fromEntries(
      document.unpriced.map(({ model, inputTokens, outputTokens }) => [model, [inputTokens, outputTokens]]),
    );
    // As in the table of the shapes' own test.
    expect(tokens).toMatchObject({
      'gpt-4o-2024-08-06': [2646, 390],
      'claude-sonnet-4-5-20250929': [66_556, 973],
      'gemini-2.5-flash': [2700, 180],
    });
  });
});

describe('prices that cannot be trusted', () => {
  const priced = (fields: object) => {
    const file = 'odd-map.json';
    writeFileSync(
      join(home.dir, file),
      JSON.stringify({ ...MAP, 'tern-1': { ...MAP['tern-1'], ...fields }, 'azure/tern-1': MAP['tern-1'] }),
    );
    write('log.jsonl', jsonl(chat(1000, 100), chat(2000, 100)));
    return async (strict: boolean) =>
      await runWhole(['log.jsonl'], { strict, load: { map: join(home.dir, file) } });
  };

  it('a price field that is not known is a warning that --strict refuses', async () => {
    const tallied = priced({ surcharge_cost_per_call: 0.5 });
    const { document, exitCode } = await tallied(false);
    expect([exitCode, document.state]).toEqual([0, 'known']);
    expect(document.warnings).toContainEqual({
      code: 'PRICE_FIELD_UNKNOWN',
      message:
        'tern-1: surcharge_cost_per_call (0.5) is a price field that llmcost does not know; the cost may be higher.',
    });
    expect(await tallied(true)).toMatchObject({
      exitCode: 4,
      document: { error: { code: 'STRICT', message: expect.stringContaining('surcharge_cost_per_call') } },
    });
    const [line] = await each(['log.jsonl'], { load: { map: join(home.dir, 'odd-map.json') } });
    expect(line).toMatchObject({ warnings: [{ code: 'PRICE_FIELD_UNKNOWN' }] });
  });

  it('one that is hidden in an object of another name is found', async () => {
    const { document } = await priced({ long_context: { tiers: [{ input_cost_per_token: 4e-6 }] } })(false);
    expect(document.warnings.map(({ code }) => code)).toContain('PRICE_FIELD_UNKNOWN');
  });

  it('a price that cannot be right is a warning that --strict refuses', async () => {
    const tallied = priced({ input_cost_per_token: 2e-3 });
    const { document, exitCode } = await tallied(false);
    expect(exitCode).toBe(0);
    expect(document.warnings.map(({ code }) => code)).toContain('SUSPICIOUS_PRICE');
    expect((await tallied(true)).document.error?.code).toBe('STRICT');
  });

  it('a price that cannot be used leaves its lines unpriced, with the reason', async () => {
    const { document, exitCode } = await priced({ input_cost_per_token: '0x10' })(false);
    expect([exitCode, document.state]).toEqual([0, 'partial']);
    expect(document.unpriced).toMatchObject([
      {
        model: 'tern-1',
        key: 'tern-1',
        problem: 'no price',
        missing: ['Input'],
        reasons: ['input_cost_per_token should be a number of 0 or more, but is "0x10"'],
        requests: 2,
      },
    ]);
  });
});

describe('--reported-when-unpriced', () => {
  const lines = () =>
    write(
      'reported.jsonl',
      jsonl(
        chat(1000, 100, { id: 'a' }),
        { ...chat(1000, 100, { id: 'b', model: 'nobody' }), usage: { ...chat(1000, 100).usage, cost: 0.07 } },
        { ...chat(1000, 100, { id: 'c', model: 'nobody' }), usage: { ...chat(1000, 100).usage, cost: 0 } },
        chat(1000, 100, { id: 'd', model: 'nobody' }),
      ),
    );

  it('is off by default: what the map does not know has no price', async () => {
    const document = await run([lines()]);
    expect(document.counts.requests).toEqual({ known: 1, free: 0, partial: 0, unknown: 3 });
    // 1,000 × $2 + 100 × $8 per 1M
    expect(document.total.totalUsd).toBe(0.0028);
  });

  it('counts what such lines report, says so, and compares it with nothing', async () => {
    const document = await run([lines()], { reportedWhenUnpriced: true, reconcile: true });
    expect(document.counts.requests).toEqual({ known: 2, free: 1, partial: 0, unknown: 1 });
    expect(document.total).toMatchObject({
      totalUsd: 0.0728,
      state: 'partial',
      reported: { requests: 2, reportedUsd: 0.07, compared: 0 },
    });
    expect(document.warnings).toContainEqual({
      code: 'REPORTED_COST',
      message:
        '2 of the requests have no price in the map: the $0.0700 that the provider reports is counted.',
    });
    expect(document.unpriced).toMatchObject([{ model: 'nobody', requests: 1 }]);
    expect(document.reconcile).toEqual([]);
    expect(document.assumptions).toEqual([]);
  });

  it('is said of each line that it is counted for', async () => {
    const rows = await each([lines()], { reportedWhenUnpriced: true });
    const saying = { code: 'REPORTED_COST', message: expect.any(String) };
    expect(rows).toEqual([
      expect.objectContaining({ totalUsd: 0.0028, warnings: [] }),
      expect.objectContaining({ totalUsd: 0.07, warnings: expect.arrayContaining([saying]) }),
      expect.objectContaining({ totalUsd: 0, state: 'free', warnings: expect.arrayContaining([saying]) }),
      expect.objectContaining({ totalUsd: null, warnings: expect.not.arrayContaining([saying]) }),
    ]);
  });
});
