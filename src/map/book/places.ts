import { asList, asObject, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import { decimal, perMillion, toNumber } from '../../core/money.ts';
import { findRate } from '../../models/price-lists/find-rate.ts';
import {
  CAPABILITIES,
  LIMITS,
  MORE_CAPABILITIES,
  MULTIPLIERS,
  PROVIDER_MULTIPLIERS,
  WORD_LISTS,
} from '../../models/price-lists/names.ts';

/** Where the book has a field: a part of the model that is the value, or named values or words in it. */
export type Place =
  | { readonly part: string; readonly value: JsonValue }
  | { readonly part: string; readonly named: JsonObject }
  | { readonly part: string; readonly word: string };

/** Where the book has a field of the cost map; undefined where it has no name for it. */
export function placeOf(name: string, value: JsonValue): Place | undefined {
  const ability = ABILITY_NAMES.get(name);
  if (ability !== undefined && typeof value === 'boolean') {
    return { part: value ? 'can' : 'cannot', word: ability };
  }
  const plain = PLAIN_PARTS.get(name);
  if (plain !== undefined) return { part: plain, value };
  const limit = LIMIT_NAMES.get(name);
  if (limit !== undefined) return { part: 'limits', named: { [limit]: value } };
  const multiplier = MULTIPLIER_NAMES.get(name);
  if (multiplier !== undefined) return { part: 'multipliers', named: { [multiplier]: value } };
  if (name === 'provider_specific_entry') return { part: 'multipliers', named: sharedMultipliers(value) };
  if (name === 'search_context_cost_per_query') {
    return { part: 'usdPer', named: { webSearch: searchPrices(asObject(value)) ?? value } };
  }
  if (name === 'tiered_pricing') return { part: 'usdPer1M ranges', value: arrangeRanges(value) };
  const rate = findRate(name);
  if (rate === undefined || typeof value !== 'number') return undefined;
  return { part: rate.list, named: { [rate.rate]: inList(rate.list, value) } };
}

function sharedMultipliers(value: JsonValue): JsonObject {
  return Object.fromEntries(
    Object.entries(asObject(value) ?? {}).map(([name, factor]) => [SHARED_NAMES.get(name) ?? name, factor]),
  );
}

function inList(list: string, usd: number): number {
  return list.startsWith('usdPer1M') ? toNumber(perMillion(decimal(usd))) : usd;
}

function searchPrices(sizes: JsonObject | undefined): JsonValue | undefined {
  const [low, medium, high] = ['low', 'medium', 'high'].map((size) =>
    field(sizes, `search_context_size_${size}`),
  );
  if (low === undefined || medium === undefined || high === undefined) return undefined;
  return low === medium && medium === high ? low : { low, medium, high };
}

function arrangeRanges(value: JsonValue): JsonValue {
  return asList(value).map((item) => {
    const { range, ...rates } = asObject(item) ?? {};
    const [, upTo = null] = asList(range);
    const named = Object.entries(rates).map(([name, usd]) => {
      const rate = findRate(name);
      return typeof usd === 'number' && rate?.list === 'usdPer1M'
        ? ([rate.rate, inList(rate.list, usd)] as const)
        : ([name, usd] as const);
    });
    return { upTo, ...Object.fromEntries(named) };
  });
}

function inverse(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(table).map(([name, target]) => [target, name]));
}

const ABILITY_NAMES = inverse({ ...CAPABILITIES, ...MORE_CAPABILITIES });
const LIMIT_NAMES = inverse(LIMITS);
const MULTIPLIER_NAMES = inverse(MULTIPLIERS);
const SHARED_NAMES = inverse(PROVIDER_MULTIPLIERS);
const PLAIN_PARTS = inverse({
  ...WORD_LISTS,
  mode: 'mode',
  webSearchBilling: 'web_search_billing_unit',
  retires: 'deprecation_date',
  source: 'source',
});
