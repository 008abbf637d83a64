import { describe, expect, it } from 'vitest';
import type { Conditions } from '../../src/usage/conditions.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { plain } from '../../src/core/money.ts';
import {
  fieldsOfMeter,
  halvesBatches,
  METER_LABELS,
  ratesFor,
  type Rate,
  type TokenMeter,
} from '../../src/pricing/rates.ts';
import { entryOf, NOON } from '../helpers/pricing.ts';

type When = Partial<Conditions>;

function rateOf(fields: JsonObject, meter: TokenMeter, when: When = {}): Rate | undefined {
  return ratesFor(entryOf(fields), { tier: 'standard', inputTokens: 1000, at: NOON, ...when }).token(meter);
}

/** `5 input_cost_per_token`: USD per 1M tokens, and the field that it came from; `unknown` for none. */
function told(fields: JsonObject, meter: TokenMeter, when: When = {}): string {
  const rate = rateOf(fields, meter, when);
  return rate === undefined ? 'unknown' : `${plain(rate.usdPerUnit.times(1_000_000))} ${rate.field}`;
}

function codes(fields: JsonObject, meter: TokenMeter, when: When = {}): readonly string[] {
  return (rateOf(fields, meter, when)?.assumptions ?? []).map(({ code }) => code);
}

/** Per 1M: 5 in, 30 out, 0.5 cached; from 272K 10, 45, 1; priority 10, 60; priority above 272K 20. */
const LONG = {
  litellm_provider: 'openai',
  input_cost_per_token: 5e-6,
  input_cost_per_token_above_272k_tokens: 1e-5,
  input_cost_per_token_priority: 1e-5,
  input_cost_per_token_above_272k_tokens_priority: 2e-5,
  output_cost_per_token: 3e-5,
  output_cost_per_token_above_272k_tokens: 4.5e-5,
  output_cost_per_token_priority: 6e-5,
  cache_read_input_token_cost: 5e-7,
  cache_read_input_token_cost_above_272k_tokens: 1e-6,
};

