import { assert, constantFrom, jsonValue, oneof, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.ts';
import { parseJson, type JsonValue } from '../../src/core/json.ts';
import { configJsonSchema, configSchema, placesOf } from '../../src/cli/schemas/config.ts';

/** The places that each of the two readers complains about. */
function complaints(value: JsonValue): { byHand: readonly string[]; zod: readonly string[] } {
  const places = (paths: readonly (readonly PropertyKey[])[]) => [...new Set(paths.map(placeText))].sort();
  const byHand = places(readConfig(value).issues.map(({ path }) => path));
  const issues = configSchema.safeParse(value).error?.issues ?? [];
  return { byHand, zod: places(issues.flatMap(placesOf)) };
}

/** Of a price that may have several forms only the place itself is compared. */
function placeText(path: readonly PropertyKey[]): string {
  return path.join(' › ').replace(/ › webSearch › .*/, ' › webSearch');
}

/** zod stops at the first layer of mistakes in an object; the reader by hand tells those below too. */
function agree(value: JsonValue): boolean {
  const { byHand, zod } = complaints(value);
  return zod.every((place) => byHand.includes(place)) && (zod.length > 0 || byHand.length === 0);
}

const WHOLE = {
  $schema: 'https://example.org/config.schema.json',
  aliases: { cheap: 'gpt-4o-mini' },
  prefer: ['azure', 'openai'],
  models: {
    'my-tune': { sameAs: 'gpt-4o', usdPer1M: { input: 3.75, output: 15 } },
    house: {
      provider: 'acme',
      mode: 'chat',
      'usdPer1M above 272k flex': { input: 1, cacheRead: null },
      'usdPer1M ranges': [
        { upTo: 32_000, input: 1, output: 2 },
        { upTo: 128_000, input: 2 },
      ],
      usdPer: { outputImage: 0.04, webSearch: { low: 0.01, medium: 0.02, high: 0.03 } },
      limits: { input: 8192 },
      can: ['vision'],
      cannot: ['reasoning'],
      fields: { input_cost_per_token_batches: 5e-7, max_tokens: 100, off_peak_pricing: null },
    },
  },
  overrides: { 'gpt-4o': { usdPer1M: { input: 2 }, usdPer: { webSearch: 0.03 } } },
  discounts: [{ name: 'Agreement', provider: 'azure', percent: 12.5 }],
  margins: [{ percent: 250 }, { model: 'gpt-4o', usdPerRequest: 0.001 }],
  currency: { code: 'EUR', symbol: '€', perUsd: 0.92, asOf: '2026-11-01' },
  region: 'eu',
  tier: 'Batch',
  scores: 'scores.json',
};

describe('the two readers of a settings file', () => {
  test('both take a file that has everything', () => {
    expect(complaints(WHOLE)).toEqual({ byHand: [], zod: [] });
  });

  // Each value is put into each place of the file above, and beside it.
  const values: readonly JsonValue[] = [
    null,
    true,
    0,
    -1,
    5,
    101,
    1e9,
    '',
    ' ',
    'x',
    'batch',
    [],
    [1],
    ['a'],
    {},
    { x: 1 },
  ];
  const strange = oneof(
    constantFrom(...values),
    jsonValue().map((value) => parseJson(JSON.stringify(value))),
  );
  const places = placesIn(WHOLE, []);

  test('complain of the same places when a value is changed', () => {
    assert(
      property(constantFrom(...places), strange, (path, value) => agree(changed(WHOLE, path, value))),
      { numRuns: 1000 },
    );
  });

  test('complain of the same places when a name is added', () => {
    const names = constantFrom(
      'x',
      'usdPer1M',
      'usdPer1M abov 3k',
      'usdPer batch',
      'inptu',
      'input',
      'constructor',
    );
    const objects = places.filter((path) => isObject(at(WHOLE, path)));
    assert(
      property(constantFrom(...objects), names, strange, (path, name, value) =>
        agree(changed(WHOLE, [...path, name], value)),
      ),
      { numRuns: 1000 },
    );
  });
});

test('the published JSON Schema describes every section and the names of price lists', () => {
  const schema = parseJson(JSON.stringify(configJsonSchema()));
  expect(Object.keys(objectOf(at(schema, ['properties'])))).toEqual(Object.keys(WHOLE));
  expect(at(schema, ['additionalProperties'])).toBe(false);
  const model = objectOf(at(schema, ['properties', 'overrides', 'additionalProperties']));
  expect(Object.keys(objectOf(model['patternProperties']))).toEqual([
    '^usdPer1M( above \\d+k)?( (flex|priority|batch))?$',
    '^usdPer( above \\d+k)?( (flex|priority|batch))?$',
  ]);
  expect(model['additionalProperties']).toBe(false);
});

type Place = readonly (string | number)[];

function placesIn(value: JsonValue, path: Place): readonly Place[] {
  if (isList(value)) return [path, ...value.flatMap((item, index) => placesIn(item, [...path, index]))];
  if (!isObject(value)) return [path];
  return [
    path,
    ...Object.keys(objectOf(value)).flatMap((name) =>
      placesIn(objectOf(value)[name] ?? null, [...path, name]),
    ),
  ];
}

function at(value: JsonValue, [name, ...rest]: Place): JsonValue {
  if (name === undefined) return value;
  const part = isList(value) ? value[Number(name)] : objectOf(value)[String(name)];
  return at(part ?? null, rest);
}

function changed(value: JsonValue, [name, ...rest]: Place, to: JsonValue): JsonValue {
  if (name === undefined) return to;
  if (isList(value)) return value.map((item, index) => (index === name ? changed(item, rest, to) : item));
  const object = objectOf(value);
  return { ...object, [name]: changed(object[String(name)] ?? null, rest, to) };
}

function isObject(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && !isList(value);
}

function objectOf(value: JsonValue | undefined): { readonly [name: string]: JsonValue | undefined } {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
