import type { Entry } from '../models/entry.ts';
import { priceRowsOf } from '../models/price-rows.ts';
import type { PriceList } from './types.ts';

/**
 * Every price that a model has, each with the field that it came from and its conditions.
 *
 * ```ts
 * import { loadCatalog, pricesOf } from 'llmcost';
 *
 * const catalog = await loadCatalog({ priceBook: true });
 * const { prices } = pricesOf(catalog.find('gpt-4o'));
 * const input = prices.find(({ field }) => field === 'input_cost_per_token');
 * input?.raw; // → '0.0000025'
 * input?.per1MUsd; // → 2.5
 * ```
 */
export function pricesOf(model: Entry): PriceList {
  const { prices, multipliers, notUnderstood } = priceRowsOf(model, null);
  return {
    prices: prices.map(({ normalizedAmount: _amount, ...price }) => price),
    multipliers,
    notUnderstood,
  };
}
