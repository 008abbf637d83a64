import type { Unit } from '../../models/fields.ts';
import { normalizedNumber } from '../../models/prices.ts';
import type { Column } from './column.ts';
import { priceWords } from './money-words.ts';

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

/** A column of prices; on a terminal what they are per stands in its head, where all of them share it. */
export function priceColumn(head: string, cells: readonly PriceCell[]): PriceColumn {
  const units = new Set(
    cells.flatMap(({ usdPerUnit, unit }) =>
      usdPerUnit === null || unit === null ? [] : normalizedNumber(usdPerUnit, unit).unit,
    ),
  );
  const [unit, ...others] = units;
  const isShared = unit !== undefined && others.length === 0;
  return {
    column: { head, align: 'decimal', ...(isShared ? { unit: `USD / ${unit}` } : {}) },
    texts: cells.map(({ usdPerUnit, unit }) => priceWords(usdPerUnit, unit)),
  };
}
