import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../../src/core/json.ts';
import { describe as estimateOf } from '../../../src/pricing/estimate/describe.ts';
import { parseImageRules } from '../../../src/pricing/images/rules.ts';
import { prepare, type Job } from '../../../src/pricing/job.ts';
import type { ModelStore } from '../../../src/models/store.ts';
import type { Usage } from '../../../src/usage/usage.ts';
import { NOON, storeOf } from '../../helpers/pricing.ts';
import { HAS_SHARED_MAPS, SHARED_MAPS, sharedStore } from '../../helpers/shared-maps.ts';

const RULES = parseImageRules(
  parseJson(readFileSync(new URL('../../../fixtures/image-tokens.json', import.meta.url), 'utf8')),
);
const SIZES = ['1024x1024', '1024x1536', '1536x1024'];

function pricingOf(store: ModelStore, key: string, usage: Usage, tier: 'standard' | 'batch' = 'standard') {
  const entry = store.get(key);
  if (entry === undefined) throw new Error(`there is no ${key}`);
  const job: Job = {
    model: key,
    usage,
    conditions: { tier, at: NOON },
    overlap: 'refuse',
    requests: 1,
    warnings: [],
    defaults: [],
  };
  const pricing = prepare(entry, store, job, () => RULES);
  return estimateOf(pricing, job, { tiers: false, strict: false }, null);
}

function usdOf(store: ModelStore, key: string, usage: Usage): number | null {
  return pricingOf(store, key, usage).totalUsd;
}

const MINI: JsonObject = {
  litellm_provider: 'openai',
  mode: 'image_generation',
  input_cost_per_token: 2e-6,
  input_cost_per_image_token: 2.5e-6,
  output_cost_per_image_token: 8e-6,
};
const perImage = (input_cost_per_image: number | string, more: JsonObject = {}): JsonObject => ({
  litellm_provider: 'openai',
  mode: 'image_generation',
  input_cost_per_image,
  ...more,
});
const store = storeOf({
  'gpt-image-1-mini': MINI,
  'low/1024-x-1024/gpt-image-1-mini': perImage(0.007),
  'medium/1024-x-1536/gpt-image-1-mini': perImage('?'),
  'azure/gpt-image-1-mini': { ...MINI, litellm_provider: 'azure' },
  // A price per pixel was worked out of tokens by somebody else: it is no published price.
  'azure/low/1024-x-1024/gpt-image-1-mini': {
    litellm_provider: 'azure',
    mode: 'image_generation',
    input_cost_per_pixel: 9e-9,
  },
});

describe('an image with a published price', () => {
  it('costs what the map lists for its quality and size, before what the page says', () => {
    const usage = { images: 2, imageSize: '1024x1024', imageQuality: 'low' };
    const estimate = pricingOf(store, 'gpt-image-1-mini', usage);
    expect(estimate.totalUsd).toBe(0.014);
    expect(estimate.image).toMatchObject({
      usdPerImage: 0.007,
      publishedIn: 'low/1024-x-1024/gpt-image-1-mini',
      // 272 tokens × $8 per 1M
      usdByTokens: 0.002176,
      tokensPerImage: 272,
    });
    expect(estimate.assumptions).toEqual([]);
  });

  it('costs what the provider’s page says where the map has nothing', () => {
    const usage = { images: 1, imageSize: '1024x1536', imageQuality: 'high' };
    const estimate = pricingOf(store, 'gpt-image-1-mini', usage);
    expect(estimate.totalUsd).toBe(0.052);
    expect(estimate.image?.publishedIn).toContain('OpenAI');
  });

  it('is half of that in a batch, and text, partial images and references come on top by their tokens', () => {
    const usage = { images: 1, imageSize: '1024x1024', imageQuality: 'low' };
    expect(pricingOf(store, 'gpt-image-1-mini', usage, 'batch').totalUsd).toBe(0.0035);
    const more = { ...usage, inputTokens: 100, partialImages: 2, referenceImages: ['1024x1024'] };
    // 0.007 + 100 × 2e-6 + 2 × 100 × 8e-6 + 194 × 2.5e-6
    expect(usdOf(store, 'gpt-image-1-mini', more)).toBe(0.009285);
  });

  it('has a range where its quality is left to the API', () => {
    const estimate = pricingOf(store, 'gpt-image-1-mini', { images: 2, imageSize: '1024x1024' });
    expect(estimate).toMatchObject({ totalUsd: 0.072, range: { lowUsd: 0.014, highUsd: 0.072 } });
    expect(estimate.assumptions.map(({ code }) => code)).toEqual(['IMAGE_AUTO']);
  });

  it('is billed by the tokens that the API reports', () => {
    const usage = { images: 1, imageSize: '1024x1024', imageQuality: 'low', outputTokens: 500 };
    expect(usdOf(store, 'gpt-image-1-mini', usage)).toBe(0.004);
  });

  it('that cannot be used is unknown, not its tokens', () => {
    const usage = { images: 1, imageSize: '1024x1536', imageQuality: 'medium' };
    const estimate = pricingOf(store, 'gpt-image-1-mini', usage);
    expect(estimate).toMatchObject({ totalUsd: null, state: 'unknown', error: { code: 'PRICE_MISSING' } });
    expect(estimate.error?.message).toContain('input_cost_per_image should be');
  });

  it('is its provider’s: another bills the tokens', () => {
    const usage = { images: 1, imageSize: '1024x1024', imageQuality: 'low' };
    const estimate = pricingOf(store, 'azure/gpt-image-1-mini', usage);
    expect(estimate).toMatchObject({ totalUsd: 0.002176, image: { publishedIn: null } });
    expect(estimate.assumptions.map(({ code }) => code)).toEqual(['IMAGE_COUNT_NOTE']);
  });
});

