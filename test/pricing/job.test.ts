import { describe, expect, it, vi } from 'vitest';
import { lookUp } from '../../src/models/catalog.ts';
import { UsageError } from '../../src/core/errors.ts';
import { findForJob, prepare, type Job } from '../../src/pricing/job.ts';
import type { ImageRules } from '../../src/pricing/images/rules.ts';
import type { Usage } from '../../src/usage/usage.ts';
import { NOON, storeOf } from '../helpers/pricing.ts';

const image = (price: number, litellm_provider = 'openai') => ({
  litellm_provider,
  mode: 'image_generation',
  output_cost_per_image: price,
});
const store = storeOf({
  'tern-3': image(0.04),
  'standard/1024-x-1024/tern-3': image(0.05),
  'hd/1024-x-1024/tern-3': image(0.08),
  'azure/hd/1024-x-1024/tern-9': image(0.09, 'azure'),
});

const NO_IMAGE_RULES: ImageRules = { rules: [], prices: [] };

function jobOf(usage: Usage): Job {
  const conditions = { tier: 'standard', at: NOON } as const;
  return { model: undefined, usage, conditions, overlap: 'refuse', requests: 1, warnings: [], defaults: [] };
}

const HD = { imageSize: '1024x1024', imageQuality: 'hd' };

describe('the model of a job', () => {
  const find = (name: string, usage: Usage) =>
    findForJob(name, jobOf(usage), store, (wanted) => lookUp(store, wanted));

  it('is that of the name', () => {
    expect(find('TERN-3', { images: 1 })).toMatchObject({ entry: { key: 'tern-3' }, by: 'case' });
  });

  it('is the entry of its size and quality where the map has no other', () => {
    expect(find('azure/tern-9', { images: 1, ...HD })).toMatchObject({
      entry: { key: 'azure/hd/1024-x-1024/tern-9' },
      by: 'key',
    });
  });

  it.each<[string, Usage]>([
    ['azure/tern-9', { inputTokens: 1, ...HD }],
    ['azure/tern-8', { images: 1, ...HD }],
  ])('is none for %s with %j', (name, usage) => {
    expect(() => find(name, usage)).toThrow(expect.objectContaining({ name: 'ModelNotFoundError' }));
  });

  it('stays in doubt where the name is', () => {
    const doubt = () => {
      throw new UsageError('in doubt', null);
    };
    expect(() => findForJob('azure/tern-9', jobOf({ images: 1, ...HD }), store, doubt)).toThrow('in doubt');
  });
});

describe('what a model needs to price a job', () => {
  const TERN = lookUp(store, 'tern-3').entry;
  const noRules = () => {
    throw new Error('a job without images reads no rules of images');
  };

  it('are the rules of images for a job with images alone', () => {
    expect(() => prepare(TERN, store, jobOf({ inputTokens: 1 }), noRules)).not.toThrow();
    for (const usage of [{ images: 1 }, { referenceImages: ['1x1'] }, { partialImages: 1 }]) {
      const readImageRules = vi.fn<() => ImageRules>(() => NO_IMAGE_RULES);
      prepare(TERN, store, jobOf(usage), readImageRules);
      expect(readImageRules).toHaveBeenCalledTimes(1);
    }
  });

  it('is the entry that prices its images, with what that supposes', () => {
    const pricing = prepare(TERN, store, jobOf({ images: 2, imageSize: '1024x1024' }), () => NO_IMAGE_RULES);
    expect(pricing.assumptions.map(({ code }) => code)).toEqual(['IMAGE_QUALITY_STANDARD']);
    // 2 × $0.05
    expect(pricing.price(pricing.meterAt('standard').lines).totalUsd.toFixed()).toBe('0.1');
  });
});
