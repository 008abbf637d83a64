import { array, assert, constantFrom, nat, option, property, record, type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CostRule } from '../../../src/config/settings.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { toEntry } from '../../../src/models/entry.ts';
import { plain, plus, ZERO } from '../../../src/core/money.ts';
import { prepare, type Job } from '../../../src/pricing/job.ts';
import type { PricedLine } from '../../../src/pricing/tally/options.ts';
import { FastRecord } from '../../../src/usage/logs/fast/record.ts';
import { NOON, storeOf } from '../../helpers/pricing.ts';
import { feed, settingsOf, statesOf, sumsOf, tallyWith, tokensOf, totalOf } from '../../helpers/tally.ts';

const CHAT = { litellm_provider: 'openai', mode: 'chat' };

/** Entries with everything that makes one request's rates differ from another's. */
const ENTRIES: Readonly<Record<string, JsonObject>> = {
  plain: {
    ...CHAT,
    input_cost_per_token: 2.5e-6,
    output_cost_per_token: 1e-5,
    cache_read_input_token_cost: 1.25e-6,
  },
  long: {
    ...CHAT,
    litellm_provider: 'shorebird',
    input_cost_per_token: 3e-6,
    input_cost_per_token_above_200k_tokens: 6e-6,
    output_cost_per_token: 1.5e-5,
    output_cost_per_token_above_200k_tokens: 2.25e-5,
    cache_creation_input_token_cost: 3.75e-6,
    input_cost_per_token_flex: 1e-6,
    output_cost_per_token_flex: 7e-6,
    input_cost_per_token_above_272k_tokens_flex: 2.2e-6,
  },
  grok: {
    ...CHAT,
    litellm_provider: 'xai',
    input_cost_per_token: 3e-6,
    input_cost_per_token_above_200k_tokens: 6e-6,
    output_cost_per_token: 1.5e-5,
  },
  ranged: {
    ...CHAT,
    litellm_provider: 'dashscope',
    tiered_pricing: [
      { range: [0, 32_000], input_cost_per_token: 1.2e-6, output_cost_per_token: 6e-6 },
      { range: [32_000, 200_000], input_cost_per_token: 2.4e-6, output_cost_per_token: 1.2e-5 },
    ],
  },
  night: {
    ...CHAT,
    litellm_provider: 'deepseek',
    input_cost_per_token: 2.7e-7,
    output_cost_per_token: 1.1e-6,
    off_peak_pricing: {
      hours_utc: '16:30-00:30',
      input_cost_per_token: 1.35e-7,
      output_cost_per_token: 5.5e-7,
    },
  },
  fee: { ...CHAT, input_cost_per_token: 1e-6, output_cost_per_token: 1e-6, input_cost_per_request: 0.005 },
  half: { ...CHAT, litellm_provider: 'shorebird', input_cost_per_token: 1e-6 },
  free: { ...CHAT, input_cost_per_token: 0, output_cost_per_token: 0 },
  'half-free': { ...CHAT, input_cost_per_token: 0, output_cost_per_token: 3e-7 },
  image: {
    litellm_provider: 'openai',
    mode: 'image_generation',
    input_cost_per_token: 5e-6,
    output_cost_per_image_token: 3e-5,
  },
  listener: { litellm_provider: 'openai', mode: 'audio_transcription', input_cost_per_second: 0.0001 },
  searcher: {
    ...CHAT,
    litellm_provider: 'anthropic',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 1.5e-5,
    search_context_cost_per_query: { search_context_size_medium: 0.01 },
    provider_specific_entry: { us: 1.1, fast: 6 },
  },
};

/** Prompts on both sides of every bound, and on it. */
const prompt = constantFrom(0, 1, 31_999, 32_000, 32_001, 200_000, 200_001, 272_000, 272_001, 300_000);

