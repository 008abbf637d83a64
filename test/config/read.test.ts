import { describe, expect, test } from 'vitest';
import { issueText } from '../../src/core/reading/issue.ts';
import { CAPABILITY_WORDS } from '../../src/config/model.ts';
import { readConfig } from '../../src/config/read.ts';
import { parseJson } from '../../src/core/json.ts';

/** Every mistake of a file, in words. */
function mistakes(text: string): readonly string[] {
  return readConfig(parseJson(text)).issues.map(issueText);
}

describe('a mistake in a settings file is told with its place', () => {
  test.each([
    ['a file that is no object', '[]', 'the file must be an object, not a list'],
    ['a name that nobody knows', '{"alises": {}}', 'alises is not known; did you mean "aliases"?'],
    ['a name that is like no other', '{"zzz": 1}', 'zzz is not known'],
    ['an alias that is no text', '{"aliases": {"a": 5}}', 'aliases.a must be a text, not 5'],
    ['an alias with a dot', '{"aliases": {"v4.1": ""}}', 'aliases["v4.1"] must be a text, not ""'],
    ['one provider where a list belongs', '{"prefer": "azure"}', 'prefer must be a list, not "azure"'],
    [
      'a rate that does not exist',
      '{"overrides": {"m": {"usdPer1M": {"inptu": 1}}}}',
      'overrides.m.usdPer1M.inptu is not known; did you mean "input"?',
    ],
    [
      'a price that is a text',
      '{"overrides": {"m": {"usdPer1M": {"input": "2.50"}}}}',
      'overrides.m.usdPer1M.input must be a number, 0 or more, not "2.50"',
    ],
    [
      'a price below 0',
      '{"models": {"m": {"usdPer": {"outputImage": -1}}}}',
      'models.m.usdPer.outputImage must be a number, 0 or more, not -1',
    ],
    [
      'a price list that does not exist',
      '{"models": {"m": {"usdPer1M bach": {}}}}',
      'models.m["usdPer1M bach"] is not known; did you mean "usdPer1M"?',
    ],
    [
      'ranges that do not grow',
      '{"models": {"m": {"usdPer1M ranges": [{"upTo": 10, "input": 1}, {"upTo": 10, "input": 2}]}}}',
      'models.m["usdPer1M ranges"][1].upTo must be a number, above 10, not 10',
    ],
    [
      'a field that would never be read',
      '{"overrides": {"m": {"fields": {"input_cost_per_tokn": 1e-6}}}}',
      'overrides.m.fields.input_cost_per_tokn is no price that llmcost knows, and would have no effect',
    ],
    [
      'a capability that does not exist',
      '{"models": {"m": {"can": ["vison"]}}}',
      `models.m.can[0] must be one of ${CAPABILITY_WORDS.join(', ')}, not "vison"; did you mean "vision"?`,
    ],
    [
      'an override that is like another model',
      '{"overrides": {"m": {"sameAs": "gpt-4o"}}}',
      'overrides.m.sameAs is not known',
    ],
    [
      'a discount that says nothing',
      '{"discounts": [{"provider": "azure"}]}',
      'discounts[0] must have "percent" or "usdPerRequest"',
    ],
    [
      'a discount of more than all',
      '{"discounts": [{"percent": 120}]}',
      'discounts[0].percent must be a number, above 0 and at most 100, not 120',
    ],
    [
      'a margin for a provider and a model',
      '{"margins": [{"percent": 5, "provider": "a", "model": "b"}]}',
      'margins[0] must have "provider" or "model", not both',
    ],
    [
      'two discounts for one provider',
      '{"discounts": [{"percent": 5, "provider": "azure"}, {"percent": 6, "provider": "Azure"}]}',
      'discounts[1] is for the same as discounts[0]',
    ],
    [
      'a currency in words',
      '{"currency": {"code": "euro", "perUsd": 0.9}}',
      'currency.code must be three capital letters such as EUR, not "euro"',
    ],
    [
      'a currency without a rate',
      '{"currency": {"code": "EUR"}}',
      'currency.perUsd must be a number, above 0, not nothing',
    ],
    [
      'a rate beyond all numbers',
      '{"currency": {"code": "EUR", "perUsd": 1e400}}',
      'currency.perUsd must be a number, above 0, not a number too large for a double',
    ],
    [
      'a day that is none',
      '{"currency": {"code": "EUR", "perUsd": 0.9, "asOf": "yesterday"}}',
      'currency.asOf must be a day such as 2026-11-01, not "yesterday"',
    ],
    [
      'a tier that does not exist',
      '{"tier": "cheap"}',
      'tier must be one of standard, flex, priority, ultrafast, batch, not "cheap"',
    ],
  ])('%s', (_what, text, expected) => {
    expect(mistakes(text)).toEqual([expected]);
  });

  test('all mistakes of a file are told, not the first alone', () => {
    expect(
      mistakes('{"tier": 5, "region": [], "zzz": {}, "aliases": {"a": null, "b": "gpt-4o"}}'),
    ).toHaveLength(4);
  });
});

test('prices are read into the fields of the cost map, in USD per unit and without noise', () => {
  const { config, issues } = readConfig({
    models: {
      m: {
        usdPer1M: { input: 0.028, cacheWrite1h: 6, output: null },
        'usdPer1M above 272k flex': { input: 2.5 },
        'usdPer1M batch': { output: 1.1 },
        'usdPer1M ranges': [{ upTo: 32_000, input: 1.2 }],
        usdPer: { outputSecond1080p: 0.3, webSearch: 0.03 },
        limits: { input: 8192 },
        can: ['vision'],
        fields: { input_cost_per_character: 0.000015 },
      },
    },
  });
  const fields = [...(config.models.get('m')?.fields ?? [])].map(([name, { value }]) => [name, value]);
  expect(issues).toEqual([]);
  expect(Object.fromEntries(fields)).toEqual({
    input_cost_per_token: 0.000000028,
    cache_creation_input_token_cost_above_1hr: 0.000006,
    output_cost_per_token: null,
    input_cost_per_token_above_272k_tokens_flex: 0.0000025,
    output_cost_per_token_batches: 0.0000011,
    tiered_pricing: [{ range: [0, 32_000], input_cost_per_token: 0.0000012 }],
    output_cost_per_second_1080p: 0.3,
    search_context_cost_per_query: {
      search_context_size_low: 0.03,
      search_context_size_medium: 0.03,
      search_context_size_high: 0.03,
    },
    max_input_tokens: 8192,
    supports_vision: true,
    input_cost_per_character: 0.000015,
  });
});

test('a key named like what every object has is a name like any other', () => {
  const { config, issues } = readConfig(
    parseJson('{"aliases": {"__proto__": "gpt-4o", "constructor": "o3"}}'),
  );
  expect(issues).toEqual([]);
  expect([...config.aliases]).toEqual([
    ['__proto__', 'gpt-4o'],
    ['constructor', 'o3'],
  ]);
});
