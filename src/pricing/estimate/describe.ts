/** A priced job in full: the lines, the totals, and everything that was supposed on the way. */
import type { AdjustedCost } from '../adjust.ts';
import type { CostRule, Override } from '../../config/settings.ts';
import { amountsOf } from '../currency.ts';
import type { Currency } from '../../core/currency.ts';
import { assumptionsOf, type MoneyState } from '../cost.ts';
import type { RefusalReport } from '../../core/errors.ts';
import type { Notice, Assumption } from '../../core/notice.ts';
import { sum, toNumber, type Decimal } from '../../core/money.ts';
import { providerName } from '../../models/providers.ts';
import type { Tier } from '../../usage/usage.ts';
import type { Job, Pricing } from '../job.ts';
import { budgetNote, imageNote, overruns, rangeOf, refusal, tierRows, type CostRange } from './notes.ts';
import {
  lineOf,
  totalsOf,
  type AdjustmentRow,
  type BudgetNote,
  type Converted,
  type EstimateLine,
  type ImageNote,
  type TierRow,
  type Totals,
} from './rows.ts';

/** `estimated`: known prices, but tokens that no published tokenizer counts; the total is what is likely. */
export type EstimateState = MoneyState | 'estimated';

/** What a job costs, as plain data. */
export interface Estimate extends Totals {
  readonly model: string;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly tier: Tier;
  readonly region: string | null;
  readonly speed: string | null;
  readonly requests: number;
  readonly lines: readonly EstimateLine[];
  readonly perRequest: Totals;
  /** In the order in which they apply, each to what the one before it left. */
  readonly adjustments: readonly AdjustmentRow[];
  /** Null where the settings name no currency. */
  readonly converted: Converted | null;
  /** What the answer took from the user's settings and not from the map. */
  readonly overrides: readonly Override[];
  /** Where tokens are estimated, or image size or quality is left to the API: what the job may cost. */
  readonly range: CostRange | null;
  readonly image: ImageNote | null;
  readonly state: EstimateState;
  readonly budget: BudgetNote | null;
  readonly tiers: readonly TierRow[] | null;
  readonly assumptions: readonly Assumption[];
  /** Why the exit status is 4; null when it is not. */
  readonly error: RefusalReport | null;
  readonly warnings: readonly Notice[];
}

export interface DescribeOptions {
  /** USD; undefined where there is none. */
  readonly budgetUsd?: number | undefined;
  /** Price the job under the other tiers too. */
  readonly tiers: boolean;
  /** Refuse assumptions and prices that are missing. */
  readonly strict: boolean;
  /** What was assumed in finding the model. */
  readonly assumptions?: readonly Assumption[] | undefined;
  /** What is to be doubted about the prices of the lines, such as a figure that cannot be right. */
  readonly doubts?: ((lines: readonly EstimateLine[]) => readonly Notice[]) | undefined;
  /** Take a total that leaves something unpriced for an answer. */
  readonly allowPartial?: boolean | undefined;
  /** How the caller writes these two, for messages. */
  readonly names?: { readonly strict: string; readonly allowPartial: string } | undefined;
}

/** Prices the job and says all that there is to say of it. */
export function describe(
  pricing: Pricing,
  job: Job,
  options: DescribeOptions,
  currency: Currency | null,
): Estimate {
  const { entry, price } = pricing;
  const { tier, region, speed } = job.conditions;
  const metered = pricing.meterAt(tier);
  const all = price(metered.lines, job.requests);
  const each = price(metered.lines);
  const assumptions = [...(options.assumptions ?? []), ...pricing.assumptions, ...assumptionsOf(metered)];
  const totals = totalsOf(all);
  const image = imageNote(pricing, metered, job.conditions);
  const budget = options.budgetUsd === undefined ? null : budgetNote(options.budgetUsd, all, each);
  const lines = all.lines.map((line) => lineOf(line, job.requests));
  const warnings = [
    ...job.warnings,
    ...metered.warnings,
    ...overruns(entry, metered),
    ...pricing.priceNotes(),
    ...(options.doubts?.(lines) ?? []),
  ];
  return {
    model: entry.key,
    provider: entry.provider,
    providerName: providerName(entry.provider),
    mode: entry.mode,
    tier,
    region: region ?? null,
    speed: speed ?? null,
    requests: job.requests,
    lines,
    perRequest: totalsOf(each),
    ...totals,
    adjustments: all.adjustments.map(({ rule }) => {
      return {
        ...ruleRow(rule),
        usd: toNumber(amountOf(rule, all)),
        perRequestUsd: toNumber(amountOf(rule, each)),
      };
    }),
    converted:
      currency === null
        ? null
        : { currency, ...amountsOf(all, currency), perRequest: amountsOf(each, currency) },
    overrides: [...pricing.overridesIn(metered.lines), ...job.defaults],
    range: totals.totalUsd === null ? null : rangeOf(pricing, all, job),
    image,
    state: all.state === 'known' && job.bounds !== undefined ? 'estimated' : all.state,
    budget,
    tiers: options.tiers ? tierRows(pricing, job) : null,
    assumptions,
    warnings,
    error: refusal(all, entry, { assumptions, warnings, budget }, options),
  };
}

/** What a rule makes of a cost, in USD. */
function amountOf(rule: CostRule, { adjustments }: AdjustedCost): Decimal {
  return sum(adjustments.filter((each) => each.rule === rule).map(({ usd }) => usd));
}

function ruleRow({ kind, name, provider, model, percent, usdPerRequest, file, path }: CostRule): CostRule {
  return { kind, name, provider, model, percent, usdPerRequest, file, path };
}
