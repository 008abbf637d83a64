import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { meter, priceLines } from '../../src/pricing/cost.ts';
import { UsageError } from '../../src/core/errors.ts';
import { parseImageRules, type ImageRules } from '../../src/pricing/images/rules.ts';
import { parseJson, type JsonObject } from '../../src/core/json.ts';
import type { Usage } from '../../src/usage/usage.ts';
import { entryOf, NOON, priced, totalOf, type When } from '../helpers/pricing.ts';
import { HAS_SHARED_MAPS, sharedEntry } from '../helpers/shared-maps.ts';

let imageRules: ImageRules;
beforeAll(() => {
  imageRules = parseImageRules(
    parseJson(readFileSync(new URL('../../fixtures/image-tokens.json', import.meta.url), 'utf8')),
  );
});

const GPT_55 = {
  litellm_provider: 'openai',
  input_cost_per_token: 5e-6,
  input_cost_per_token_above_272k_tokens: 1e-5,
  input_cost_per_token_priority: 1e-5,
  output_cost_per_token: 3e-5,
  output_cost_per_token_above_272k_tokens: 4.5e-5,
  output_cost_per_token_priority: 6e-5,
  cache_read_input_token_cost: 5e-7,
  cache_read_input_token_cost_above_272k_tokens: 1e-6,
  cache_read_input_token_cost_priority: 1e-6,
};
const SONNET_45 = {
  litellm_provider: 'anthropic',
  input_cost_per_token: 3e-6,
  output_cost_per_token: 1.5e-5,
  cache_read_input_token_cost: 3e-7,
  cache_creation_input_token_cost: 3.75e-6,
  cache_creation_input_token_cost_above_1hr: 6e-6,
  input_cost_per_token_above_200k_tokens: 6e-6,
  output_cost_per_token_above_200k_tokens: 2.25e-5,
  cache_creation_input_token_cost_above_200k_tokens: 7.5e-6,
  cache_creation_input_token_cost_above_1hr_above_200k_tokens: 1.2e-5,
  search_context_cost_per_query: { search_context_size_medium: 0.01 },
};
const GROK_43 = {
  litellm_provider: 'xai',
  input_cost_per_token: 1.25e-6,
  input_cost_per_token_above_200k_tokens: 2.5e-6,
  output_cost_per_token: 2.5e-6,
  output_cost_per_token_above_200k_tokens: 5e-6,
};
const QWEN3_MAX = {
  litellm_provider: 'dashscope',
  tiered_pricing: [
    { range: [0, 32000.0], input_cost_per_token: 1.2e-6, output_cost_per_token: 6e-6 },
    { range: [32000.0, 128000.0], input_cost_per_token: 2.4e-6, output_cost_per_token: 1.2e-5 },
    { range: [128000.0, 252000.0], input_cost_per_token: 3e-6, output_cost_per_token: 1.5e-5 },
  ],
};
const GEMINI_25_PRO = {
  litellm_provider: 'vertex_ai-language-models',
  input_cost_per_token: 1.25e-6,
  input_cost_per_token_above_200k_tokens: 2.5e-6,
  output_cost_per_token: 1e-5,
  output_cost_per_token_above_200k_tokens: 1.5e-5,
  cache_read_input_token_cost: 1.25e-7,
  cache_read_input_token_cost_above_200k_tokens: 2.5e-7,
};
const GPT_IMAGE_2 = {
  litellm_provider: 'openai',
  mode: 'image_generation',
  input_cost_per_token: 5e-6,
  output_cost_per_token: 1e-5,
  cache_read_input_token_cost: 1.25e-6,
  input_cost_per_image_token: 8e-6,
  output_cost_per_image_token: 3e-5,
};
const WHISPER_1 = { mode: 'audio_transcription', input_cost_per_second: 1e-4, output_cost_per_second: 1e-4 };

