import { array, assert, constantFrom, dictionary, double, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { EntryChecker } from '../../src/map/schema.ts';

const NAMES = [
  'input_cost_per_token',
  'max_tokens',
  'supports_vision',
  'supports_something_new',
  'litellm_provider',
  'mode',
  'aliases',
  'search_context_cost_per_query',
  'tiered_pricing',
  'regional_processing_uplift_multiplier_eu',
  'anything_else',
];

const value = oneof(
  constantFrom<JsonValue>(
    0,
    -0,
    1,
    -1,
    5e-324,
    1.5,
    1e308,
    null,
    true,
    false,
    '',
    '3e-7',
    '-3',
    'chat',
    {},
    [],
  ),
  constantFrom<JsonValue>(JSON.parse('1e999'), JSON.parse('-1e999'), [{}], [1], ['a'], { a: -1 }),
  double({ noNaN: true }),
  string({ maxLength: 4 }),
);

const entry = dictionary(constantFrom(...NAMES), value, { maxKeys: 5 });

/** What a checker makes of an entry that it has never seen anything before. */
function alone(fields: JsonObject): readonly [readonly string[], JsonObject] {
  const checker = new EntryChecker();
  const made = checker.fields(['x'], fields, 1);
  return [checker.issues.map(({ path, reason }) => `${path}: ${reason}`), made];
}

describe('a checker', () => {
  it('says of each entry what it would say had it seen no other', () => {
    assert(
      property(array(entry, { maxLength: 30 }), (entries) => {
        const checker = new EntryChecker();
        for (const fields of entries) {
          const before = checker.issues.length;
          const made = checker.fields(['x'], fields, 1);
          const issues = checker.issues.slice(before).map(({ path, reason }) => `${path}: ${reason}`);
          expect([issues, made]).toEqual(alone(fields));
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, JsonValue]>([
    ['below 0', -1e-9],
    ['beyond every number', JSON.parse('1e999')],
    ['in words', 'cheap'],
    ['a yes', true],
  ])('refuses a price %s after it has taken many', (_what, price) => {
    const checker = new EntryChecker();
    for (const taken of [0, 1, 2.5e-6, '3e-7', null]) {
      checker.fields(['x'], { input_cost_per_token: taken }, 1);
    }
    expect(checker.issues).toEqual([]);
    checker.fields(['x'], { input_cost_per_token: price }, 1);
    expect(checker.issues.map(({ path }) => path)).toEqual(['x.input_cost_per_token']);
  });
});
