import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { entry, per1M } from './clean-map.ts';

/** Rules that lay entries side by side, on small maps: makers and sellers are real, models are not. */
type SmallMap = Readonly<Record<string, JsonObject>>;

const NOW = new Date('2026-11-22T12:00:00Z');

function found(map: SmallMap, previous?: SmallMap): readonly string[] {
  const entries = Object.entries(map).map(([key, fields]) => entry(key, fields));
  const before = (key: string) => {
    const fields = previous?.[key];
    return fields === undefined ? undefined : entry(key, fields);
  };
  const context = { now: NOW, reviews: () => [], ...(previous === undefined ? {} : { previous: before }) };
  return diagnose(entries, context).map(short).toSorted();
}

const short = ({ rule, severity, model, field }: Finding) => `${severity} ${rule} ${model} ${field}`;

function chat(provider: string, input: number, output: number, more: JsonObject = {}): JsonObject {
  return {
    litellm_provider: provider,
    mode: 'chat',
    input_cost_per_token: per1M(input),
    output_cost_per_token: per1M(output),
    ...more,
  };
}

/** Models of one maker, with output at four times the input and every batch at half. */
function makersModels(count: number, more: (input: number) => JsonObject): SmallMap {
  const words = [
    'ash',
    'birch',
    'cedar',
    'elm',
    'fir',
    'hazel',
    'larch',
    'maple',
    'oak',
    'pine',
    'rowan',
    'yew',
  ];
  return Object.fromEntries(
    words
      .slice(0, count)
      .map((word, index) => [`gpt-${word}`, chat('openai', index + 1, 4 * (index + 1), more(index + 1))]),
  );
}

const batches = (input: number): JsonObject => ({
  input_cost_per_token_batches: per1M(input / 2),
  output_cost_per_token_batches: per1M(input * 2),
});

describe('odd-proportion', () => {
  const map = makersModels(8, batches);

  it('finds a batch at the standard price where seven others are at half', () => {
    const wrong = {
      ...map,
      'gpt-elm': chat('openai', 4, 16, { ...batches(4), input_cost_per_token_batches: per1M(4) }),
    };
    expect(found(wrong)).toEqual(['warning odd-proportion gpt-elm input_cost_per_token_batches']);
  });

  it('lets pass a proportion that another model has too', () => {
    const two = { ...map, 'gpt-elm': chat('openai', 4, 16), 'gpt-fir': chat('openai', 5, 20) };
    const cached = { cache_read_input_token_cost: per1M(1) };
    expect(
      found({ ...two, 'gpt-ash': chat('openai', 4, 16, cached), 'gpt-oak': chat('openai', 4, 16, cached) }),
    ).toEqual([]);
  });

  it('names the price that the others hang on, where several are off by the same', () => {
    const cached = (input: number): JsonObject => ({
      cache_read_input_token_cost: per1M(input / 10),
      cache_creation_input_token_cost: per1M(input * 1.25),
    });
    const models = makersModels(8, cached);
    // Input at 2 where cached reads are 0.4 and writes 5: they belong to an input of 4.
    const wrong = { ...models, 'gpt-elm': chat('openai', 2, 16, cached(4)) };
    expect(found(wrong)).toEqual(['warning odd-proportion gpt-elm input_cost_per_token']);
  });
});

describe('maker-price', () => {
  const maker = { 'gpt-77': chat('openai', 3, 12) };

  it('finds a copy at twice the price of the maker', () => {
    const map = { ...maker, 'openrouter/openai/gpt-77': chat('openrouter', 6, 24) };
    expect(found(map)).toEqual([
      'warning maker-price openrouter/openai/gpt-77 input_cost_per_token',
      'warning maker-price openrouter/openai/gpt-77 output_cost_per_token',
    ]);
  });

  it('says a tenth more as something to know, and nothing of it where the key names a region', () => {
    expect(found({ ...maker, 'azure/eu/gpt-77': chat('azure', 3.3, 13.2) })).toEqual([]);
    // Four of five models of the seller cost what the maker charges.
    const atList = ['ash', 'elm', 'oak', 'yew'].flatMap((word) => [
      [`gpt-${word}`, chat('openai', 1, 4)],
      [`replicate/openai/gpt-${word}`, chat('replicate', 1, 4)],
    ]);
    const map = {
      ...maker,
      ...Object.fromEntries(atList),
      'replicate/openai/gpt-77': chat('replicate', 3.3, 13.2),
    };
    expect(found(map)).toEqual([
      'info maker-price replicate/openai/gpt-77 input_cost_per_token',
      'info maker-price replicate/openai/gpt-77 output_cost_per_token',
    ]);
  });

  it('says nothing of parts that are off by as much as what they are a part of', () => {
    const cached = (usd: number) => ({ cache_read_input_token_cost: per1M(usd) });
    const map = {
      'gpt-77': chat('openai', 3, 12, cached(0.3)),
      'openrouter/openai/gpt-77': chat('openrouter', 6, 24, cached(0.6)),
    };
    expect(found(map)).toHaveLength(2);
  });

  it('does not hold a free model against prices that sellers set themselves', () => {
    const map = {
      'mistral/mistral-tern': chat('mistral', 1, 3),
      'deepinfra/mistralai/mistral-tern': chat('deepinfra', 2, 6),
    };
    expect(found(map)).toEqual([]);
  });
});

