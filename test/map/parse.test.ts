import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BrokenMapError, reasonOf } from '../../src/core/errors.ts';
import { parseMap, refuseTooSmall } from '../../src/map/parse.ts';
import { mapOf } from '../helpers/maps.ts';

const odd = parseMap(readFileSync('fixtures/maps/odd-entries.json', 'utf8'), 'the map');

function refusal(text: string): string {
  try {
    parseMap(text, 'the map from here');
  } catch (error) {
    return error instanceof BrokenMapError ? reasonOf(error) : `another error: ${reasonOf(error)}`;
  }
  return 'it was taken';
}

describe('values that are no models', () => {
  it('are set aside, each with its reason', () => {
    expect(odd.setAside).toEqual([
      { key: 'sample_spec', reason: 'describes the fields in prose' },
      { key: 'fallback_generalizations', reason: 'holds rules for names, which are never run' },
      { key: 'last_updated', reason: 'holds a text, not a model' },
      { key: 'revision', reason: 'holds a number, not a model' },
      { key: 'notes', reason: 'has no provider, mode, price, limit or capability' },
    ]);
  });
});

describe('entries that stand', () => {
  it('keep what they are, whatever fails beside them', () => {
    expect([...odd.entries.keys()]).toEqual([
      'dunlin-plain',
      'dunlin-as-text',
      'dunlin-free',
      'dunlin-unpriced',
      'dunlin-without-provider',
      'dunlin-new-fields',
      'dunlin-word-for-price',
      'dunlin-negative',
      'dunlin-infinite',
      'dunlin-two-faults',
      'dunlin-tier-fault',
      'dunlin-list-for-object',
    ]);
  });

  it('have their figures as numbers, however they were spelled', () => {
    expect(odd.entries.get('dunlin-as-text')).toEqual({
      litellm_provider: 'shorebird',
      mode: 'chat',
      input_cost_per_token: 3e-7,
      output_cost_per_token: 1.2e-6,
      max_tokens: 8192,
      search_context_cost_per_query: { search_context_size_low: 0.01 },
      tiered_pricing: [{ range: [0, 32_000], input_cost_per_token: 1e-7 }],
    });
  });

  it('keep fields that nobody knows, with whatever they hold', () => {
    expect(odd.entries.get('dunlin-new-fields')).toMatchObject({
      input_cost_per_feather: 0.5,
      output_cost_per_token_by_region: { north: 1e-6 },
      supports_moulting: 'in August',
      flight: { height: [1, 2, { deep: null }] },
    });
  });
});

describe('entries that fail', () => {
  it('are reported with path and reason', () => {
    expect(odd.issues).toEqual([
      {
        path: 'dunlin-word-for-price.input_cost_per_token',
        reason: 'should be a number of 0 or more, but is "free"',
      },
      {
        path: 'dunlin-negative.input_cost_per_token',
        reason: 'should be a number of 0 or more, but is -0.000001',
      },
      {
        path: 'dunlin-infinite.input_cost_per_token',
        reason: 'should be a number of 0 or more, but is a number too large for a double',
      },
      { path: 'dunlin-two-faults.litellm_provider', reason: 'should be a text, but is 4' },
      { path: 'dunlin-two-faults.supports_vision', reason: 'should be true or false, but is "yes"' },
      {
        path: 'dunlin-tier-fault.tiered_pricing.1.output_cost_per_token',
        reason: 'should be a number of 0 or more, but is "dear"',
      },
      {
        path: 'dunlin-list-for-object.tiered_pricing',
        reason: 'should be a list of objects, but is an object',
      },
      { path: 'dunlin-list-for-object.aliases', reason: 'should be a list of texts, but is "dunlin"' },
    ]);
    expect(odd.flawed).toBe(6);
  });

  it('include those that nest without end', () => {
    const deep = `{"dunlin":{"mode":"chat","nest":${'['.repeat(5000)}${']'.repeat(5000)}}}`;
    expect(parseMap(deep, 'the map').issues).toEqual([
      { path: 'dunlin.nest', reason: 'nests deeper than 24 levels' },
    ]);
    const tiers = deep.replace('nest', 'tiered_pricing');
    const { entries, issues } = parseMap(tiers, 'the map');
    expect(issues).toEqual([{ path: 'dunlin.tiered_pricing', reason: 'nests deeper than 24 levels' }]);
    expect(entries.get('dunlin')).toEqual({ mode: 'chat', tiered_pricing: '(nests deeper than 24 levels)' });
  });
});

