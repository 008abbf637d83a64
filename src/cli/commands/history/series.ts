/** The prices of one model over the maps of a history. Pure. */
import { percentBetween } from '../../../models/changes.ts';
import type { Entry } from '../../../models/entry.ts';
import type { Unit } from '../../../models/fields.ts';
import { compare, toNumber } from '../../../core/money.ts';
import { normalized, per1M, pricesOf, type Price } from '../../../models/prices.ts';

/** The model as the map of a moment has it; undefined where that map does not have it. */
export interface Sighting {
  /** ISO 8601 in UTC: from then on this map was the published one. */
  readonly at: string;
  readonly sha256: string;
  readonly entry: Entry | undefined;
}

/** A price from a moment on, until the next point. */
export interface PricePoint {
  readonly from: string;
  readonly sha256: string;
  /** All digits, no exponent; null while there is no such price. */
  readonly raw: string | null;
  /** Null for what is not USD, too: DBU and factors. */
  readonly usdPerUnit: number | null;
  readonly per1MUsd: number | null;
  readonly normalizedUsd: number | null;
  /** Since the point before; null for the first, from nothing and from 0. */
  readonly percent: number | null;
}

/** One price of the model, from the first map that has the model to the last. */
export interface PriceSeries {
  readonly item: string;
  readonly field: string;
  readonly condition: string | null;
  readonly unit: Unit;
  readonly normalizedUnit: string;
  /** Only moments at which it changed, the first included. */
  readonly points: readonly PricePoint[];
}

/** Every price that any of the maps has, in the order of the newest map that has it. */
export function seriesOf(sightings: readonly Sighting[]): readonly PriceSeries[] {
  const seen = sightings.map(({ entry, ...when }) => ({ ...when, prices: entry && pricesByField(entry) }));
  const known = new Map<string, Price>();
  for (const { prices } of [...seen].reverse()) {
    for (const [field, price] of prices ?? []) if (!known.has(field)) known.set(field, price);
  }
  return [...known.values()].map(({ item, field, condition, unit, value }) => {
    const points: PricePoint[] = [];
    let last: Price | undefined;
    for (const { at, sha256, prices } of seen) {
      const price = prices?.get(field);
      const isFirst = points.length === 0;
      // Before the first map that has the model there is nothing to tell.
      if (isFirst ? prices === undefined : isSame(last, price)) continue;
      points.push(pointOf({ at, sha256 }, price, last));
      last = price;
    }
    return { item, field, condition, unit, normalizedUnit: normalized(value, unit).unit, points };
  });
}

function pricesByField(entry: Entry): ReadonlyMap<string, Price> {
  return new Map(pricesOf(entry).prices.map((price) => [price.field, price]));
}

function isSame(a: Price | undefined, b: Price | undefined): boolean {
  return a === undefined || b === undefined ? a === b : compare(a.value, b.value) === 0;
}

function pointOf(
  { at, sha256 }: Omit<Sighting, 'entry'>,
  price: Price | undefined,
  last: Price | undefined,
): PricePoint {
  if (price === undefined) {
    return {
      from: at,
      sha256,
      raw: null,
      usdPerUnit: null,
      per1MUsd: null,
      normalizedUsd: null,
      percent: null,
    };
  }
  const { raw, unit, value } = price;
  const isUsd = unit !== 'dbu_token' && unit !== 'factor';
  return {
    from: at,
    sha256,
    raw,
    usdPerUnit: isUsd ? toNumber(value) : null,
    per1MUsd: per1M(value, unit),
    normalizedUsd: isUsd ? toNumber(normalized(value, unit).usd) : null,
    percent: last === undefined ? null : percentBetween(last.value, value),
  };
}
