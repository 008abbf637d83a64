import { describe, expect, it } from 'vitest';
import { boundsOf, rangeFor, thresholdFor } from '../../src/pricing/thresholds.ts';
import { entryOf, NOON } from '../helpers/pricing.ts';

describe('a threshold', () => {
  it('is none for a prompt that has passed none', () => {
    const entry = entryOf({ input_cost_per_token_above_200k_tokens: 2e-6 });
    const when = { tier: 'standard', at: NOON } as const;
    expect(thresholdFor(entry, { ...when, inputTokens: 200_000 })).toBeUndefined();
    expect(thresholdFor(entry, { ...when, inputTokens: 200_001 })?.tokens).toBe(200_000);
  });
});

describe('the lengths of a prompt at which rates may change', () => {
  it('are the thresholds and the ends of the ranges, in rising order, each once', () => {
    const entry = entryOf({
      input_cost_per_token: 1e-6,
      input_cost_per_token_above_200k_tokens: 2e-6,
      output_cost_per_token_above_200k_tokens_priority: 3e-6,
      cache_read_input_token_cost_above_32768_tokens: 1e-7,
      tiered_pricing: [{ range: [0, 128_000] }, { range: [128_000] }, { range: [1, 'all'] }, 5],
    });
    expect(boundsOf(entry)).toEqual([0, 1, 32_768, 128_000, 200_000]);
  });

  it('are none where one price holds for all', () => {
    expect(boundsOf(entryOf({ input_cost_per_token: 1e-6 }))).toEqual([]);
  });

  it('are none that a name spells with more digits than a number can have', () => {
    const name = `input_cost_per_token_above_${'9'.repeat(400)}_tokens`;
    expect(boundsOf(entryOf({ [name]: 1e-6, input_cost_per_token_above_1k_tokens: 1e-6 }))).toEqual([1000]);
  });
});

describe('a range', () => {
  it('says where it stands and what it is', () => {
    const tiered_pricing = [{ range: [0, 10], input_cost_per_token: 1 }];
    expect(rangeFor(entryOf({ tiered_pricing }), 5)).toEqual({
      path: 'tiered_pricing[0]',
      from: 0,
      to: 10,
      words: '0 to 10 input tokens',
      fields: tiered_pricing[0],
    });
  });
});
