import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalogFromMap,
  estimate,
  LlmcostError,
  ModelNotFoundError,
  PriceError,
  pricer,
  tally,
  UsageError,
  usageFrom,
  type Catalog,
  type EstimateRequest,
  type RequestConditions,
  type Usage,
} from '../../src/index.ts';
import { SHARED_MAPS, HAS_SHARED_MAPS, sharedMap } from '../helpers/shared-maps.ts';

const MAP = {
  'tern-1': {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 2e-6,
    input_cost_per_token_above_200k_tokens: 4e-6,
    output_cost_per_token: 8e-6,
    cache_read_input_token_cost: 5e-7,
    input_cost_per_token_flex: 1e-6,
    output_cost_per_token_flex: 4e-6,
  },
  half: { litellm_provider: 'plover', mode: 'chat', input_cost_per_token: 1e-6 },
  free: { litellm_provider: 'plover', mode: 'chat', input_cost_per_token: 0, output_cost_per_token: 0 },
  mystery: { litellm_provider: 'plover', mode: 'chat' },
  listener: { litellm_provider: 'plover', mode: 'audio_transcription', input_cost_per_second: 1e-4 },
};
const catalog = catalogFromMap(MAP);
const ask = (request: Partial<EstimateRequest>) =>
  estimate({ catalog, model: 'tern-1', usage: { inputTokens: 1000, outputTokens: 100 }, ...request });

describe('estimate', () => {
  it('says what a job costs, line by line', () => {
    expect(ask({ requests: 3 })).toEqual({
      model: 'tern-1',
      requested: 'tern-1',
      matchedBy: 'key',
      provider: 'openai',
      providerName: 'OpenAI',
      mode: 'chat',
      tier: 'standard',
      region: null,
      speed: null,
      requests: 3,
      lines: [
        expect.objectContaining({
          meter: 'input',
          quantity: 3000,
          usdPerUnit: 2e-6,
          per1MUsd: 2,
          usd: 0.006,
        }),
        expect.objectContaining({
          meter: 'output',
          quantity: 300,
          usdPerUnit: 8e-6,
          per1MUsd: 8,
          usd: 0.0024,
        }),
      ],
      perRequest: { inputUsd: 0.002, outputUsd: 0.0008, otherUsd: 0, totalUsd: 0.0028 },
      inputUsd: 0.006,
      outputUsd: 0.0024,
      otherUsd: 0,
      totalUsd: 0.0084,
      range: null,
      image: null,
      state: 'known',
      budget: null,
      tiers: null,
      assumptions: [],
      warnings: [],
    });
  });

  it.each<[string, Partial<EstimateRequest>, number | null, string]>([
    ['flex', { tier: 'flex' }, 0.0014, 'known'],
    ['a tier in capitals', { tier: 'FLEX' }, 0.0014, 'known'],
    ['batch at half the price', { tier: 'batch' }, 0.0014, 'known'],
    ['a long prompt', { usage: { inputTokens: 200_001 } }, 0.800004, 'known'],
    ['a part without a price', { model: 'half' }, 0.001, 'partial'],
    ['a model that is free', { model: 'free' }, 0, 'free'],
    ['a model without prices', { model: 'mystery' }, null, 'unknown'],
    ['seconds', { model: 'listener', usage: { seconds: 90 } }, 0.009, 'known'],
    ['no requests', { requests: 0 }, 0, 'known'],
  ])('prices %s', (_what, request, totalUsd, state) => {
    expect(ask(request)).toMatchObject({ totalUsd, state });
  });

  it('prices the other tiers, and tells what a budget buys', () => {
    const { tiers, budget } = ask({ tiers: true, budgetUsd: 0.01 });
    expect(tiers?.map(({ tier, totalUsd }) => [tier, totalUsd])).toEqual([
      ['standard', 0.0028],
      ['flex', 0.0014],
      ['batch', 0.0014],
    ]);
    expect(budget).toEqual({ budgetUsd: 0.01, requestsAffordable: 3, exceeded: false });
  });

  it('takes a record with all that it says', () => {
    const usage = usageFrom({
      model: 'tern-1',
      service_tier: 'flex',
      usage: { prompt_tokens: 1000, completion_tokens: 100, prompt_tokens_details: { cached_tokens: 400 } },
    });
    const said = estimate({ catalog, usage });
    expect(said).toMatchObject({ model: 'tern-1', tier: 'flex', totalUsd: 0.0012 });
    expect(estimate({ catalog, usage, tier: 'standard', requests: 2 })).toMatchObject({ totalUsd: 0.0044 });
  });

  it('with strict throws where a price is missing or supposed', () => {
    const strict = (request: Partial<EstimateRequest>) => () => ask({ ...request, strict: true });
    expect(strict({})).not.toThrow();
    expect(strict({ model: 'mystery' })).toThrow(PriceError);
    expect(strict({ model: 'half' })).toThrow('There is no price for output.');
    expect(strict({ tier: 'batch' })).toThrow('half of input_cost_per_token is used');
  });

  it.each<[string, unknown, string]>([
    ['no usage', { usage: undefined }, '`usage` must be an object'],
    ['an empty usage', { usage: {} }, 'holds no count'],
    ['a name that is none', { usage: { inputToken: 5 } }, '"inputTokens"'],
    ["a provider's object", { usage: { prompt_tokens: 5 } }, '"prompt_tokens" is not a name'],
    ['a text for a count', { usage: { inputTokens: '5' } }, 'inputTokens is "5"'],
    ['half a token', { usage: { inputTokens: 0.5 } }, 'inputTokens is 0.5'],
    ['less than nothing', { usage: { inputTokens: -1 } }, 'inputTokens is -1'],
    ['no number', { usage: { inputTokens: Number.NaN } }, 'inputTokens is'],
    ['a bigint', { usage: { inputTokens: 5n } }, 'inputTokens is'],
    [
      'parts larger than the whole',
      { usage: { inputTokens: 5, cacheReadTokens: 6 } },
      'more than its total of 5',
    ],
    ['a tier that is none', { tier: 'turbo' }, '`tier` cannot be "turbo"'],
    ['a tier that is a number', { tier: 5 }, '`tier` cannot be 5'],
    ['a region that is a number', { region: 5 }, '`region` must be a text'],
    ['a moment that is none', { at: new Date('never') }, '`at` must be a valid Date'],
    ['a moment that is a text', { at: '2026-01-01' }, '`at` must be a valid Date'],
    ['half a request', { requests: 0.5 }, '`requests` must be a whole number'],
    ['a budget below nothing', { budgetUsd: -1 }, '`budgetUsd` must be 0 or more'],
    ['a model that is a number', { model: 5 }, '`model` must be a text'],
    ['no model', { model: undefined }, 'No model is given'],
    ['no catalog', { catalog: {} }, 'is not a catalog'],
    ['null for a catalog', { catalog: null }, 'is not a catalog'],
  ])('refuses %s', (_what, request, message) => {
    const wrong = () => estimate(asRequest({ catalog, model: 'tern-1', usage: { inputTokens: 1 } }, request));
    expect(wrong).toThrow(UsageError);
    expect(wrong).toThrow(message);
  });

  it('throws nothing but its own errors, whatever it is given', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
    });
    const keys = fc.constantFrom('model', 'usage', 'tier', 'region', 'speed', 'at', 'requests', 'budgetUsd');
    fc.assert(
      fc.property(fc.dictionary(keys, anything), (request) => {
        const throwing = () =>
          estimate(asRequest({ catalog, model: 'tern-1', usage: { inputTokens: 1 } }, request));
        expect(strange(throwing)).toBeUndefined();
        expect(strange(() => usageFrom(request))).toBeUndefined();
        expect(strange(() => catalogFromMap(request))).toBeUndefined();
      }),
      { numRuns: 2000, seed: 9 },
    );
  });
});

