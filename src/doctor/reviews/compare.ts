import type { Entry } from '../../models/entry.ts';
import { type Unit, parseField } from '../../models/fields.ts';
import { decimal, toNumber } from '../../core/money.ts';
import { pricesOf, type Price } from '../../models/prices.ts';
import type { Review } from './review.ts';
import { own } from '../../core/collections.ts';

/** One price at two times, or in two places. USD per unit; null where there was or is none. */
export interface Change {
  readonly field: string;
  /** What a person calls it, with its condition: `Input`, `Output, priority`. */
  readonly item: string;
  readonly unit: Unit;
  readonly thenUsdPerUnit: number | null;
  readonly nowUsdPerUnit: number | null;
}

/** Every price of an entry by its place: what a review keeps. */
export function figuresIn(entry: Entry): Readonly<Record<string, number>> {
  return Object.fromEntries(pricesOf(entry).prices.map(({ field, value }) => [field, toNumber(value)]));
}

/** What the map says otherwise than when the review was made. */
export function changesSince({ figures }: Review, entry: Entry): readonly Change[] {
  return differing(figures, entry, true);
}

/** What the map says otherwise than the page did. */
export function differencesFrom({ published }: Review, entry: Entry): readonly Change[] {
  return differing(published, entry, false);
}

function differing(
  then: Readonly<Record<string, number>>,
  entry: Entry,
  withNewOnes: boolean,
): readonly Change[] {
  const now = new Map(pricesOf(entry).prices.map((price) => [price.field, price]));
  const fields = withNewOnes ? new Set([...Object.keys(then), ...now.keys()]) : Object.keys(then);
  return [...fields].flatMap((field) => {
    const before = own(then, field) ?? null;
    const price = now.get(field);
    const after = price === undefined ? null : toNumber(price.value);
    const isSame = before !== null && after !== null && decimal(before).eq(decimal(after));
    if (isSame) return [];
    return [{ field, ...nameOf(field, price), thenUsdPerUnit: before, nowUsdPerUnit: after }];
  });
}

function nameOf(field: string, price: Price | undefined): { readonly item: string; readonly unit: Unit } {
  if (price !== undefined) {
    const { item, condition, unit } = price;
    return { item: condition === null ? item : `${item}, ${condition}`, unit };
  }
  const parsed = parseField(field.slice(field.lastIndexOf('].') + 1).replace(/^\./, ''));
  return { item: parsed?.label ?? field, unit: parsed?.unit ?? 'token' };
}
