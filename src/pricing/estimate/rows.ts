/** What an estimate says, row by row: JSON numbers at last, made of the exact decimals. */
import type { AdjustedCost } from '../adjust.ts';
import type { CostRule } from '../../config/settings.ts';
import type { Amounts } from '../currency.ts';
import type { Currency } from '../../core/currency.ts';
import type { MeteredLine, MoneyState, Side } from '../cost.ts';
import type { Unit } from '../../models/fields.ts';
import { decimal, times, toNumber, type Decimal } from '../../core/money.ts';
import { per1M } from '../../models/prices.ts';
import type { Assumption } from '../../core/notice.ts';
import type { UnusableField } from '../unusable.ts';
import type { Tier } from '../../usage/usage.ts';

export interface EstimateLine {
  readonly meter: string;
  readonly label: string;
  readonly side: Side;
  /** Of all requests together. */
  readonly quantity: number;
  readonly unit: Unit;
  /** Null where the map lists no price. */
  readonly usdPerUnit: number | null;
  readonly per1MUsd: number | null;
  readonly field: string | null;
  /** What chose the rate; null for the plain one. */
  readonly condition: string | null;
  /** Of all requests together; null where there is no rate. */
  readonly usd: number | null;
  readonly assumption: string | null;
  readonly passedOver: readonly string[];
  /** Why there is no rate, where the map lists a price that cannot be used; else null. */
  readonly unusable: UnusableField | null;
}

export interface Totals {
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly otherUsd: number | null;
  /** Discounts and margins of the user's settings; below 0 where they make the job cheaper. */
  readonly adjustmentsUsd: number | null;
  readonly totalUsd: number | null;
}

/** A discount or a margin of the user's settings, and what it makes of this job. */
export interface AdjustmentRow extends CostRule {
  /** Of all requests together; below 0 for a discount. */
  readonly usd: number;
  readonly perRequestUsd: number;
}

/** Amounts in the user's currency, and the rate that the user gave. */
export interface Converted extends Amounts {
  readonly currency: Currency;
  readonly perRequest: Amounts;
}

/** The same job at another tier. */
export interface TierRow {
  readonly tier: Tier;
  readonly totalUsd: number | null;
  readonly state: MoneyState;
  /** Against standard; null where either is unknown or standard is free. */
  readonly ratioToStandard: number | null;
  readonly assumptions: readonly Assumption[];
}

/** How images are priced: by their tokens, or at a price per image that is published. */
export interface ImageNote {
  readonly what: string;
  readonly tokensPerImage: number;
  readonly lowTokensPerImage: number;
  readonly usdPerImage: number | null;
  /** Who publishes the tokens. */
  readonly rule: string;
  /** Where the price per image is published, which is taken then; null where the tokens are billed. */
  readonly publishedIn: string | null;
  /** What an image would cost by its tokens; null without a rate for them. */
  readonly usdByTokens: number | null;
}

export interface BudgetNote {
  readonly budgetUsd: number;
  /** Whole requests that it buys; null when they are free or their price is not wholly known. */
  readonly requestsAffordable: number | null;
  readonly exceeded: boolean;
}

/** A line as a row, its quantity and cost those of all requests together. */
export function lineOf(
  line: MeteredLine & { readonly usd: Decimal | undefined },
  requests: number,
): EstimateLine {
  const { rate } = line;
  return {
    meter: line.meter,
    label: line.label,
    side: line.side,
    quantity: toNumber(times(decimal(line.quantity), requests)),
    unit: line.unit,
    usdPerUnit: rate === undefined ? null : toNumber(rate.usdPerUnit),
    per1MUsd: rate === undefined ? null : per1M(rate.usdPerUnit, line.unit),
    field: rate?.field ?? null,
    condition: rate?.condition ?? null,
    usd: line.usd === undefined ? null : toNumber(line.usd),
    assumption:
      rate === undefined || rate.assumptions.length === 0
        ? null
        : rate.assumptions.map(({ message }) => message).join(' '),
    passedOver: rate?.passedOver ?? [],
    unusable: line.unusable ?? null,
  };
}

/** Unknown is null, never 0; partial is what is known of it. */
export function totalsOf(cost: AdjustedCost): Totals {
  if (cost.state === 'unknown') {
    return { inputUsd: null, outputUsd: null, otherUsd: null, adjustmentsUsd: null, totalUsd: null };
  }
  return {
    inputUsd: toNumber(cost.inputUsd),
    outputUsd: toNumber(cost.outputUsd),
    otherUsd: toNumber(cost.otherUsd),
    adjustmentsUsd: toNumber(cost.adjustmentsUsd),
    totalUsd: toNumber(cost.totalUsd),
  };
}