const gpt55 = (inputTokens: number): Usage => ({ inputTokens, outputTokens: 1000 });
const qwen = (inputTokens: number): Usage => ({ inputTokens, outputTokens: 100 });

/** Name in the map, the same prices as a small entry, usage, conditions, total, and the working. */
const CASES: readonly (readonly [string, JsonObject, Usage, When, string, string])[] = [
  [
    'gpt-image-2',
    GPT_IMAGE_2,
    { inputTokens: 120, images: 10, imageSize: '1024x1536', imageQuality: 'high' },
    {},
    '1.647',
    '10 × 5,488 × $30/1M + 120 × $5/1M',
  ],
  [
    'claude-sonnet-4-5',
    SONNET_45,
    {
      inputTokens: 50_000,
      cacheWriteTokens: 30_000,
      cacheWrite1hTokens: 10_000,
      outputTokens: 2000,
      webSearches: 3,
    },
    {},
    '0.255',
    'text 20,000 × $3 = 0.06; 5 min 20,000 × $3.75 = 0.075; 1 h 10,000 × $6 = 0.06; out 0.03; 3 searches 0.03',
  ],
  [
    'claude-sonnet-4-5',
    SONNET_45,
    { inputTokens: 250_000, cacheWriteTokens: 30_000, cacheWrite1hTokens: 10_000, outputTokens: 2000 },
    {},
    '1.635',
    'above 200K: 220,000 × $6 = 1.32; 20,000 × $7.5 = 0.15; 10,000 × $12 = 0.12; 2,000 × $22.5 = 0.045',
  ],
  ['gpt-5.5', GPT_55, gpt55(272_000), {}, '1.39', '272,000 × $5 = 1.36; 1,000 × $30 = 0.03'],
  ['gpt-5.5', GPT_55, gpt55(272_001), {}, '2.76501', '272,001 × $10 = 2.72001; 1,000 × $45 = 0.045'],
  [
    'gpt-5.5',
    GPT_55,
    gpt55(272_000),
    { tier: 'priority' },
    '2.78',
    '272,000 × $10 = 2.72; 1,000 × $60 = 0.06',
  ],
  [
    'gpt-5.5',
    GPT_55,
    gpt55(272_001),
    { tier: 'priority' },
    '2.76501',
    'no priority price is listed above 272K: the standard ones there, 2.72001 + 0.045',
  ],
  [
    'gpt-5.5',
    GPT_55,
    { inputTokens: 272_001, cacheReadTokens: 200_001, outputTokens: 1000 },
    {},
    '0.965001',
    '72,000 × $10 = 0.72; 200,001 × $1 = 0.200001; 1,000 × $45 = 0.045',
  ],
  [
    'xai/grok-4.3',
    GROK_43,
    { inputTokens: 199_999, outputTokens: 1000 },
    {},
    '0.25249875',
    '199,999 × $1.25 + 1,000 × $2.5',
  ],
  [
    'xai/grok-4.3',
    GROK_43,
    { inputTokens: 200_000, outputTokens: 1000 },
    {},
    '0.505',
    'from 200,000: × $2.5 = 0.5; 1,000 × $5',
  ],
  [
    'xai/grok-4.3',
    GROK_43,
    { inputTokens: 200_001, outputTokens: 1000 },
    {},
    '0.5050025',
    '200,001 × $2.5 + 1,000 × $5',
  ],
  ['dashscope/qwen3-max', QWEN3_MAX, qwen(0), {}, '0.0006', 'the first range: 100 × $6'],
  ['dashscope/qwen3-max', QWEN3_MAX, qwen(32_000), {}, '0.039', '32,000 × $1.2 = 0.0384; 100 × $6'],
  ['dashscope/qwen3-max', QWEN3_MAX, qwen(32_001), {}, '0.0780024', '32,001 × $2.4 = 0.0768024; 100 × $12'],
  ['dashscope/qwen3-max', QWEN3_MAX, qwen(252_000), {}, '0.7575', '252,000 × $3 = 0.756; 100 × $15'],
  [
    'dashscope/qwen3-max',
    QWEN3_MAX,
    qwen(300_000),
    {},
    '0.9015',
    'beyond the last range, the last: 0.9; 100 × $15',
  ],
  [
    'gemini-2.5-pro',
    GEMINI_25_PRO,
    {
      inputTokens: 200_001,
      inputAudioTokens: 50_000,
      cacheReadTokens: 1,
      outputTokens: 3000,
      reasoningTokens: 2000,
    },
    {},
    '0.54500025',
    '150,000 text and 50,000 audio × $2.5 = 0.5; 1 cached × $0.25; 1,000 out and 2,000 reasoning × $15 = 0.045',
  ],
  [
    'gemini-2.5-pro',
    GEMINI_25_PRO,
    { inputTokens: 200_000, inputAudioTokens: 50_000, outputTokens: 3000, reasoningTokens: 2000 },
    {},
    '0.28',
    '200,000 × $1.25 = 0.25; 3,000 × $10 = 0.03',
  ],
  ['whisper-1', WHISPER_1, { seconds: 3600 }, {}, '0.36', '3,600 × $0.0001, once'],
  [
    'tts-1',
    { mode: 'audio_speech', input_cost_per_character: 1.5e-5 },
    { characters: 12_000 },
    {},
    '0.18',
    '12,000 × $15/1M',
  ],
];