const line: Arbitrary<JsonValue> = record({
  model: constantFrom(...Object.keys(ENTRIES), 'unheard-of'),
  tier: option(constantFrom('standard', 'flex', 'priority', 'batch'), { nil: null }),
  region: option(constantFrom('us', 'mars'), { nil: null }),
  speed: option(constantFrom('fast'), { nil: null }),
  at: option(constantFrom('2026-08-06T12:00:00Z', '2026-08-06T20:00:00Z'), { nil: null }),
  requests: option(constantFrom(1, 3), { nil: null }),
  usage: record({
    inputTokens: prompt,
    cacheReadTokens: option(nat(40_000), { nil: null }),
    cacheWriteTokens: option(nat(900), { nil: null }),
    cacheWrite1hTokens: option(nat(900), { nil: null }),
    cacheReadAudioTokens: option(nat(9), { nil: null, freq: 9 }),
    inputAudioTokens: option(nat(50), { nil: null }),
    outputTokens: option(nat(3000), { nil: null }),
    reasoningTokens: option(nat(600), { nil: null }),
    outputImageTokens: option(nat(60), { nil: null }),
    seconds: option(constantFrom(0.1, 0.7, 9), { nil: null, freq: 9 }),
    webSearches: option(nat(3), { nil: null, freq: 4 }),
  }),
});

interface Judged {
  readonly total: string;
  readonly states: Readonly<Record<string, number>>;
}

/** Every line on its own, the way of `estimate`, and the exact sum of all. */
function estimated(values: readonly JsonValue[], rules: readonly CostRule[]): Judged {
  const store = storeOf(ENTRIES);
  let total = ZERO;
  const states: Record<string, number> = {};
  const tally = tallyWith(ENTRIES);
  // Reading is not what is tested here: only the pricing is done anew.
  const record = tally.record.bind(tally);
  tally.record = (given, number, value) => {
    const entry = store.get(given.model ?? '') ?? toEntry(given.model ?? '', {});
    if (entry === undefined) throw new Error('an object is always an entry');
    const at = given.atMs === undefined ? NOON : new Date(given.atMs);
    const { tier = 'standard', region, speed, requests = 1, usage } = given;
    const job: Job = {
      model: undefined,
      usage,
      conditions: { tier, region, speed, at },
      overlap: 'cut',
      requests,
      warnings: [],
      defaults: [],
    };
    const settings = settingsOf({ rulesFor: () => rules });
    const pricing = prepare(entry, store, job, () => ({}) as never, settings);
    const cost = pricing.price(pricing.meterAt(tier).lines, requests);
    states[cost.state] = (states[cost.state] ?? 0) + requests;
    total = plus(total, cost.totalUsd);
    record(given, number, value);
  };
  feed(tally, values);
  return { total: plain(total), states };
}

const rule: CostRule = {
  kind: 'discount',
  name: null,
  provider: null,
  model: null,
  percent: 0,
  usdPerRequest: 0,
  file: 'config.json',
  path: 'discounts[0]',
};

