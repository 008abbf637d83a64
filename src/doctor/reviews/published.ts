import { UsageError } from '../../core/errors.ts';
import { asNumber } from '../../core/json.ts';
import { priceList, rateField } from '../../models/price-lists/lists.ts';
import { TOKEN_RATES } from '../../models/price-lists/names.ts';
import { isPriceName, parseField } from '../../models/fields.ts';
import { nearest } from '../../core/nearest.ts';

/**
 * Prices as a page publishes them, from `--price`: `input=5` in USD per 1M tokens under the short
 * names, or `input_cost_per_token=0.000005` in USD per unit under the map's own.
 * @throws UsageError that names the flag and what it was given.
 */
export function publishedPrices(texts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(texts.map(publishedPrice));
}

function publishedPrice(text: string): readonly [string, number] {
  const [, name = '', figure = ''] = /^\s*([\w.[\]]+)\s*=\s*\$?(.*)$/.exec(text) ?? [];
  const value = asNumber(figure);
  if (name === '') throw new UsageError(`--price must be a name and a figure, not "${text}".`, EXAMPLE);
  if (value === undefined || value < 0) {
    throw new UsageError(`--price ${name} must be a number of 0 or more, not "${figure}".`, EXAMPLE);
  }
  const list = priceList('usdPer1M');
  if (list !== undefined && Object.hasOwn(TOKEN_RATES, name)) {
    return [rateField(list, name, '--price'), list.usd(value)];
  }
  if (isPriceName(name) && parseField(name) !== undefined) return [name, value];
  const [near] = nearest(name, Object.keys(TOKEN_RATES), (each) => each, 1);
  const hint = near === undefined ? EXAMPLE : `Did you mean ${near}?`;
  throw new UsageError(`--price does not know "${name}".`, hint);
}

const EXAMPLE =
  'Write --price input=5 (USD per 1M tokens), or --price output_cost_per_image=0.04 (per unit).';
