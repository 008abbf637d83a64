import type { AdjustedCost } from './adjust.ts';
import { type Decimal } from '../core/money.ts';
import { type Currency, convert } from '../core/currency.ts';

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
