/** What is said beside the lines of an estimate: images, budget, tiers, limits, and why it is refused. */
import { TIER_NAMES } from '../../usage/conditions.ts';
import { assumptionsOf, type Cost, type Metered } from '../cost.ts';
import type { RefusalReport } from '../../core/errors.ts';
import { limitsOf } from '../../models/capabilities.ts';
import type { Entry } from '../../models/entry.ts';
import type { Notice, Assumption } from '../../core/notice.ts';
import {
  compare,
  decimal,
  formatAmount,
  formatCount,
  ratio,
  times,
  toNumber,
  wholeTimes,
} from '../../core/money.ts';
import type { Tier } from '../../usage/usage.ts';
import type { Job, Pricing } from '../job.ts';
import { ratesFor } from '../rates.ts';
import { refusedByStrict } from '../entry-notes.ts';
import type { DescribeOptions } from './describe.ts';
import { totalsOf, type BudgetNote, type ImageNote, type TierRow } from './rows.ts';

/** The least and the most that a job may cost, in USD, and what is priced. */
export interface CostRange {
  readonly lowUsd: number;
  /** The total of the answer. */
  readonly likelyUsd: number;
  readonly highUsd: number;
}

/** How images are priced; null where none are made, or the map has one price for all. */
export function imageNote(
  pricing: Pricing,
  metered: Metered,
  conditions: Job['conditions'],
): ImageNote | null {
  const { perImage, published } = pricing.images;
  if (perImage === undefined) return null;
  const { entry } = pricing;
  const tokenRate = ratesFor(entry, { ...conditions, inputTokens: metered.inputTokens }).token('outputImage');
  const byTokens = tokenRate && toNumber(times(tokenRate.usdPerUnit, perImage.high));
  const publishedRate = metered.lines.find((line) => line.meter === 'images')?.rate;
  const usd = published === undefined ? byTokens : publishedRate && toNumber(publishedRate.usdPerUnit);
  return {
    what: perImage.what,
    tokensPerImage: perImage.high,
    lowTokensPerImage: perImage.low,
    usdPerImage: usd ?? null,
    rule: perImage.source,
    publishedIn: published?.high.source ?? null,
    usdByTokens: byTokens ?? null,
  };
}

/** Null where neither the tokens of a prompt nor the size and quality of images leave anything open. */
export function rangeOf(
  { price, meterAt, cheapestAt }: Pricing,
  cost: Cost,
  { bounds, conditions: { tier }, requests }: Job,
): CostRange | null {
  const low = cheapestAt(tier, bounds?.low) ?? (bounds && meterAt(tier, bounds.low));
  if (low === undefined) return null;
  const high = bounds === undefined ? cost : price(meterAt(tier, bounds.high).lines, requests);
  return {
    lowUsd: toNumber(price(low.lines, requests).totalUsd),
    likelyUsd: toNumber(cost.totalUsd),
    highUsd: toNumber(high.totalUsd),
  };
}

export function budgetNote(budgetUsd: number, all: Cost, each: Cost): BudgetNote {
  const budget = decimal(budgetUsd);
  const isKnown = each.state === 'known' || each.state === 'free';
  return {
    budgetUsd,
    requestsAffordable: isKnown ? (wholeTimes(budget, each.totalUsd) ?? null) : null,
    exceeded: compare(all.totalUsd, budget) > 0,
  };
}

/** The tiers that the entry has prices of its own for, standard first; batch always. */
export function tierRows(pricing: Pricing, job: Job): readonly TierRow[] {
  const names = Object.keys(pricing.entry.fields);
  const has = (tier: Tier) =>
    tier === 'standard' || tier === 'batch' || names.some((name) => name.endsWith(`_${tier}`));
  const standard = pricing.price(pricing.meterAt('standard').lines, job.requests);
  return TIER_NAMES.filter(has).map((tier) => {
    const metered = pricing.meterAt(tier);
    const cost = pricing.price(metered.lines, job.requests);
    const isComparable = cost.state !== 'unknown' && standard.state !== 'unknown';
    return {
      tier,
      totalUsd: totalsOf(cost).totalUsd,
      state: cost.state,
      ratioToStandard: isComparable ? (ratio(cost.totalUsd, standard.totalUsd) ?? null) : null,
      assumptions: assumptionsOf(metered),
    };
  });
}

