import { describe, expect, it } from 'vitest';
import { meter } from '../../src/pricing/cost.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Tier, Usage } from '../../src/usage/usage.ts';
import { entryOf, NOON, priced, totalOf, type When } from '../helpers/pricing.ts';

/** The only line of the answer. */
function line(fields: JsonObject, usage: Usage, when: When = {}): string {
  return Object.values(priced(entryOf(fields), usage, when).lines).join(' + ');
}

function codes(fields: JsonObject, usage: Usage, when: When = {}): readonly string[] {
  return priced(entryOf(fields), usage, when).assumptions;
}

describe('a line of another unit', () => {
  it('says what was used, of what, and on which side it counts', () => {
    const entry = entryOf({});
    const usage = {
      images: 1,
      seconds: 2,
      characters: 3,
      pages: 4,
      annotatedPages: 5,
      credits: 6,
      queries: 7,
      sessions: 8,
      webSearches: 9,
    };
    const conditions = { tier: 'standard', at: NOON } as const;
    const { lines } = meter({ entry, usage, conditions, overlap: 'refuse' });
    expect(
      lines.map(({ meter, quantity, unit, label, side }) => `${meter} ${quantity} ${unit} ${label} ${side}`),
    ).toEqual([
      'images 1 image Images other',
      'seconds 2 second Seconds other',
      'characters 3 character Characters other',
      'pages 4 page Pages other',
      'annotatedPages 5 page Annotated pages other',
      'credits 6 credit Credits other',
      'queries 7 query Queries other',
      'sessions 8 session Sessions other',
      'webSearches 9 query Web searches other',
    ]);
    const fee = meter({
      entry: entryOf({ input_cost_per_request: 1 }),
      usage: { pages: 1 },
      conditions,
      overlap: 'refuse',
    });
    expect(fee.lines.at(-1)).toMatchObject({
      meter: 'requests',
      unit: 'request',
      label: 'Request fee',
      quantity: 1,
      rate: { passedOver: [] },
    });
    const tokens = meter({
      entry,
      usage: { inputTokens: 1, outputTokens: 1 },
      conditions,
      overlap: 'refuse',
    });
    expect(tokens.lines.map(({ unit, side, label }) => `${unit} ${side} ${label}`)).toEqual([
      'token input Input',
      'token output Output',
    ]);
  });

  it('says in words what chose its rate and what is supposed', () => {
    const told = (fields: JsonObject, usage: Usage, tier: Tier = 'standard') => {
      const [first] = meter({
        entry: entryOf(fields),
        usage,
        conditions: { tier, at: NOON },
        overlap: 'refuse',
      }).lines;
      return [first?.rate?.condition, ...(first?.rate?.assumptions ?? []).map(({ message }) => message)].join(
        ' | ',
      );
    };
    const vertex = {
      litellm_provider: 'vertex_ai',
      ocr_cost_per_page: 0.004,
      ocr_cost_per_page_priority: 0.006,
    };
    const pixels = { ...vertex, input_cost_per_pixel: 1e-8 };
    const image = { images: 1, imageSize: '10x20' };
    expect(told(pixels, image)).toBe('10 × 20 pixels');
    expect(told(pixels, image, 'batch')).toBe(
      'batch, 10 × 20 pixels | No batch price is listed; half of input_cost_per_pixel is used, the flat batch discount that vertex_ai publishes.',
    );
    expect(told(vertex, { pages: 1 })).toBe('');
    expect(told(vertex, { pages: 1 }, 'priority')).toBe('priority tier');
    expect(told(vertex, { pages: 1 }, 'batch')).toContain('batch | No batch price is listed');
    expect(told({ ...vertex, ocr_cost_per_page_batches: 0.001 }, { pages: 1 }, 'batch')).toBe('batch');
    expect(told(vertex, { pages: 1 }, 'flex')).toBe(
      ' | No flex price is listed; the standard price ocr_cost_per_page is used.',
    );
    const search_context_cost_per_query = { search_context_size_medium: 0.01, search_context_size_low: 0.02 };
    expect(told({ search_context_cost_per_query }, { webSearches: 1 })).toBe(
      'medium search context | No search context is given; medium is used.',
    );
    expect(told({ search_context_cost_per_query }, { webSearches: 1, searchContext: 'low' })).toBe(
      'low search context',
    );
    const tiered_pricing = [{ max_results_range: [0, 25], input_cost_per_query: 0.005 }, {}];
    expect(told({ tiered_pricing }, { queries: 1 })).toBe(
      '0 to 25 results | The price of a query depends on how many results it asks for; that of 0 to 25 results is used.',
    );
    const video = { mode: 'video_generation', output_cost_per_second: 0.05 };
    expect(told(video, { seconds: 1, resolution: '720p' })).toBe(
      ' | No price for 720p is listed; output_cost_per_second is used.',
    );
    expect(told(video, { seconds: 1 })).toBe('');
    const heard = { mode: 'audio_transcription', input_cost_per_second: 0, output_cost_per_second: 2e-5 };
    expect(told(heard, { seconds: 1 })).toBe('');
  });
});

