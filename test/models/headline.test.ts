import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { headlineOf, headlineUnit } from '../../src/models/headline.ts';
import { entryOf } from '../helpers/pricing.ts';

describe('the two prices that stand for a model', () => {
  it.each<[string, JsonObject, object]>([
    [
      'tokens before everything',
      { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6, output_cost_per_image: 0.04 },
      { input: 1e-6, output: 2e-6, unit: 'token' },
    ],
    ['one side of them', { output_cost_per_token: 2e-6 }, { input: null, output: 2e-6, unit: 'token' }],
    [
      'what costs something before what is free',
      { input_cost_per_token: 0, output_cost_per_token: 0, output_cost_per_image: 0.04 },
      { input: null, output: 0.04, unit: 'image' },
    ],
    [
      'what is free where nothing costs',
      { input_cost_per_token: 0, output_cost_per_image: 0 },
      { input: 0, output: null, unit: 'token' },
    ],
    [
      'the first of several spellings',
      { input_cost_per_audio_per_second: 1e-4, output_cost_per_video_per_second: 0.1 },
      { input: 1e-4, output: 0.1, unit: 'second' },
    ],
    [
      'pixels',
      { input_cost_per_pixel: 1e-8, output_cost_per_pixel: 0 },
      { input: 1e-8, output: 0, unit: 'pixel' },
    ],
    ['characters', { input_cost_per_character: 1e-5 }, { input: 1e-5, output: null, unit: 'character' }],
    ['pages', { ocr_cost_per_page: 0.004 }, { input: 0.004, output: null, unit: 'page' }],
    ['credits', { ocr_cost_per_credit: 0.015 }, { input: 0.015, output: null, unit: 'credit' }],
    ['queries', { input_cost_per_query: 0.002 }, { input: 0.002, output: null, unit: 'query' }],
    ['requests', { input_cost_per_request: 0.005 }, { input: 0.005, output: null, unit: 'request' }],
    ['figures that are text', { input_cost_per_token: '3e-7' }, { input: 3e-7, output: null, unit: 'token' }],
    ['no price below 0', { input_cost_per_token: -1 }, { input: null, output: null, unit: null }],
    ['nothing', {}, { input: null, output: null, unit: null }],
  ])('are %s', (_what, fields, headline) => {
    expect(headlineOf(entryOf(fields))).toEqual(headline);
  });
});

describe('the unit of a headline, written down', () => {
  it.each([
    ['token', 'token'],
    ['second', 'second'],
    ['factor', null],
    [5, null],
    [null, null],
  ])('%s is %s', (text, unit) => {
    expect(headlineUnit(text)).toBe(unit);
  });
});