describe('a tally', () => {
  it.each<[string, readonly CostRule[]]>([
    ['', []],
    [' less a discount', [{ ...rule, percent: 12.5 }]],
    [
      ' with a margin for each request',
      [
        { ...rule, percent: 10 },
        { ...rule, kind: 'margin', percent: 3, usdPerRequest: 0.001 },
      ],
    ],
    [' less a sum for each request that never goes below nothing', [{ ...rule, usdPerRequest: 0.05 }]],
  ])('is the sum of the estimates of its lines%s, to the last digit', (_, rules) => {
    assert(
      property(array(line, { minLength: 1, maxLength: 60 }), (values) => {
        const tally = tallyWith(ENTRIES, { settings: settingsOf({ rulesFor: () => rules }) });
        feed(tally, values);
        const { total, states } = estimated(values, rules);
        expect(totalOf(tally)).toBe(total);
        expect(statesOf(tally)).toEqual(states);
      }),
      { numRuns: rules.length === 0 ? 400 : 100 },
    );
  });

  it('takes no request for free that a margin makes cost something', () => {
    const margin: CostRule = { ...rule, kind: 'margin', usdPerRequest: 0.001 };
    const tally = tallyWith(ENTRIES, { settings: settingsOf({ rulesFor: () => [margin] }) });
    feed(tally, [{ model: 'free', usage: { inputTokens: 10 } }]);
    expect(statesOf(tally)).toEqual({ known: 1 });
    expect(totalOf(tally)).toBe('0.001');
  });

  it('adds a million lines to what a million estimates add up to, to the last digit', () => {
    const tally = tallyWith(ENTRIES);
    tally.begin('log');
    const fast = new FastRecord();
    // In units of 10^-9 USD; rates of `long` by hand: 3000 and 15000, above 200k 6000 and 22500.
    let expected = 0n;
    let seed = 1;
    for (let i = 0; i < 1_000_000; i += 1) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      const input = (seed >>> 4) % 300_000;
      const output = seed % 4096;
      fast.clear();
      fast.model = 'long';
      fast.setUsage({ inputTokens: input, outputTokens: output });
      tally.fast(fast, i + 1);
      const isLong = input > 200_000;
      expected += BigInt(input) * (isLong ? 6000n : 3000n) + BigInt(output) * (isLong ? 22_500n : 15_000n);
    }
    const digits = expected.toString().padStart(10, '0');
    expect(totalOf(tally)).toBe(`${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, ''));
    expect(statesOf(tally)).toEqual({ known: 1_000_000 });
  });

  it('counts beyond what a double holds', () => {
    const tally = tallyWith(ENTRIES);
    const big = 999_999_999_999_999;
    feed(
      tally,
      Array.from({ length: 100 }, () => ({ model: 'plain', usage: { inputTokens: big, outputTokens: 1 } })),
    );
    // In units of 10^-7 USD: 25 a token in, 100 a token out.
    const units = (99_999_999_999_999_900n * 25n + 100n * 100n).toString();
    expect(totalOf(tally)).toBe(`${units.slice(0, -7)}.${units.slice(-7)}`.replace(/0+$/, ''));
  });

  it('switches no threshold on by adding requests up', () => {
    const tally = tallyWith(ENTRIES);
    feed(
      tally,
      Array.from({ length: 10 }, () => ({ model: 'long', usage: { inputTokens: 150_000 } })),
    );
    // 1.5 million tokens, none in a request above 200k: 1,500,000 × 0.000003.
    expect(totalOf(tally)).toBe('4.5');
  });

  it('never leaves a model out in silence', () => {
    const tally = tallyWith(ENTRIES);
    feed(tally, [
      { model: 'plane', usage: { inputTokens: 7, outputTokens: 2 } },
      { usage: { inputTokens: 1 } },
      { model: 'half', usage: { inputTokens: 5, outputTokens: 5 } },
    ]);
    expect(statesOf(tally)).toEqual({ unknown: 2, partial: 1 });
    expect(sumsOf(tally).map(({ rateGroup }) => [rateGroup.model.name, rateGroup.model.problem])).toEqual([
      ['plane', 'not in the map'],
      [null, 'no model named'],
      ['half', null],
    ]);
  });

  it('takes aliases and the model for lines that name none', () => {
    const tally = tallyWith(ENTRIES, { aliases: { house: 'plain' }, unnamed: 'free' });
    feed(tally, [{ model: 'house', usage: { inputTokens: 1000 } }, { usage: { inputTokens: 1000 } }]);
    expect(statesOf(tally)).toEqual({ known: 1, free: 1 });
    expect(totalOf(tally)).toBe('0.0025');
  });

  it('takes the offer of the provider that a line names', () => {
    const entries = {
      'gpt-4o': { ...CHAT, input_cost_per_token: 2.5e-6 },
      'azure/gpt-4o': { ...CHAT, litellm_provider: 'azure', input_cost_per_token: 2.75e-6 },
      'azure/other': { ...CHAT, litellm_provider: 'azure', input_cost_per_token: 1e-6 },
      'groq/twin': { ...CHAT, litellm_provider: 'groq', input_cost_per_token: 1e-7 },
      'cedar/twin': { ...CHAT, litellm_provider: 'cedar', input_cost_per_token: 2e-7 },
      alone: { ...CHAT, input_cost_per_token: 1e-6 },
    };
    const tally = tallyWith(entries, { by: ['model'] });
    const usage = { prompt_tokens: 1000, completion_tokens: 0 };
    feed(tally, [
      { model: 'gpt-4o', usage },
      { model: 'gpt-4o', provider: 'azure', usage },
      { model: 'gpt-4o', provider: 'somebody', usage },
      { model: 'twin', provider: 'groq', usage },
      { model: 'twin', usage },
      { model: 'alone', provider: 'azure', usage },
    ]);
    expect(
      sumsOf(tally).map(({ rateGroup, assumptions }) => [
        rateGroup.model.key,
        assumptions.map(({ code }) => code),
      ]),
    ).toEqual([
      ['gpt-4o', []],
      ['azure/gpt-4o', []],
      ['gpt-4o', []],
      ['groq/twin', []],
      [null, []],
      ['alone', ['OTHER_PROVIDER']],
    ]);
  });
});

const REPLY = { type: 'assistant', sessionId: 's', timestamp: '2026-11-01T12:00:00Z' };

function reply(id: string | null, output: number, more: JsonObject = {}): JsonObject {
  const message = {
    ...(id === null ? {} : { id }),
    model: 'plain',
    usage: { input_tokens: 100, output_tokens: output },
  };
  return { ...REPLY, requestId: 'r', message, ...more };
}

describe('replies that are written more than once', () => {
  it.each<[string, readonly JsonObject[], number, number]>([
    ['twice the same', [reply('a', 5), reply('a', 5)], 5, 1],
    ['the later with more', [reply('a', 1), reply('a', 9)], 9, 1],
    ['the later with fewer', [reply('a', 9), reply('a', 1)], 9, 1],
    ['three times', [reply('a', 1), reply('a', 2), reply('b', 4), reply('a', 3)], 7, 2],
    ['without an id', [reply(null, 5), reply(null, 5)], 10, 0],
    ['with a cost of the provider', [reply('a', 1, { costUSD: 0.5 }), reply('a', 9, { costUSD: 0.7 })], 9, 1],
  ])('count once, the copy with the most tokens: %s', (_, lines, output, duplicates) => {
    const tally = tallyWith(ENTRIES);
    feed(tally, lines);
    expect(tokensOf(tally)['output']).toBe(output);
    const requests = lines.length - tally.skips.rows().reduce((sum, { count }) => sum + count, 0);
    expect(statesOf(tally)).toEqual({ known: requests });
    if (duplicates > 0) expect(tally.skips.rows()[0]).toMatchObject({ reason: 'duplicate' });
    expect(tokensOf(tally)['input']).toBe(100 * requests);
  });

  it('takes the reported cost of an earlier copy back with it', () => {
    const tally = tallyWith(ENTRIES);
    feed(tally, [reply('a', 1, { costUSD: 0.5 }), reply('a', 9, { costUSD: 0.75 })]);
    expect(sumsOf(tally).map(({ reportedUsd }) => reportedUsd && plain(reportedUsd))).toEqual(['0.75']);
  });

  it('count once in different files, too', () => {
    const tally = tallyWith(ENTRIES);
    feed(tally, [reply('a', 5)], 'one');
    feed(tally, [reply('a', 5), reply('b', 5)], 'two');
    expect(tokensOf(tally)['output']).toBe(10);
  });

  it('count once among a hundred thousand', () => {
    const tally = tallyWith(ENTRIES);
    const lines = Array.from({ length: 100_000 }, (_, index) => reply(`m${index >> 1}`, 1 + (index & 1)));
    feed(tally, lines);
    expect([tokensOf(tally)['output'], statesOf(tally)]).toEqual([100_000, { known: 50_000 }]);
  });

  it('tell whoever watches what the later copy adds', () => {
    const seen: string[] = [];
    const watcher = {
      priced: ({ line, cost, isLaterCopy }: PricedLine) =>
        seen.push(`${line} ${plain(cost.totalUsd)}${isLaterCopy ? ' more' : ''}`),
      skipped: (reason: string | null) => seen.push(String(reason)),
    };
    feed(tallyWith(ENTRIES, { watcher }), [reply('a', 10), reply('a', 30), reply('a', 30)]);
    // 100 × 0.0000025 + 10 × 0.00001, and 20 × 0.00001 more.
    expect(seen).toEqual(['1 0.00035', '2 0.0002 more', 'duplicate']);
  });
});

describe('dates', () => {
  const at = (time: string | null) => ({ model: 'plain', at: time, usage: { inputTokens: 1 } });

  it('leave out what was before and after, and name what says no time', () => {
    const tally = tallyWith(ENTRIES, {
      sinceMs: Date.parse('2026-11-01T00:00:00Z'),
      untilMs: Date.parse('2026-11-01T23:59:59.999Z'),
    });
    feed(tally, [
      at('2026-10-31T23:59:59.999Z'),
      at('2026-11-01T00:00:00Z'),
      at('2026-11-01T23:59:59.999Z'),
      at('2026-11-02T00:00:00Z'),
      at(null),
    ]);
    expect(statesOf(tally)).toEqual({ known: 2 });
    expect(tally.skips.rows().map(({ reason, count }) => [reason, count])).toEqual([
      ['outside the dates', 2],
      ['no time', 1],
    ]);
  });
});