describe('jobs worked by hand', () => {
  it.each(CASES)('%s %#: %j costs what the working says', (_name, fields, usage, when, total, _working) => {
    expect(totalOf(entryOf(fields, _name), usage, { imageRules, ...when })).toBe(total);
  });

  it.skipIf(!HAS_SHARED_MAPS).each(CASES)(
    '%s %# costs the same on the published map (needs ../shared/cost-maps)',
    (name, _fields, usage, when, total, _working) => {
      expect(totalOf(sharedEntry('2026-08-06', name), usage, { imageRules, ...when })).toBe(total);
    },
  );

  it.skipIf(!HAS_SHARED_MAPS)(
    'dall-e-3 in hd costs what its sized key says (needs ../shared/cost-maps)',
    () => {
      const dalle = sharedEntry('2026-08-06', 'dall-e-3');
      const imageEntry = sharedEntry('2026-08-06', 'hd/1024-x-1792/dall-e-3');
      // 4 × 1024 × 1792 × 0.00000006539
      expect(totalOf(dalle, { images: 4, imageSize: '1024x1792', imageQuality: 'hd' }, { imageEntry })).toBe(
        '0.47996469248',
      );
    },
  );
});

const TEXT = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 };

describe('a cost', () => {
  it('has totals for what the prompt holds, what the model made, and the rest', () => {
    const fields = {
      ...TEXT,
      cache_read_input_token_cost: 1e-7,
      cache_creation_input_token_cost: 1.25e-6,
      output_cost_per_reasoning_token: 3e-6,
      code_interpreter_cost_per_session: 0.03,
    };
    const usage = {
      inputTokens: 1000,
      cacheReadTokens: 400,
      cacheWriteTokens: 100,
      outputTokens: 50,
      reasoningTokens: 20,
      sessions: 1,
    };
    expect(priced(entryOf(fields), usage)).toEqual({
      // 500 × 1 + 400 × 0.1 + 100 × 1.25 = 665 millionths
      input: '0.000665',
      // 30 × 2 + 20 × 3
      output: '0.00012',
      other: '0.03',
      total: '0.030785',
      state: 'known',
      lines: {
        input: '500 × 0.000001 (input_cost_per_token)',
        cacheRead: '400 × 0.0000001 (cache_read_input_token_cost)',
        cacheWrite: '100 × 0.00000125 (cache_creation_input_token_cost)',
        output: '30 × 0.000002 (output_cost_per_token)',
        reasoning: '20 × 0.000003 (output_cost_per_reasoning_token)',
        sessions: '1 × 0.03 (code_interpreter_cost_per_session)',
      },
      assumptions: [],
      warnings: [],
    });
  });

  it('counts what was heard and seen to the prompt, and what was said and shown to the output', () => {
    const fields = {
      ...TEXT,
      input_cost_per_audio_token: 3e-6,
      input_cost_per_video_token: 4e-6,
      output_cost_per_audio_token: 5e-6,
      output_cost_per_video_token: 6e-6,
    };
    const usage = {
      inputTokens: 100,
      inputAudioTokens: 10,
      inputVideoTokens: 20,
      outputTokens: 50,
      outputAudioTokens: 4,
      outputVideoTokens: 6,
    };
    expect(priced(entryOf(fields), usage)).toMatchObject({
      // 70 × 1 + 10 × 3 + 20 × 4 = 180 millionths
      input: '0.00018',
      // 40 × 2 + 4 × 5 + 6 × 6 = 136 millionths
      output: '0.000136',
      other: '0',
    });
  });

  it('counts a fee on requests that used one thing and another', () => {
    const fields = { input_cost_per_token: 1e-6, input_cost_per_request: 0.005, ocr_cost_per_page: 0.004 };
    // 1 × 0.000001 + 1 × 0.004 + 0.005
    expect(totalOf(entryOf(fields), { inputTokens: 1, pages: 1 })).toBe('0.009001');
  });

  it('leaves out what is 0 beside what is not', () => {
    expect(priced(entryOf(TEXT), { inputTokens: 5, outputTokens: 0, images: 0, pages: 0 })).toMatchObject({
      lines: { input: '5 × 0.000001 (input_cost_per_token)' },
      state: 'known',
    });
  });

  it('of many requests is that of one, many times, whatever their sum passes', () => {
    const usage = { inputTokens: 1000, outputTokens: 10 };
    // 1,000 × (1,000 × $5 + 10 × $30) per 1M; a million tokens together pass no threshold.
    expect(totalOf(entryOf(GPT_55), usage, { requests: 1000 })).toBe('5.3');
    expect(totalOf(entryOf(GPT_55), usage, { requests: 0 })).toBe('0');
  });

  it('is exact to the last digit', () => {
    expect(totalOf(entryOf({ input_cost_per_token: 5e-6 }), { inputTokens: 3 })).toBe('0.000015');
    expect(totalOf(entryOf({ input_cost_per_token: 1.3e-10 }), { inputTokens: 7 })).toBe('0.00000000091');
  });

  it('of parts larger than their total is refused from flags, cut from an object', () => {
    const usage = { inputTokens: 5, cacheReadTokens: 6 };
    expect(() => totalOf(entryOf(TEXT), usage)).toThrow(UsageError);
    // Five at the cache's price, which falls back to the input's; the sixth has no place.
    expect(priced(entryOf(TEXT), usage, { overlap: 'cut' })).toMatchObject({
      total: '0.000005',
      state: 'partial',
      lines: { cutTokens: '1 × ?' },
      assumptions: ['PARTS_CUT', 'RATE_FALLBACK'],
    });
  });
});

