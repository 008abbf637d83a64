import { TIER_NAMES, tierNamed } from '../usage/conditions.ts';
import { PriceError, UsageError } from '../core/errors.ts';
import { describe } from '../pricing/estimate/describe.ts';
import { prepare, type Job } from '../pricing/job.ts';
import type { Totals } from '../pricing/estimate/rows.ts';
import type { Tier } from '../usage/usage.ts';
import { NO_SETTINGS } from '../config/settings.ts';
import { ownMediaRules } from './packaged.ts';
import { openCatalog } from './catalog.ts';
import { shown } from '../core/show-value.ts';
import type { CostTotals, Estimate, EstimateRequest, RequestConditions } from './types.ts';
import { givenUsage, type Given } from './usage.ts';

/**
 * What a job costs, line by line, with everything that was supposed on the way. What is said here
 * beside a record's own tier, region, speed, time and number of requests comes first.
 *
 * ```ts
 * import { estimate, loadCatalog, usageFrom } from 'llmcost';
 *
 * const catalog = await loadCatalog({ priceBook: true });
 * const usage = usageFrom({ model: 'gpt-4o', usage: { prompt_tokens: 2000, completion_tokens: 500 } });
 * const { totalUsd, lines } = estimate({ catalog, usage, requests: 10 });
 * totalUsd; // → 0.1
 * lines.map((line) => [line.label, line.quantity, line.per1MUsd]); // → [['Input', 20000, 2.5], ['Output', 5000, 10]]
 * ```
 *
 * @throws ModelNotFoundError or AmbiguousModelError for the model, UsageError for counts and conditions
 * that are none, PriceError where `strict` refuses a missing price or an assumption.
 */
export function estimate(request: EstimateRequest): Estimate {
  const { store, imageRules, match } = openCatalog(request.catalog);
  const given = givenUsage(request.usage);
  const name = request.model ?? given.model;
  if (name === undefined)
    throw new UsageError('No model is given, and the usage names none.', 'Pass `model`.');
  const { entry, by, assumptions } = match(name);
  const job = jobOf(request, given);
  const pricing = prepare(entry, store, job, () => imageRules, NO_SETTINGS, ownMediaRules);
  const { budgetUsd, tiers = false, strict = false } = request;
  if (budgetUsd !== undefined && !(Number.isFinite(budgetUsd) && budgetUsd >= 0)) {
    throw new UsageError(`\`budgetUsd\` must be 0 or more, not ${shown(budgetUsd)}.`);
  }
  const described = describe(pricing, job, { budgetUsd, tiers, strict, assumptions }, null);
  const { adjustments: _none, converted: _neither, overrides: _nor, error, ...estimate } = described;
  if (strict && error !== null && error.code !== 'BUDGET_EXCEEDED') {
    throw new PriceError(error.code === 'STRICT' ? 'STRICT' : 'PRICE_MISSING', error.message, null);
  }
  return {
    ...withoutAdjustments(estimate),
    requested: name,
    matchedBy: by,
    perRequest: withoutAdjustments(described.perRequest),
  };
}

/** The library knows no user's settings, so there is nothing to adjust by. */
function withoutAdjustments<T extends Totals>({
  adjustmentsUsd: _adjustments,
  ...totals
}: T): Omit<T, 'adjustmentsUsd'> & CostTotals {
  return totals;
}

function jobOf(request: EstimateRequest, given: Given): Job {
  const { usage, overlap, warnings } = given;
  const requests = request.requests ?? given.requests ?? 1;
  if (!Number.isSafeInteger(requests) || requests < 0) {
    throw new UsageError(`\`requests\` must be a whole number of at least 0, not ${shown(requests)}.`);
  }
  return {
    model: undefined,
    usage,
    conditions: conditionsOf(request, given),
    overlap,
    requests,
    ...ofRecord(given),
    warnings,
    defaults: [],
  };
}

/** What a record says beside its counts that changes its cost. */
export function ofRecord({
  record,
}: Given): Pick<Job, 'charges' | 'sumOf' | 'contextTokens' | 'assumptions'> {
  const { charges, sumOf, contextTokens, assumptions } = record ?? {};
  return { charges, sumOf, contextTokens, assumptions };
}

/** @throws UsageError for a tier that there is not, and for a moment that is none. */
export function conditionsOf(named: RequestConditions, given: Omit<Given, 'usage'>): Job['conditions'] {
  const at = named.at ?? (given.atMs === undefined ? new Date() : new Date(given.atMs));
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) throw new UsageError('`at` must be a valid Date.');
  return {
    tier: tierOf(named.tier) ?? given.tier ?? 'standard',
    region: textOf(named.region, 'region') ?? given.region,
    speed: textOf(named.speed, 'speed') ?? given.speed,
    at,
  };
}

function tierOf(name: unknown): Tier | undefined {
  if (name === undefined) return undefined;
  const tier = typeof name === 'string' ? tierNamed(name) : undefined;
  if (tier !== undefined) return tier;
  throw new UsageError(`\`tier\` cannot be ${shown(name)}.`, `Choose one of ${TIER_NAMES.join(', ')}.`);
}

function textOf(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new UsageError(`\`${name}\` must be a text.`);
}
