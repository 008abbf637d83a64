import { asList, asObject, field, type JsonValue } from '../core/json.ts';
import { decimal } from '../core/money.ts';
import { asFigure, isUnusable, type Entry } from '../models/entry.ts';
import type { Usage } from '../usage/usage.ts';
import type { Rate } from './rates.ts';
import type { RateLookup } from './unit-meters.ts';
import { isUnusablePrice, listedFigure, unusablePrice, type UnusablePrice } from './unusable.ts';

/** A price of a tool, which no tier and no batch changes. */
export function toolRate(entry: Entry, name: string): RateLookup {
  const price = listedFigure(entry, name);
  return typeof price === 'number' ? plainRate(name, price) : price;
}

/** USD per query: one price, or one for each range of how many results a query asks for. */
export function queryRate(entry: Entry, results: number | undefined): RateLookup {
  const flat = toolRate(entry, 'input_cost_per_query');
  if (flat !== undefined) return flat;
  const listed = field(entry.fields, 'tiered_pricing') ?? null;
  if (listed !== null && !Array.isArray(listed))
    return unusablePrice('tiered_pricing', listed, 'a list of objects');
  const all = asList(listed);
  const ranges: ResultRange[] = [];
  for (const [index, item] of all.entries()) {
    const range = resultRange(item, `tiered_pricing[${index}]`);
    if (isUnusablePrice(range)) return range;
    if (range !== undefined) ranges.push(range);
  }
  ranges.sort((a, b) => a.from - b.from);
  const range = results === undefined ? ranges[0] : ranges.find(({ to }) => results <= to);
  if (range === undefined) return undefined;
  const { name, price, from, to } = range;
  if (typeof price === 'object') return price;
  const words = `${from} to ${to} results`;
  const message = `The price of a query depends on how many results it asks for; that of ${words} is used.`;
  return {
    ...plainRate(name, price),
    condition: words,
    assumptions: results === undefined && all.length > 1 ? [{ code: 'FEWEST_RESULTS', message }] : [],
  };
}

/** How many results a query asks for, and what it costs then. */
interface ResultRange {
  readonly name: string;
  readonly price: number | UnusablePrice;
  readonly from: number;
  readonly to: number;
}

/** Undefined for a range that is not one of queries. */
function resultRange(item: JsonValue, path: string): ResultRange | UnusablePrice | undefined {
  const fields = asObject(item);
  if (fields === undefined) return unusablePrice(path, item, 'an object');
  const name = `${path}.input_cost_per_query`;
  const value = field(fields, 'input_cost_per_query');
  const price = isUnusable(value) ? unusablePrice(name, value) : asFigure(value);
  const bounds = asList(field(fields, 'max_results_range')).flatMap((bound) => asFigure(bound) ?? []);
  const [from = 0, to = Infinity] = bounds;
  return price === undefined ? undefined : { name, price, from, to };
}

export function searchRate(entry: Entry, context: Usage['searchContext']): RateLookup {
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
