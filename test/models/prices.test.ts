import { describe, expect, it } from 'vitest';
import { decimal, plain } from '../../src/core/money.ts';
import { normalized, normalizedNumber, per1M, pricesOf } from '../../src/models/prices.ts';
import { entryOf } from '../helpers/pricing.ts';
import type { JsonObject } from '../../src/core/json.ts';

/** Each price as `item | field | raw | condition`. */
function listOf(fields: JsonObject): readonly string[] {
  return pricesOf(entryOf(fields)).prices.map(({ item, field, raw, condition }) =>
    [item, field, raw, condition ?? ''].join(' | '),
  );
}

describe('the prices of an entry', () => {
  it('stand in the order in which a person expects them, plain ones first', () => {
    expect(
      listOf({
        regional_processing_uplift_multiplier_eu: 1.1,
        output_cost_per_token_batches: 1.5e-5,
        cache_read_input_token_cost: 5e-7,
        output_cost_per_token: 3e-5,
        input_cost_per_token_priority: 1e-5,
        input_cost_per_token_above_272k_tokens_priority: 2e-5,
        input_cost_per_token_above_272k_tokens: 1e-5,
        input_cost_per_token_flex: 2.5e-6,
        input_cost_per_token: 5e-6,
        cache_creation_input_token_cost_above_1hr: 1e-5,
      }),
    ).toEqual([
      'Input | input_cost_per_token | 0.000005 | ',
      'Output | output_cost_per_token | 0.00003 | ',
      'Cached input | cache_read_input_token_cost | 0.0000005 | ',
      'Cache write | cache_creation_input_token_cost_above_1hr | 0.00001 | 1 h',
      'Input | input_cost_per_token_above_272k_tokens | 0.00001 | above 272K input tokens',
      'Input | input_cost_per_token_flex | 0.0000025 | flex',
      'Input | input_cost_per_token_priority | 0.00001 | priority',
      'Input | input_cost_per_token_above_272k_tokens_priority | 0.00002 | above 272K input tokens, priority',
      'Output | output_cost_per_token_batches | 0.000015 | batch',
      'EU processing | regional_processing_uplift_multiplier_eu | 1.1 | ',
    ]);
  });

  it('say every condition in words', () => {
    expect(
      listOf({
        output_cost_per_second_1080p: 0.08,
        output_cost_per_image_above_512_and_512_pixels_and_premium_image: 0.012,
        input_cost_per_video_per_second_above_8s_interval: 0.001,
        input_cost_per_token_above_32768_tokens: 1e-6,
        input_cost_per_token_above_1000k_tokens: 2e-6,
      }),
    ).toEqual([
      'Image output | output_cost_per_image_above_512_and_512_pixels_and_premium_image | 0.012 | above 512x512, premium',
      'Video input | input_cost_per_video_per_second_above_8s_interval | 0.001 | longer than 8s',
      'Output | output_cost_per_second_1080p | 0.08 | 1080p',
      'Input | input_cost_per_token_above_32768_tokens | 0.000001 | above 32768 input tokens',
      'Input | input_cost_per_token_above_1000k_tokens | 0.000002 | above 1M input tokens',
    ]);
  });

  it('inside ranges name the range', () => {
    expect(
      listOf({
        tiered_pricing: [
          { range: [0, 32000.0], input_cost_per_token: 1e-6, output_cost_per_token: 5e-6 },
          { range: [32000.0, 1_000_000], input_cost_per_token: 2e-6 },
          { range: [1_000_000], input_cost_per_token: 3e-6 },
        ],
      }),
    ).toEqual([
      'Input | tiered_pricing[0].input_cost_per_token | 0.000001 | 0–32K input tokens',
      'Output | tiered_pricing[0].output_cost_per_token | 0.000005 | 0–32K input tokens',
      'Input | tiered_pricing[1].input_cost_per_token | 0.000002 | 32K–1M input tokens',
      'Input | tiered_pricing[2].input_cost_per_token | 0.000003 | above 1M input tokens',
    ]);
    expect(
      listOf({
        tiered_pricing: [
          { max_results_range: [0, 25], input_cost_per_query: 0.005 },
          { input_cost_per_query: 0.025 },
        ],
      }),
    ).toEqual([
      'Query | tiered_pricing[0].input_cost_per_query | 0.005 | 0–25 results',
      'Query | tiered_pricing[1].input_cost_per_query | 0.025 | ',
    ]);
  });

  it('inside other objects are named by their part', () => {
    expect(
      listOf({
        search_context_cost_per_query: { search_context_size_high: 0.02, search_context_size_low: 0.01 },
        off_peak_pricing: { hours_utc: '16:30-00:30', input_cost_per_token: '1e-7' },
        provider_specific_entry: { us: 1.1, fast: 6 },
      }),
    ).toEqual([
      'Web search | search_context_cost_per_query.search_context_size_low | 0.01 | low',
      'Web search | search_context_cost_per_query.search_context_size_high | 0.02 | high',
      'Input | off_peak_pricing.input_cost_per_token | 0.0000001 | off-peak',
      'Provider-specific | provider_specific_entry.fast | 6 | fast',
      'Provider-specific | provider_specific_entry.us | 1.1 | us',
    ]);
  });

  it('keep a price of 0, and leave out what is null', () => {
    expect(listOf({ input_cost_per_token: 0, output_cost_per_token: null, max_tokens: 5 })).toEqual([
      'Input | input_cost_per_token | 0 | ',
    ]);
  });

  it('give their conditions to scripts too', () => {
    const [, price] = pricesOf(
      entryOf({
        input_cost_per_token: 1e-6,
        tiered_pricing: [{ range: [0, 5], output_cost_per_token: 2e-6 }],
      }),
    ).prices;
    expect(price?.conditions).toEqual({
      aboveTokens: null,
      fromTokens: 0,
      toTokens: 5,
      tier: null,
      batch: false,
      ttl: null,
      resolution: null,
      quality: null,
      offPeak: false,
    });
  });
});

