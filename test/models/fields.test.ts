import { describe, expect, it } from 'vitest';
import {
  fieldName,
  isPriceName,
  metricOrder,
  METRICS,
  parseField,
  type PriceField,
} from '../../src/models/fields.ts';
import { isJsonObject } from '../../src/core/json.ts';
import { toEntry } from '../../src/models/entry.ts';
import { pricesOf } from '../../src/models/prices.ts';
import { HAS_SHARED_MAPS, SHARED_MAPS, sharedMap } from '../helpers/shared-maps.ts';

/** The parts of a field that are not as in the plainest field. */
function conditionsOf(field: PriceField | undefined): object | undefined {
  if (field === undefined) return undefined;
  const { metric, aboveTokens, tier, batch, ttl, resolution, interval, quality } = field;
  const parts = { aboveTokens, tier, batch, ttl, resolution, interval, quality };
  const said = Object.entries(parts).filter(([, value]) => value !== null && value !== false);
  return { metric, ...Object.fromEntries(said) };
}

describe('the grammar of price fields', () => {
  const input = 'input_cost_per_token';
  const read = 'cache_read_input_token_cost';
  const write = 'cache_creation_input_token_cost';

  it.each([
    [input, { metric: input }],
    [`${input}_above_272k_tokens`, { metric: input, aboveTokens: 272_000 }],
    [`${input}_above_200000_tokens`, { metric: input, aboveTokens: 200_000 }],
    [`${input}_flex`, { metric: input, tier: 'flex' }],
    [`${input}_ultrafast`, { metric: input, tier: 'ultrafast' }],
    [`${input}_auto`, { metric: input, tier: 'auto' }],
    [`${input}_batches`, { metric: input, batch: true }],
    [`${read}_above_200k_tokens_priority`, { metric: read, aboveTokens: 200_000, tier: 'priority' }],
    [
      `${input}_above_200k_tokens_flex_batches`,
      { metric: input, aboveTokens: 200_000, tier: 'flex', batch: true },
    ],
    [`${write}_above_1hr`, { metric: write, ttl: '1h' }],
    [`${write}_above_1hr_above_200k_tokens`, { metric: write, ttl: '1h', aboveTokens: 200_000 }],
    [`${write}_above_1hr_priority`, { metric: write, ttl: '1h', tier: 'priority' }],
    [
      'input_cost_per_video_per_second_above_8s_interval',
      { metric: 'input_cost_per_video_per_second', interval: '8s' },
    ],
    [
      'input_cost_per_video_per_second_above_15s_interval',
      { metric: 'input_cost_per_video_per_second', interval: '15s' },
    ],
    [
      'input_cost_per_video_per_second_above_128k_tokens',
      { metric: 'input_cost_per_video_per_second', aboveTokens: 128_000 },
    ],
    ['output_cost_per_second_1080p', { metric: 'output_cost_per_second', resolution: '1080p' }],
    ['output_cost_per_second_4k', { metric: 'output_cost_per_second', resolution: '4k' }],
    ['output_cost_per_image_0.5K', { metric: 'output_cost_per_image', resolution: '0.5K' }],
    ['output_cost_per_image_1536', { metric: 'output_cost_per_image', resolution: '1536' }],
    [
      'output_cost_per_image_above_512_and_512_pixels',
      { metric: 'output_cost_per_image', resolution: 'above 512x512' },
    ],
    [
      'output_cost_per_image_above_1024_and_1024_pixels_and_premium_image',
      { metric: 'output_cost_per_image', resolution: 'above 1024x1024', quality: 'premium' },
    ],
    ['output_cost_per_image_premium_image', { metric: 'output_cost_per_image', quality: 'premium' }],
    ['annotation_cost_per_page_batches', { metric: 'annotation_cost_per_page', batch: true }],
    // Spellings of older maps.
    ['cache_read_input_token_cost_per_audio_token', { metric: 'cache_read_input_audio_token_cost' }],
    ['input_cost_per_token_batch_requests', { metric: input, batch: true }],
    ['output_cost_per_token_batch_requests', { metric: 'output_cost_per_token', batch: true }],
  ])('takes %s apart', (name, parts) => {
    expect(conditionsOf(parseField(name))).toEqual(parts);
    expect(parseField(name)?.name).toBe(name);
  });

  it.each([
    'input_cost_per_feather',
    'input_cost_per_token_above_many_tokens',
    'input_cost_per_token_above_1hr',
    'input_cost_per_token_cheap',
    'input_cost_per_token_1080p',
    'constructor',
    '__proto__',
    '',
  ])('does not understand %s', (name) => {
    expect(parseField(name)).toBeUndefined();
  });

  it('says what each metric is about', () => {
    expect(parseField('cache_read_input_image_token_cost')).toMatchObject({
      label: 'Cached image input',
      direction: 'cacheRead',
      modality: 'image',
      unit: 'token',
    });
    expect(parseField('input_dbu_cost_per_token')?.unit).toBe('dbu_token');
    expect(parseField('regional_processing_uplift_multiplier_eu')?.unit).toBe('factor');
  });
});

