import { field, isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { decimal, times, toNumber } from '../../core/money.ts';
import { fieldName, type FieldConditions } from '../fields.ts';
import { broken, known, list as listOf, number, object } from './check.ts';
import { TOKEN_RATES, UNIT_RATES, type Rate } from './names.ts';

/** A price list: what its figures are per, and when they hold. */
export interface PriceList {
  readonly rates: Readonly<Record<string, Rate>>;
  readonly usd: (figure: number) => number;
  readonly conditions: FieldConditions;
}

const PRICE_LIST = /^(usdPer1M|usdPer)(?: above (\d+)k)?(?: (flex|priority|batch))?$/;
const ONE_MILLIONTH = decimal('0.000001');

/** The standard rates per token. */
const STANDARD: PriceList = { rates: TOKEN_RATES, usd: usdPerToken, conditions: {} };

/** The price list that a key names, or undefined where it names something else. */
export function priceList(name: string): PriceList | undefined {
  const [, unit, above, tier] = PRICE_LIST.exec(name) ?? [];
  if (unit === undefined) return undefined;
  const conditions: FieldConditions = {
    ...(above === undefined ? {} : { aboveTokens: Number(above) * 1000 }),
    ...(tier === 'flex' || tier === 'priority' ? { tier } : {}),
    batch: tier === 'batch',
  };
  return unit === 'usdPer'
    ? { rates: UNIT_RATES, usd: (figure) => figure, conditions }
    : { ...STANDARD, conditions };
}

/** Exact: 0.028 USD per 1M tokens is 0.000000028 a token, without the noise of dividing doubles. */
function usdPerToken(usdPer1M: number): number {
  return toNumber(times(decimal(usdPer1M), ONE_MILLIONTH));
}

/** The fields of a price list, in USD per unit. */
export function pricesOf(list: PriceList, value: JsonValue | undefined, at: string): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const [name, figure] of Object.entries(object(value, at))) {
    const place = `${at}: ${name}`;
    if (list.rates === UNIT_RATES && name === 'webSearch') {
      fields.search_context_cost_per_query = webSearch(figure, place);
    } else {
      fields[rateField(list, name, place)] = list.usd(number(figure, place));
    }
  }
  return fields;
}

/** The cost map's field for a rate of a price list. */
export function rateField(list: PriceList, name: string, at: string): string {
  const { metric, ...narrowed } = known(list.rates, name, at);
  return fieldName(metric, { ...list.conditions, ...narrowed });
}

/** One price for a search, or one for each size of its context. */
function webSearch(value: JsonValue | undefined, at: string): JsonObject {
  const sizes = isJsonObject(value) ? value : { low: value, medium: value, high: value };
  return {
    search_context_size_low: number(field(sizes, 'low'), `${at}: low`),
    search_context_size_medium: number(field(sizes, 'medium'), `${at}: medium`),
    search_context_size_high: number(field(sizes, 'high'), `${at}: high`),
  };
}

/** `tiered_pricing`: each range begins where the one before it ends; the first begins at 0. */
export function ranges(value: JsonValue, at: string): readonly JsonObject[] {
  let from = 0;
  return listOf(value, at).map((item, index) => {
    const place = `${at}[${index}]`;
    const { upTo, ...rates } = object(item, place);
    const to = number(upTo, `${place}: upTo`);
    if (to <= from) throw broken(`${place}: upTo`, `must be more than ${from}`);
    const range = Object.assign({ range: [from, to] }, pricesOf(STANDARD, rates, place));
    from = to;
    return range;
  });
}
