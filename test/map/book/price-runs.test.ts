import { expect, it } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import { compareByPrice, priceGroupsIn, priceRuns } from '../../../src/map/book/price-runs.ts';
import type { Summary } from '../../../src/models/store.ts';

const row = (key: string, unit: Summary['unit'], input: number | null, output: number | null): Summary => ({
  key,
  provider: null,
  mode: 'chat',
  input,
  output,
  unit,
  aliases: [],
});

const ROWS = [
  row('unpriced', null, null, null),
  row('dear', 'token', 5e-6, 2e-5),
  row('picture', 'image', null, 0.04),
  row('cheap', 'token', 1e-7, 4e-7),
  row('as dear', 'token', 5e-6, 2e-5),
  row('free', 'token', 0, 0),
  row('one side', 'token', 5e-6, null),
].toSorted(compareByPrice);

it('sorts rows by unit, input and output price, those without a price last', () => {
  const keys = ['picture', 'free', 'cheap', 'one side', 'dear', 'as dear', 'unpriced'];
  expect(ROWS.map(({ key }) => key)).toEqual(keys);
});

it('writes runs of rows with the same prices, and reads them with their rows', () => {
  const text = priceRuns(ROWS);
  expect(text).toBe('[["image",null,0.04,1],["token",0,0,1,1e-7,4e-7,1,0.000005,null,1,0.000005,0.00002,2]]');
  const groups = priceGroupsIn(parseJson(text), (place) => ROWS[place]);
  expect(
    groups.map(({ models, ...prices }) => ({ ...prices, keys: models().map(({ key }) => key) })),
  ).toEqual([
    { unit: 'image', input: null, output: 0.04, keys: ['picture'] },
    { unit: 'token', input: 0, output: 0, keys: ['free'] },
    { unit: 'token', input: 1e-7, output: 4e-7, keys: ['cheap'] },
    { unit: 'token', input: 5e-6, output: null, keys: ['one side'] },
    { unit: 'token', input: 5e-6, output: 2e-5, keys: ['dear', 'as dear'] },
  ]);
});

it('writes nothing for rows without prices', () => {
  expect(priceRuns([row('unpriced', null, null, null)])).toBe('[]');
  expect(priceGroupsIn([], () => undefined)).toEqual([]);
});