describe('a long-context threshold', () => {
  it.each([
    [271_999, '5 input_cost_per_token'],
    [272_000, '5 input_cost_per_token'],
    [272_001, '10 input_cost_per_token_above_272k_tokens'],
  ])('with %i input tokens takes %s', (inputTokens, rate) => {
    expect(told(LONG, 'input', { inputTokens })).toBe(rate);
  });

  it('changes output and cache rates with the input', () => {
    const when = { inputTokens: 272_001 };
    expect(told(LONG, 'output', when)).toBe('45 output_cost_per_token_above_272k_tokens');
    expect(told(LONG, 'cacheRead', when)).toBe('1 cache_read_input_token_cost_above_272k_tokens');
  });

  it('leaves a metric that has no rate there its own', () => {
    const fields = { ...LONG, input_cost_per_audio_token: 7e-6 };
    expect(told(fields, 'inputAudio', { inputTokens: 300_000 })).toBe('7 input_cost_per_audio_token');
  });

  it('is the highest of those that are passed', () => {
    const fields = {
      input_cost_per_token: 1e-6,
      input_cost_per_token_above_128k_tokens: 2e-6,
      input_cost_per_token_above_256k_tokens: 3e-6,
      output_cost_per_token: 4e-6,
      output_cost_per_token_above_128k_tokens: 5e-6,
    };
    expect(told(fields, 'input', { inputTokens: 128_000 })).toBe('1 input_cost_per_token');
    expect(told(fields, 'input', { inputTokens: 200_000 })).toBe('2 input_cost_per_token_above_128k_tokens');
    expect(told(fields, 'input', { inputTokens: 256_001 })).toBe('3 input_cost_per_token_above_256k_tokens');
    // The bracket above 256K has no output rate, so output keeps its own.
    expect(told(fields, 'output', { inputTokens: 256_001 })).toBe('4 output_cost_per_token');
  });

  it('may be spelt out, and in both ways', () => {
    const spelt = { input_cost_per_token: 1e-6, input_cost_per_token_above_32768_tokens: 2e-6 };
    expect(told(spelt, 'input', { inputTokens: 32_768 })).toBe('1 input_cost_per_token');
    expect(told(spelt, 'input', { inputTokens: 32_769 })).toBe('2 input_cost_per_token_above_32768_tokens');
    const both = {
      input_cost_per_token_above_200k_tokens: 2e-6,
      input_cost_per_token_above_200000_tokens: 2e-6,
      output_cost_per_token_above_200000_tokens: 9e-6,
    };
    expect(told(both, 'output', { inputTokens: 200_001 })).toBe(
      '9 output_cost_per_token_above_200000_tokens',
    );
    expect(rateOf(both, 'output', { inputTokens: 200_001 })?.condition).toBe('above 200K input tokens');
    expect(rateOf(spelt, 'input', { inputTokens: 40_000 })?.condition).toBe('above 32768 input tokens');
  });

  it('is not made by a field without a figure', () => {
    const fields = { input_cost_per_token: 1e-6, input_cost_per_token_above_128k_tokens: null };
    expect(told(fields, 'input', { inputTokens: 500_000 })).toBe('1 input_cost_per_token');
  });

  it('without a figure is passed over for the next lower one', () => {
    const fields = {
      input_cost_per_token_above_256k_tokens: null,
      input_cost_per_token_above_128k_tokens: 2e-6,
      output_cost_per_token_above_256k_tokens: 6e-6,
      output_cost_per_token_above_128k_tokens: 5e-6,
    };
    expect(told(fields, 'output', { inputTokens: 300_000 })).toBe(
      '5 output_cost_per_token_above_128k_tokens',
    );
  });

  it('is the highest whatever the order of the fields', () => {
    const fields = {
      input_cost_per_token_above_256k_tokens: 3e-6,
      input_cost_per_token_above_128k_tokens: 2e-6,
      output_cost_per_token_above_200000_tokens: 9e-6,
      input_cost_per_token_above_200000_tokens: 2e-6,
      input_cost_per_token_above_200k_tokens: 2e-6,
      output_cost_per_token_above_200k_tokens: 8e-6,
    };
    expect(told(fields, 'input', { inputTokens: 300_000 })).toBe('3 input_cost_per_token_above_256k_tokens');
    const turnedAround = Object.fromEntries(Object.entries(fields).toReversed());
    for (const one of [fields, turnedAround]) {
      expect(told(one, 'output', { inputTokens: 220_000 })).toBe(
        '9 output_cost_per_token_above_200000_tokens',
      );
    }
  });

  it.each(['my_input_cost_per_token_above_256k_tokens', 'input_cost_per_token_above_256k_tokens_odd'])(
    'is not made by %s',
    (name) => {
      const fields = {
        [name]: 3e-6,
        output_cost_per_token: 4e-6,
        output_cost_per_token_above_256k_tokens: 6e-6,
      };
      expect(told(fields, 'output', { inputTokens: 300_000 })).toBe('4 output_cost_per_token');
    },
  );

  it.each([
    // Which of 128K and 256K has been passed, for each of the tiers.
    ['priority', 'standard', '5 output_cost_per_token_above_128k_tokens'],
    ['priority', 'flex', '5 output_cost_per_token_above_128k_tokens'],
    ['priority', 'priority', '6 output_cost_per_token_above_256k_tokens'],
    ['priority', 'batch', '2.5 output_cost_per_token_above_128k_tokens'],
    ['batches', 'standard', '5 output_cost_per_token_above_128k_tokens'],
    ['batches', 'priority', '5 output_cost_per_token_above_128k_tokens'],
    ['batches', 'batch', '3 output_cost_per_token_above_256k_tokens'],
  ] as const)('listed for %s alone is one at %s or not: %s', (suffix, tier, rate) => {
    const fields = {
      litellm_provider: 'openai',
      input_cost_per_token_above_128k_tokens: 2e-6,
      [`input_cost_per_token_above_256k_tokens_${suffix}`]: 9e-6,
      output_cost_per_token_above_128k_tokens: 5e-6,
      output_cost_per_token_above_256k_tokens: 6e-6,
    };
    expect(told(fields, 'output', { inputTokens: 300_000, tier })).toBe(rate);
  });

  it('of another tier does not count', () => {
    const fields = {
      input_cost_per_token: 1e-6,
      input_cost_per_token_above_128k_tokens_priority: 9e-6,
      input_cost_per_token_above_128k_tokens_batches: 8e-6,
    };
    const inputTokens = 500_000;
    expect(told(fields, 'input', { inputTokens })).toBe('1 input_cost_per_token');
    expect(told(fields, 'input', { inputTokens, tier: 'priority' })).toBe(
      '9 input_cost_per_token_above_128k_tokens_priority',
    );
    expect(told(fields, 'input', { inputTokens, tier: 'batch' })).toBe(
      '8 input_cost_per_token_above_128k_tokens_batches',
    );
  });

  it.each([
    [199_999, '1.25 input_cost_per_token'],
    [200_000, '2.5 input_cost_per_token_above_200k_tokens'],
    [200_001, '2.5 input_cost_per_token_above_200k_tokens'],
  ])('of xai holds from the threshold itself: %i takes %s', (inputTokens, rate) => {
    const fields = {
      litellm_provider: 'xai',
      input_cost_per_token: 1.25e-6,
      input_cost_per_token_above_200k_tokens: 2.5e-6,
    };
    expect(told(fields, 'input', { inputTokens })).toBe(rate);
  });

  it('is said in words', () => {
    expect(rateOf(LONG, 'input', { inputTokens: 1 })?.condition).toBeNull();
    expect(rateOf(LONG, 'input', { inputTokens: 300_000 })?.condition).toBe('above 272K input tokens');
    const xai = { litellm_provider: 'xai', input_cost_per_token_above_200k_tokens: 1e-6 };
    expect(rateOf(xai, 'input', { inputTokens: 200_000 })?.condition).toBe('from 200K input tokens');
  });
});

describe('a tier', () => {
  it.each([
    // The order for a metric: K_above_N_tier, K_above_N, K_tier, K.
    ['input', 1000, '10 input_cost_per_token_priority', []],
    ['input', 272_001, '20 input_cost_per_token_above_272k_tokens_priority', []],
    ['output', 1000, '60 output_cost_per_token_priority', []],
    ['output', 272_001, '45 output_cost_per_token_above_272k_tokens', ['TIER_PRICE_MISSING']],
    ['cacheRead', 1000, '0.5 cache_read_input_token_cost', ['TIER_PRICE_MISSING']],
    ['cacheRead', 272_001, '1 cache_read_input_token_cost_above_272k_tokens', ['TIER_PRICE_MISSING']],
  ] as const)('priority takes for %s with %i tokens %s', (meter, inputTokens, rate, assumed) => {
    expect(told(LONG, meter, { tier: 'priority', inputTokens })).toBe(rate);
    expect(codes(LONG, meter, { tier: 'priority', inputTokens })).toEqual(assumed);
  });

  it.each(['flex', 'ultrafast'] as const)(
    '%s without prices takes the standard ones, and says so',
    (tier) => {
      expect(told(LONG, 'input', { tier })).toBe('5 input_cost_per_token');
      expect(codes(LONG, 'input', { tier })).toEqual(['TIER_PRICE_MISSING']);
    },
  );

  it('is said in words', () => {
    expect(rateOf(LONG, 'input', { tier: 'priority' })?.condition).toBe('priority tier');
    expect(rateOf(LONG, 'input', { tier: 'priority', inputTokens: 300_000 })?.condition).toBe(
      'above 272K input tokens, priority tier',
    );
    expect(rateOf(LONG, 'cacheRead', { tier: 'priority' })?.condition).toBeNull();
  });

  it('without a price for so long a prompt says that it is that price which is missing', () => {
    const fields = { ...LONG, input_cost_per_token_flex: 2.5e-6 };
    const said = (inputTokens: number) =>
      rateOf(fields, 'input', { tier: 'flex', inputTokens })?.assumptions.map(({ message }) => message);
    expect(said(272_000)).toEqual([]);
    expect(said(272_001)).toEqual([
      'No flex price for input above 272K input tokens is listed; ' +
        'its standard price input_cost_per_token_above_272k_tokens is used.',
    ]);
  });

  it('passes a price of 0 on as a price', () => {
    const fields = { input_cost_per_token: 1e-6, input_cost_per_token_flex: 0 };
    expect(told(fields, 'input', { tier: 'flex' })).toBe('0 input_cost_per_token_flex');
  });
});