describe.skipIf(!HAS_SHARED_MAPS)('OpenAI’s prices per image (needs ../shared/cost-maps)', () => {
  // As on the pages of the models, low, medium and high at each size.
  it.each(
    SHARED_MAPS.flatMap((date) => [
      [date, 'gpt-image-1-mini', [0.005, 0.011, 0.036, 0.006, 0.015, 0.052, 0.006, 0.015, 0.052]] as const,
      [date, 'gpt-image-1', [0.011, 0.042, 0.167, 0.016, 0.063, 0.25, 0.016, 0.063, 0.25]] as const,
      [date, 'gpt-image-1.5', [0.009, 0.034, 0.133, 0.013, 0.05, 0.2, 0.013, 0.05, 0.2]] as const,
    ]),
  )('on the map of %s: %s', (date, key, expected) => {
    const published = sharedStore(date);
    const prices = SIZES.flatMap((imageSize) =>
      ['low', 'medium', 'high'].map((imageQuality) =>
        usdOf(published, key, { images: 1, imageSize, imageQuality }),
      ),
    );
    expect(prices).toEqual(expected);
  });

  it('of gpt-image-2, which has none in the map, follow from its tokens', () => {
    const usage = { images: 1, imageSize: '1024x1024', imageQuality: 'high' };
    // 7,024 tokens × $30 per 1M, published as $0.211.
    expect(usdOf(sharedStore('2026-08-06'), 'gpt-image-2', usage)).toBe(0.21072);
  });
});

/** Keys of DALL·E as the map of 2026-08-06 has them: the published price divided by the pixels, and rounded. */
const perPixel = (input_cost_per_pixel: number, litellm_provider = 'openai'): JsonObject => ({
  litellm_provider,
  mode: 'image_generation',
  input_cost_per_pixel,
});
const dalle = storeOf({
  '256-x-256/dall-e-2': perPixel(2.4414e-7),
  '512-x-512/dall-e-2': perPixel(6.86e-8),
  '1024-x-1024/dall-e-2': perPixel(1.9e-8),
  'standard/1024-x-1024/dall-e-3': perPixel(3.81469e-8),
  'standard/1024-x-1792/dall-e-3': perPixel(4.359e-8),
  'hd/1024-x-1024/dall-e-3': perPixel(7.629e-8),
  'hd/1792-x-1024/dall-e-3': perPixel(6.539e-8),
  'dall-e-3': perImage(0.04),
  'azure/standard/1024-x-1024/dall-e-3': perPixel(3.81469e-8, 'azure'),
});

describe('an image that the map prices per pixel', () => {
  // OpenAI's price list of DALL·E.
  it.each([
    ['256-x-256/dall-e-2', '256x256', undefined, 0.016],
    ['512-x-512/dall-e-2', '512x512', undefined, 0.018],
    ['1024-x-1024/dall-e-2', '1024x1024', undefined, 0.02],
    ['dall-e-3', '1024x1024', 'standard', 0.04],
    ['dall-e-3', '1024x1792', 'standard', 0.08],
    ['dall-e-3', '1024x1024', 'hd', 0.08],
    ['dall-e-3', '1792x1024', 'hd', 0.12],
  ])('costs its published price: %s at %s in %s', (key, imageSize, imageQuality, usd) => {
    const quality = imageQuality === undefined ? {} : { imageQuality };
    const estimate = pricingOf(dalle, key, { images: 2, imageSize, ...quality });
    expect(estimate.totalUsd).toBe(2 * usd);
    expect(estimate.state).toBe('known');
    expect(estimate.warnings.map(({ code }) => code)).toEqual(['PUBLISHED_IMAGE_PRICE']);
  });

  it('costs its pixels at somebody else, whose page nobody read', () => {
    const usage = { images: 1, imageSize: '1024x1024', imageQuality: 'standard' };
    // 1,048,576 × 0.0000000381469
    expect(usdOf(dalle, 'azure/standard/1024-x-1024/dall-e-3', usage)).toBe(0.0399999238144);
  });

  it('costs its pixels where they make another price than the published one: the map may be newer', () => {
    const cheaper = storeOf({ '1024-x-1024/dall-e-2': perPixel(1e-8) });
    expect(usdOf(cheaper, '1024-x-1024/dall-e-2', { images: 1, imageSize: '1024x1024' })).toBe(0.01048576);
  });
});
