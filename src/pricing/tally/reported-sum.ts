import { decimal, minus, plus, times, ZERO, type Decimal } from '../../core/money.ts';
import { decimalText } from '../../usage/decimal-text.ts';
import type { Reported } from '../../usage/logs/fast/record.ts';
import { MOST_EXACT } from './whole-amounts.ts';

const UNITS = 1e12;
const UNIT = decimal('1e-12');
/** Numbers of up to 15 digits are told apart by a double: the shortest text for it has these digits. */
const MOST_UNITS = 1e15;

/** Adds up what providers report, exactly: most amounts are whole multiples of 10^-12 USD, which a double adds. */
export class ReportedSum {
  #units = 0;
  #rest: Decimal = ZERO;

  add(usd: Reported): void {
    if (!this.#addUnits(usd, 1)) this.#rest = plus(this.#rest, amountOf(usd));
  }

  remove(usd: Reported): void {
    if (!this.#addUnits(usd, -1)) this.#rest = minus(this.#rest, amountOf(usd));
  }

  get total(): Decimal {
    return plus(this.#rest, times(UNIT, this.#units));
  }

  #addUnits(usd: Reported, sign: 1 | -1): boolean {
    if (typeof usd === 'string') return false;
    const units = Math.round(usd * UNITS);
    const sum = this.#units + sign * units;
    if (units >= MOST_UNITS || units / UNITS !== usd || Math.abs(sum) >= MOST_EXACT) return false;
    this.#units = sum;
    return true;
  }
}

function amountOf(usd: Reported): Decimal {
  return decimal(decimalText(usd) ?? '0');
}