describe('batch', () => {
  it('takes the price that is listed for it', () => {
    const fields = { ...LONG, input_cost_per_token_batches: 2e-6 };
    expect(told(fields, 'input', { tier: 'batch' })).toBe('2 input_cost_per_token_batches');
    expect(codes(fields, 'input', { tier: 'batch' })).toEqual([]);
    expect(rateOf(fields, 'input', { tier: 'batch' })?.condition).toBe('batch');
  });

  it('takes the price under the spelling of older maps', () => {
    const fields = { input_cost_per_token: 2e-6, input_cost_per_token_batch_requests: 5e-7 };
    expect(told(fields, 'input', { tier: 'batch' })).toBe('0.5 input_cost_per_token_batch_requests');
  });

  it.each([
    ['openai', true],
    ['azure', true],
    ['anthropic', true],
    ['gemini', true],
    ['vertex_ai', true],
    ['vertex_ai-language-models', true],
    ['azure_ai', false],
    ['text-completion-openai', false],
    ['bedrock', false],
    ['openrouter', false],
  ])('of %s is half where none is listed: %s', (litellm_provider, halves) => {
    const fields = { litellm_provider, input_cost_per_token: 3e-6 };
    expect(told(fields, 'input', { tier: 'batch' })).toBe(halves ? '1.5 input_cost_per_token' : 'unknown');
    expect(codes(fields, 'input', { tier: 'batch' })).toEqual(halves ? ['BATCH_HALF'] : []);
    expect(halvesBatches(entryOf(fields))).toBe(halves);
  });

  it('without a provider is unknown', () => {
    expect(told({ litellm_provider: null, input_cost_per_token: 3e-6 }, 'input', { tier: 'batch' })).toBe(
      'unknown',
    );
    expect(
      halvesBatches({ key: 'tern-1', provider: null, mode: null, fields: { input_cost_per_token: 3e-6 } }),
    ).toBe(false);
  });

  it('above a threshold is half of the long-context price, not the short prompt’s batch price', () => {
    const fields = { ...LONG, input_cost_per_token_batches: 2.5e-6 };
    const when = { tier: 'batch', inputTokens: 272_001 } as const;
    expect(told(fields, 'input', when)).toBe('5 input_cost_per_token_above_272k_tokens');
    expect(codes(fields, 'input', when)).toEqual(['BATCH_HALF']);
  });

  it('above a threshold takes the listed price of another provider', () => {
    const fields = {
      litellm_provider: 'openrouter',
      input_cost_per_token: 2e-6,
      input_cost_per_token_above_200k_tokens: 4e-6,
      input_cost_per_token_batches: 1e-6,
      output_cost_per_token: 8e-6,
      output_cost_per_token_above_200k_tokens: 9e-6,
    };
    const when = { tier: 'batch', inputTokens: 200_001 } as const;
    expect(told(fields, 'input', when)).toBe('1 input_cost_per_token_batches');
    expect(told(fields, 'output', when)).toBe('unknown');
  });

  it('keeps a cached rate unknown that is listed for standard alone: the input rate is no substitute', () => {
    const fields = {
      litellm_provider: 'bedrock',
      input_cost_per_token: 2e-6,
      input_cost_per_token_batches: 1e-6,
      output_cost_per_token_batches: 3e-6,
      cache_read_input_token_cost: 2e-7,
    };
    expect(told(fields, 'cacheRead', { tier: 'batch' })).toBe('unknown');
    const above = {
      ...fields,
      input_cost_per_token_above_200k_tokens: 4e-6,
      input_cost_per_image_token_above_200k_tokens: 5e-6,
    };
    expect(told(above, 'inputImage', { tier: 'batch', inputTokens: 200_001 })).toBe('unknown');
    // Image input has no price of its own at all, so it is input like the rest.
    expect(told(fields, 'inputImage', { tier: 'batch' })).toBe('1 input_cost_per_token_batches');
  });
});

/** Per 1M: up to 32,000 1.2 in and 6 out; up to 128,000 2.4 and 12; up to 252,000 3 and 15. */
const RANGES = {
  tiered_pricing: [
    { range: [0, 32000.0], input_cost_per_token: 1.2e-6, output_cost_per_token: 6e-6 },
    { range: [32000.0, 128000.0], input_cost_per_token: 2.4e-6, output_cost_per_token: 1.2e-5 },
    { range: [128000.0, 252000.0], input_cost_per_token: 3e-6, output_cost_per_token: 1.5e-5 },
  ],
};

