import { asList, asObject, field } from '../core/json.ts';
import { decimal } from '../core/money.ts';
import { asFigure, isUnusable, type Entry } from '../models/entry.ts';
import type { Usage } from '../usage/usage.ts';
import type { Rate } from './rates.ts';
import type { UnitQuantity } from './unit-meters.ts';
import { isUnusablePrice, listedFigure, unusablePrice, type UnusablePrice } from './unusable.ts';

/** What looking for a price gives; undefined where the entry lists none. */
export type Lookup = Rate | UnusablePrice | undefined;

/** What a line holds of it: the rate, or why there is none. */
export function rateOrReason(price: Lookup): Pick<UnitQuantity, 'rate' | 'unusable'> {
  return isUnusablePrice(price) ? { rate: undefined, unusable: price.unusable } : { rate: price };
}

/** A price of a tool, which no tier and no batch changes. */
export function toolRate(entry: Entry, name: string): Lookup {
  const price = listedFigure(entry, name);
  return typeof price === 'number' ? plainRate(name, price) : price;
}

/** USD per query: one price, or one for each range of how many results a query asks for. */
export function queryRate(entry: Entry, results: number | undefined): Lookup {
  const flat = toolRate(entry, 'input_cost_per_query');
  if (flat !== undefined) return flat;
  const listed = field(entry.fields, 'tiered_pricing') ?? null;
  if (listed !== null && !Array.isArray(listed))
    return unusablePrice('tiered_pricing', listed, 'a list of objects');
  const all = asList(listed);
  const ranges = all.map((item, index) => {
    const [from = 0, to = Infinity] = asList(field(asObject(item), 'max_results_range')).flatMap(
      (bound) => asFigure(bound) ?? [],
    );
    return { index, item, from, to };
  });
  ranges.sort((a, b) => a.from - b.from);
  const range = results === undefined ? ranges[0] : ranges.find(({ to }) => results <= to);
  if (range === undefined) return undefined;
  const name = `tiered_pricing[${range.index}]`;
  const item = asObject(range.item);
  if (item === undefined) return unusablePrice(name, range.item, 'an object');
  const value = field(item, 'input_cost_per_query');
  if (isUnusable(value)) return unusablePrice(`${name}.input_cost_per_query`, value);
  const price = asFigure(value);
  if (price === undefined) return undefined;
  const words = `${range.from} to ${range.to} results`;
  const message = `The price of a query depends on how many results it asks for; that of ${words} is used.`;
  return {
    ...plainRate(`${name}.input_cost_per_query`, price),
    condition: words,
    assumptions: results === undefined && all.length > 1 ? [{ code: 'FEWEST_RESULTS', message }] : [],
  };
}

export function searchRate(entry: Entry, context: Usage['searchContext']): Lookup {
  const parent = 'search_context_cost_per_query';
  const listed = field(entry.fields, parent) ?? null;
  if (listed === null) return undefined;
  const prices = asObject(listed);
  if (prices === undefined) return unusablePrice(parent, listed, 'an object of numbers');
  const name = `search_context_size_${context ?? 'medium'}`;
  const value = field(prices, name);
  const price = asFigure(value);
  if (price === undefined) return isUnusable(value) ? unusablePrice(`${parent}.${name}`, value) : undefined;
  const distinct = new Set(Object.values(prices).map(asFigure));
  const message = 'No search context is given; medium is used.';
  const assumptions =
    context === undefined && distinct.size > 1 ? [{ code: 'SEARCH_CONTEXT_MEDIUM', message }] : [];
  return {
    ...plainRate(`${parent}.${name}`, price),
    condition: `${context ?? 'medium'} search context`,
    assumptions,
  };
}

export function plainRate(name: string, price: number): Rate {
  return { usdPerUnit: decimal(price), field: name, condition: null, assumptions: [], passedOver: [] };
}
