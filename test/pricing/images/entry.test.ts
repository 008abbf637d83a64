import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import {
  findImageEntry,
  findSizedModel,
  isPremium,
  type ImageWish,
} from '../../../src/pricing/images/entry.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { storeOf } from '../../helpers/pricing.ts';

const image = (price: number, litellm_provider = 'openai'): JsonObject => ({
  litellm_provider,
  mode: 'image_generation',
  output_cost_per_image: price,
});

const ENTRIES: Readonly<Record<string, JsonObject>> = {
  'tern-3': image(0.04),
  'standard/1024-x-1024/tern-3': image(0.04),
  'standard/1024-x-1792/tern-3': image(0.08),
  'hd/1024-x-1024/tern-3': image(0.081),
  'hd/1024-x-1792/tern-3': image(0.12),
  'tern-2': image(0.02),
  '256-x-256/tern-2': image(0.016),
  '1024-x-1024/tern-2': image(0.02),
  'azure/hd/1024-x-1024/tern-3': image(0.09, 'azure'),
  'azure/standard/1024-x-1024/tern-3': image(0.05, 'azure'),
  'tern-1': image(0.01),
  'low/1024-x-1024/tern-1': image(0.011),
  'canvas-v1': image(0.06, 'bedrock'),
  '1024-x-1024/50-steps/bedrock/canvas-v1': image(0.06, 'bedrock'),
  '1024-x-1024/max-steps/xl-v1': image(0.08, 'bedrock'),
  'max-x-max/50-steps/xl-v0': image(0.036, 'bedrock'),
  'one-price': image(0.03),
  'no-provider': { mode: 'image_generation', output_cost_per_image: 0.02 },
  '512-x-512/no-provider': { mode: 'image_generation', output_cost_per_image: 0.01 },
  'titan-v1': { ...image(0.008), output_cost_per_image_premium_image: 0.01 },
  'other/tern-3': image(0.5, 'other'),
};
const store = storeOf(ENTRIES);

/** The key of the entry that prices it, its assumptions behind it; or why there is none. */
function found(model: string, wish: ImageWish, from = store): string {
  const entry = from.get(model);
  if (entry === undefined) throw new Error(`there is no ${model}`);
  try {
    const { entry: priced, assumptions } = findImageEntry(from, entry, wish);
    return [priced.key, ...assumptions.map(({ code }) => code)].join(' ');
  } catch (error) {
    return error instanceof UsageError ? `${error.message} ${error.hint ?? ''}` : String(error);
  }
}

describe('the entry that prices an image', () => {
  it.each<[string, ImageWish, string]>([
    ['tern-3', { size: '1024x1792', quality: 'hd' }, 'hd/1024-x-1792/tern-3'],
    ['tern-3', { size: '1024x1792', quality: 'HD' }, 'hd/1024-x-1792/tern-3'],
    ['tern-3', { size: '1024-x-1024', quality: 'standard' }, 'standard/1024-x-1024/tern-3'],
    ['tern-3', { size: '1024x1792' }, 'standard/1024-x-1792/tern-3 IMAGE_QUALITY_STANDARD'],
    ['tern-3', {}, 'tern-3'],
    ['tern-3', { size: 'auto' }, 'tern-3'],
    ['tern-2', { size: '256x256' }, '256-x-256/tern-2'],
    // A model without qualities makes images of the one that its API calls standard.
    ['tern-2', { size: '256x256', quality: 'standard' }, '256-x-256/tern-2'],
    ['tern-2', { quality: 'Standard' }, 'tern-2'],
    ['tern-2', { size: '256x256', quality: 'auto' }, '256-x-256/tern-2'],
    ['one-price', { quality: 'standard' }, 'one-price'],
    ['tern-1', { quality: 'low' }, 'low/1024-x-1024/tern-1'],
    // Behind the provider's prefix, and with the number of steps for a quality.
    ['canvas-v1', { size: '1024x1024', quality: '50-steps' }, '1024-x-1024/50-steps/bedrock/canvas-v1'],
    ['no-provider', { size: '512x512' }, '512-x-512/no-provider'],
    // A model with one price makes every size for it.
    ['one-price', { size: '640x480' }, 'one-price'],
    ['titan-v1', { size: '512x512', quality: 'premium' }, 'titan-v1'],
    // A key that names its size is taken as it stands.
    ['hd/1024-x-1024/tern-3', { size: '256x256', quality: 'low' }, 'hd/1024-x-1024/tern-3'],
    ['other/tern-3', { size: '1024x1024' }, 'other/tern-3'],
  ])('of %s with %j is %s', (model, wish, expected) => {
    expect(found(model, wish)).toBe(expected);
  });

  it.each<[string, ImageWish, string]>([
    [
      'tern-3',
      { size: '512x512', quality: 'hd' },
      'The map has no price of tern-3 for images of 512x512. It has sizes 1024x1024, 1024x1792.',
    ],
    [
      'tern-3',
      { size: '1024x1024', quality: 'ultra' },
      'The map has no price of tern-3 for quality "ultra". It has qualities standard, hd.',
    ],
    // Two sizes of that quality have two prices.
    [
      'tern-3',
      { quality: 'hd' },
      'The map has no price of tern-3 for images without a size. It has sizes 1024x1024, 1024x1792.',
    ],
    [
      'tern-2',
      { size: '256x256', quality: 'hd' },
      'The map has no price of tern-2 for quality "hd". The map has one price for this model, whatever its qualities.',
    ],
    [
      'tern-1',
      { size: '1024x1024' },
      'The map has no price of tern-1 for images without a quality. It has qualities low.',
    ],
    ['tern-3', { size: 'big' }, '"big" is no image size. Write width x height, such as 1024x1024.'],
    [
      'one-price',
      { quality: 'hd' },
      'The map has no price of one-price for quality "hd". The map has one price for this model, whatever its qualities.',
    ],
  ])('of %s with %j is refused: another is no answer', (model, wish, reason) => {
    expect(found(model, wish)).toBe(reason);
  });

  it('says what it supposes where no quality is given', () => {
    const entry = store.get('tern-3');
    expect(entry && findImageEntry(store, entry, { size: '1024x1024' }).assumptions).toEqual([
      { code: 'IMAGE_QUALITY_STANDARD', message: 'No image quality is given; standard is used.' },
    ]);
  });

  it.each(['low', 'medium', 'high', 'standard', 'hd', 'auto', 'premium'])(
    'is that of the quality %s, where a key begins with it',
    (quality) => {
      const crane = { crane: image(1), [`${quality}/1024-x-1024/crane`]: image(2) };
      expect(found('crane', { size: '1024x1024', quality }, storeOf(crane))).toBe(
        `${quality}/1024-x-1024/crane`,
      );
    },
  );

  it('is that of a key that ends in the size', () => {
    const crane = { crane: image(1), 'crane/1024-x-1024': image(2) };
    expect(found('crane', { size: '1024x1024' }, storeOf(crane))).toBe('crane/1024-x-1024');
  });

  it('is never one whose key has a size only inside a longer word', () => {
    const crane = { crane: image(1), 'a256-x-256/crane': image(2), '256-x-256b/crane': image(3) };
    expect(found('crane', { size: '1024x1024' }, storeOf(crane))).toBe('crane');
  });

  it('is never that of another provider, nor of another kind of work, under the same name', () => {
    const crane = {
      crane: image(1),
      '1024-x-1024/crane': image(2, 'other'),
      'hd/1024-x-1024/crane': { ...image(3), mode: 'image_edit' },
    };
    expect(found('crane', { size: '1024x1024' }, storeOf(crane))).toBe('crane');
  });

  it('does not depend on the order of the keys', () => {
    const turned = storeOf(Object.fromEntries(Object.entries(ENTRIES).toReversed()));
    for (const wish of [{ size: '1024x1792', quality: 'hd' }, { size: '256x256' }, { quality: 'low' }, {}]) {
      for (const model of ['tern-1', 'one-price']) {
        expect(found(model, wish, turned)).toBe(found(model, wish));
      }
    }
  });
});