describe('ranges of tiered_pricing', () => {
  it.each([
    [0, '1.2', '6'],
    [1, '1.2', '6'],
    [32_000, '1.2', '6'],
    [32_001, '2.4', '12'],
    [128_000, '2.4', '12'],
    [128_001, '3', '15'],
    [252_000, '3', '15'],
    [252_001, '3', '15'],
    [1_000_000, '3', '15'],
  ])('%i input tokens cost %s in and %s out per 1M', (inputTokens, input, output) => {
    expect(told(RANGES, 'input', { inputTokens }).split(' ')[0]).toBe(input);
    expect(told(RANGES, 'output', { inputTokens }).split(' ')[0]).toBe(output);
  });

  it('name the range that was taken', () => {
    const rate = rateOf(RANGES, 'input', { inputTokens: 40_000 });
    expect(rate?.field).toBe('tiered_pricing[1].input_cost_per_token');
    expect(rate?.condition).toBe('32000 to 128000 input tokens');
  });

  it('may stand in any order', () => {
    const turned = { tiered_pricing: RANGES.tiered_pricing.toReversed() };
    expect(told(turned, 'input', { inputTokens: 10 })).toBe('1.2 tiered_pricing[2].input_cost_per_token');
    expect(told(turned, 'input', { inputTokens: 0 })).toBe('1.2 tiered_pricing[2].input_cost_per_token');
    expect(told(turned, 'input', { inputTokens: 32_001 })).toBe('2.4 tiered_pricing[1].input_cost_per_token');
    expect(told(turned, 'input', { inputTokens: 999_999 })).toBe('3 tiered_pricing[0].input_cost_per_token');
  });

  it('may be open at the end, which is then above all others', () => {
    const open = {
      tiered_pricing: [
        { range: [0, 100], input_cost_per_token: 1e-6 },
        { range: [100], input_cost_per_token: 2e-6 },
      ],
    };
    expect(told(open, 'input', { inputTokens: 100 })).toBe('1 tiered_pricing[0].input_cost_per_token');
    expect(told(open, 'input', { inputTokens: 101 })).toBe('2 tiered_pricing[1].input_cost_per_token');
    expect(rateOf(open, 'input', { inputTokens: 101 })?.condition).toBe('above 100 input tokens');
  });

  it('that are about search results are none', () => {
    const fields = {
      input_cost_per_token: 1e-6,
      tiered_pricing: [{ max_results_range: [0, 25], input_cost_per_query: 0.005 }],
    };
    expect(told(fields, 'input')).toBe('1 input_cost_per_token');
    expect(told({ ...fields, cache_read_input_token_cost: 1e-7 }, 'cacheRead')).toBe(
      '0.1 cache_read_input_token_cost',
    );
  });

  it('suppose nothing at the standard tier', () => {
    expect(codes(RANGES, 'input')).toEqual([]);
    expect(codes(RANGES, 'reasoning')).toEqual([]);
  });

  const PARTS = {
    output_cost_per_token: 9e-6,
    output_cost_per_reasoning_token: 8e-6,
    cache_read_input_token_cost: 7e-6,
    cache_creation_input_token_cost: 6e-6,
    cache_creation_input_token_cost_above_1hr: 5e-6,
    input_cost_per_audio_token: 4e-6,
    tiered_pricing: [{ range: [0, 1000], input_cost_per_token: 1e-6 }],
  };

  it.each([
    // What the range leaves out, and what stands in for it.
    ['output', '9 output_cost_per_token', 'the entry’s own'],
    ['reasoning', '9 output_cost_per_token', 'output'],
    ['cacheRead', '1 tiered_pricing[0].input_cost_per_token', 'input of the range'],
    ['cacheWrite', '1 tiered_pricing[0].input_cost_per_token', 'input of the range'],
    ['cacheWrite1h', '1 tiered_pricing[0].input_cost_per_token', 'write, then input of the range'],
    ['inputAudio', '4 input_cost_per_audio_token', 'the entry’s own, which no range speaks of'],
    ['inputImage', '1 tiered_pricing[0].input_cost_per_token', 'input of the range'],
  ] as const)('without a rate for %s take %s: %s', (meter, rate, _why) => {
    expect(told(PARTS, meter)).toBe(rate);
  });

  it('with rates of their own for every kind take those', () => {
    const own = {
      ...PARTS,
      tiered_pricing: [
        {
          range: [0, 1000],
          input_cost_per_token: 1e-6,
          output_cost_per_token: 2e-6,
          output_cost_per_reasoning_token: 3e-6,
          cache_read_input_token_cost: 1e-7,
          cache_creation_input_token_cost: 2e-7,
          input_cost_per_audio_token: 5e-7,
        },
      ],
    };
    expect(told(own, 'output')).toBe('2 tiered_pricing[0].output_cost_per_token');
    expect(told(own, 'reasoning')).toBe('3 tiered_pricing[0].output_cost_per_reasoning_token');
    expect(told(own, 'cacheRead')).toBe('0.1 tiered_pricing[0].cache_read_input_token_cost');
    expect(told(own, 'cacheWrite')).toBe('0.2 tiered_pricing[0].cache_creation_input_token_cost');
    expect(told(own, 'cacheWrite1h')).toBe('0.2 tiered_pricing[0].cache_creation_input_token_cost');
    expect(told(own, 'inputAudio')).toBe('0.5 tiered_pricing[0].input_cost_per_audio_token');
  });

  it('outweigh thresholds', () => {
    const fields = { ...RANGES, input_cost_per_token_above_32k_tokens: 9e-6 };
    expect(told(fields, 'input', { inputTokens: 40_000 })).toBe('2.4 tiered_pricing[1].input_cost_per_token');
    const audio = {
      ...fields,
      input_cost_per_audio_token: 7e-6,
      input_cost_per_audio_token_above_32k_tokens: 8e-6,
    };
    expect(told(audio, 'inputAudio', { inputTokens: 40_000 })).toBe('7 input_cost_per_audio_token');
  });

  it('have prices of a tier where they list them', () => {
    const fields = {
      tiered_pricing: [
        {
          range: [0, 1000],
          input_cost_per_token: 2e-6,
          input_cost_per_token_flex: 1e-6,
          input_cost_per_token_batches: 5e-7,
          output_cost_per_token: 4e-6,
        },
      ],
    };
    expect(told(fields, 'input', { tier: 'flex' })).toBe('1 tiered_pricing[0].input_cost_per_token_flex');
    expect(codes(fields, 'input', { tier: 'flex' })).toEqual([]);
    expect(told(fields, 'input', { tier: 'batch' })).toBe(
      '0.5 tiered_pricing[0].input_cost_per_token_batches',
    );
    expect(told(fields, 'output', { tier: 'flex' })).toBe('4 tiered_pricing[0].output_cost_per_token');
    expect(codes(fields, 'output', { tier: 'flex' })).toEqual(['TIER_PRICE_MISSING']);
  });

  it('in batch are halved for who halves, and unknown for others', () => {
    expect(told(RANGES, 'input', { tier: 'batch' })).toBe('unknown');
    expect(told(RANGES, 'cacheRead', { tier: 'batch' })).toBe('unknown');
    const halved = { ...RANGES, litellm_provider: 'gemini' };
    expect(told(halved, 'input', { tier: 'batch' })).toBe('0.6 tiered_pricing[0].input_cost_per_token');
    const cached = {
      tiered_pricing: [
        { range: [0, 9], input_cost_per_token_batches: 1e-6, cache_read_input_token_cost: 1e-7 },
      ],
    };
    expect(told(cached, 'cacheRead', { tier: 'batch' })).toBe('unknown');
    const audio = {
      input_cost_per_image_token: 1e-6,
      tiered_pricing: [
        { range: [0, 9], input_cost_per_token_batches: 1e-6, input_cost_per_audio_token: 1e-7 },
      ],
    };
    expect(told(audio, 'inputAudio', { tier: 'batch' })).toBe('unknown');
    expect(told(audio, 'inputImage', { tier: 'batch' })).toBe('unknown');
    expect(told(audio, 'inputVideo', { tier: 'batch' })).toBe(
      '1 tiered_pricing[0].input_cost_per_token_batches',
    );
  });
});

