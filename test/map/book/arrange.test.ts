import { assert, constantFrom, dictionary, double, oneof, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../../src/core/json.ts';
import { arrangeBook, factsOf } from '../../../src/map/book/arrange.ts';
import { fileNameOf, fileText } from '../../../src/map/book/file-text.ts';
import { bookEntries } from '../../../src/map/book/price-book.ts';

const arranged = (map: Readonly<Record<string, JsonObject>>) => arrangeBook(new Map(Object.entries(map)));
const ofAcme = (fields: JsonObject) =>
  arranged({ m: { litellm_provider: 'acme', ...fields } })[0]?.models.get('m');

describe('a map in the arrangement of the book', () => {
  it('has a model as a person writes it, in USD per 1M tokens or per unit', () => {
    const model = ofAcme({
      max_input_tokens: 200_000,
      mode: 'chat',
      output_cost_per_token: 1.5e-5,
      input_cost_per_token: 3e-6,
      cache_creation_input_token_cost_above_1hr: 6e-6,
      input_cost_per_token_above_200k_tokens: 6e-6,
      input_cost_per_token_batches: 1.5e-6,
      output_cost_per_token_priority: 3e-5,
      input_cost_per_image: 0.04,
      search_context_cost_per_query: {
        search_context_size_high: 0.01,
        search_context_size_low: 0.01,
        search_context_size_medium: 0.01,
      },
      provider_specific_entry: { us: 1.1, fast: 6 },
      supports_vision: true,
      supports_reasoning: true,
      supports_pdf_input: false,
      supported_endpoints: ['/v1/responses'],
      deprecation_date: '2026-12-01',
      rpm: 500,
    });
    expect(model).toEqual({
      mode: 'chat',
      usdPer1M: { input: 3, cacheWrite1h: 6, output: 15 },
      'usdPer1M above 200k': { input: 6 },
      'usdPer1M batch': { input: 1.5 },
      'usdPer1M priority': { output: 30 },
      usdPer: { inputImage: 0.04, webSearch: 0.01 },
      multipliers: { inferenceUs: 1.1, fastMode: 6 },
      limits: { input: 200_000 },
      can: ['reasoning', 'vision'],
      cannot: ['pdfInput'],
      endpoints: ['/v1/responses'],
      retires: '2026-12-01',
      fields: { rpm: 500 },
    });
    expect(Object.keys(model ?? {})).toEqual([
      'mode',
      'usdPer1M',
      'usdPer1M above 200k',
      'usdPer1M batch',
      'usdPer1M priority',
      'usdPer',
      'multipliers',
      'limits',
      'can',
      'cannot',
      'endpoints',
      'retires',
      'fields',
    ]);
  });

  it('has ranges by the limit that ends them', () => {
    const tiered_pricing = [
      { range: [0, 32_000], output_cost_per_token: 6e-6, input_cost_per_token: 1.2e-6 },
      { range: [32_000, 128_000], output_cost_per_token: 1.2e-5, input_cost_per_token: 2.4e-6 },
    ];
    expect(ofAcme({ tiered_pricing })).toEqual({
      'usdPer1M ranges': [
        { upTo: 32_000, input: 1.2, output: 6 },
        { upTo: 128_000, input: 2.4, output: 12 },
      ],
    });
  });

  it.each<[string, JsonObject]>([
    ['a field without a short name', { output_cost_per_second_480p: 0.1 }],
    ['a price that is text', { input_cost_per_token: '0.000001' }],
    ['a price below 0', { input_cost_per_token: -1 }],
    ['a multiplier that the book does not know', { provider_specific_entry: { moon: 2 } }],
    ['ranges with a gap', { tiered_pricing: [{ range: [5, 9], input_cost_per_token: 1e-6 }] }],
    ['a date that is none', { deprecation_date: 'soon' }],
    ['a day that no calendar has', { deprecation_date: '2026-02-30' }],
    ['null', { deprecation_date: null }],
    ['a limit that is text', { max_tokens: 'many' }],
  ])('keeps %s as the map has it', (_what, odd) => {
    expect(ofAcme({ ...odd, output_cost_per_image: 1 })).toEqual({
      usdPer: { outputImage: 1 },
      fields: odd,
    });
  });

  it('leaves out models without a price, and sentences about them', () => {
    const files = arranged({
      free: { litellm_provider: 'acme', input_cost_per_token: 0, metadata: { notes: 'A sentence.' } },
      none: { litellm_provider: 'acme', mode: 'chat', max_tokens: 5 },
      nothing: { litellm_provider: 'acme', input_cost_per_token: null },
    });
    expect(files.map(({ models }) => [...models])).toEqual([[['free', { usdPer1M: { input: 0 } }]]]);
  });

  it('is a file a provider, sorted, with a model that says nothing new by the name of the other', () => {
    const price = { input_cost_per_token: 1e-6 };
    const files = arranged({
      b: { litellm_provider: 'acme', ...price },
      c: { litellm_provider: 'bird', ...price },
      a: { litellm_provider: 'acme', ...price },
      d: price,
    });
    expect(files.map(({ provider, models }) => [provider, Object.fromEntries(models)])).toEqual([
      ['acme', { a: { usdPer1M: { input: 1 } }, b: { sameAs: 'a' } }],
      ['bird', { c: { usdPer1M: { input: 1 } } }],
      [null, { d: { usdPer1M: { input: 1 } } }],
    ]);
    expect(files.map(({ provider }) => fileNameOf(provider))).toEqual([
      'acme.json',
      'bird.json',
      'unknown.json',
    ]);
  });
});

describe('a file of the book', () => {
  it('has a part of a model a line, so that a change of price is a line', () => {
    const [file] = arranged({
      a: { litellm_provider: 'acme', mode: 'chat', input_cost_per_token: 1e-6, supports_vision: true },
      b: { litellm_provider: 'acme', mode: 'chat', input_cost_per_token: 1e-6, supports_vision: true },
    });
    expect(file && fileText(file)).toBe(`{
  "provider": "acme",
  "models": {
    "a": {
      "mode": "chat",
      "usdPer1M": { "input": 1 },
      "can": ["vision"]
    },
    "b": { "sameAs": "a" }
  }
}
`);
  });

  it('says all that the map says, whatever its fields are', () => {
    const value = oneof(
      // JSON writes -0 as 0.
      double({ noNaN: true, noDefaultInfinity: true }).map((figure) => figure + 0),
      double({ min: 0, max: 1e-4, noNaN: true }),
      constantFrom(0, 1, 1e-7, 2.5e-6, 0.04, true, false, null, '1e-6', '2026-12-01'),
    );
    const names = constantFrom(
      'input_cost_per_token',
      'output_cost_per_token_above_128k_tokens',
      'cache_read_input_token_cost_flex',
      'input_cost_per_token_batches',
      'cache_creation_input_token_cost_above_1hr_above_200k_tokens',
      'output_cost_per_second_1080p',
      'ocr_cost_per_page',
      'max_tokens',
      'supports_vision',
      'supports_xhigh_reasoning_effort',
      'deprecation_date',
      'regional_processing_uplift_multiplier_eu',
      'mode',
      'source',
      'tiered_pricing',
      'search_context_cost_per_query',
      'provider_specific_entry',
      'rpm',
      '__proto__',
    );
    const entry = record({
      litellm_provider: constantFrom('acme', 'bird'),
      // No field of a map is called so.
      fields: dictionary(
        oneof(
          names,
          string().filter((name) => name !== '__proto__'),
        ),
        value,
      ),
    });
    assert(
      property(dictionary(string({ minLength: 1 }), entry), (made) => {
        const map = new Map(
          Object.entries(made).map(([key, { litellm_provider, fields }]): [string, JsonObject] => [
            key,
            { ...fields, litellm_provider, input_cost_per_query: 0.002 },
          ]),
        );
        const read = bookEntries(arrangeBook(map).map((file) => parseJson(fileText(file))));
        expect(new Set(read.keys())).toEqual(new Set(map.keys()));
        for (const [key, fields] of map) expect(factsOf(read.get(key) ?? {})).toEqual(factsOf(fields));
      }),
    );
  });
});