describe('outlier-twins', () => {
  it('of two names, finds the one that fits the other prices of its entry worse', () => {
    const cached = (usd: number) => ({ cache_read_input_token_cost: per1M(usd) });
    const tenths = makersModels(8, (input) => cached(input / 10));
    const map = {
      ...tenths,
      'gpt-77': chat('openai', 4, 16, cached(0.4)),
      'gpt-77-2026-02-03': chat('openai', 4, 16, cached(1)),
    };
    expect(found(map)).toEqual(['warning outlier-twins gpt-77-2026-02-03 cache_read_input_token_cost']);
  });
});

describe('alias-differs', () => {
  const versions = {
    'mistral/codetern-2405': chat('mistral', 1, 3),
    'mistral/codetern-2508': chat('mistral', 0.3, 0.9),
  };

  it('finds a latest at the price of an older version', () => {
    expect(found({ ...versions, 'mistral/codetern-latest': chat('mistral', 1, 3) })).toEqual([
      'warning alias-differs mistral/codetern-latest input_cost_per_token',
      'warning alias-differs mistral/codetern-latest output_cost_per_token',
    ]);
  });

  it('lets pass a latest at the price of the newest', () => {
    expect(found({ ...versions, 'mistral/codetern-latest': chat('mistral', 0.3, 0.9) })).toEqual([]);
  });
});

describe('out-of-line', () => {
  const series = {
    'oci/tern-writer-1': chat('oci', 1.5, 1.5),
    'oci/tern-writer-2': chat('oci', 1.6, 1.6),
    'oci/tern-writer-3': chat('oci', 1.5, 1.5),
  };

  it('finds a version at a sixteenth of the others on both sides', () => {
    expect(found({ ...series, 'oci/tern-writer-4': chat('oci', 0.1, 0.1) })).toEqual([
      'warning out-of-line oci/tern-writer-4 input_cost_per_token',
      'warning out-of-line oci/tern-writer-4 output_cost_per_token',
    ]);
  });

  it('lets pass another size, and one that costs the same at another seller', () => {
    const elsewhere = { 'novita/tern-writer-4': chat('novita', 0.1, 0.1) };
    expect(found({ ...series, 'oci/tern-writer-4-mini': chat('oci', 0.1, 0.1) })).toEqual([]);
    expect(found({ ...series, ...elsewhere, 'oci/tern-writer-4': chat('oci', 0.1, 0.1) })).toEqual([]);
  });

  it('finds yuan for dollars among open models of one size', () => {
    const sized = Object.fromEntries(
      ['ash', 'elm', 'oak'].map((word) => [`novita/${word}-8b`, chat('novita', 0.2, 0.2)]),
    );
    expect(found({ ...sized, 'novita/tern-8b': chat('novita', 1.42, 1.42) })).toEqual([
      'warning out-of-line novita/tern-8b input_cost_per_token',
      'warning out-of-line novita/tern-8b output_cost_per_token',
    ]);
  });
});