describe('off-peak prices', () => {
  const fields = {
    litellm_provider: 'deepseek',
    input_cost_per_token: 4e-6,
    input_cost_per_token_above_200k_tokens: 8e-6,
    input_cost_per_token_priority: 6e-6,
    output_cost_per_token: 8e-6,
    cache_read_input_token_cost: 1e-6,
    off_peak_pricing: { hours_utc: '16:30-00:30', input_cost_per_token: 2e-6 },
  };
  const night = new Date('2026-08-06T18:00:00Z');

  it('replace what the other conditions chose, inside their hours', () => {
    for (const when of [{}, { inputTokens: 300_000 }, { tier: 'priority' as const }]) {
      expect(told(fields, 'input', { at: night, ...when })).toBe('2 off_peak_pricing.input_cost_per_token');
    }
    expect(rateOf(fields, 'input', { at: night })?.condition).toBe('off-peak hours');
    expect(codes(fields, 'input', { at: night })).toEqual([]);
  });

  it('do not hold outside their hours', () => {
    expect(told(fields, 'input')).toBe('4 input_cost_per_token');
  });

  it('leave rates that they do not name as they are', () => {
    expect(told(fields, 'output', { at: night })).toBe('8 output_cost_per_token');
    expect(told(fields, 'cacheRead', { at: night })).toBe('1 cache_read_input_token_cost');
  });

  it('of reasoning come before the output price of a tier', () => {
    const reasoning = {
      output_cost_per_token_priority: 9e-6,
      off_peak_pricing: { hours_utc: '16:30-00:30', output_cost_per_reasoning_token: 1e-6 },
    };
    expect(told(reasoning, 'reasoning', { at: night, tier: 'priority' })).toBe(
      '1 off_peak_pricing.output_cost_per_reasoning_token',
    );
  });

  it('stand in for parts that have no price of their own', () => {
    expect(told(fields, 'cacheWrite', { at: night })).toBe('2 off_peak_pricing.input_cost_per_token');
  });
});