describe('images priced each', () => {
  it.each<[string, JsonObject, Usage, string]>([
    [
      'the output price',
      { output_cost_per_image: 0.04, input_cost_per_image: 0.01 },
      { images: 3 },
      '3 × 0.04 (output_cost_per_image)',
    ],
    [
      'the input price where there is no output price, as the map keeps it for sizes',
      { input_cost_per_image: 0.167 },
      { images: 2 },
      '2 × 0.167 (input_cost_per_image)',
    ],
    [
      'the price that is not 0 of two',
      { output_cost_per_image: 0, input_cost_per_image: 1 },
      { images: 2 },
      '2 × 1 (input_cost_per_image)',
    ],
    ['a price of 0', { output_cost_per_image: 0 }, { images: 2 }, '2 × 0 (output_cost_per_image)'],
    // 1024 × 1792 × 0.00000006539
    [
      'pixels at the input price, with 0 listed beside it for output',
      { input_cost_per_pixel: 6.539e-8, output_cost_per_pixel: 0 },
      { images: 4, imageSize: '1024x1792' },
      '4 × 0.11999117312 (input_cost_per_pixel)',
    ],
    [
      'pixels at the output price where that is the only one',
      { output_cost_per_pixel: 1e-8 },
      { images: 1, imageSize: '100x200' },
      '1 × 0.0002 (output_cost_per_pixel)',
    ],
    [
      'pixels that are listed as free',
      { input_cost_per_pixel: 0, output_cost_per_pixel: 0 },
      { images: 1, imageSize: '100x200' },
      '1 × 0 (output_cost_per_pixel)',
    ],
    ['nothing without a size for pixels', { input_cost_per_pixel: 1e-8 }, { images: 1 }, '1 × ?'],
    [
      'nothing where there is no price',
      { input_cost_per_token: 1e-6 },
      { images: 1, imageSize: '1x1' },
      '1 × ?',
    ],
  ])('take %s', (_what, fields, usage, expected) => {
    expect(line(fields, usage)).toBe(expected);
  });

  it('take the size from the key that prices it', () => {
    const imageEntry = entryOf({ input_cost_per_pixel: 1.9e-8 }, '1024-x-1024/dall-e-2');
    // 1,048,576 × 0.000000019
    expect(priced(entryOf({}), { images: 1 }, { imageEntry }).total).toBe('0.019922944');
    const wide = entryOf({ input_cost_per_pixel: 1.9e-8 }, 'azure/hd/1024-x-1024/dall-e-2');
    expect(priced(entryOf({}), { images: 1 }, { imageEntry: wide }).total).toBe('0.019922944');
  });

  const SIZED = {
    output_cost_per_image: 0.05,
    output_cost_per_image_1K: 0.067,
    output_cost_per_image_4K: 0.24,
    'output_cost_per_image_0.5K': 0.045,
    output_cost_per_image_1024: 0.06,
    output_cost_per_image_2k: 0.1,
  };

  it.each([
    ['4K', '0.24'],
    ['4k', '0.24'],
    ['0.5k', '0.045'],
    ['1K', '0.067'],
    ['1024', '0.06'],
    ['1024x1024', '0.06'],
    ['1024x1536', '0.05'],
    ['2K', '0.1'],
    ['8K', '0.05'],
    [undefined, '0.05'],
  ])('of size %s take the price of that resolution, %s', (imageSize, price) => {
    const usage = imageSize === undefined ? { images: 1 } : { images: 1, imageSize };
    expect(totalOf(entryOf(SIZED), usage)).toBe(price);
  });

  const TITAN = {
    output_cost_per_image: 0.008,
    output_cost_per_image_premium_image: 0.01,
    output_cost_per_image_above_1024_and_1024_pixels: 0.011,
    output_cost_per_image_above_1024_and_1024_pixels_and_premium_image: 0.012,
  };

  it.each([
    ['1024x1024', 'standard', '0.008'],
    ['1024x1024', 'premium', '0.01'],
    ['1024x1024', 'HD', '0.01'],
    ['1025x1025', 'standard', '0.011'],
    ['2048x2048', 'premium', '0.012'],
    // Only both edges above it are above it.
    ['2048x1024', 'standard', '0.008'],
    ['512x512', 'standard', '0.008'],
  ])('of %s and quality %s take old maps’ price of %s', (imageSize, imageQuality, price) => {
    expect(totalOf(entryOf(TITAN), { images: 1, imageSize, imageQuality })).toBe(price);
  });

  it('above 512 pixels take the price that begins there', () => {
    const fields = { output_cost_per_image: 0.008, output_cost_per_image_above_512_and_512_pixels: 0.01 };
    expect(totalOf(entryOf(fields), { images: 1, imageSize: '512x512' })).toBe('0.008');
    expect(totalOf(entryOf(fields), { images: 1, imageSize: '513x513' })).toBe('0.01');
    expect(totalOf(entryOf(fields), { images: 1, imageSize: '1024x1024' })).toBe('0.01');
    expect(totalOf(entryOf(fields), { images: 1, imageSize: '2048x2048' })).toBe('0.01');
  });
});