describe('a model that stands in the map under keys with sizes alone', () => {
  const key = (name: string, wish: ImageWish) => findSizedModel(store, name, wish)?.key;

  it('is the entry of that size and quality', () => {
    expect(key('azure/tern-3', { size: '1024x1024', quality: 'hd' })).toBe('azure/hd/1024-x-1024/tern-3');
    expect(key(' Azure/Tern-3 ', { size: '1024x1024', quality: 'Standard' })).toBe(
      'azure/standard/1024-x-1024/tern-3',
    );
    expect(key('xl-v1', { size: '1024x1024', quality: 'max-steps' })).toBe('1024-x-1024/max-steps/xl-v1');
  });

  it('may have no quality, and is then none of the qualities that are asked for', () => {
    const plain = storeOf({ 'azure/256-x-256/tern-2': image(0.016, 'azure') });
    const size = '256x256';
    expect(findSizedModel(plain, 'azure/tern-2', { size })?.key).toBe('azure/256-x-256/tern-2');
    expect(() => findSizedModel(plain, 'azure/tern-2', { size, quality: 'hd' })).toThrow(
      'no price of azure/tern-2 for quality "hd"',
    );
  });

  it('is none for a name that no such key ends in', () => {
    expect(key('azure/tern-9', { size: '1024x1024' })).toBeUndefined();
    expect(key('tern', { size: '1024x1024' })).toBeUndefined();
  });

  it.each<[string, ImageWish, string]>([
    ['azure/tern-3', { quality: 'hd' }, 'no price of azure/tern-3 for images without a size'],
    ['azure/tern-3', { size: '9x9', quality: 'hd' }, 'no price of azure/tern-3 for images of 9x9'],
    ['azure/tern-3', { size: '1024x1024' }, 'no price of azure/tern-3 for images without a quality'],
    ['azure/tern-3', { size: '1024x1024', quality: 'low' }, 'no price of azure/tern-3 for quality "low"'],
    ['xl-v0', { size: '2048x2048' }, 'no price of xl-v0 for images of 2048x2048'],
  ])('needs both: %s with %j', (name, wish, reason) => {
    expect(() => findSizedModel(store, name, wish)).toThrow(reason);
  });
});

describe('the better of two qualities', () => {
  it.each(['premium', 'Premium', 'hd', 'HD'])('is called %s', (name) => {
    expect(isPremium(name)).toBe(true);
  });

  it.each([undefined, '', 'standard', 'uhd', 'hdr', 'premium+'])('is not called %s', (name) => {
    expect(isPremium(name)).toBe(false);
  });
});