describe('a rate that is missing', () => {
  const TEXT = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 };

  it.each([
    ['cacheRead', '1 input_cost_per_token'],
    ['cacheReadImage', '1 input_cost_per_token'],
    ['cacheReadAudio', '1 input_cost_per_token'],
    ['cacheWrite', '1 input_cost_per_token'],
    ['cacheWrite1h', '1 input_cost_per_token'],
    ['inputImage', '1 input_cost_per_token'],
    ['inputAudio', '1 input_cost_per_token'],
    ['inputVideo', '1 input_cost_per_token'],
    ['outputImage', '2 output_cost_per_token'],
    ['outputAudio', '2 output_cost_per_token'],
    ['outputVideo', '2 output_cost_per_token'],
  ] as const)('for %s is %s, and the answer says so', (meter, rate) => {
    expect(told(TEXT, meter)).toBe(rate);
    expect(codes(TEXT, meter)).toContain('RATE_FALLBACK');
  });

  it('for reasoning is the output rate, as providers publish it', () => {
    expect(told(TEXT, 'reasoning')).toBe('2 output_cost_per_token');
    expect(codes(TEXT, 'reasoning')).toEqual([]);
  });

  it.each([
    // Nearest published rate first: image input for cached image, the write for the one-hour write.
    ['cacheReadImage', '8 input_cost_per_image_token'],
    ['cacheReadAudio', '9 input_cost_per_audio_token'],
    ['cacheWrite1h', '1.25 cache_creation_input_token_cost'],
  ] as const)('for %s is %s where the entry has it', (meter, rate) => {
    const fields = {
      ...TEXT,
      cache_read_input_token_cost: 1e-7,
      input_cost_per_image_token: 8e-6,
      input_cost_per_audio_token: 9e-6,
      cache_creation_input_token_cost: 1.25e-6,
    };
    expect(told(fields, meter)).toBe(rate);
  });

  it('is none where the entry lists it', () => {
    const listed: readonly (readonly [TokenMeter, string])[] = [
      ['cacheRead', 'cache_read_input_token_cost'],
      ['cacheReadImage', 'cache_read_input_image_token_cost'],
      ['cacheReadAudio', 'cache_read_input_audio_token_cost'],
      ['cacheWrite', 'cache_creation_input_token_cost'],
      ['cacheWrite1h', 'cache_creation_input_token_cost_above_1hr'],
      ['inputImage', 'input_cost_per_image_token'],
      ['inputAudio', 'input_cost_per_audio_token'],
      ['inputVideo', 'input_cost_per_video_token'],
      ['reasoning', 'output_cost_per_reasoning_token'],
      ['outputImage', 'output_cost_per_image_token'],
      ['outputAudio', 'output_cost_per_audio_token'],
      ['outputVideo', 'output_cost_per_video_token'],
    ];
    for (const [meter, name] of listed) {
      expect(told({ ...TEXT, [name]: 3e-6 }, meter)).toBe(`3 ${name}`);
      expect(codes({ ...TEXT, [name]: 3e-6 }, meter)).toEqual([]);
    }
  });

  it('is found under older spellings', () => {
    expect(told({ ...TEXT, input_cost_per_token_cache_hit: 1e-7 }, 'cacheRead')).toBe(
      '0.1 input_cost_per_token_cache_hit',
    );
    expect(told({ ...TEXT, cache_read_input_token_cost_per_audio_token: 2e-7 }, 'cacheReadAudio')).toBe(
      '0.2 cache_read_input_token_cost_per_audio_token',
    );
  });

  it.each(['input', 'cacheRead', 'inputImage', 'output', 'reasoning', 'outputAudio'] as const)(
    'for %s is unknown where nothing stands in, never 0',
    (meter) => {
      expect(told({ max_tokens: 5 }, meter)).toBe('unknown');
    },
  );

  it('takes figures that old maps spell as text, and nothing that is no figure', () => {
    expect(told({ input_cost_per_token: '3e-7' }, 'input')).toBe('0.3 input_cost_per_token');
    expect(told({ input_cost_per_token: 'free' }, 'input')).toBe('unknown');
    expect(told({ input_cost_per_token: true }, 'input')).toBe('unknown');
    expect(told({ input_cost_per_token: -1 }, 'input')).toBe('unknown');
  });

  it('adds up what is supposed along the way', () => {
    expect(codes({ ...TEXT, input_cost_per_token_flex: 5e-7 }, 'cacheRead', { tier: 'flex' })).toEqual([
      'RATE_FALLBACK',
    ]);
    expect(codes(TEXT, 'cacheRead', { tier: 'flex' })).toEqual(['TIER_PRICE_MISSING', 'RATE_FALLBACK']);
  });
});

describe('reasoning under a tier', () => {
  const base = { output_cost_per_token: 1e-5, output_cost_per_reasoning_token: 4e-6 };
  const when = { tier: 'priority', inputTokens: 300_000 } as const;

  it.each<[string, JsonObject, string]>([
    [
      'its own price of the tier',
      { output_cost_per_reasoning_token_priority: 7e-6, output_cost_per_token_priority: 2e-5 },
      '7 output_cost_per_reasoning_token_priority',
    ],
    [
      'its own long-context price of the tier',
      {
        input_cost_per_token_above_200k_tokens: 1e-6,
        output_cost_per_reasoning_token_above_200k_tokens_priority: 8e-6,
        output_cost_per_token_priority: 2e-5,
      },
      '8 output_cost_per_reasoning_token_above_200k_tokens_priority',
    ],
    [
      'the tier’s own output price',
      { output_cost_per_token_priority: 2e-5 },
      '20 output_cost_per_token_priority',
    ],
    ['its standard price', {}, '4 output_cost_per_reasoning_token'],
    [
      'the long-context output price where the tier has an output price at all',
      {
        input_cost_per_token_above_200k_tokens: 1e-6,
        output_cost_per_token_above_200k_tokens: 3e-5,
        output_cost_per_token_priority: 2e-5,
      },
      '30 output_cost_per_token_above_200k_tokens',
    ],
    [
      'its standard price where only the standard tier has a long-context output price',
      {
        input_cost_per_token_above_200k_tokens: 1e-6,
        output_cost_per_token_above_200k_tokens: 3e-5,
      },
      '4 output_cost_per_reasoning_token',
    ],
  ])('takes %s', (_what, fields, rate) => {
    expect(told({ ...base, ...fields }, 'reasoning', when)).toBe(rate);
  });

  it('keeps its standard price above a threshold at the standard tier', () => {
    const fields = {
      ...base,
      input_cost_per_token_above_200k_tokens: 1e-6,
      output_cost_per_token_above_200k_tokens: 3e-5,
    };
    expect(told(fields, 'reasoning', { inputTokens: 300_000 })).toBe('4 output_cost_per_reasoning_token');
  });

  it('in batch takes the batch output price before half of its own', () => {
    const openai = { ...base, litellm_provider: 'openai' };
    expect(told(openai, 'reasoning', { tier: 'batch' })).toBe('2 output_cost_per_reasoning_token');
    const listed = { ...openai, output_cost_per_token_batches: 5e-6 };
    expect(told(listed, 'reasoning', { tier: 'batch' })).toBe('5 output_cost_per_token_batches');
    const both = { ...listed, output_cost_per_reasoning_token_batches: 1e-6 };
    expect(told(both, 'reasoning', { tier: 'batch' })).toBe('1 output_cost_per_reasoning_token_batches');
    const long = {
      ...both,
      input_cost_per_token_above_200k_tokens: 1e-6,
      output_cost_per_reasoning_token_above_200k_tokens_batches: 2e-6,
    };
    expect(told(long, 'reasoning', { tier: 'batch', inputTokens: 200_001 })).toBe(
      '2 output_cost_per_reasoning_token_above_200k_tokens_batches',
    );
    const other = { ...listed, litellm_provider: 'bedrock' };
    expect(told(other, 'reasoning', { tier: 'batch' })).toBe('5 output_cost_per_token_batches');
    expect(told({ ...base, litellm_provider: 'bedrock' }, 'reasoning', { tier: 'batch' })).toBe('unknown');
  });

  it('inside a range that has a price of the tier for output takes that', () => {
    const fields = {
      tiered_pricing: [
        {
          range: [0, 1_000_000],
          output_cost_per_token: 1e-5,
          output_cost_per_token_priority: 2e-5,
          output_cost_per_reasoning_token: 4e-6,
        },
      ],
    };
    expect(told(fields, 'reasoning', when)).toBe('20 tiered_pricing[0].output_cost_per_token_priority');
    expect(told(fields, 'reasoning')).toBe('4 tiered_pricing[0].output_cost_per_reasoning_token');
    const [range] = fields.tiered_pricing;
    const own = { tiered_pricing: [{ ...range, output_cost_per_reasoning_token_priority: 9e-6 }] };
    expect(told(own, 'reasoning', when)).toBe('9 tiered_pricing[0].output_cost_per_reasoning_token_priority');
  });
});

