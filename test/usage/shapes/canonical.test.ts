import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { fixture, outcomesOf, recordsOf } from '../../helpers/usage-fixture.ts';

describe("llmcost's own lines", () => {
  it('reads canonical names and what stands beside them', () => {
    expect(recordsOf(fixture('llmcost.jsonl'))).toEqual([
      {
        shape: 'llmcost',
        model: 'gpt-image-2',
        atMs: Date.UTC(2026, 10, 1, 12, 14),
        usage: { inputTokens: 120, images: 10, imageSize: '1024x1536', imageQuality: 'high' },
      },
      {
        shape: 'llmcost',
        model: 'gemini-2.5-flash',
        provider: 'gemini',
        tier: 'batch',
        region: 'global',
        requests: 3,
        tags: ['night'],
        atMs: Date.UTC(2026, 10, 1, 12, 15),
        // The parts are inside the totals as they stand: nothing is added to 900 and 60.
        usage: {
          inputTokens: 900,
          cacheReadTokens: 400,
          cacheReadAudioTokens: 100,
          inputAudioTokens: 200,
          outputTokens: 60,
          reasoningTokens: 20,
        },
      },
    ]);
  });

  const detail = (line: JsonObject) => {
    const [outcome] = outcomesOf([line]);
    return outcome?.kind === 'skipped' ? outcome.detail : outcome?.kind;
  };

  it.each([
    [
      { usage: { inputTokens: 5, outputTokns: 2 } },
      '"outputTokns" is not a name of a usage object; the nearest is "outputTokens"',
    ],
    [{ usage: { inputTokens: 5, zzz: 2 } }, '"zzz" is not a name of a usage object'],
    [
      { inputTokens: 5, cacheReadTokenz: 2, note: 'x' },
      '"cacheReadTokenz" is not a name of a usage object; the nearest is "cacheReadTokens"',
    ],
    [
      { at: 'yesterday', usage: { inputTokens: 5 } },
      'at is "yesterday", not a moment such as "2026-11-01T12:00:00Z"',
    ],
    [{ usage: { inputTokens: 'x' } }, 'inputTokens is "x", not a whole number of at least 0 and below 2^53'],
    [{ usage: { seconds: -1 } }, 'seconds is -1, not a number of at least 0'],
    [
      { usage: { searchContext: 'huge', webSearches: 1 } },
      'searchContext is "huge", not one of low, medium and high',
    ],
    [{ usage: { referenceImages: '1x1', images: 1 } }, 'referenceImages is "1x1", not a list of texts'],
    [{ usage: { referenceImages: ['1x1', 5], images: 1 } }, 'referenceImages is a list, not a list of texts'],
    [{ usage: { imageSize: 5, images: 1 } }, 'imageSize is 5, not a text'],
    [
      { usage: { inputTokens: 'a'.repeat(41) } },
      `inputTokens is "${'a'.repeat(39)}…", not a whole number of at least 0 and below 2^53`,
    ],
    [
      { usage: { inputTokens: 'a'.repeat(40) } },
      `inputTokens is "${'a'.repeat(40)}", not a whole number of at least 0 and below 2^53`,
    ],
  ])('refuses %j', (line, expected) => {
    expect(detail(line)).toBe(expected);
  });

  it('does not take a line for usage because it holds a word such as pages', () => {
    expect(detail({ pages: 3, sessions: 2 })).toBe('the line holds no usage');
  });

  it('reads the sizes of the images that are sent in', () => {
    const usage = { images: 1, referenceImages: ['1x1', '2x2'], searchContext: 'low', imageSize: null };
    expect(recordsOf([{ model: 'm', usage }])[0]?.usage).toEqual({
      images: 1,
      referenceImages: ['1x1', '2x2'],
      searchContext: 'low',
    });
  });

  it('names everything that is wrong with a line', () => {
    expect(detail({ at: 'noon', usage: { pages: -1 } })).toBe(
      'at is "noon", not a moment such as "2026-11-01T12:00:00Z"; ' +
        'pages is -1, not a whole number of at least 0 and below 2^53',
    );
  });

  it('passes over a name without a value, whosever it is', () => {
    const usage = { inputTokens: 5, generation_token_count: null, zzz: null };
    expect(recordsOf([{ usage }])[0]?.usage).toEqual({ inputTokens: 5 });
  });

  it('takes the tier under either name', () => {
    expect(recordsOf([{ tier: 'flex', usage: { inputTokens: 5 } }])[0]?.tier).toBe('flex');
    expect(recordsOf([{ service_tier: 'flex', usage: { inputTokens: 5 } }])[0]?.tier).toBe('flex');
  });

  it.each(['requests', 'n_requests', 'count'])('is of so many equal requests as %s says', (name) => {
    const [record] = recordsOf([{ model: 'm', [name]: 3, usage: { inputTokens: 5 } }]);
    expect(record).toMatchObject({ requests: 3, usage: { inputTokens: 5 } });
    expect(record?.sumOf).toBeUndefined();
  });

  it('lets a total of its own say that the cache stands beside the input', () => {
    // 3 + 100 + 7 = 110: the 100 cannot be part of the 3.
    const usage = { inputTokens: 3, cacheReadTokens: 100, outputTokens: 7, totalTokens: 110 };
    expect(recordsOf([{ usage }])[0]?.usage).toEqual({
      inputTokens: 103,
      cacheReadTokens: 100,
      outputTokens: 7,
    });
  });

  it.each([
    'images',
    'partialImages',
    'characters',
    'pages',
    'annotatedPages',
    'queries',
    'results',
    'sessions',
    'webSearches',
  ])('counts %s in whole numbers', (name) => {
    expect(recordsOf([{ usage: { [name]: 3 } }])[0]?.usage).toEqual({ [name]: 3 });
    expect(detail({ usage: { [name]: 1.5 } })).toBe(
      `${name} is 1.5, not a whole number of at least 0 and below 2^53`,
    );
  });

  it.each(['seconds', 'credits'])('counts %s in fractions too', (name) => {
    expect(recordsOf([{ usage: { [name]: 1.5 } }])[0]?.usage).toEqual({ [name]: 1.5 });
    expect(detail({ usage: { [name]: 'a' } })).toBe(`${name} is "a", not a number of at least 0`);
  });

  it.each(['imageSize', 'imageQuality', 'resolution'])('has %s as a text', (name) => {
    expect(recordsOf([{ usage: { [name]: '1K' } }])[0]?.usage).toEqual({ [name]: '1K' });
    expect(detail({ usage: { [name]: 1 } })).toBe(`${name} is 1, not a text`);
    expect(recordsOf([{ usage: { images: 1, [name]: null } }])[0]?.usage).toStrictEqual({ images: 1 });
  });

  it.each(['low', 'medium', 'high'])(
    'knows a search context of %s, and no word that only holds it',
    (name) => {
      expect(recordsOf([{ usage: { searchContext: name } }])[0]?.usage).toEqual({ searchContext: name });
      expect(detail({ usage: { searchContext: `${name}er` } })).toContain('not one of low, medium and high');
      expect(detail({ usage: { searchContext: `be${name}` } })).toContain('not one of low, medium and high');
    },
  );

  it('reads speed, region and provider beside the usage', () => {
    const line = { speed: 'fast', region: 'eu', provider: 'openai', usage: { inputTokens: 5 } };
    expect(recordsOf([line])).toEqual([
      { shape: 'llmcost', speed: 'fast', region: 'eu', provider: 'openai', usage: { inputTokens: 5 } },
    ]);
  });

  it('passes over what a flat line holds beside its counts, unless it is about tokens', () => {
    expect(recordsOf([{ inputTokens: 5, page: 3, token_id: 'x' }])[0]?.usage).toEqual({ inputTokens: 5 });
  });
});