describe('the state of a cost', () => {
  const usage = { inputTokens: 10, outputTokens: 5 };

  it.each<[string, JsonObject, Usage, string]>([
    ['known', TEXT, usage, 'known'],
    ['known with a part that is free', { ...TEXT, output_cost_per_token: 0 }, usage, 'known'],
    ['free', { input_cost_per_token: 0, output_cost_per_token: 0 }, usage, 'free'],
    ['partial', { input_cost_per_token: 1e-6 }, usage, 'partial'],
    ['partial even where the rest is free', { input_cost_per_token: 0 }, usage, 'partial'],
    ['unknown', {}, usage, 'unknown'],
    ['unknown for another unit', TEXT, { pages: 5 }, 'unknown'],
    // Nothing used: it costs nothing, and its price is known or not all the same.
    ['known for nothing used', TEXT, { inputTokens: 0, outputTokens: 0 }, 'known'],
    ['free for nothing used', { input_cost_per_token: 0 }, { inputTokens: 0 }, 'free'],
    ['unknown for nothing used', {}, { inputTokens: 0 }, 'unknown'],
    ['unknown for no images', {}, { images: 0 }, 'unknown'],
    ['known for no images', { output_cost_per_image: 0.04 }, { images: 0 }, 'known'],
    ['known for nothing read from the cache', TEXT, { cacheReadTokens: 0 }, 'known'],
    [
      'known for nothing used, though one of two things has no price',
      { input_cost_per_token: 1e-6 },
      { inputTokens: 0, outputTokens: 0 },
      'known',
    ],
    [
      'known for no tokens of a model that is priced otherwise',
      { output_cost_per_image: 0.04 },
      { inputTokens: 0 },
      'known',
    ],
    ['known for no images of a model that is priced otherwise', TEXT, { images: 0 }, 'known'],
    [
      'unknown for nothing used where only a factor is listed',
      { regional_endpoint_uplift_multiplier: 2 },
      { inputTokens: 0 },
      'unknown',
    ],
    [
      'unknown for nothing used where only DBU are listed',
      { input_dbu_cost_per_token: 1 },
      { inputTokens: 0 },
      'unknown',
    ],
    ['known for nothing said', TEXT, {}, 'known'],
  ])('is %s', (_what, fields, used, state) => {
    expect(priced(entryOf(fields), used).state).toBe(state);
  });

  it('that is partial leaves out what has no price', () => {
    expect(priced(entryOf({ input_cost_per_token: 1e-6 }), usage)).toMatchObject({
      total: '0.00001',
      output: '0',
      lines: { output: '5 × ?' },
    });
  });

  it('of no lines is known to be nothing', () => {
    expect(priceLines([]).state).toBe('known');
  });
});

