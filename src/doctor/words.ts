import type { Unit } from '../models/fields.ts';
import { decimal, formatCount, formatPrice } from '../core/money.ts';
import { normalized } from '../models/prices.ts';

/** `$5.0000 / 1M tokens`: a figure in the amount in which people compare it. */
export function priced(figure: number, unit: Unit): string {
  if (unit === 'factor') return `× ${figure}`;
  const price = normalized(decimal(figure), unit);
  return unit === 'dbu_token'
    ? `${formatPrice(price.usd).slice(1)} DBU / ${price.unit}`
    : `${formatPrice(price.usd)} / ${price.unit}`;
}

/** `3,000 times`, `2.5 times`: how much larger the larger of two is. */
export function timesApart(a: number, b: number): string {
  const ratio = factor(a, b);
  // A price of a broken map may be any number.
  if (!Number.isFinite(ratio)) return 'more than 10^308 times';
  const rounded = ratio >= 20 ? Math.round(ratio) : Number(ratio.toPrecision(2));
  return `${formatCount(rounded)} times`;
}

/** How far two figures above 0 are apart, whichever is larger. */
export function factor(a: number, b: number): number {
  return Math.max(a, b) / Math.min(a, b);
}

/** The middle one; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** `input`, `input and output`, `input, output and cached input`. */
export function listed(words: readonly string[]): string {
  const head = words.slice(0, -1).join(', ');
  return head === '' ? (words[0] ?? '') : `${head} and ${words.at(-1) ?? ''}`;
}

/** Names that say themselves that they are free: `…:free`, experimental models. */
export function isSaidFree({ key }: { readonly key: string }): boolean {
  return /[:/-]free$|(^|[-_/])exp(erimental)?([-_]|$)/.test(key.toLowerCase());
}
