import { ratio, type Decimal } from '../core/money.ts';

/** Digits of a quotient that mean something; behind them stands what doubles make of 1.35 / 1.5. */
const DIGITS = 12;

/** a / b for a person to read: 0.9, not 0.8999999999999999. Null where b is 0. */
export function ratioOf(a: Decimal, b: Decimal): number | null {
  const exact = ratio(a, b);
  return exact === undefined ? null : Number(exact.toPrecision(DIGITS));
}
