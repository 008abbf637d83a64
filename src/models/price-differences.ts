/** How the prices of entries differ: what a person must know who has to choose between them. */
import { compareText } from '../core/collections.ts';
import { isJsonObject } from '../core/json.ts';
import { decimal, formatPrice, plain } from '../core/money.ts';
import type { Entry } from './entry.ts';
import { isPriceName } from './fields.ts';
import { headlineOf, type Headline } from './headline.ts';
import { normalized, pricesOf } from './prices.ts';

/** True when two entries list the same prices. */
export function samePrices(a: Entry, b: Entry): boolean {
  return costsOf(a) === costsOf(b);
}

function costsOf(entry: Entry): string {
  const costs = Object.entries(entry.fields).filter(
    ([name, value]) => isPriceName(name) && value !== null && !isMeaningless(entry, name),
  );
  return JSON.stringify(inOrder(Object.fromEntries(costs)));
}

/** Models of these modes make no text: a price of 0 for it says the same as none. */
const WITHOUT_TEXT_OUT: ReadonlySet<string | null> = new Set(['embedding', 'rerank']);

function isMeaningless({ mode, fields }: Entry, name: string): boolean {
  return WITHOUT_TEXT_OUT.has(mode) && name === 'output_cost_per_token' && fields[name] === 0;
}

/** The same value with its fields in one order, whatever order a map has them in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).sort(compareText);
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name])]));
}

/** `$5.0000 in, $10.0000 out / 1M tokens` */
export function headlineWords({ input, output, unit }: Headline): string {
  if (unit === null) return 'no price';
  const side = (usd: number | null, word: string) =>
    usd === null ? [] : [`${formatPrice(normalized(decimal(usd), unit).usd)} ${word}`];
  return `${[...side(input, 'in'), ...side(output, 'out')].join(', ')} / ${normalized(decimal(0), unit).unit}`;
}

/**
 * The headline prices of each entry, and behind them what else is needed to tell those apart whose
 * headlines are equal: `$3.0000 in, $15.0000 out / 1M tokens; cache write $3.7500`.
 */
export function telling(entries: readonly Entry[]): readonly string[] {
  const all = entries.map((entry) => ({
    entry,
    words: headlineWords(headlineOf(entry)),
    facts: factsOf(entry),
  }));
  const names = [...new Set(all.flatMap(({ facts }) => [...facts.keys()]))];
  const texts = all.map(({ words }) => words);
  const wanted = countOf(entries.map(costsOf));
  for (const name of names) {
    if (countOf(texts) >= wanted) break;
    const more = all.map(({ facts }, index) => `${texts[index]}; ${facts.get(name) ?? `no ${name}`}`);
    if (countOf(more) > countOf(texts)) texts.splice(0, texts.length, ...more);
  }
  return texts;
}

function countOf(texts: readonly string[]): number {
  return new Set(texts).size;
}

/** Every price of an entry in words, by what it is the price of: `cache write, 1 h $6.0000`. */
function factsOf(entry: Entry): ReadonlyMap<string, string> {
  const { prices, notUnderstood } = pricesOf(entry);
  return new Map([
    ...prices.map(({ item, condition, value, unit }) => {
      const name = `${item.toLowerCase()} price${condition === null ? '' : ` ${condition}`}`;
      // All digits: two prices that differ must never read the same.
      const amount = unit === 'factor' ? `× ${plain(value)}` : `$${plain(normalized(value, unit).usd)}`;
      return [name, `${name} ${amount}`] as const;
    }),
    ...notUnderstood.map(({ field, value }) => [field, `${field} ${JSON.stringify(value)}`] as const),
  ]);
}
