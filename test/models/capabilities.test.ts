import { describe, expect, it } from 'vitest';
import {
  capabilitiesOf,
  deprecationOf,
  displayName,
  featuresOf,
  limitsOf,
  otherCapabilities,
} from '../../src/models/capabilities.ts';
import { entryOf } from '../helpers/pricing.ts';

describe('capabilities', () => {
  const entry = entryOf({
    supports_vision: true,
    supports_function_calling: false,
    supports_reasoning: 'yes',
    supports_prompt_caching: true,
    supports_moulting: true,
    supports_singing: false,
    supports_nesting: 'in May',
    supports: true,
  });

  it('are yes, no, or null where the map does not say', () => {
    expect(capabilitiesOf(entry)).toMatchObject({
      vision: true,
      functionCalling: false,
      reasoning: null,
      promptCaching: true,
      videoInput: null,
    });
  });

  it('beyond those of the page stand under their own names', () => {
    expect(otherCapabilities(entry)).toEqual({ supports_moulting: true, supports_singing: false });
  });

  it('that fit a table are few', () => {
    expect(featuresOf(entry)).toEqual(['Vision', 'Cache']);
    expect(featuresOf(entryOf({ supports_function_calling: true, supports_reasoning: true }))).toEqual([
      'Tools',
      'Reasoning',
    ]);
  });
});

describe('token limits', () => {
  // gpt-4o lists max_tokens 16,384 beside max_output_tokens 16,384 and max_input_tokens 128,000.
  it.each([
    [{ max_input_tokens: 128_000, max_output_tokens: 16_384, max_tokens: 16_384 }, null, 128_000],
    [{ max_input_tokens: 100, max_output_tokens: 20, max_tokens: 120 }, 120, 100],
    [{ max_tokens: 4096 }, 4096, 4096],
    [{ max_tokens: 4096, max_output_tokens: 4096 }, null, 4096],
  ])('of %j have the total %s and the context %s', (fields, totalTokens, contextTokens) => {
    expect(limitsOf(entryOf(fields))).toMatchObject({ totalTokens, contextTokens });
  });

  it('are as published', () => {
    const limits = limitsOf(
      entryOf({ max_input_tokens: 256000.0, max_output_tokens: '8192', max_tokens: 9000 }),
    );
    expect(limits).toEqual({
      inputTokens: 256_000,
      outputTokens: 8192,
      totalTokens: 9000,
      contextTokens: 256_000,
    });
  });

  it('give the context window from the total where there is no input limit', () => {
    expect(limitsOf(entryOf({ max_tokens: 9000 })).contextTokens).toBe(9000);
  });

  it('are null where the map has none', () => {
    expect(limitsOf(entryOf({ max_tokens: 'many' }))).toEqual({
      inputTokens: null,
      outputTokens: null,
      totalTokens: null,
      contextTokens: null,
    });
  });
});

describe('the display name', () => {
  it.each([
    ['gpt-image-2', 'gpt-image-2'],
    ['azure/eu/gpt-4o', 'gpt-4o'],
    ['high/1024-x-1024/gpt-image-1', 'gpt-image-1'],
  ])('of %s is %s', (key, name) => {
    expect(displayName(key)).toBe(name);
  });
});

describe('a deprecation', () => {
  const now = new Date('2026-08-06T18:30:00Z');

  it.each([
    ['2026-08-07', 1],
    ['2026-08-06', 0],
    ['2026-08-05', -1],
    ['2027-08-06', 365],
    ['2026-10-23T00:00:00Z', 78],
  ])('on %s is %i days away', (date, daysLeft) => {
    expect(deprecationOf(entryOf({ deprecation_date: date }), now)).toEqual({
      date: date.slice(0, 10),
      daysLeft,
    });
  });

  it.each([undefined, null, '', 'soon', '2026-13-45', 20260806])('is none for %s', (date) => {
    expect(deprecationOf(entryOf(date === undefined ? {} : { deprecation_date: date }), now)).toBeNull();
  });
});
