import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { priceRowsOf } from '../../src/models/price-rows.ts';
import { entryOf } from '../helpers/pricing.ts';

/** `Input 2 per 1M tokens (note)`, one a row. */
function told(fields: JsonObject): readonly string[] {
  return priceRowsOf(entryOf(fields), null).prices.map(
    ({ item, normalizedUsd, normalizedUnit, note }) =>
      `${item} ${normalizedUsd} per ${normalizedUnit}${note === null ? '' : ` (${note})`}`,
  );
}

describe('the rows of a price page', () => {
  it('have the figure as it stands, per unit and per the amount that people compare', () => {
    const [row] = priceRowsOf(entryOf({ input_cost_per_token: 2.5e-7 }), null).prices;
    expect(row).toMatchObject({
      raw: '0.00000025',
      usdPerUnit: 2.5e-7,
      per1MUsd: 0.25,
      normalizedUsd: 0.25,
      normalizedAmount: null,
      note: null,
    });
    const [page] = priceRowsOf(entryOf({ ocr_cost_per_page: 0.004 }), null).prices;
    expect(page).toMatchObject({
      usdPerUnit: 0.004,
      per1MUsd: null,
      normalizedUsd: 4,
      normalizedUnit: '1K pages',
    });
  });

  it('are in the user’s currency too', () => {
    const currency = { code: 'EUR', symbol: '€', perUsd: 0.5, asOf: null };
    const { prices } = priceRowsOf(
      entryOf({ input_cost_per_token: 2e-6, input_dbu_cost_per_token: 1 }),
      currency,
    );
    expect(prices.map(({ field, normalizedAmount }) => [field, normalizedAmount])).toEqual([
      ['input_cost_per_token', 1],
      ['input_dbu_cost_per_token', null],
    ]);
  });

  it('in DBU say that they are no USD, and have none', () => {
    const [row] = priceRowsOf(entryOf({ input_dbu_cost_per_token: 7e-6 }), null).prices;
    expect(row).toMatchObject({
      raw: '0.000007',
      usdPerUnit: null,
      per1MUsd: null,
      normalizedUsd: null,
      note: "in DBU, Databricks' own unit: not USD, and never part of a cost",
    });
  });

  it.each(['image_generation', 'image_edit'])(
    'of images made stand under a name of input in mode %s',
    (mode) => {
      expect(told({ mode, input_cost_per_image: 0.04 })).toEqual([
        'Image made 0.04 per image (the map keeps the price of an image made under a name of input)',
      ]);
      expect(told({ mode: 'chat', input_cost_per_image: 0.04 })).toEqual(['Image input 0.04 per image']);
    },
  );

  it('of seconds that are heard say that one second is billed once', () => {
    const both = { input_cost_per_second: 1e-4, output_cost_per_second: 1e-4 };
    expect(told(both)).toEqual([
      'Audio input 0.006 per minute',
      'Output 0.006 per minute (one second is billed once, as audio input)',
    ]);
    expect(told({ ...both, output_cost_per_second: 0 })).toEqual([
      'Audio input 0.006 per minute',
      'Output 0 per minute',
    ]);
    expect(told({ output_cost_per_second: 1e-4 })).toEqual(['Output 0.006 per minute']);
  });

  it.each(['embedding', 'rerank', 'image_generation', 'image_edit'])(
    'repeat the input rate for embedding text, behind the rates of text, in mode %s',
    (mode) => {
      const fields = {
        mode,
        input_cost_per_token: 1e-6,
        cache_read_input_token_cost: 5e-7,
        input_cost_per_token_batches: 5e-7,
        input_cost_per_image_token: 2e-6,
      };
      expect(told(fields).map((row) => row.split(' per ')[0])).toEqual([
        'Input 1',
        'Cached input 0.5',
        'Embedding 1',
        'Image input 2',
        'Input 0.5',
      ]);
      expect(told({ ...fields, mode: 'chat' }).join()).not.toContain('Embedding');
    },
  );

  it('have no embedding of text that has no rate', () => {
    expect(told({ mode: 'embedding', input_cost_per_image: 0.04 })).toEqual(['Image input 0.04 per image']);
  });

  it('leave factors to a list of their own', () => {
    const { prices, multipliers } = priceRowsOf(entryOf({ regional_endpoint_uplift_multiplier: 1.1 }), null);
    expect(prices).toEqual([]);
    expect(multipliers).toMatchObject([{ field: 'regional_endpoint_uplift_multiplier', factor: 1.1 }]);
  });

  it.each<[string, JsonObject, boolean]>([
    ['all are', { tiered_pricing: [{ range: [0, 10], input_cost_per_token: 1 }] }, true],
    [
      'one is not',
      { tiered_pricing: [{ range: [0, 10], input_cost_per_token: 1 }], output_cost_per_token: 1 },
      false,
    ],
    ['there are none', {}, false],
  ])('are those of ranges where %s: %s', (_what, fields, isRanged) => {
    expect(priceRowsOf(entryOf(fields), null).isRanged).toBe(isRanged);
  });
});