describe('what is not understood', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['a name that the grammar does not know', { input_cost_per_feather: 1 }, ['input_cost_per_feather']],
    ['a value that is no figure', { input_cost_per_token: 'cheap' }, ['input_cost_per_token']],
    ['an object where a figure belongs', { input_cost_per_token: { eu: 1 } }, ['input_cost_per_token']],
    ['ranges that are no list', { tiered_pricing: { a: 1 } }, ['tiered_pricing']],
    ['a range that is no object', { tiered_pricing: [3] }, ['tiered_pricing[0]']],
    ['off-peak prices that are no object', { off_peak_pricing: '16:30' }, ['off_peak_pricing']],
    [
      'an unknown price inside a range',
      { tiered_pricing: [{ range: [0, 5], input_cost_per_token: 1e-6, input_cost_per_feather: 2 }] },
      ['tiered_pricing[0].input_cost_per_feather'],
    ],
    [
      'an unknown price inside off-peak hours',
      { off_peak_pricing: { hours_utc: '1:00-2:00', output_cost_per_token: 'half' } },
      ['off_peak_pricing.output_cost_per_token'],
    ],
    [
      'a search context without a figure',
      { search_context_cost_per_query: { search_context_size_low: true, search_context_size_high: 1 } },
      ['search_context_cost_per_query.search_context_size_low'],
    ],
    [
      "a provider's price that is no figure",
      { provider_specific_entry: { surge_multiplier: 'twice' } },
      ['provider_specific_entry.surge_multiplier'],
    ],
  ])('is shown: %s', (_what, fields, names) => {
    expect(pricesOf(entryOf(fields)).notUnderstood.map(({ field }) => field)).toEqual(names);
  });

  it.each<[string, JsonObject]>([
    ["a provider's setting", { provider_specific_entry: { invocation_schema: 'v2', us: 1.1 } }],
    ['a part that is null', { search_context_cost_per_query: { search_context_size_low: null } }],
    ['a price in a range that is null', { tiered_pricing: [{ range: [0, 5], input_cost_per_token: null }] }],
    ['a billing unit', { web_search_billing_unit: 'per_query' }],
  ])('is not %s', (_what, fields) => {
    expect(pricesOf(entryOf(fields)).notUnderstood).toEqual([]);
  });
});

describe('a price in the amount in which people compare it', () => {
  it.each([
    ['token', '0.000005', '5', '1M tokens'],
    ['second', '0.0001', '0.006', 'minute'],
    ['page', '0.003', '3', '1K pages'],
    ['pixel', '0.00000001', '0.01048576', '1024x1024 image'],
    ['character', '0.000015', '15', '1M characters'],
    ['image', '0.04', '0.04', 'image'],
  ] as const)('per %s %s is %s per %s', (unit, value, usd, name) => {
    const { usd: made, unit: called } = normalized(decimal(value), unit);
    expect([plain(made), called]).toEqual([usd, name]);
    expect(normalizedNumber(Number(value), unit)).toEqual({ usd: Number(usd), unit: name });
  });

  it('is per 1M tokens for tokens alone', () => {
    expect(per1M(decimal(5e-6), 'token')).toBe(5);
    expect(per1M(decimal(5e-6), 'dbu_token')).toBeNull();
  });
});
