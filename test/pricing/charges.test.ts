import { describe, expect, it } from 'vitest';
import { assumptionsOf, meter, priceLines } from '../../src/pricing/cost.ts';
import { plain } from '../../src/core/money.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { CHARGE_KINDS, type Charge } from '../../src/usage/charges.ts';
import { entryOf, NOON } from '../helpers/pricing.ts';

function charged(fields: JsonObject, charges: readonly Charge[], more: object = {}) {
  const metered = meter({
    entry: entryOf({ input_cost_per_token: 1e-6, output_cost_per_token: 2e-6, ...fields }),
    usage: { inputTokens: 1000, outputTokens: 100 },
    conditions: { tier: 'standard', at: NOON },
    overlap: 'cut',
    charges,
    ...more,
  });
  const { lines, totalUsd, state } = priceLines(metered.lines);
  return {
    total: plain(totalUsd),
    state,
    unpriced: lines.filter(({ rate }) => rate === undefined).map(({ label, quantity }) => [label, quantity]),
    assumptions: assumptionsOf(metered).map(({ code }) => code),
  };
}

const SEARCHES = {
  search_context_cost_per_query: {
    search_context_size_low: 0.035,
    search_context_size_medium: 0.035,
    search_context_size_high: 0.035,
  },
};

describe('charges beside the tokens', () => {
  // The tokens alone: 1000 × 0.000001 + 100 × 0.000002 = 0.0012.
  it('without a price are named, and the total is partial', () => {
    const kinds = CHARGE_KINDS.filter((kind) => kind !== 'groundingQuery');
    for (const kind of kinds) {
      expect(charged({}, [{ kind, quantity: 3 }]), kind).toMatchObject({
        total: '0.0012',
        state: 'partial',
        unpriced: [[expect.any(String), 3]],
      });
    }
  });

  it('are of the generation of Gemini that bills them', () => {
    const both: readonly Charge[] = [
      { kind: 'groundingQuery', quantity: 3 },
      { kind: 'groundedPrompt', quantity: 1 },
    ];
    // One prompt: 0.0012 + 0.035. Three queries: 0.0012 + 3 × 0.035.
    expect(charged(SEARCHES, both)).toMatchObject({ total: '0.0362', state: 'known' });
    expect(charged({ ...SEARCHES, web_search_billing_unit: 'per_query' }, both)).toMatchObject({
      total: '0.1062',
      state: 'known',
    });
  });

  it('take the price of a thousand calls', () => {
    // 0.0012 + 4 × 2.5 / 1000.
    expect(
      charged({ file_search_cost_per_1k_calls: 2.5 }, [{ kind: 'fileSearch', quantity: 4 }]),
    ).toMatchObject({
      total: '0.0112',
      state: 'known',
    });
  });

  it('are free where the provider says so', () => {
    const citations: readonly Charge[] = [{ kind: 'citationToken', quantity: 5000 }];
    expect(charged({ litellm_provider: 'perplexity' }, citations)).toMatchObject({
      total: '0.0012',
      state: 'known',
    });
    // 0.0012 + 5000 × 0.000002.
    expect(
      charged({ litellm_provider: 'perplexity', citation_cost_per_token: 2e-6 }, citations),
    ).toMatchObject({ total: '0.0112', state: 'known' });
  });
});

describe('sums of requests', () => {
  const LONG = { input_cost_per_token_above_200k_tokens: 2e-6 };
  const usage = { inputTokens: 300_000 };

  it('pass no threshold, which is an assumption only where there is one to pass', () => {
    // 300000 × 0.000001; one request of that length is 300000 × 0.000002.
    expect(charged(LONG, [], { usage, sumOf: 5 })).toMatchObject({
      total: '0.3',
      assumptions: ['SUM_OF_REQUESTS'],
    });
    expect(charged({}, [], { usage, sumOf: 5 })).toMatchObject({ total: '0.3', assumptions: [] });
    expect(charged(LONG, [], { usage: { inputTokens: 200_000 }, sumOf: 5 }).assumptions).toEqual([]);
    expect(charged(LONG, [], { usage })).toMatchObject({ total: '0.6', assumptions: [] });
  });

  it('take the length of each prompt where it is told', () => {
    expect(charged(LONG, [], { usage, sumOf: null, contextTokens: 200_001 })).toMatchObject({
      total: '0.6',
      assumptions: [],
    });
    expect(charged(LONG, [], { usage, sumOf: null, contextTokens: 200_000 })).toMatchObject({
      total: '0.3',
      assumptions: [],
    });
  });

  it('pay the fee of each request, and once where nobody says how many there were', () => {
    const fee = { input_cost_per_request: 0.01 };
    // 0.3 + 5 × 0.01.
    expect(charged(fee, [], { usage, sumOf: 5 })).toMatchObject({ total: '0.35', assumptions: [] });
    expect(charged(fee, [], { usage, sumOf: null })).toMatchObject({
      total: '0.31',
      assumptions: ['FEE_ONCE'],
    });
  });
});

describe('parts that are larger than their total', () => {
  it('are cut, named, and make the total partial', () => {
    const usage = { inputTokens: 1000, cacheReadTokens: 1500, outputTokens: 100 };
    // 1000 × 0.0000001 + 100 × 0.000002; what 500 tokens cost nobody knows.
    expect(charged({ cache_read_input_token_cost: 1e-7 }, [], { usage })).toEqual({
      total: '0.0003',
      state: 'partial',
      unpriced: [['Tokens beyond their total', 500]],
      assumptions: ['PARTS_CUT'],
    });
  });
});