/** Counts above the published limits of the model: the request may be refused, but it has a price. */
export function overruns(entry: Entry, { inputTokens, outputTokens }: Metered): readonly Notice[] {
  const limits = limitsOf(entry);
  const over = (used: number, limit: number | null, what: string, name: string): readonly Notice[] =>
    limit === null || limit <= 0 || used <= limit
      ? []
      : [
          {
            code: 'LIMIT_EXCEEDED',
            message: `${formatCount(used)} ${what} tokens are over the ${name} of ${formatCount(limit)}.`,
          },
        ];
  return [
    ...over(
      inputTokens,
      limits.contextTokens,
      'input',
      `context window (${limits.inputTokens === null ? 'max_tokens' : 'max_input_tokens'})`,
    ),
    ...over(outputTokens, limits.outputTokens, 'output', 'output limit (max_output_tokens)'),
  ];
}

const UNUSABLE_HINT =
  'Another provider\'s entry, or a price of your own in the settings ("overrides"), can stand in for it.';

/** What may make an answer a refusal. */
export interface Judged {
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
  readonly budget: BudgetNote | null;
}

const NAMES = { strict: 'strict', allowPartial: 'allowPartial' };

/** Why the answer is also a refusal; null where it is none. */
export function refusal(
  cost: Cost,
  entry: Entry,
  { assumptions, warnings, budget }: Judged,
  { strict, allowPartial = false, names = NAMES }: Omit<DescribeOptions, 'budgetUsd' | 'tiers'>,
): RefusalReport | null {
  const missing = cost.lines.filter(({ rate }) => rate === undefined);
  const unpriced = missing.map(({ label }) => label.toLowerCase());
  const [unusable] = missing.flatMap((line) => line.unusable ?? []);
  if (unusable !== undefined) {
    const message = `The price of ${entry.key} for ${unpriced.join(', ')} cannot be used: ${unusable.field} ${unusable.reason}.`;
    return { code: 'PRICE_MISSING', message, hint: UNUSABLE_HINT };
  }
  if (cost.state === 'unknown') {
    const message = `The map has no price of ${entry.key} for ${unpriced.join(', ')}: the cost is unknown, not 0.`;
    return { code: 'PRICE_MISSING', message, hint: `See what it has: llmcost show ${entry.key}` };
  }
  const doubts = [...assumptions, ...refusedByStrict(warnings)].map(({ message }) => message);
  if (strict && (cost.state === 'partial' || doubts.length > 0)) {
    const partial = cost.state === 'partial' ? [`There is no price for ${unpriced.join(', ')}.`] : [];
    const message = `${names.strict} refuses this estimate: ${[...partial, ...doubts].join(' ')}`;
    return {
      code: 'STRICT',
      message,
      hint: `Without ${names.strict} the estimate is given with its assumptions.`,
    };
  }
  if (budget?.exceeded === true) {
    const message = `The job costs ${formatAmount(cost.totalUsd)}, more than the budget of ${formatAmount(budget.budgetUsd)}.`;
    const buys = budget.requestsAffordable;
    return {
      code: 'BUDGET_EXCEEDED',
      message,
      hint: buys === null ? null : `The budget buys ${formatCount(buys)} of the requests.`,
    };
  }
  if (cost.state === 'partial' && !allowPartial) {
    const message = `The map has no price of ${entry.key} for ${unpriced.join(', ')}: the total is at least ${formatAmount(cost.totalUsd)}.`;
    return {
      code: 'PRICE_MISSING',
      message,
      hint: `${names.allowPartial} takes a total that leaves something out.`,
    };
  }
  return null;
}
