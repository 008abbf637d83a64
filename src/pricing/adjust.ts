import type { Cost } from './cost.ts';
import { compare, decimal, isZero, minus, plus, times, ZERO, type Decimal } from '../core/money.ts';
import type { CostRule } from '../config/settings.ts';

/** What a rule makes of a cost, in USD: below 0 for a discount. */
export interface Adjustment {
  readonly rule: CostRule;
  readonly usd: Decimal;
}

/** A cost to which the user's discounts and margins were added. */
export interface AdjustedCost extends Cost {
  readonly adjustments: readonly Adjustment[];
  /** Of all adjustments together; `totalUsd` holds it. */
  readonly adjustmentsUsd: Decimal;
}

/**
 * Applies the rules in their order, each to what the one before it left. A discount takes at most
 * what there is: a cost is never below 0. An unknown cost stays unknown, whatever is taken off it.
 * @param requests how many requests the cost is of, for sums that are meant for each of them.
 */
export function adjust(cost: Cost, rules: readonly CostRule[], requests = 1): AdjustedCost {
  if (cost.state === 'unknown') return { ...cost, adjustments: [], adjustmentsUsd: ZERO };
  const adjustments: Adjustment[] = [];
  let total = cost.totalUsd;
  for (const rule of rules) {
    const usd = amountOf(rule, total, requests);
    adjustments.push({ rule, usd });
    total = plus(total, usd);
  }
  return {
    ...cost,
    adjustments,
    adjustmentsUsd: minus(total, cost.totalUsd),
    totalUsd: total,
    state: cost.state === 'free' && !isZero(total) ? 'known' : cost.state,
  };
}

const HUNDREDTH = decimal('0.01');

function amountOf({ kind, percent, usdPerRequest }: CostRule, total: Decimal, requests: number): Decimal {
  const share = times(times(total, decimal(percent)), HUNDREDTH);
  const amount = plus(share, times(decimal(usdPerRequest), requests));
  if (kind === 'margin') return amount;
  return minus(ZERO, compare(amount, total) > 0 ? total : amount);
}