describe('window-differs', () => {
  const window = (tokens: number) => ({ max_input_tokens: tokens });

  it('finds a digit that is missing beside another name, and one too many', () => {
    const map = (tokens: number) => ({
      'gpt-77': chat('openai', 3, 12, window(131_072)),
      'azure/gpt-77': chat('azure', 3, 12, window(tokens)),
      'azure/gpt-77-2026-02-03': chat('azure', 3, 12, window(131_072)),
    });
    expect(found(map(13_107))).toEqual(['warning window-differs azure/gpt-77 max_input_tokens']);
    expect(found(map(1_310_720))).toEqual(['warning window-differs azure/gpt-77 max_input_tokens']);
    expect(found(map(128_000))).toEqual([]);
  });

  it('finds a total that is neither the window nor the output', () => {
    const limits = { max_input_tokens: 128_000, max_output_tokens: 1638, max_tokens: 16_384 };
    expect(found({ 'novita/tern': chat('novita', 1, 3, limits) })).toEqual([
      'warning window-differs novita/tern max_tokens',
    ]);
  });

  it('says that a price for long prompts is out of reach of the window', () => {
    const long = {
      max_input_tokens: 200_000,
      input_cost_per_token_above_200k_tokens: per1M(6),
      output_cost_per_token_above_200k_tokens: per1M(18),
    };
    expect(found({ 'novita/tern': chat('novita', 3, 12, long) })).toEqual([
      'info window-differs novita/tern max_input_tokens',
    ]);
  });
});

describe('wrong-mode', () => {
  it.each([
    ['a misspelt mode', { 'novita/tern': { ...chat('novita', 1, 3), mode: 'chats' } }],
    [
      'an embedding that has a price for output',
      { 'novita/tern': { ...chat('novita', 1, 3), mode: 'embedding' } },
    ],
    ['a name that says embed', { 'novita/tern-embed': chat('novita', 1, 3) }],
    ['a vector size', { 'novita/tern': chat('novita', 1, 3, { output_vector_size: 1024 }) }],
    [
      'pictures that have a price by the token and none by the image',
      { 'novita/tern': { ...chat('novita', 1, 3), mode: 'image_generation' } },
    ],
    [
      'text that has a price by the image only',
      { 'novita/tern': { litellm_provider: 'novita', mode: 'chat', output_cost_per_image: 0.04 } },
    ],
  ])('finds %s', (_, map) => {
    expect(found(map).filter((each) => each.includes('mode'))).toHaveLength(1);
  });

  it('finds a mode that no other entry of the model has, and lets responses stand beside chat', () => {
    const map = (mode: string) => ({
      'gpt-77': chat('openai', 3, 12),
      'azure/gpt-77': { ...chat('azure', 3, 12), mode },
      'openrouter/openai/gpt-77': chat('openrouter', 3, 12),
    });
    expect(found(map('responses'))).toEqual([]);
    expect(found(map('rerank'))).toContain('warning wrong-mode azure/gpt-77 mode');
  });
});

describe('what cannot be', () => {
  it.each(['1926-05-01', '2026-13-01', '2026-02-30', '2126-05-01', '2026/05/01', '2025-12-31'])(
    'is the deprecation date %s of a model of February 2026',
    (date) => {
      expect(found({ 'novita/tern-2026-02-03': chat('novita', 1, 3, { deprecation_date: date }) })).toContain(
        'warning impossible-date novita/tern-2026-02-03 deprecation_date',
      );
    },
  );

  it.each([-0.000001, '$2.50', '2,5e-6', true, ['0.1']])('is the price %j', (price) => {
    expect(found({ 'novita/tern': chat('novita', 1, 3, { input_cost_per_token: price }) })).toContain(
      'error unusable-value novita/tern input_cost_per_token',
    );
  });

  it('is a limit in words', () => {
    expect(found({ 'novita/tern': chat('novita', 1, 3, { max_input_tokens: '128k' }) })).toEqual([
      'error unusable-value novita/tern max_input_tokens',
    ]);
  });

  it('is a figure in a range that is no figure', () => {
    const tiered_pricing = [
      { range: [0, 1000], input_cost_per_token: 'low', output_cost_per_token: per1M(3) },
    ];
    expect(found({ 'novita/tern': { litellm_provider: 'novita', mode: 'chat', tiered_pricing } })).toContain(
      'error unusable-value novita/tern tiered_pricing[0].input_cost_per_token',
    );
  });
});

describe('range-order', () => {
  const ranges = (...bounds: readonly (readonly [number, number])[]): SmallMap => ({
    'novita/tern': {
      litellm_provider: 'novita',
      mode: 'chat',
      tiered_pricing: bounds.map(([from, to]) => ({
        range: [from, to],
        input_cost_per_token: per1M(1),
        output_cost_per_token: per1M(4),
      })),
    },
  });

  it.each([
    ['a gap', ranges([0, 32_000], [64_000, 128_000]), 1],
    ['an overlap', ranges([0, 32_000], [16_000, 128_000]), 1],
    ['an end before the beginning', ranges([32_000, 0]), 0],
    ['no range from 0', ranges([32_000, 64_000]), 0],
  ])('finds %s', (_, map, index) => {
    expect(found(map)).toEqual([`error range-order novita/tern tiered_pricing[${index}]`]);
  });

  it('lets pass ranges that begin with the token after, or with the last one', () => {
    expect(found(ranges([0, 32_000], [32_001, 128_000]))).toEqual([]);
    expect(found(ranges([0, 32_000], [32_000, 128_000]))).toEqual([]);
  });
});