describe('text out of an image model', () => {
  it.each<[string, JsonObject]>([
    ['absent', { output_cost_per_image_token: 3e-5 }],
    ['0', { output_cost_per_token: 0, output_cost_per_image_token: 3e-5 }],
  ])('listed as %s is billed at the image-output rate', (_what, fields) => {
    expect(told(fields, 'output')).toBe('30 output_cost_per_image_token');
    expect(codes(fields, 'output')).toEqual(['RATE_FALLBACK']);
    expect(told(fields, 'outputAudio')).toBe('30 output_cost_per_image_token');
  });

  it('listed is billed as listed', () => {
    const fields = { output_cost_per_token: 1e-5, output_cost_per_image_token: 3e-5 };
    expect(told(fields, 'output')).toBe('10 output_cost_per_token');
  });

  it('listed as 0 says nothing about other kinds of tokens that are 0', () => {
    const fields = { cache_read_input_token_cost: 0, output_cost_per_image_token: 3e-5 };
    expect(told(fields, 'cacheRead')).toBe('0 cache_read_input_token_cost');
  });

  it('of 0 without an image-output rate is free', () => {
    expect(told({ output_cost_per_token: 0 }, 'output')).toBe('0 output_cost_per_token');
  });

  it('listed as 0 at a tier takes the image-output rate of that tier', () => {
    const fields = {
      output_cost_per_token: 0,
      output_cost_per_image_token: 3e-5,
      output_cost_per_image_token_flex: 1.5e-5,
    };
    expect(told(fields, 'output', { tier: 'flex' })).toBe('15 output_cost_per_image_token_flex');
  });
});

describe('a region', () => {
  const eu = {
    input_cost_per_token: 1e-6,
    output_cost_per_token: 2e-6,
    regional_processing_uplift_multiplier_eu: 1.1,
  };

  it.each(['input', 'output', 'cacheRead', 'outputImage', 'reasoning'] as const)('multiplies %s', (meter) => {
    const plainRate = rateOf(eu, meter)?.usdPerUnit;
    expect(rateOf(eu, meter, { region: 'eu' })?.usdPerUnit.eq(plainRate?.times('1.1') ?? 0)).toBe(true);
  });

  it('is said in words', () => {
    expect(rateOf(eu, 'input', { region: ' EU ' })?.condition).toBe('region eu × 1.1');
  });

  it('with a price supposes nothing', () => {
    expect(codes(eu, 'input', { region: 'eu' })).toEqual([]);
  });

  it('without a price is the price without a region, and the answer says so', () => {
    expect(told(eu, 'input', { region: 'us' })).toBe('1 input_cost_per_token');
    expect(codes(eu, 'input', { region: 'us' })).toEqual(['REGION_PRICE_MISSING']);
    expect(rateOf(eu, 'input', { region: 'us' })?.condition).toBeNull();
  });

  it.each([undefined, '', 'global', 'Global', 'default', 'not_available', 'unknown'])(
    '%s is nowhere in particular',
    (region) => {
      expect(told(eu, 'input', { region })).toBe('1 input_cost_per_token');
      expect(codes(eu, 'input', { region })).toEqual([]);
    },
  );

  it('of Vertex is any location but global', () => {
    const fields = { input_cost_per_token: 1e-6, regional_endpoint_uplift_multiplier: 1.1 };
    expect(told(fields, 'input', { region: 'europe-west4' })).toBe('1.1 input_cost_per_token');
    expect(told(fields, 'input', { region: 'global' })).toBe('1 input_cost_per_token');
  });

  it('multiplies by everything that is listed for it', () => {
    const fields = { ...eu, regional_endpoint_uplift_multiplier: 1.2 };
    // 1 × 1.1 × 1.2
    expect(told(fields, 'input', { region: 'eu' })).toBe('1.32 input_cost_per_token');
    expect(rateOf(fields, 'input', { region: 'eu' })?.condition).toBe('region eu × 1.1, region eu × 1.2');
  });

  it('of Anthropic and its speed multiply each other', () => {
    const fields = { input_cost_per_token: 5e-6, provider_specific_entry: { us: 1.1, fast: 6 } };
    expect(told(fields, 'input', { region: 'us' })).toBe('5.5 input_cost_per_token');
    expect(told(fields, 'input', { speed: 'fast' })).toBe('30 input_cost_per_token');
    // 5 × 1.1 × 6
    expect(told(fields, 'input', { region: 'us', speed: 'Fast' })).toBe('33 input_cost_per_token');
    expect(rateOf(fields, 'input', { region: 'us', speed: 'fast' })?.condition).toBe(
      'region us × 1.1, speed fast × 6',
    );
  });

  it('that is named like something inherited has no price', () => {
    expect(codes(eu, 'input', { region: 'constructor' })).toEqual(['REGION_PRICE_MISSING']);
  });
});