describe('seconds of audio heard', () => {
  it.each(['audio_transcription', 'chat', 'realtime', 'embedding', 'responses'])(
    'by a model of mode %s',
    (mode) => {
      const fields = { mode, input_cost_per_second: 1e-4, output_cost_per_second: 2e-4 };
      expect(line(fields, { seconds: 3600 })).toBe('3600 × 0.0001 (input_cost_per_second)');
    },
  );

  const mode = 'audio_transcription';

  it('are billed once where one price is listed twice: an hour of whisper is $0.36', () => {
    const whisper = { mode, input_cost_per_second: 1e-4, output_cost_per_second: 1e-4 };
    expect(totalOf(entryOf(whisper), { seconds: 3600 })).toBe('0.36');
  });

  it('take the output price where there is no input price', () => {
    expect(line({ mode, output_cost_per_second: 2e-4 }, { seconds: 1.5 })).toBe(
      '1.5 × 0.0002 (output_cost_per_second)',
    );
  });

  it('take the price per second of audio', () => {
    expect(line({ mode, input_cost_per_audio_per_second: 1e-4 }, { seconds: 5 })).toBe(
      '5 × 0.0001 (input_cost_per_audio_per_second)',
    );
  });

  it('listed as 0 beside another price cost that: an hour of soniox is $0.10, not free', () => {
    const soniox = { mode, input_cost_per_second: 0, output_cost_per_second: 2.77778e-5 };
    expect(line(soniox, { seconds: 3600 })).toBe('3600 × 0.0000277778 (output_cost_per_second)');
    // 3600 × 0.0000277778.
    expect(totalOf(entryOf(soniox), { seconds: 3600 })).toBe('0.10000008');
    const other = { mode, input_cost_per_second: 1e-4, output_cost_per_second: 0 };
    expect(line(other, { seconds: 5 })).toBe('5 × 0.0001 (input_cost_per_second)');
    expect(codes(soniox, { seconds: 5 })).toEqual([]);
  });

  it('listed as 0 and nothing else are free', () => {
    expect(line({ mode, input_cost_per_second: 0 }, { seconds: 5 })).toBe('5 × 0 (input_cost_per_second)');
  });

  it.each<[number, string]>([
    [2, '10 × 0.00003 (input_cost_per_second)'],
    [10.5, '10.5 × 0.00003 (input_cost_per_second)'],
  ])('%d of Groq are billed as %s: ten at least', (seconds, expected) => {
    const groq = { mode, litellm_provider: 'groq', input_cost_per_second: 3e-5 };
    expect(line(groq, { seconds })).toBe(expected);
  });

  it('without a price have none', () => {
    expect(line({ mode }, { seconds: 5 })).toBe('5 × ?');
  });
});

