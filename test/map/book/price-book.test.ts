import { describe, expect, it } from 'vitest';
import { BrokenMapError } from '../../../src/core/errors.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { isPriceName } from '../../../src/models/fields.ts';
import { bookEntries } from '../../../src/map/book/price-book.ts';
import { bookDay, readBook } from '../../helpers/book.ts';

const book = readBook();

function entry(key: string): JsonObject {
  const found = book.entries.get(key);
  if (found === undefined) throw new Error(`${key} is not in the book`);
  return found;
}

/** A book of one provider. */
function bookOf(models: JsonObject): JsonValue {
  return { provider: 'acme', models };
}

describe('the embedded price book', () => {
  it('holds every priced model of a map, as of the day on which the map was published', () => {
    expect(book.entries.size).toBe(2887);
    expect(bookDay()).toBe('2026-08-01');
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
    ['minimax', 'minimax/MiniMax-M2'],
    ['zai', 'zai/glm-4.6'],
    ['openrouter', 'openrouter/z-ai/glm-4.6'],
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

  it('gives every model a provider and a price', () => {
    const poor = [...book.entries].filter(
      ([, fields]) =>
        typeof fields.litellm_provider !== 'string' || !Object.keys(fields).some((name) => isPriceName(name)),
    );
    expect(poor.map(([key]) => key)).toEqual([]);
  });
});

describe('reading a price book', () => {
  it('divides by a million exactly', () => {
    const entries = bookEntries([
      bookOf({ m: { mode: 'chat', usdPer1M: { input: 0.07, cacheRead: 0.0028, output: 1.1 } } }),
    ]);
    expect(entries.get('m')).toEqual({
      litellm_provider: 'acme',
      mode: 'chat',
      input_cost_per_token: 7e-8,
      cache_read_input_token_cost: 2.8e-9,
      output_cost_per_token: 1.1e-6,
    });
  });

  it('says of a model what it says of the one that it is the same as', () => {
    const entries = bookEntries([bookOf({ m: { usdPer1M: { input: 1 } }, 'm-1': { sameAs: 'm' } })]);
    expect(entries.get('m-1')).toEqual(entries.get('m'));
  });

  it('sorts the models of all providers by key', () => {
    const entries = bookEntries([bookOf({ b: {}, d: {} }), bookOf({ a: {}, c: {} })]);
    expect([...entries.keys()]).toEqual(['a', 'b', 'c', 'd']);
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
      'sameAs a model that is not there',
      { m: { sameAs: 'n' } },
      'acme: m: sameAs: "n" must stand in full in the file',
    ],
    [
      'sameAs a model that is the same as another',
      { k: {}, m: { sameAs: 'k' }, n: { sameAs: 'm' } },
      'acme: n: sameAs: "m" must stand in full in the file',
    ],
    [
      'something beside sameAs',
      { k: {}, m: { sameAs: 'k', mode: 'chat' } },
      'acme: m: sameAs: "k" must stand in full in the file, and nothing beside it here',
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
