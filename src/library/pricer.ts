import { NO_SETTINGS } from '../config/settings.ts';
import { ownMediaRules } from './packaged.ts';
import { boundsOf } from '../pricing/thresholds.ts';
import { bucketsOf } from '../pricing/buckets.ts';
import { OUTPUT_METERS } from '../pricing/cost.ts';
import { ratesFor, METER_LABELS, type TokenMeter } from '../pricing/rates.ts';
import { field } from '../core/json.ts';
import type { Entry } from '../models/entry.ts';
import { fromWholes, inWholes } from '../core/money.ts';
import { prepare, type Job } from '../pricing/job.ts';
import { totalsOf } from '../pricing/estimate/rows.ts';
import { requestFee } from '../pricing/units.ts';
import type { Usage, UsageRecord } from '../usage/usage.ts';
import { modelOf, openCatalog, type Opened } from './catalog.ts';
import { conditionsOf, ofRecord } from './estimate.ts';
import type { Catalog, Model, RequestConditions, RequestCost } from './types.ts';
import { givenUsage, isTokens, type Given } from './usage.ts';

export interface PricerOptions extends RequestConditions {
  readonly catalog: Catalog;
  /** A name that `Catalog.find` takes. */
  readonly model: string;
}

/** Prices one request after the other. */
export interface Pricer {
  /** @throws UsageError for counts that are none, or parts that are larger than their total. */
  (usage: Usage | UsageRecord): RequestCost;
  readonly model: Model;
}

/**
 * Prices many requests to one model: the same amounts as `estimate`, without the explanation, in a
 * few microseconds each.
 *
 * ```ts
 * import { loadCatalog, pricer } from 'llmcost';
 *
 * const catalog = await loadCatalog({ priceBook: true });
 * const price = pricer({ catalog, model: 'gpt-4o' });
 * price({ inputTokens: 1000, cacheReadTokens: 400, outputTokens: 50 }).totalUsd; // → 0.0025
 * price({ inputTokens: 1000 }).state; // → 'known'
 * ```
 *
 * @throws ModelNotFoundError or AmbiguousModelError for the model, UsageError for conditions that are none.
 */
export function pricer(options: PricerOptions): Pricer {
  const opened = openCatalog(options.catalog);
  const match = opened.match(options.model);
  const { entry } = match;
  conditionsOf(options, NOTHING);
  const plans = isPlannable(entry) ? new Plans(entry) : undefined;
  const price = (usage: Usage | UsageRecord): RequestCost => {
    const given = givenUsage(usage);
    const conditions = conditionsOf(options, given);
    return plans?.price(given, conditions) ?? explained(entry, opened, given, conditions);
  };
  return Object.assign(price, { model: modelOf(match) });
}

const NOTHING = { overlap: 'refuse', warnings: [] } as const;

/** The way of `estimate`, which every usage can go. */
function explained(entry: Entry, opened: Opened, given: Given, conditions: Job['conditions']): RequestCost {
  const { usage, overlap, warnings } = given;
  const job: Job = {
    model: undefined,
    usage,
    conditions,
    overlap,
    requests: 1,
    ...ofRecord(given),
    warnings,
    defaults: [],
  };
  const pricing = prepare(entry, opened.store, job, () => opened.imageRules, NO_SETTINGS, ownMediaRules);
  const cost = pricing.price(pricing.meterAt(conditions.tier).lines);
  const { inputUsd, outputUsd, otherUsd, totalUsd } = totalsOf(cost);
  return { inputUsd, outputUsd, otherUsd, totalUsd, state: cost.state };
}

/** Prices that change with the clock, or that a request costs by itself, are looked up each time. */
function isPlannable(entry: Entry): boolean {
  return field(entry.fields, 'off_peak_pricing') === undefined && requestFee(entry) === undefined;
}

/** Token rates of one set of conditions, in wholes of the same power of ten. */
interface Plan {
  readonly decimals: number;
  readonly rates: ReadonlyMap<TokenMeter, number>;
}

/** Sets of conditions come from records, so there may be any number of them; so many are kept. */
const MAX_PLANS = 512;

/** Remembers the rates between two thresholds of the prompt's length, where they cannot change. */
class Plans {
  readonly #entry: Entry;
  readonly #bounds: readonly number[];
  readonly #plans = new Map<string, Plan | undefined>();

  constructor(entry: Entry) {
    this.#entry = entry;
    this.#bounds = boundsOf(entry);
  }

  /** Undefined for what must be looked up: other units than tokens, missing rates, immense counts. */
  price({ usage, overlap, record }: Given, conditions: Job['conditions']): RequestCost | undefined {
    if (!isTokens(usage) || record !== undefined) return undefined;
    const { tokens, inputTokens, cutTokens } = bucketsOf(usage, { mode: this.#entry.mode, overlap });
    const plan = this.#planFor(conditions, inputTokens);
    if (plan === undefined || tokens.size === 0 || cutTokens > 0) return undefined;
    let input = 0;
    let output = 0;
    let isFree = true;
    for (const [meter, count] of tokens) {
      const rate = plan.rates.get(meter);
      if (rate === undefined) return undefined;
      if (rate > 0) isFree = false;
      if (OUTPUT_METERS.has(meter)) output += rate * count;
      else input += rate * count;
    }
    // Up to here sums and products of whole numbers are exact in doubles.
    if (input + output > Number.MAX_SAFE_INTEGER) return undefined;
    const { decimals } = plan;
    return {
      inputUsd: fromWholes(input, decimals),
      outputUsd: fromWholes(output, decimals),
      otherUsd: 0,
      totalUsd: fromWholes(input + output, decimals),
      state: isFree ? 'free' : 'known',
    };
  }

  #planFor(conditions: Job['conditions'], inputTokens: number): Plan | undefined {
    const { tier, region = '', speed = '' } = conditions;
    let passed = 0;
    // A prompt that ends on a threshold is on neither side of it.
    for (const bound of this.#bounds) passed += inputTokens > bound ? 2 : inputTokens === bound ? 1 : 0;
    const key = `${tier}|${passed}|${region}|${speed}`;
    if (this.#plans.has(key)) return this.#plans.get(key);
    if (this.#plans.size >= MAX_PLANS) this.#plans.clear();
    const plan = planOf(this.#entry, { ...conditions, inputTokens });
    this.#plans.set(key, plan);
    return plan;
  }
}

function planOf(entry: Entry, conditions: Parameters<typeof ratesFor>[1]): Plan | undefined {
  const rates = ratesFor(entry, conditions);
  const known = METERS.flatMap((meter) => {
    const rate = rates.token(meter);
    return rate === undefined ? [] : [{ meter, usd: rate.usdPerUnit }];
  });
  const inwards = inWholes(known.map(({ usd }) => usd));
  if (inwards === undefined) return undefined;
  const { decimals, wholes } = inwards;
  return { decimals, rates: new Map(known.map(({ meter }, index) => [meter, wholes[index] ?? 0])) };
}

const METERS = Object.keys(METER_LABELS).filter((name): name is TokenMeter =>
  Object.hasOwn(METER_LABELS, name),
);