/** JavaScript passes what it likes; the types are for those who have them. */
function asRequest(request: EstimateRequest, wrong: unknown): EstimateRequest {
  return Object.assign({}, request, wrong);
}

/** What was thrown that is no error of llmcost's own. */
function strange(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof LlmcostError ? undefined : error;
  }
}

const count = fc.oneof(fc.nat(1000), fc.nat(400_000), fc.constantFrom(0, 128_000, 200_000, 272_000, 2 ** 40));
const part = fc.option(count, { nil: undefined });
const tokens: fc.Arbitrary<Usage> = fc
  .record({
    text: count,
    cacheReadTokens: part,
    cacheWriteTokens: part,
    inputAudioTokens: part,
    inputImageTokens: part,
    reply: count,
    reasoningTokens: part,
    outputImageTokens: part,
  })
  .map(({ text, reply, ...parts }) => {
    const sum = (names: readonly (keyof typeof parts)[]) =>
      names.reduce((all, name) => all + (parts[name] ?? 0), 0);
    const input = sum(['cacheReadTokens', 'cacheWriteTokens', 'inputAudioTokens', 'inputImageTokens']);
    const given = Object.entries(parts).filter(([, value]) => value !== undefined);
    return {
      ...Object.fromEntries(given),
      inputTokens: text + input,
      outputTokens: reply + sum(['reasoningTokens', 'outputImageTokens']),
    };
  });