describe('seconds of video made', () => {
  const mode = 'video_generation';
  const sized = {
    mode,
    output_cost_per_second: 0.05,
    output_cost_per_second_1080p: 0.08,
    output_cost_per_video_per_second: 0.1,
  };

  it.each<[Usage, string, readonly string[]]>([
    [{ seconds: 8 }, '8 × 0.1 (output_cost_per_video_per_second)', []],
    [{ seconds: 8, resolution: '1080p' }, '8 × 0.08 (output_cost_per_second_1080p)', []],
    [{ seconds: 8, resolution: '1080P' }, '8 × 0.08 (output_cost_per_second_1080p)', []],
    [{ seconds: 8, imageSize: '1080p' }, '8 × 0.08 (output_cost_per_second_1080p)', []],
    [
      { seconds: 8, resolution: '720p' },
      '8 × 0.1 (output_cost_per_video_per_second)',
      ['RESOLUTION_PRICE_MISSING'],
    ],
  ])('%j cost %s', (usage, expected, assumed) => {
    expect(line(sized, usage)).toBe(expected);
    expect(codes(sized, usage)).toEqual(assumed);
  });

  it.each([['output_cost_per_second'], ['output_cost_per_audio_per_second'], ['input_cost_per_second']])(
    'take %s where that is what there is',
    (name) => {
      expect(line({ mode, [name]: 0.05 }, { seconds: 2 })).toBe(`2 × 0.05 (${name})`);
    },
  );

  it('without a price have none, whatever their resolution', () => {
    expect(line({ mode }, { seconds: 2, resolution: '720p' })).toBe('2 × ?');
  });
});

describe('other units', () => {
  it.each<[string, JsonObject, Usage, string]>([
    [
      'characters',
      { input_cost_per_character: 1.5e-5 },
      { characters: 12_000 },
      '12000 × 0.000015 (input_cost_per_character)',
    ],
    ['characters without a price', { input_cost_per_token: 1 }, { characters: 5 }, '5 × ?'],
    ['pages', { ocr_cost_per_page: 0.004 }, { pages: 10 }, '10 × 0.004 (ocr_cost_per_page)'],
    [
      'annotated pages beside pages',
      { ocr_cost_per_page: 0.004, annotation_cost_per_page: 0.005 },
      { pages: 10, annotatedPages: 2 },
      '10 × 0.004 (ocr_cost_per_page) + 2 × 0.005 (annotation_cost_per_page)',
    ],
    [
      'credits instead of pages where only these have a price',
      { ocr_cost_per_credit: 0.015 },
      { pages: 4, annotatedPages: 4, credits: 6 },
      '6 × 0.015 (ocr_cost_per_credit)',
    ],
    ['pages without a price where credits have none either', {}, { pages: 4, credits: 6 }, '4 × ? + 6 × ?'],
    ['credits', { ocr_cost_per_credit: 0.015 }, { credits: 2.5 }, '2.5 × 0.015 (ocr_cost_per_credit)'],
    ['queries', { input_cost_per_query: 0.002 }, { queries: 3 }, '3 × 0.002 (input_cost_per_query)'],
    [
      'sessions',
      { code_interpreter_cost_per_session: 0.03 },
      { sessions: 2 },
      '2 × 0.03 (code_interpreter_cost_per_session)',
    ],
    [
      'a fee on the request, whatever it used',
      { input_cost_per_request: 0.005, input_cost_per_token: 1e-6 },
      { inputTokens: 10 },
      '10 × 0.000001 (input_cost_per_token) + 1 × 0.005 (input_cost_per_request)',
    ],
    ['nothing', { input_cost_per_query: 1 }, {}, ''],
  ])('%s', (_what, fields, usage, expected) => {
    expect(line(fields, usage)).toBe(expected);
  });

  it('pay the fee on each of many requests, and none for a request of nothing', () => {
    const fields = { input_cost_per_request: 0.005, input_cost_per_token: 1e-6 };
    // 100 × (0.005 + 10 × 0.000001)
    expect(totalOf(entryOf(fields), { inputTokens: 10 }, { requests: 100 })).toBe('0.501');
    expect(totalOf(entryOf(fields), { inputTokens: 0 })).toBe('0');
  });

  it('that are DBU are no USD and cost nothing known', () => {
    const fields = { input_dbu_cost_per_token: 1e-6 };
    expect(priced(entryOf(fields), { inputTokens: 10 })).toMatchObject({ state: 'unknown', total: '0' });
  });
});

