import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BrokenMapError } from '../../../src/core/errors.ts';
import {
  asNumber,
  asObject,
  field,
  parseJson,
  type JsonObject,
  type JsonValue,
} from '../../../src/core/json.ts';
import { isPriceName, parseField } from '../../../src/models/fields.ts';
import { bookEntries } from '../../../src/map/book/price-book.ts';
import { sharedMapPath } from '../../helpers/shared-maps.ts';

const folder = new URL('../../../fixtures/price-book/', import.meta.url);
const files = readdirSync(folder).map((name) => parseJson(readFileSync(new URL(name, folder), 'utf8')));
const book = bookEntries(files);

const mapPath = sharedMapPath('2026-08-06');
const hasMap = existsSync(mapPath);

function entry(key: string): JsonObject {
  const found = book.entries.get(key);
  if (found === undefined) throw new Error(`${key} is not in the book`);
  return found;
}

/** A book of one provider. */
function bookOf(models: JsonObject): JsonValue {
  return { provider: 'acme', asOf: '2026-08-06', source: 'https://acme.example/pricing', models };
}

describe('the embedded price book', () => {
  it('holds 250 models or more, as of the day of its newest file', () => {
    expect(book.entries.size).toBeGreaterThanOrEqual(250);
    expect(book.asOf).toBe('2026-08-06');
  });

  it.each([
    ['openai', 'gpt-5.6'],
    ['openai', 'gpt-image-2'],
    ['openai', 'hd/1024-x-1792/dall-e-3'],
    ['openai', 'gpt-realtime'],
    ['openai', 'whisper-1'],
    ['openai', 'tts-1'],
    ['openai', 'text-embedding-3-small'],
    ['openai', 'sora-2'],
    ['anthropic', 'claude-sonnet-4-5'],
    ['gemini', 'gemini/gemini-2.5-pro'],
    ['gemini', 'gemini/imagen-4.0-generate-001'],
    ['vertex_ai-language-models', 'gemini-2.5-pro'],
    ['vertex_ai-anthropic_models', 'vertex_ai/claude-opus-4-6'],
    ['azure', 'azure/gpt-5.5'],
    ['azure_ai', 'azure_ai/cohere-rerank-v3.5'],
    ['bedrock_converse', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['xai', 'xai/grok-4'],
    ['mistral', 'mistral/mistral-ocr-latest'],
    ['deepseek', 'deepseek/deepseek-chat'],
    ['cohere', 'rerank-v3.5'],
    ['groq', 'groq/llama-3.3-70b-versatile'],
    ['perplexity', 'perplexity/sonar-pro'],
    ['moonshot', 'moonshot/kimi-k2-thinking'],
    ['dashscope', 'dashscope/qwen3-max'],
    ['voyage', 'voyage/voyage-3-large'],
  ])('knows %s: %s', (provider, key) => {
    expect(entry(key).litellm_provider).toBe(provider);
  });

  it.each([
    ['gpt-image-2', 'input_cost_per_token', 0.000005],
    ['gpt-image-2', 'cache_read_input_token_cost', 0.00000125],
    ['gpt-image-2', 'cache_read_input_image_token_cost', 0.000002],
    ['gpt-image-2', 'output_cost_per_image_token', 0.00003],
    ['gpt-image-2', 'output_cost_per_token', 0.00001],
    ['gpt-image-1', 'cache_read_input_image_token_cost', 0.0000025],
    ['gpt-image-1-mini', 'cache_read_input_image_token_cost', 0.00000025],
    ['gpt-5.5', 'input_cost_per_token', 0.000005],
    ['gpt-5.5', 'input_cost_per_token_above_272k_tokens', 0.00001],
    ['gpt-5.5', 'cache_read_input_token_cost_above_272k_tokens', 0.000001],
    ['gpt-5.5', 'output_cost_per_token_flex', 0.000015],
    ['gpt-5.5', 'output_cost_per_token_batches', 0.000015],
    ['gpt-5.5', 'output_cost_per_token_priority', 0.00006],
    ['gpt-5.6', 'cache_creation_input_token_cost_above_272k_tokens_flex', 0.00000625],
    ['claude-sonnet-4-5', 'cache_creation_input_token_cost_above_1hr', 0.000006],
    ['claude-sonnet-4-5', 'cache_creation_input_token_cost_above_1hr_above_200k_tokens', 0.000012],
    ['deepseek/deepseek-v4-pro', 'cache_read_input_token_cost', 0.000000003625],
    ['whisper-1', 'input_cost_per_second', 0.0001],
    ['hd/1024-x-1792/dall-e-3', 'input_cost_per_pixel', 0.00000006539],
    ['dall-e-3', 'input_cost_per_image', 0.04],
    ['tts-1', 'input_cost_per_character', 0.000015],
    ['mistral/mistral-ocr-latest', 'annotation_cost_per_page', 0.005],
    ['rerank-v3.5', 'input_cost_per_query', 0.002],
    ['gpt-5.5', 'regional_processing_uplift_multiplier_eu', 1.1],
    ['gpt-5.5', 'max_input_tokens', 1_050_000],
  ])('%s: %s is %d', (key, name, expected) => {
    expect(entry(key)[name]).toBe(expected);
  });

  it('keeps ranges, search prices, multipliers, capabilities and dates in the form of the map', () => {
    expect(entry('dashscope/qwen3-max').tiered_pricing).toEqual([
      { range: [0, 32000], input_cost_per_token: 0.0000012, output_cost_per_token: 0.000006 },
      { range: [32000, 128000], input_cost_per_token: 0.0000024, output_cost_per_token: 0.000012 },
      { range: [128000, 252000], input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 },
    ]);
    expect(entry('perplexity/sonar-pro').search_context_cost_per_query).toEqual({
      search_context_size_low: 0.006,
      search_context_size_medium: 0.01,
      search_context_size_high: 0.014,
    });
    expect(entry('claude-opus-4-6').provider_specific_entry).toEqual({ us: 1.1, fast: 6 });
    expect(entry('gpt-image-2')).toMatchObject({ supports_vision: true, supports_pdf_input: true });
    expect(entry('gpt-image-1').deprecation_date).toBe('2026-10-23');
    expect(entry('low/1024-x-1024/gpt-image-1-mini').deprecation_date).toBe('2026-12-01');
  });

  it('names only prices that the grammar of price fields understands', () => {
    const unknown = [...book.entries].flatMap(([key, fields]) =>
      Object.keys(fields)
        .filter((name) => isPriceName(name) && parseField(name) === undefined)
        .map((name) => `${key}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('gives every model a mode, a source and a price', () => {
    const poor = [...book.entries].filter(
      ([, fields]) =>
        typeof fields.mode !== 'string' ||
        typeof fields.source !== 'string' ||
        !Object.keys(fields).some((name) => isPriceName(name)),
    );
    expect(poor.map(([key]) => key)).toEqual([]);
  });
});

describe('reviewed figures', () => {
  const perMillion = (review: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(review).map(([name, usd]) => [name, Number((usd * 1e6).toFixed(6))]));

  it.each([
    ['gpt-image-1', { input: 5, cached: 1.25, imageIn: 10, imageCached: 2.5, imageOut: 40 }],
    ['gpt-image-1-mini', { input: 2, cached: 0.2, imageIn: 2.5, imageCached: 0.25, imageOut: 8 }],
    ['gpt-image-1.5', { input: 5, cached: 1.25, imageIn: 8, imageCached: 2, output: 10, imageOut: 32 }],
    ['gpt-image-2', { input: 5, cached: 1.25, imageIn: 8, imageCached: 2, imageOut: 30 }],
    [
      'chatgpt-image-latest',
      { input: 5, cached: 1.25, imageIn: 8, imageCached: 2, output: 10, imageOut: 32 },
    ],
    ['gemini/gemini-2.5-flash-image', { input: 0.3, imageIn: 0.3, output: 2.5, imageOut: 30 }],
    [
      'gemini/gemini-3-pro-image',
      { input: 2, imageIn: 2, output: 12, imageOut: 120, batchInput: 1, batchOutput: 6 },
    ],
    [
      'gemini/gemini-3.1-flash-image',
      { input: 0.5, imageIn: 0.5, output: 3, imageOut: 60, batchInput: 0.25, batchOutput: 1.5 },
    ],
  ])('%s says what was reviewed, in USD per 1M tokens', (key, published) => {
    const names: Readonly<Record<string, string>> = {
      input: 'input_cost_per_token',
      cached: 'cache_read_input_token_cost',
      imageIn: 'input_cost_per_image_token',
      imageCached: 'cache_read_input_image_token_cost',
      output: 'output_cost_per_token',
      imageOut: 'output_cost_per_image_token',
      batchInput: 'input_cost_per_token_batches',
      batchOutput: 'output_cost_per_token_batches',
    };
    const review = book.reviews.get(key);
    expect(perMillion(review?.fields ?? {})).toEqual(
      Object.fromEntries(Object.entries(published).map(([name, usd]) => [names[name], usd])),
    );
    expect(review?.on).toBe('2026-09');
    expect(review?.against).toMatch(/pricing page as of September 2026$/);
  });

  it('are those models alone', () => {
    expect(book.reviews.size).toBe(8);
  });

  it('stay with the name that was reviewed, though a dated name takes over the figures', () => {
    expect(entry('gpt-image-2-2026-04-21').cache_read_input_image_token_cost).toBe(0.000002);
    expect(book.reviews.has('gpt-image-2-2026-04-21')).toBe(false);
  });
});

describe.skipIf(!hasMap)('against the cost map of 2026-08-06 (needs ../shared/cost-maps)', () => {
  it('every figure is the one of the map but for those that are listed here with a reason', () => {
    const map = asObject(hasMap ? parseJson(readFileSync(mapPath, 'utf8')) : undefined);
    const differences = [...book.entries].flatMap(([key, fields]) =>
      figures(fields)
        .filter(([name, usd]) => usd !== figureAt(asObject(field(map, key)), name))
        .map(([name]) => `${key}: ${name}`),
    );
    expect(differences.sort()).toEqual(
      [
        // The cached image rate is on OpenAI's page and on no entry of that map.
        'chatgpt-image-latest: cache_read_input_image_token_cost',
        'gpt-image-1: cache_read_input_image_token_cost',
        'gpt-image-1-mini: cache_read_input_image_token_cost',
        'gpt-image-1.5: cache_read_input_image_token_cost',
        'gpt-image-1.5-2025-12-16: cache_read_input_image_token_cost',
        'gpt-image-2: cache_read_input_image_token_cost',
        'gpt-image-2-2026-04-21: cache_read_input_image_token_cost',
        // The map still has the prices of gpt-image-1 here.
        'chatgpt-image-latest: input_cost_per_image_token',
        'chatgpt-image-latest: output_cost_per_image_token',
        'chatgpt-image-latest: output_cost_per_token',
        // Published beside the text rate, absent in the map.
        'gemini/gemini-2.5-flash-image: input_cost_per_image_token',
        'gemini/gemini-3-pro-image: input_cost_per_image_token',
        'gemini/gemini-3.1-flash-image: input_cost_per_image_token',
        // In the map under the old spelling, input_cost_per_token_cache_hit, alone.
        'deepseek/deepseek-r1: cache_read_input_token_cost',
        'deepseek/deepseek-v3.2: cache_read_input_token_cost',
        // Half of the published prices in the map.
        'gemini/gemini-3.1-flash-image: input_cost_per_token',
        'gemini/gemini-3.1-flash-image: input_cost_per_token_batches',
        'gemini/gemini-3.1-flash-image: output_cost_per_token',
        'gemini/gemini-3.1-flash-image: output_cost_per_token_batches',
      ].sort(),
    );
  });

  /** Every number of an entry, those of nested fields under a path. */
  function figures(value: JsonValue | undefined, path = ''): readonly (readonly [string, number])[] {
    const number = asNumber(value);
    if (number !== undefined) return [[path, number]];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, item]: [string, JsonValue | undefined]) =>
      figures(item, path === '' ? name : `${path}/${name}`),
    );
  }

  function figureAt(value: JsonValue | undefined, path: string): number | undefined {
    return new Map(figures(value)).get(path);
  }
});

describe('reading a price book', () => {
  it('divides by a million exactly', () => {
    const { entries } = bookEntries([
      bookOf({ m: { mode: 'chat', usdPer1M: { input: 0.07, cacheRead: 0.0028, output: 1.1 } } }),
    ]);
    expect(entries.get('m')).toEqual({
      litellm_provider: 'acme',
      mode: 'chat',
      input_cost_per_token: 7e-8,
      cache_read_input_token_cost: 2.8e-9,
      output_cost_per_token: 1.1e-6,
      source: 'https://acme.example/pricing',
    });
  });

  it('lets a model beside sameAs differ in what it writes itself', () => {
    const { entries, reviews } = bookEntries([
      bookOf({
        m: {
          mode: 'chat',
          usdPer1M: { input: 1, output: 2 },
          retires: '2027-01-01',
          reviewed: { on: '2026-09', against: 'the page', usdPer1M: ['input'] },
        },
        'm-1': { sameAs: 'm', retires: '2026-12-01' },
      }),
    ]);
    expect(entries.get('m-1')).toMatchObject({
      input_cost_per_token: 0.000001,
      output_cost_per_token: 0.000002,
      deprecation_date: '2026-12-01',
    });
    expect([...reviews.keys()]).toEqual(['m']);
  });

  it.each([
    [
      'a misspelt rate',
      { m: { usdPer1M: { inptu: 1 } } },
      'acme: m: usdPer1M: inptu: "inptu" is none of input,',
    ],
    [
      'a text for a number',
      { m: { usdPer1M: { input: '1' } } },
      'acme: m: usdPer1M: input: must be a number',
    ],
    ['a negative price', { m: { usdPer1M: { input: -1 } } }, 'must be a number, 0 or more'],
    [
      'an unknown price list',
      { m: { 'usdPer1M above 272k cheap': {} } },
      'acme: m: usdPer1M above 272k cheap',
    ],
    ['an unknown field', { m: { colour: 'red' } }, 'acme: m: colour'],
    ['an inherited name', { m: { constructor: {} } }, 'acme: m: constructor'],
    ['an unknown capability', { m: { can: ['fly'] } }, 'acme: m: can: "fly" is none of'],
    ['an unknown multiplier', { m: { multipliers: { moon: 2 } } }, 'acme: m: multipliers: moon'],
    ['a date that is none', { m: { retires: 'soon' } }, 'acme: m: retires: "soon" is no day'],
    [
      'ranges out of order',
      {
        m: {
          'usdPer1M ranges': [
            { upTo: 2, input: 1 },
            { upTo: 1, input: 1 },
          ],
        },
      },
      'acme: m: usdPer1M ranges[1]: upTo: must be more than 2',
    ],
    [
      'sameAs a later model',
      { m: { sameAs: 'n' }, n: {} },
      'acme: m: sameAs: "n" must stand in full earlier',
    ],
    [
      'a review of a rate that is not there',
      { m: { reviewed: { on: '2026-09', against: 'x', usdPer1M: ['output'] } } },
      'acme: m: reviewed: usdPer1M: output: must be a number',
    ],
  ])('refuses %s and says where it stands', (_what, models, message) => {
    expect(() => bookEntries([bookOf(models)])).toThrow(BrokenMapError);
    expect(() => bookEntries([bookOf(models)])).toThrow(message);
  });

  it('refuses a key that stands in two files', () => {
    expect(() => bookEntries([bookOf({ m: {} }), bookOf({ m: {} })])).toThrow(
      'acme: m: stands in the book already',
    );
  });
});