describe('names that mean something to JavaScript', () => {
  const text =
    '{"__proto__":{"mode":"chat","input_cost_per_token":"2e-6","__proto__":{"polluted":true}},' +
    '"constructor":{"mode":"chat","tiered_pricing":[{"__proto__":{"polluted":true},"range":["0","1"]}]},' +
    '"toString":{"mode":"chat"},"hasOwnProperty":{"mode":"chat","constructor":{"prototype":{"polluted":true}}}}';

  it('are models and fields like any other, and reach no prototype', () => {
    const { entries, issues } = parseMap(text, 'the map');
    expect(issues).toEqual([]);
    expect([...entries.keys()]).toEqual(['__proto__', 'constructor', 'toString', 'hasOwnProperty']);
    const fields = entries.get('__proto__') ?? {};
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(Object.entries(fields)).toEqual([
      ['mode', 'chat'],
      ['input_cost_per_token', 2e-6],
      ['__proto__', { polluted: true }],
    ]);
    expect('polluted' in {}).toBe(false);
  });
});

describe('what is no map', () => {
  it.each([
    ['', 'The map from here is empty.'],
    ['<!DOCTYPE html><html><title>Log in</title>', 'The map from here is an HTML page, not JSON.'],
    ['\n <html>', 'The map from here is an HTML page, not JSON.'],
    ['[]', 'The map from here is JSON, but a list: a cost map is an object.'],
    ['null', 'The map from here is JSON, but null: a cost map is an object.'],
    ['"map"', 'The map from here is JSON, but a text: a cost map is an object.'],
    ['Not found\u001b[2J', 'The map from here is not JSON (line 1, column 1).'],
    ['{"tern":{"mode":"chat"', 'The map from here is cut off after 22 bytes.'],
    ['{"tern":{"mode":"ch', 'The map from here is cut off after 19 bytes.'],
    ['{"tern":', 'The map from here is cut off after 8 bytes.'],
    ['{"tern" {"mode":"chat"}}', 'The map from here is not JSON (line 1, column 9).'],
  ])('is told in one line: %j', (text, line) => {
    expect(refusal(text)).toBe(line);
  });

  it('may begin with a byte order mark', () => {
    expect(parseMap('\uFEFF{"tern":{"mode":"chat"}}', 'the map').entries.size).toBe(1);
  });
});

describe('a map that is too small', () => {
  const refuse =
    (models: number, previousModels: number | null, force = false) =>
    () =>
      refuseTooSmall(parseMap(mapOf(models), 'the map'), 'the map', { previousModels, force });

  it('has fewer than 50 models', () => {
    expect(refuse(49, null)).toThrow('The map holds 49 models, and fewer than 50 are no cost map.');
    expect(refuse(49, null, true)).toThrow(BrokenMapError);
    expect(refuse(50, null)).not.toThrow();
  });

  it('has less than half of the models that we had, unless it is taken by force', () => {
    expect(refuse(99, 200)).toThrow('The map holds 99 models, less than half of the 200 that we had.');
    expect(refuse(100, 200)).not.toThrow();
    expect(refuse(99, 200, true)).not.toThrow();
  });
});

describe('published maps', () => {
  const MAPS = '../shared/cost-maps';
  it.skipIf(!existsSync(MAPS)).each([
    ['2026-08-06', 2984, ['sample_spec', 'fallback_generalizations']],
    ['2026-05-24', 2738, ['sample_spec', 'last_updated']],
  ])('of %s: every model stands (skipped where there is no copy of the map)', (date, models, setAside) => {
    const map = parseMap(readFileSync(`${MAPS}/cost-map-${date}.json`, 'utf8'), 'the map');
    expect(map.issues).toEqual([]);
    expect(map.entries.size).toBe(models);
    expect(map.setAside.map(({ key }) => key)).toEqual(setAside);
  });
});