describe('queries priced by their results', () => {
  const tiered_pricing = [
    { max_results_range: [0, 25], input_cost_per_query: 0.005 },
    { max_results_range: [26, 100], input_cost_per_query: 0.025 },
  ];

  it('take the fewest results, and say so', () => {
    expect(line({ tiered_pricing }, { queries: 2 })).toBe(
      '2 × 0.005 (tiered_pricing[0].input_cost_per_query)',
    );
    expect(codes({ tiered_pricing }, { queries: 2 })).toEqual(['FEWEST_RESULTS']);
  });

  it.each<[number, string]>([
    [1, '2 × 0.005 (tiered_pricing[0].input_cost_per_query)'],
    [25, '2 × 0.005 (tiered_pricing[0].input_cost_per_query)'],
    [26, '2 × 0.025 (tiered_pricing[1].input_cost_per_query)'],
    [100, '2 × 0.025 (tiered_pricing[1].input_cost_per_query)'],
    // A query for more than the last range holds has no price.
    [101, '2 × ?'],
  ])('of %d take the price of their range', (results, expected) => {
    expect(line({ tiered_pricing }, { queries: 2, results })).toBe(expected);
    expect(codes({ tiered_pricing }, { queries: 2, results })).toEqual([]);
  });

  it('suppose nothing where there is one range', () => {
    expect(codes({ tiered_pricing: tiered_pricing.slice(0, 1) }, { queries: 2 })).toEqual([]);
  });

  it('have no price in ranges about tokens', () => {
    expect(line({ tiered_pricing: [{ range: [0, 5], input_cost_per_token: 1 }] }, { queries: 2 })).toBe(
      '2 × ?',
    );
  });
});

describe('web searches', () => {
  const search_context_cost_per_query = {
    search_context_size_low: 0.03,
    search_context_size_medium: 0.035,
    search_context_size_high: 0.05,
  };
  const path = 'search_context_cost_per_query.search_context_size_';

  it.each([
    ['low', '0.03'],
    ['medium', '0.035'],
    ['high', '0.05'],
  ] as const)('with %s context cost %s each', (searchContext, price) => {
    const usage = { webSearches: 2, searchContext };
    expect(line({ search_context_cost_per_query }, usage)).toBe(`2 × ${price} (${path}${searchContext})`);
    expect(codes({ search_context_cost_per_query }, usage)).toEqual([]);
  });

  it('are of medium context where none is named, and say so where that matters', () => {
    const usage = { webSearches: 2 };
    expect(line({ search_context_cost_per_query }, usage)).toBe(`2 × 0.035 (${path}medium)`);
    expect(codes({ search_context_cost_per_query }, usage)).toEqual(['SEARCH_CONTEXT_MEDIUM']);
    const flat = { search_context_size_low: 0.01, search_context_size_medium: 0.01 };
    expect(codes({ search_context_cost_per_query: flat }, usage)).toEqual([]);
  });

  it('without a price have none', () => {
    expect(line({}, { webSearches: 1 })).toBe('1 × ?');
    expect(line({ search_context_cost_per_query: { search_context_size_low: 1 } }, { webSearches: 1 })).toBe(
      '1 × ?',
    );
  });

  it('cost the same at every tier and in batch', () => {
    const fields = { search_context_cost_per_query };
    for (const tier of ['flex', 'priority', 'batch'] as const) {
      expect(totalOf(entryOf(fields), { webSearches: 2, searchContext: 'low' }, { tier })).toBe('0.06');
    }
  });
});

describe('units under a tier', () => {
  const pages = { pages: 10 };

  it.each<[string, JsonObject, When, string, readonly string[]]>([
    [
      'its own batch price',
      { ocr_cost_per_page: 0.004, ocr_cost_per_page_batches: 0.002 },
      { tier: 'batch' },
      '10 × 0.002 (ocr_cost_per_page_batches)',
      [],
    ],
    [
      'half of it where the provider halves',
      { litellm_provider: 'vertex_ai', ocr_cost_per_page: 0.004 },
      { tier: 'batch' },
      '10 × 0.002 (ocr_cost_per_page)',
      ['BATCH_HALF'],
    ],
    ['none where it does not', { ocr_cost_per_page: 0.004 }, { tier: 'batch' }, '10 × ?', []],
    [
      'the price of the tier',
      { ocr_cost_per_page: 0.004, ocr_cost_per_page_priority: 0.006 },
      { tier: 'priority' },
      '10 × 0.006 (ocr_cost_per_page_priority)',
      [],
    ],
    [
      'the standard price where the tier has none',
      { ocr_cost_per_page: 0.004 },
      { tier: 'priority' },
      '10 × 0.004 (ocr_cost_per_page)',
      ['TIER_PRICE_MISSING'],
    ],
  ])('take %s', (_what, fields, when, expected, assumed) => {
    expect(line(fields, pages, when)).toBe(expected);
    expect(codes(fields, pages, when)).toEqual(assumed);
  });

  it('are not multiplied by a region: only tokens are', () => {
    const fields = { ocr_cost_per_page: 0.004, regional_processing_uplift_multiplier_eu: 1.1 };
    expect(totalOf(entryOf(fields), pages, { region: 'eu' })).toBe('0.04');
  });
});
