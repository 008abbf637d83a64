import { asList, asObject, field } from '../core/json.ts';
import { decimal } from '../core/money.ts';
import { asFigure, figure, type Entry } from '../models/entry.ts';
import type { Usage } from '../usage/usage.ts';
import type { Rate } from './rates.ts';

/** A price of a tool, which no tier and no batch changes. */
export function toolRate(entry: Entry, name: string): Rate | undefined {
  const price = figure(entry, name);
  return price === undefined ? undefined : plainRate(name, price);
}

/** USD per query: one price, or one for each range of how many results a query asks for. */
export function queryRate(entry: Entry, results: number | undefined): Rate | undefined {
  const flat = toolRate(entry, 'input_cost_per_query');
  if (flat !== undefined) return flat;
  const all = asList(field(entry.fields, 'tiered_pricing'));
  const ranges = all.flatMap((item, index) => {
    const price = asFigure(field(asObject(item), 'input_cost_per_query'));
    const [from = 0, to = Infinity] = asList(field(asObject(item), 'max_results_range')).flatMap(
      (bound) => asFigure(bound) ?? [],
    );
    return price === undefined ? [] : [{ index, price, from, to }];
  });
  ranges.sort((a, b) => a.from - b.from);
  const range = results === undefined ? ranges[0] : ranges.find(({ to }) => results <= to);
  if (range === undefined) return undefined;
  const words = `${range.from} to ${range.to} results`;
  const message = `The price of a query depends on how many results it asks for; that of ${words} is used.`;
  return {
    ...plainRate(`tiered_pricing[${range.index}].input_cost_per_query`, range.price),
    condition: words,
    assumptions: results === undefined && all.length > 1 ? [{ code: 'FEWEST_RESULTS', message }] : [],
  };
}

export function searchRate(entry: Entry, context: Usage['searchContext']): Rate | undefined {
  const prices = asObject(field(entry.fields, 'search_context_cost_per_query'));
  const name = `search_context_size_${context ?? 'medium'}`;
  const price = asFigure(field(prices, name));
  if (prices === undefined || price === undefined) return undefined;
  const distinct = new Set(Object.values(prices).map(asFigure));
  const message = 'No search context is given; medium is used.';
  const assumptions =
    context === undefined && distinct.size > 1 ? [{ code: 'SEARCH_CONTEXT_MEDIUM', message }] : [];
  return {
    ...plainRate(`search_context_cost_per_query.${name}`, price),
    condition: `${context ?? 'medium'} search context`,
    assumptions,
  };
}

export function plainRate(name: string, price: number): Rate {
  return { usdPerUnit: decimal(price), field: name, condition: null, assumptions: [], passedOver: [] };
}