describe('a speed', () => {
  it.each([undefined, '', 'standard', 'default', 'normal'])('%s is the normal one', (speed) => {
    expect(codes({ input_cost_per_token: 1e-6 }, 'input', { speed })).toEqual([]);
  });

  it('without a price is the price at normal speed, and the answer says so', () => {
    expect(told({ input_cost_per_token: 1e-6 }, 'input', { speed: 'fast' })).toBe('1 input_cost_per_token');
    expect(codes({ input_cost_per_token: 1e-6 }, 'input', { speed: 'fast' })).toEqual([
      'SPEED_PRICE_MISSING',
    ]);
  });
});

describe('the key of a set of rates', () => {
  const key = (fields: JsonObject, when: When) =>
    ratesFor(entryOf(fields), { tier: 'standard', inputTokens: 1, at: NOON, ...when }).key;

  it('is the same for requests that take the same rates', () => {
    expect(key(LONG, { inputTokens: 5 })).toBe(key(LONG, { inputTokens: 272_000 }));
    expect(key(RANGES, { inputTokens: 200_000 })).toBe(key(RANGES, { inputTokens: 900_000 }));
    expect(key(LONG, { region: '', speed: '' })).toBe(key(LONG, {}));
  });

  it('is another for every condition that changes a rate', () => {
    const off = { off_peak_pricing: { hours_utc: '16:00-17:00', input_cost_per_token: 1 } };
    const keys = [
      key(LONG, {}),
      key(LONG, { inputTokens: 272_001 }),
      key(LONG, { tier: 'flex' }),
      key(LONG, { region: 'eu' }),
      key(LONG, { speed: 'eu' }),
      key(RANGES, { inputTokens: 1 }),
      key(RANGES, { inputTokens: 40_000 }),
      key(off, { at: new Date('2026-08-06T16:30:00Z') }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('what is supposed', () => {
  const message = (fields: JsonObject, meter: TokenMeter, when: When = {}) =>
    (rateOf(fields, meter, when)?.assumptions ?? []).map((one) => one.message).join(' ');
  const openai = { litellm_provider: 'openai', input_cost_per_token: 1e-6 };

  it('is said in sentences that name the fields', () => {
    expect(message(openai, 'inputAudio')).toBe(
      'No price for audio input is listed; input_cost_per_token is used.',
    );
    expect(message(openai, 'input', { tier: 'flex' })).toBe(
      'No flex price for input is listed; its standard price input_cost_per_token is used.',
    );
    expect(message(openai, 'input', { tier: 'batch' })).toBe(
      'No batch price for input is listed; half of input_cost_per_token is used, the flat batch discount that openai publishes.',
    );
    expect(message(openai, 'input', { region: 'Mars', speed: 'Warp' })).toBe(
      'No price for region mars is listed; the price without a region is used. ' +
        'No price for speed warp is listed; the price at normal speed is used.',
    );
  });
});

describe('what the conditions passed over', () => {
  it('is found under every spelling, and is nothing for a rate that stands in', () => {
    const fields = {
      input_cost_per_token: 1e-6,
      output_cost_per_token: 2e-6,
      output_cost_per_token_flex: 1e-6,
      cache_read_input_token_cost: 1e-7,
      input_cost_per_token_cache_hit: 2e-7,
    };
    expect(rateOf(fields, 'cacheRead')?.passedOver).toEqual(['input_cost_per_token_cache_hit']);
    expect(rateOf(fields, 'reasoning')?.passedOver).toEqual([]);
    expect(rateOf(fields, 'outputAudio')?.passedOver).toEqual([]);
  });

  it('are the other fields of the meter', () => {
    expect(rateOf(LONG, 'input', { tier: 'priority' })?.passedOver).toEqual([
      'input_cost_per_token',
      'input_cost_per_token_above_272k_tokens',
      'input_cost_per_token_above_272k_tokens_priority',
    ]);
  });

  it('do not mix the two times to live of a write', () => {
    const fields = {
      cache_creation_input_token_cost: 1e-6,
      cache_creation_input_token_cost_flex: 2e-6,
      cache_creation_input_token_cost_above_1hr: 3e-6,
      cache_creation_input_token_cost_above_1hr_above_200k_tokens: 4e-6,
    };
    expect(rateOf(fields, 'cacheWrite')?.passedOver).toEqual(['cache_creation_input_token_cost_flex']);
    expect(rateOf(fields, 'cacheWrite1h')?.passedOver).toEqual([
      'cache_creation_input_token_cost_above_1hr_above_200k_tokens',
    ]);
  });
});

it('every meter has a label, by which people know the line', () => {
  expect(METER_LABELS).toEqual({
    input: 'Input',
    cacheRead: 'Cache read',
    cacheReadImage: 'Cache read, image',
    cacheReadAudio: 'Cache read, audio',
    cacheWrite: 'Cache write, 5 min',
    cacheWrite1h: 'Cache write, 1 h',
    inputImage: 'Image input',
    inputAudio: 'Audio input',
    inputVideo: 'Video input',
    output: 'Output',
    reasoning: 'Reasoning',
    outputImage: 'Image output',
    outputAudio: 'Audio output',
    outputVideo: 'Video output',
  });
});

it('every kind of tokens has fields, and nothing else has any', () => {
  expect(fieldsOfMeter('cacheRead')).toEqual([
    'cache_read_input_token_cost',
    'input_cost_per_token_cache_hit',
  ]);
  expect(fieldsOfMeter('images')).toEqual([]);
  expect(fieldsOfMeter('constructor')).toEqual([]);
});
