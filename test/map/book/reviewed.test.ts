import { describe, expect, it } from 'vitest';
import { BrokenMapError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { withReviews } from '../../../src/map/book/reviewed.ts';
import { readBook } from '../../helpers/book.ts';

const book = readBook();

/** Short names for the fields of the cost map. */
const FIELDS = {
  input: 'input_cost_per_token',
  cached: 'cache_read_input_token_cost',
  written: 'cache_creation_input_token_cost',
  written1h: 'cache_creation_input_token_cost_above_1hr',
  output: 'output_cost_per_token',
  imageIn: 'input_cost_per_image_token',
  imageCached: 'cache_read_input_image_token_cost',
  imageOut: 'output_cost_per_image_token',
  audioOut: 'output_cost_per_audio_token',
  batchInput: 'input_cost_per_token_batches',
  batchOutput: 'output_cost_per_token_batches',
} as const;

/** USD per 1M tokens, as the providers publish them. */
type Published = Partial<Record<keyof typeof FIELDS, number>>;

const GPT_IMAGE: Published = { input: 5, cached: 1.25, imageIn: 8, imageCached: 2 };
const REVIEWED: readonly (readonly [string, string, Published])[] = [
  ['gpt-image-1', '2026-09', { input: 5, cached: 1.25, imageIn: 10, imageCached: 2.5, imageOut: 40 }],
  ['gpt-image-1-mini', '2026-09', { input: 2, cached: 0.2, imageIn: 2.5, imageCached: 0.25, imageOut: 8 }],
  ['gpt-image-1.5', '2026-09', { ...GPT_IMAGE, output: 10, imageOut: 32 }],
  ['gpt-image-1.5-2025-12-16', '2026-09', { ...GPT_IMAGE, output: 10, imageOut: 32 }],
  ['chatgpt-image-latest', '2026-09', { ...GPT_IMAGE, output: 10, imageOut: 32 }],
  ['gpt-image-2', '2026-09', { ...GPT_IMAGE, imageOut: 30 }],
  ['gpt-image-2-2026-04-21', '2026-09', { ...GPT_IMAGE, imageOut: 30 }],
  ['gemini/gemini-2.5-flash-image', '2026-09', { input: 0.3, imageIn: 0.3, output: 2.5, imageOut: 30 }],
  [
    'gemini/gemini-3-pro-image',
    '2026-09',
    { input: 2, imageIn: 2, output: 12, imageOut: 120, batchInput: 1, batchOutput: 6 },
  ],
  [
    'gemini/gemini-3.1-flash-image',
    '2026-09',
    { input: 0.5, imageIn: 0.5, output: 3, imageOut: 60, batchInput: 0.25, batchOutput: 1.5 },
  ],
  [
    'gemini/gemini-3.1-flash-image-preview',
    '2026-11',
    { input: 0.5, output: 3, batchInput: 0.25, batchOutput: 1.5 },
  ],
  ['gemini-3.1-flash-image-preview', '2026-11', { input: 0.5, output: 3 }],
  ['gpt-4o-mini-tts', '2026-11', { input: 0.6, output: 12, audioOut: 12 }],
  ['gpt-4o-mini-tts-2025-12-15', '2026-11', { input: 0.6, output: 12, audioOut: 12 }],
  ['gpt-4o-mini-tts-2025-03-20', '2026-11', { input: 0.6, output: 12, audioOut: 12 }],
  ['gpt-realtime-2', '2026-11', { output: 24 }],
  ['mistral/codestral-latest', '2026-11', { input: 0.3, output: 0.9 }],
  [
    'claude-3-haiku-20240307',
    '2026-11',
    { input: 0.25, cached: 0.03, written: 0.3, written1h: 0.5, output: 1.25 },
  ],
  [
    'claude-3-opus-20240229',
    '2026-11',
    { input: 15, cached: 1.5, written: 18.75, written1h: 30, output: 75 },
  ],
];

describe('the reviewed figures of the book', () => {
  it.each(REVIEWED)('%s says what was reviewed in %s', (key, on, published) => {
    const perToken = Object.entries(published).map(([name, usd]) => [
      Object.entries(FIELDS).find(([short]) => short === name)?.[1],
      Number(`${usd}e-6`),
    ]);
    const review = book.reviews.get(key);
    expect(review).toMatchObject({ on, figures: Object.fromEntries(perToken) });
    expect(review?.source).toMatch(/^https:/);
    expect(Object.keys(review?.figures ?? {})).toHaveLength(perToken.length);
    expect(book.entries.get(key)).toMatchObject(Object.fromEntries(perToken));
  });

  it('are those of these models alone', () => {
    expect([...book.reviews.keys()].sort()).toEqual(REVIEWED.map(([key]) => key).sort());
  });

  it('leave out the price of half a K image, which would be taken for that of every image', () => {
    expect(book.entries.get('gemini/gemini-3.1-flash-image')).not.toHaveProperty('output_cost_per_image');
  });
});

describe('putting reviewed figures into a book', () => {
  const review = { on: '2026-09', against: 'the page', source: 'https://acme.example' };
  const entries = new Map<string, JsonObject>([
    ['m', { mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_image: 0.1 }],
    ['m-1', { mode: 'chat', input_cost_per_token: 1e-6 }],
  ]);
  const put = (figures: JsonObject, retirements: readonly JsonObject[] = []) =>
    withReviews(entries, { figures, retirements: [...retirements] });

  it('replaces, adds and takes away, and leaves the other models as they are', () => {
    const book = put({
      m: { ...review, usdPer1M: { input: 2, output: 8 }, without: ['output_cost_per_image'], note: 'Why.' },
    });
    expect(book.entries.get('m')).toEqual({
      mode: 'chat',
      input_cost_per_token: 2e-6,
      output_cost_per_token: 8e-6,
    });
    expect(book.entries.get('m-1')).toBe(entries.get('m-1'));
    expect([...book.reviews]).toEqual([
      ['m', { ...review, figures: { input_cost_per_token: 2e-6, output_cost_per_token: 8e-6 } }],
    ]);
  });

  it('goes for the other names of the model, too', () => {
    const book = put({ m: { ...review, alsoFor: ['m-1'], usdPer1M: { input: 2 } } });
    expect(book.entries.get('m-1')).toMatchObject({ input_cost_per_token: 2e-6 });
    expect(book.reviews.get('m-1')).toEqual(book.reviews.get('m'));
  });

  it('passes over a model that the map no longer has', () => {
    const book = put({ gone: { ...review, usdPer1M: { input: 2 } } }, [
      { day: '2026-12-01', models: ['gone'] },
    ]);
    expect([...book.entries.keys()]).toEqual(['m', 'm-1']);
    expect(book.reviews.size).toBe(0);
  });

  it('dates retirements', () => {
    const book = put({}, [{ day: '2026-12-01', models: ['m-1'] }]);
    expect(book.entries.get('m-1')).toMatchObject({ deprecation_date: '2026-12-01' });
    expect(book.entries.get('m')).not.toHaveProperty('deprecation_date');
  });

  it.each([
    ['a rate that there is not', { usdPer1M: { inptu: 1 } }, 'reviewed: m: usdPer1M: inptu'],
    ['a text for a number', { usdPer1M: { input: '1' } }, 'reviewed: m: usdPer1M: input: must be a number'],
    ['a field that is no price list', { colour: 'red' }, 'reviewed: m: colour: is not a price list'],
    ['a month that there is not', { on: '2026-13' }, 'reviewed: m: on'],
    ['no source', { source: 3 }, 'reviewed: m: source'],
  ])('refuses %s', (_what, fields, message) => {
    const figures = { m: { ...review, ...fields } };
    expect(() => put(figures)).toThrow(BrokenMapError);
    expect(() => put(figures)).toThrow(message);
  });
});