const conditions = fc.record({
  tier: fc.constantFrom('standard', 'flex', 'priority', 'batch'),
  region: fc.constantFrom('', 'eu', 'us'),
  speed: fc.constantFrom('', 'fast'),
  at: fc.constantFrom(new Date('2026-08-06T12:00:00Z'), new Date('2026-08-06T18:30:00Z')),
});

describe('a record that tells more than counts', () => {
  const response = (usage: object, more: object = {}) => usageFrom({ model: 'tern-1', ...more, usage });

  it('is partial where something beside the tokens has no price, and strict refuses it', () => {
    const output = [{ type: 'file_search_call' }, { type: 'file_search_call' }];
    const counts = { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 };
    const usage = response(counts, { output });
    // 1000 × 0.000002 + 100 × 0.000008, and two searches.
    const { totalUsd, state, lines } = estimate({ catalog, usage });
    expect([totalUsd, state]).toEqual([0.0028, 'partial']);
    expect(lines.at(-1)).toMatchObject({ label: 'File searches', quantity: 2, usd: null });
    expect(() => estimate({ catalog, usage, strict: true })).toThrow(PriceError);
    expect(pricer({ catalog, model: 'tern-1' })(usage)).toMatchObject({ totalUsd: 0.0028, state: 'partial' });
  });

  it('passes no threshold as a sum, which strict refuses to suppose', () => {
    const usage = response({ prompt_tokens: 300_000, completion_tokens: 0, requests: 5 });
    expect(usage.sumOf).toBe(5);
    // 300000 × 0.000002, where one prompt of that length is 300000 × 0.000004.
    const { totalUsd, assumptions, requests } = estimate({ catalog, usage });
    expect([totalUsd, requests, assumptions.map(({ code }) => code)]).toEqual([0.6, 1, ['SUM_OF_REQUESTS']]);
    expect(() => estimate({ catalog, usage, strict: true })).toThrow(PriceError);
  });

  it('keeps what was supposed of its tier', () => {
    const usage = response({ prompt_tokens: 1000, completion_tokens: 0 }, { service_tier: 'turbo' });
    const { totalUsd, tier, assumptions } = estimate({ catalog, usage });
    expect([totalUsd, tier, assumptions.map(({ code }) => code)]).toEqual([
      0.002,
      'standard',
      ['TIER_STANDARD'],
    ]);
    expect(() => estimate({ catalog, usage, strict: true })).toThrow(PriceError);
  });
});

describe('a pricer', () => {
  /** What estimate says, and the pricer twice: the second request of its kind goes the short way. */
  function both(of: Catalog, model: string, usage: Usage, when: RequestConditions) {
    const { inputUsd, outputUsd, otherUsd, totalUsd, state } = estimate({
      catalog: of,
      model,
      usage,
      ...when,
    });
    const price = pricer({ catalog: of, model, ...when });
    const expected = { inputUsd, outputUsd, otherUsd, totalUsd, state };
    return { expected: [expected, expected], found: [price(usage), price(usage)] };
  }

  it('says what estimate says', () => {
    const models = fc.constantFrom(...Object.keys(MAP));
    fc.assert(
      fc.property(models, tokens, conditions, (model, usage, when) => {
        const { expected, found } = both(catalog, model, usage, when);
        expect(found).toEqual(expected);
      }),
      {
        numRuns: 1000,
        seed: 9,
      },
    );
  });

  it.skipIf(!HAS_SHARED_MAPS).each(SHARED_MAPS)('says it of every model of the map of %s', (date) => {
    const map = sharedMap(date);
    const whole = catalogFromMap(Object.fromEntries(map));
    const samples = fc.sample(fc.tuple(tokens, conditions), { numRuns: map.size, seed: 9 });
    const keys = whole.models().map(({ key }) => key);
    for (const [index, key] of keys.entries()) {
      const [usage, when] = samples[index] ?? ([{ inputTokens: 1 }, {}] as const);
      const { expected, found } = both(whole, key, usage, when);
      expect(found, key).toEqual(expected);
    }
  });

  it('takes the conditions of each record, where it has none of its own', () => {
    const price = pricer({ catalog, model: 'tern-1' });
    const usage = { prompt_tokens: 1000, completion_tokens: 100 };
    expect(price(usageFrom({ usage })).totalUsd).toBe(0.0028);
    expect(price(usageFrom({ service_tier: 'flex', usage })).totalUsd).toBe(0.0014);
    expect(price(usageFrom({ usage })).totalUsd).toBe(0.0028);
    const standard = pricer({ catalog, model: 'tern-1', tier: 'standard' });
    expect(standard(usageFrom({ service_tier: 'flex', usage })).totalUsd).toBe(0.0028);
  });

  it('keeps no more rates than it needs, however many conditions come', () => {
    const price = pricer({ catalog, model: 'tern-1' });
    for (let index = 0; index < 2000; index += 1) {
      const record = { shape: 'own', usage: { inputTokens: 10 }, region: `r${index}` };
      expect(price(record).totalUsd).toBe(0.00002);
    }
  });

  it('refuses an unknown model and a wrong condition at once', () => {
    expect(() => pricer({ catalog, model: 'tern-9' })).toThrow(ModelNotFoundError);
    expect(() => pricer({ catalog, model: 'tern-1', tier: 'turbo' })).toThrow(UsageError);
    expect(pricer({ catalog, model: 'TERN-1' }).model).toMatchObject({ key: 'tern-1', matchedBy: 'case' });
  });
});