describe('what does not fit together inside an entry', () => {
  it('finds two names of one price with different figures', () => {
    const cached = { cache_read_input_token_cost: per1M(0.1), input_cost_per_token_cache_hit: per1M(0.3) };
    expect(found({ 'novita/tern': chat('novita', 1, 3, cached) })).toEqual([
      'error two-spellings novita/tern input_cost_per_token_cache_hit',
    ]);
  });

  it('finds a cached price and none for what is not cached', () => {
    const tern = { litellm_provider: 'novita', mode: 'chat', cache_read_input_token_cost: per1M(0.1) };
    expect(found({ 'novita/tern': tern })).toEqual([
      'warning no-base-price novita/tern input_cost_per_token',
    ]);
  });
});

describe('what does not fit other entries', () => {
  const long = (thousands: number): JsonObject => ({
    [`input_cost_per_token_above_${thousands}k_tokens`]: per1M(6),
    [`output_cost_per_token_above_${thousands}k_tokens`]: per1M(18),
  });

  it('finds a long-context limit that the model has nowhere else', () => {
    const map = {
      'gpt-77': chat('openai', 3, 12, long(200)),
      'openrouter/openai/gpt-77': chat('openrouter', 3, 12, long(20)),
      'vercel_ai_gateway/openai/gpt-77': chat('vercel_ai_gateway', 3, 12, long(200)),
    };
    expect(found(map)).toEqual([
      'warning odd-threshold openrouter/openai/gpt-77 input_cost_per_token_above_20k_tokens',
    ]);
  });

  it('finds a price that none of the other names has', () => {
    const map = {
      'azure/gpt-77': chat('azure', 3, 12),
      'azure/gpt-77-2026-02-03': chat('azure', 3, 12),
      'azure/eu/gpt-77': chat('azure', 3.3, 13.2, { citation_cost_per_token: per1M(1) }),
    };
    expect(found(map)).toEqual(['info twin-differs azure/eu/gpt-77 citation_cost_per_token']);
  });

  it('finds a provider that does not belong to the key', () => {
    const map = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [
        `groq/tern-${index}a`,
        chat(index === 4 ? 'openai' : 'groq', 1, 3),
      ]),
    );
    expect(found(map)).toEqual(['warning foreign-provider groq/tern-4a litellm_provider']);
  });

  it('finds 0 where the maker charges', () => {
    expect(found({ 'gpt-77': chat('openai', 3, 12), 'azure/gpt-77': chat('azure', 0, 0) })).toEqual([
      'warning zero-among-priced azure/gpt-77 input_cost_per_token',
      'warning zero-among-priced azure/gpt-77 output_cost_per_token',
    ]);
  });
});

describe('changed', () => {
  const before = {
    'gpt-77': chat('openai', 3, 12, { max_input_tokens: 200_000, deprecation_date: '2027-01-31' }),
  };

  it('tells a lower price, a limit, a mode and a date that nobody else bears out', () => {
    const now = chat('openai', 2, 12, { max_input_tokens: 100_000, deprecation_date: '2027-03-31' });
    expect(found({ 'gpt-77': { ...now, mode: 'responses' } }, before)).toEqual([
      'info changed gpt-77 deprecation_date',
      'info changed gpt-77 input_cost_per_token',
      'info changed gpt-77 max_input_tokens',
      'info changed gpt-77 mode',
    ]);
  });

  it('leaves three times the price to the rule for jumps', () => {
    const map = {
      'gpt-77': chat('openai', 9, 36, { max_input_tokens: 200_000, deprecation_date: '2027-01-31' }),
    };
    expect(found(map, before)).toEqual([
      'warning jumped gpt-77 input_cost_per_token',
      'warning jumped gpt-77 output_cost_per_token',
    ]);
  });

  it('says nothing where another entry of the model has the new price', () => {
    const map = {
      'gpt-77': chat('openai', 2, 8, { max_input_tokens: 200_000, deprecation_date: '2027-01-31' }),
      'azure/gpt-77': chat('azure', 2, 8),
    };
    expect(found(map, before)).toEqual([]);
  });
});
