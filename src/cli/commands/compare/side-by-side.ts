/** Models beside each other: which prices each has, and where their capabilities differ. */
import type { Entry } from '../../../models/entry.ts';
import type { Unit } from '../../../models/fields.ts';
import { toNumber } from '../../../core/money.ts';
import { normalized, per1M, pricesOf, type Price } from '../../../models/prices.ts';
import { CAPABILITY_NAMES, type Capabilities, type Capability } from '../../../models/capabilities.ts';

/** One model's price in a row. */
export interface PriceCell {
  readonly field: string;
  readonly usdPerUnit: number;
  /** Null for every unit but tokens. */
  readonly per1MUsd: number | null;
  readonly normalizedUsd: number;
}

/** One kind of price at all models. */
export interface ComparedPrice {
  readonly item: string;
  /** Conditions in words; null for the plain price. */
  readonly condition: string | null;
  readonly unit: Unit;
  readonly normalizedUnit: string;
  /** By the model's key; null where the map has no such price. */
  readonly byModel: Readonly<Record<string, PriceCell | null>>;
}

/** The prices of all models, each kind once, in the order in which a page lists them. */
export function comparedPrices(entries: readonly Entry[]): readonly ComparedPrice[] {
  const rows: { readonly id: string; readonly price: Price; readonly cells: Map<string, PriceCell> }[] = [];
  for (const entry of entries) {
    let at = 0;
    for (const price of pricesOf(entry).prices) {
      if (price.unit === 'dbu_token' || price.unit === 'factor') continue;
      const id = [price.item, price.condition, price.unit].join('|');
      const known = rows.findIndex((row) => row.id === id);
      // A price that the models before did not have follows the one that it follows on its own page.
      if (known < 0) rows.splice(at, 0, { id, price, cells: new Map() });
      const index = known < 0 ? at : known;
      const { cells } = rows[index] ?? {};
      // Two spellings of one price: the one of today comes first.
      if (cells?.has(entry.key) === false) cells.set(entry.key, cellOf(price));
      at = index + 1;
    }
  }
  const isConditional = ({ price }: (typeof rows)[number]) => Number(price.condition !== null);
  return rows
    .sort((a, b) => isConditional(a) - isConditional(b))
    .map(({ price, cells }) => ({
      item: price.item,
      condition: price.condition,
      unit: price.unit,
      normalizedUnit: normalized(price.value, price.unit).unit,
      byModel: Object.fromEntries(entries.map(({ key }) => [key, cells.get(key) ?? null])),
    }));
}

function cellOf({ field, value, unit }: Price): PriceCell {
  return {
    field,
    usdPerUnit: toNumber(value),
    per1MUsd: per1M(value, unit),
    normalizedUsd: toNumber(normalized(value, unit).usd),
  };
}

/** The capabilities that some of the models have and others have not. What the map does not say is no. */
export function differingCapabilities(models: readonly Capabilities[]): readonly Capability[] {
  return CAPABILITY_NAMES.filter((name) => {
    const having = models.filter((capabilities) => capabilities[name] === true).length;
    return having > 0 && having < models.length;
  });
}