describe('a name put together', () => {
  it.each([
    [fieldName('input_cost_per_token'), 'input_cost_per_token'],
    [
      fieldName('input_cost_per_token', { aboveTokens: 272_000, tier: 'priority' }),
      'input_cost_per_token_above_272k_tokens_priority',
    ],
    [fieldName('input_cost_per_token', { aboveTokens: 32_768 }), 'input_cost_per_token_above_32768_tokens'],
    [
      fieldName('cache_creation_input_token_cost', { ttl: '1h', aboveTokens: 200_000 }),
      'cache_creation_input_token_cost_above_1hr_above_200k_tokens',
    ],
    [fieldName('output_cost_per_second', { resolution: '720p' }), 'output_cost_per_second_720p'],
    [
      fieldName('input_cost_per_video_per_second', { interval: '8s' }),
      'input_cost_per_video_per_second_above_8s_interval',
    ],
    [fieldName('output_cost_per_token', { batch: true }), 'output_cost_per_token_batches'],
  ])('is %s', (made, name) => {
    expect(made).toBe(name);
  });
});

describe('a name that says it holds a price', () => {
  it.each([
    ['input_cost_per_token', true],
    ['tiered_pricing', true],
    ['regional_endpoint_uplift_multiplier', true],
    ['provider_specific_entry', true],
    ['input_dbu_cost_per_token', true],
    ['setup_fee', true],
    ['web_search_billing_unit', false],
    ['max_tokens', false],
    ['supports_vision', false],
    ['coffee_machine', false],
  ])('%s: %s', (name, holds) => {
    expect(isPriceName(name)).toBe(holds);
  });
});

describe('the order of metrics', () => {
  it('is the one in which a person reads a price list', () => {
    expect(metricOrder('input_cost_per_token')).toBe(0);
    expect(metricOrder('output_cost_per_token')).toBe(1);
    expect(metricOrder('cache_read_input_token_cost')).toBe(2);
  });

  it('puts what it does not know last', () => {
    expect(metricOrder('input_cost_per_feather')).toBe(Object.keys(METRICS).length);
  });
});

describe.skipIf(!HAS_SHARED_MAPS)('on the published maps (needs ../shared/cost-maps)', () => {
  it.each(SHARED_MAPS)('not one price field of %s is left over', (date) => {
    const names = new Set<string>();
    for (const fields of sharedMap(date).values()) {
      for (const name of Object.keys(fields)) if (isPriceName(name)) names.add(name);
    }
    expect(names.size).toBeGreaterThan(80);
    expect([...names].filter((name) => parseField(name) === undefined)).toEqual([]);
  });

  it.each(SHARED_MAPS)('not one price of %s is shown as not understood', (date) => {
    const left = [...sharedMap(date)].flatMap(([key, fields]) => {
      const entry = toEntry(key, fields);
      return entry === undefined ? [] : pricesOf(entry).notUnderstood.map(({ field }) => `${key}: ${field}`);
    });
    expect(left).toEqual([]);
  });

  it.each(SHARED_MAPS)('every figure under such a name in %s is in its price list', (date) => {
    for (const [key, fields] of sharedMap(date)) {
      const entry = toEntry(key, fields);
      const shown = new Set(entry === undefined ? [] : pricesOf(entry).prices.map(({ field }) => field));
      for (const [name, value] of Object.entries(fields)) {
        if (!isPriceName(name)) continue;
        const paths = isJsonObject(value)
          ? Object.keys(value).flatMap((part) => (typeof value[part] === 'number' ? [`${name}.${part}`] : []))
          : typeof value === 'number'
            ? [name]
            : [];
        for (const path of paths) expect(shown, `${key} ${path}`).toContain(path);
      }
    }
  });
});
