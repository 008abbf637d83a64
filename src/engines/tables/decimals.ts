/** Columns of decimals, as wide as their figures. */
import { roundedTo } from '../../core/money.ts';
import type { ColumnType } from './table.ts';

/** Decimals that are kept of a count of seconds. */
export const SECONDS_DECIMALS = 4;
/** Decimals of engines have 38 digits, of which a count takes 13. */
export const MOST_DIGITS = 25;

export function decimalColumn(figures: readonly (string | null)[], digits: number) {
  const type = decimalType(
    figures.flatMap((figure) => figure ?? []),
    digits,
  );
  let rounded = 0;
  const cells = figures.map((figure) => {
    if (figure === null || decimalsOf(figure) <= type.decimals) return figure;
    rounded += 1;
    return roundedTo(figure, type.decimals);
  });
  return { type, cells, rounded };
}

export function decimalType(
  figures: readonly string[],
  digits = MOST_DIGITS,
): Extract<ColumnType, { kind: 'decimal' }> {
  const whole = Math.max(0, ...figures.map(wholeDigits));
  const decimals = Math.min(digits - whole, Math.max(0, ...figures.map(decimalsOf)));
  return { kind: 'decimal', whole: whole + decimals === 0 ? 1 : whole, decimals };
}

/** Digits before the point: none of 0.25. */
function wholeDigits(figure: string): number {
  return (figure.replace('-', '').split('.')[0] ?? '').replace(/^0$/, '').length;
}

function decimalsOf(figure: string): number {
  return (figure.split('.')[1] ?? '').length;
}
