import type { AdjustedCost } from './adjust.ts';
import { decimal, times, toNumber, type Decimal } from '../core/money.ts';
import type { Currency } from '../config/read.ts';

/** The totals of a job in the user's currency; null where the cost is unknown. */
export interface Amounts {
  readonly inputAmount: number | null;
  readonly outputAmount: number | null;
  readonly otherAmount: number | null;
  readonly adjustmentsAmount: number | null;
  readonly totalAmount: number | null;
}

/** Exact: converted from the exact totals, not from their doubles. */
export function amountsOf(cost: AdjustedCost, currency: Currency): Amounts {
  const amount = (usd: Decimal) => (cost.state === 'unknown' ? null : convert(usd, currency));
  return {
    inputAmount: amount(cost.inputUsd),
    outputAmount: amount(cost.outputUsd),
    otherAmount: amount(cost.otherUsd),
    adjustmentsAmount: amount(cost.adjustmentsUsd),
    totalAmount: amount(cost.totalUsd),
  };
}

/** USD in the user's currency, at the rate that the user gave. */
export function convert(usd: Decimal | number, { perUsd }: Currency): number {
  return toNumber(times(decimal(usd), decimal(perUsd)));
}