describe('a tally', () => {
  const record = (model: string | undefined, usage: object, more: object = {}) =>
    usageFrom({ ...(model === undefined ? {} : { model }), usage, ...more });
  const records = [
    record('tern-1', { prompt_tokens: 1000, completion_tokens: 100 }),
    record('tern-1', { prompt_tokens: 200_001, completion_tokens: 0 }),
    record('half', { prompt_tokens: 10, completion_tokens: 5 }),
    record('nobody', { prompt_tokens: 7, completion_tokens: 5 }),
  ];

  it('adds up what each request costs by itself', () => {
    // 1,000 × $2 + 100 × $8, 200,001 × $4 and 10 × $1 per 1M tokens.
    const { total, groups, unpriced } = tally({ catalog, records, by: ['model'] });
    expect(total).toMatchObject({ requests: 4, totalUsd: 0.802814, state: 'partial', inputTokens: 201_018 });
    expect(groups.map(({ group, totalUsd, state }) => [group['model'], totalUsd, state])).toEqual([
      ['tern-1', 0.802804, 'known'],
      ['half', 0.00001, 'partial'],
      ['nobody', null, 'unknown'],
    ]);
    expect(unpriced.map(({ model, problem, missing }) => [model, problem, missing])).toEqual([
      ['half', 'no price', ['Output']],
      ['nobody', 'not in the map', []],
    ]);
  });

  it('is the sum of estimates', () => {
    const sum = (list: typeof records) => tally({ catalog, records: list }).total.totalUsd ?? 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(tokens, fc.constantFrom('tern-1', 'free')), { minLength: 1, maxLength: 8 }),
        (jobs) => {
          const list = jobs.map(([usage, model]) => ({ shape: 'own', usage, model }));
          const each = list.map(({ model, usage }) => estimate({ catalog, model, usage }).totalUsd ?? 0);
          expect(sum(list)).toBeCloseTo(
            each.reduce((a, b) => a + b, 0),
            6,
          );
        },
      ),
      { numRuns: 200, seed: 9 },
    );
  });

  it('counts a reply once that is told twice', () => {
    const twice = { shape: 'own', usage: { inputTokens: 1000 }, model: 'tern-1', dedupeKey: 'reply-1' };
    const { total, repeated } = tally({ catalog, records: [twice, twice] });
    expect([total.requests, total.totalUsd, repeated]).toEqual([1, 0.002, 1]);
  });

  it('takes a model for records that name none, and refuses what is no record', () => {
    const nameless = [record(undefined, { prompt_tokens: 1000, completion_tokens: 0 })];
    expect(tally({ catalog, records: nameless, model: 'tern-1' }).total.totalUsd).toBe(0.002);
    expect(() => tally({ catalog, records: nameless, model: 'tern-9' })).toThrow(ModelNotFoundError);
    expect(() => tally({ catalog, records, by: ['weather'] })).toThrow(UsageError);
    expect(() => tally({ catalog, records, by: ['.metadata.team'] })).toThrow(
      '`by` must name groups, not ".metadata.team".',
    );
    expect(() => tally({ catalog, records, by: JSON.parse('7') })).toThrow('`by` must name groups, not 7.');
    expect(() => tally({ catalog, records: JSON.parse('3') })).toThrow('`records` must be a list');
    const wrong: never[] = JSON.parse('[{"prompt_tokens":5}]');
    expect(() => tally({ catalog, records: wrong })).toThrow('records[0] is no usage record');
  });

  it.each([
    'model',
    'provider',
    'mode',
    'tier',
    'hour',
    'day',
    'week',
    'month',
    'agent',
    'session',
    'project',
    'user',
    'tag',
  ])('groups by %s, alone or in a list', (by) => {
    const { groups } = tally({ catalog, records, by });
    expect(groups.every(({ group }) => by in group)).toBe(true);
    expect(tally({ catalog, records, by: [by] }).groups).toEqual(groups);
  });

  it('of nothing is nothing', () => {
    expect(tally({ catalog, records: [] }).total).toMatchObject({ requests: 0, totalUsd: 0, state: 'known' });
  });
});