describe('images of a model that bills tokens', () => {
  const gptImage = entryOf(GPT_IMAGE_2, 'gpt-image-2');
  const size = { imageSize: '1024x1024', imageQuality: 'high' };
  const image = (usage: Usage, when: When = {}) => priced(gptImage, usage, { imageRules, ...when });

  it('become image-output tokens', () => {
    // 2 × 7,024
    expect(image({ images: 2, ...size }).lines).toEqual({
      outputImage: '14048 × 0.00003 (output_cost_per_image_token)',
    });
  });

  it('add 100 tokens for each partial image', () => {
    expect(image({ images: 1, partialImages: 3, ...size }).lines).toEqual({
      outputImage: '7324 × 0.00003 (output_cost_per_image_token)',
    });
    expect(image({ partialImages: 2 }).lines).toEqual({
      outputImage: '200 × 0.00003 (output_cost_per_image_token)',
    });
  });

  it('that are sent in come beside the text', () => {
    const usage = { inputTokens: 100, images: 1, referenceImages: ['1024x1024', '512x512'], ...size };
    expect(image(usage)).toMatchObject({
      lines: {
        input: '100 × 0.000005 (input_cost_per_token)',
        // 1,024 + 256
        inputImage: '1280 × 0.000008 (input_cost_per_image_token)',
      },
      assumptions: ['REFERENCE_COUNT_UNOFFICIAL'],
    });
    expect(image({ referenceImages: ['512x512'] }).lines).toEqual({
      inputImage: '256 × 0.000008 (input_cost_per_image_token)',
    });
  });

  it('are not counted again where the tokens are reported', () => {
    const reported = {
      inputTokens: 300,
      inputImageTokens: 200,
      outputTokens: 7024,
      images: 1,
      partialImages: 3,
      referenceImages: ['1024x1024'],
      ...size,
    };
    expect(image(reported, { overlap: 'cut' })).toEqual({
      input: '0.0021',
      output: '0.21072',
      other: '0',
      total: '0.21282',
      state: 'known',
      lines: {
        input: '100 × 0.000005 (input_cost_per_token)',
        inputImage: '200 × 0.000008 (input_cost_per_image_token)',
        outputImage: '7024 × 0.00003 (output_cost_per_image_token)',
      },
      assumptions: ['OUTPUT_ALL_IMAGE'],
      warnings: [],
    });
  });

  it('given beside output tokens by hand are among these, with a warning', () => {
    expect(image({ images: 3, outputTokens: 50, ...size }).warnings).toEqual(['IMAGES_NOT_COUNTED']);
    const conditions = { tier: 'standard', at: NOON } as const;
    const [notice] = meter({
      entry: gptImage,
      imageRules,
      usage: { images: 3, outputTokens: 50 },
      conditions,
      overlap: 'refuse',
    }).warnings;
    expect(notice?.message).toBe(
      'Output tokens are given, so the images are taken to be among them and are not counted from their size.',
    );
    expect(image({ images: 3, outputImageTokens: 50, ...size }).warnings).toEqual(['IMAGES_NOT_COUNTED']);
    expect(image({ images: 0, outputTokens: 50, ...size }).warnings).toEqual([]);
    expect(image({ images: 3, ...size }).warnings).toEqual([]);
  });

  it('left open are priced at the higher count', () => {
    expect(image({ images: 1, imageSize: '1024x1536' })).toMatchObject({
      total: '0.16464',
      assumptions: ['IMAGE_AUTO'],
    });
  });

  it('of no number cost nothing known', () => {
    expect(image({ images: 0, ...size })).toMatchObject({ total: '0', state: 'known' });
    expect(image({ images: 0, inputTokens: 0 }).lines).toEqual({
      input: '0 × 0.000005 (input_cost_per_token)',
      outputImage: '0 × 0.00003 (output_cost_per_image_token)',
    });
    // Nothing is made, so nothing is supposed about its size.
    expect(image({ images: 0 }).assumptions).toEqual([]);
    // Nobody spoke of images, so there is no line of them.
    expect(image({ inputTokens: 0 }).lines).toEqual({ input: '0 × 0.000005 (input_cost_per_token)' });
  });

  it('are priced each where the model has a price for that and no rule, or bills no tokens', () => {
    const fields = { mode: 'image_generation', output_cost_per_image: 0.04 };
    expect(totalOf(entryOf(fields, 'gpt-image-2'), { images: 2, ...size }, { imageRules })).toBe('0.08');
    const tokens = { ...fields, output_cost_per_image_token: 3e-5 };
    expect(totalOf(entryOf(tokens, 'gpt-image-9'), { images: 2, ...size }, { imageRules })).toBe('0.08');
    expect(totalOf(entryOf(tokens, 'gpt-image-2'), { images: 2, ...size })).toBe('0.08');
  });

  it('are counted for image models that list one output price, and for no others', () => {
    const cost = (fields: JsonObject) =>
      totalOf(entryOf(fields, 'gpt-image-2'), { images: 1, ...size }, { imageRules });
    // 7,024 × $30/1M
    expect(cost({ mode: 'image_edit', output_cost_per_token: 3e-5 })).toBe('0.21072');
    expect(cost({ mode: 'image_generation', output_cost_per_token: 3e-5 })).toBe('0.21072');
    const chat = { mode: 'chat', output_cost_per_token: 3e-5, output_cost_per_image: 0.04 };
    expect(cost(chat)).toBe('0.04');
    // 7,024 × $20/1M: a price of image tokens is one in any mode.
    expect(cost({ ...chat, output_cost_per_image_token: 2e-5 })).toBe('0.14048');
  });

  it('that the API refuses are refused', () => {
    expect(() => image({ images: 1, imageSize: '1000x1000', imageQuality: 'low' })).toThrow(UsageError);
  });
});
