import { decimal, formatPrice } from '../../core/money.ts';
import type { Unit } from '../../models/fields.ts';
import { normalized } from '../../models/prices.ts';
import type { Column } from './column.ts';
import { bare, priceWords } from './money-words.ts';

/** A price as a table shows it; null where there is none. */
export interface PriceCell {
  readonly usdPerUnit: number | null;
  readonly unit: Unit | null;
}

export interface PriceColumn {
  readonly column: Column;
  readonly texts: readonly string[];
}

/** A model with the two prices that stand for it. */
export interface PricedRow {
  readonly inputUsdPerUnit: number | null;
  readonly outputUsdPerUnit: number | null;
  readonly unit: Unit | null;
}

/** The columns Input and Output of a table of models. */
export function inputAndOutput(rows: readonly PricedRow[]): readonly [PriceColumn, PriceColumn] {
  return [
    priceColumn(
      'Input',
      rows.map(({ inputUsdPerUnit: usdPerUnit, unit }) => ({ usdPerUnit, unit })),
    ),
    priceColumn(
      'Output',
      rows.map(({ outputUsdPerUnit: usdPerUnit, unit }) => ({ usdPerUnit, unit })),
    ),
  ];
}

/** A column of prices: what they are per stands once in the head where they share it, else in each cell. */
export function priceColumn(head: string, cells: readonly PriceCell[]): PriceColumn {
  const units = new Set(cells.flatMap((cell) => normalizedOf(cell)?.unit ?? []));
  const [unit, ...others] = units;
  if (unit === undefined || others.length > 0) {
    const texts = cells.map(({ usdPerUnit, unit }) => priceWords(usdPerUnit, unit));
    return { column: { head, align: 'decimal' }, texts };
  }
  const texts = cells.map((cell) => {
    const price = normalizedOf(cell);
    return price === undefined ? 'N/A' : bare(formatPrice(price.usd));
  });
  return { column: { head, unit: `USD / ${unit}`, align: 'decimal' }, texts };
}

function normalizedOf({ usdPerUnit, unit }: PriceCell) {
  return usdPerUnit === null || unit === null ? undefined : normalized(decimal(usdPerUnit), unit);
}
