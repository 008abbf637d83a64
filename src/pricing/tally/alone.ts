import { UsageError } from '../../core/errors.ts';
import { decimal, isZero, ZERO, type Decimal } from '../../core/money.ts';
import type { Assumption } from '../../core/notice.ts';
import type { Entry } from '../../models/entry.ts';
import type { Usage, UsageRecord } from '../../usage/usage.ts';
import { adjust, type AdjustedCost } from '../adjust.ts';
import { assumptionsOf, meter, priceLines, type Metered } from '../cost.ts';
import { findSizedModel } from '../images/entry.ts';
import { prepare, type Job, type Pricing } from '../job.ts';
import type { Item } from './accumulators.ts';
import type { Model } from './models.ts';
import type { DatedMap, TallyOptions } from './options.ts';
import { newRateGroup, type RateGroup } from './rate-group.ts';

/** A request that was priced by itself, before its figures are multiplied. */
interface Alone extends Pick<Pricing, 'price' | 'assumptions'> {
  readonly rateGroup: RateGroup;
  readonly metered: Metered;
  /** Why it has no price, where `estimate` would refuse it. */
  readonly problem: string | undefined;
}

/** A request with all of its tokens, by which copies of a reply are compared. */
export interface WeighedItem extends Item {
  readonly tokens: number;
}

/** Prices requests one by one, the way of `estimate`. */
export class AlonePricer {
  readonly #options: Pick<TallyOptions, 'now' | 'settings' | 'readImageRules' | 'mapAtDate'>;
  /** Rate groups of entries with sizes, by the rate group of the model and the key of the entry. */
  readonly #sized = new Map<RateGroup, ReadonlyMap<string, RateGroup>>();

  constructor(options: Pick<TallyOptions, 'now' | 'settings' | 'readImageRules' | 'mapAtDate'>) {
    this.#options = options;
  }

  /** @param given the rate group of its model, which may be another one where it makes images. */
  itemOf(given: RateGroup, record: UsageRecord, group: number): WeighedItem {
    const { now } = this.#options;
    const { model, usage, atMs, requests = 1, warnings = [], reportedUsd } = record;
    const conditions = { ...given.conditions, at: atMs === undefined ? now : new Date(atMs) };
    const job: Job = {
      model,
      usage,
      conditions,
      overlap: 'cut',
      requests,
      charges: record.charges,
      sumOf: record.sumOf,
      contextTokens: record.contextTokens,
      assumptions: record.assumptions,
      warnings: [],
      defaults: [],
    };
    const { rateGroup, metered, price, assumptions, problem } = this.#priceAlone(given, job, atMs);
    const cost = price(metered.lines, requests);
    const isUnpriced = cost.state === 'unknown' || cost.state === 'partial';
    const reported =
      given.takesReported && isUnpriced && reportedUsd !== undefined
        ? costOf(decimal(reportedUsd))
        : undefined;
    return {
      rateGroup,
      group,
      requests,
      requestCount: requests * (record.sumOf ?? 1),
      lines: metered.lines,
      cost: reported ?? cost,
      isReported: reported !== undefined,
      assumptions: [
        ...rateGroup.model.assumptions,
        ...assumptions,
        ...assumptionsOf(metered),
        ...timeSupposed(rateGroup.model.entry, record),
      ],
      warnings: [
        ...warnings.map((message) => ({ code: 'USAGE', message })),
        ...(problem === undefined ? [] : [{ code: 'NOT_PRICED', message: problem }]),
        ...metered.warnings,
      ],
      reportedUsd: reportedUsd === undefined ? null : decimal(reportedUsd),
      tokens: (metered.inputTokens + metered.outputTokens) * requests,
    };
  }

  /** What `estimate` makes of a job; what it refuses, such as a size without a price, has no price here. */
  #priceAlone(given: RateGroup, job: Job, atMs: number | undefined): Alone {
    const { settings, readImageRules } = this.#options;
    const datedMap = this.#options.mapAtDate(atMs);
    let problem: string | undefined;
    try {
      const rateGroup = this.#sizedRateGroup(given, job.usage, datedMap);
      if (rateGroup.model.key !== null) {
        const pricing = prepare(rateGroup.model.entry, datedMap.names().store, job, readImageRules, settings);
        const { price, assumptions } = pricing;
        return { rateGroup, metered: pricing.meterAt(job.conditions.tier), price, assumptions, problem };
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problem = error.message;
    }
    const entry = { ...given.model.entry, fields: {} };
    const { usage, conditions, charges, sumOf } = job;
    const metered = meter({ entry, usage, conditions, charges, sumOf, overlap: 'cut' });
    const price: Pricing['price'] = (lines, requests) => adjust(priceLines(lines, requests), []);
    return { rateGroup: given, metered, price, assumptions: job.assumptions ?? [], problem };
  }

  /** Models that make images may stand in the map under keys with sizes alone. */
  #sizedRateGroup(rateGroup: RateGroup, usage: Usage, datedMap: DatedMap): RateGroup {
    const { name, key } = rateGroup.model;
    if (key !== null || name === null || usage.images === undefined) return rateGroup;
    const wish = { size: usage.imageSize, quality: usage.imageQuality };
    const entry = findSizedModel(datedMap.names().store, name, wish);
    if (entry === undefined) return rateGroup;
    const known = this.#sized.get(rateGroup)?.get(entry.key);
    if (known !== undefined) return known;
    const model: Model = { ...rateGroup.model, key: entry.key, by: 'key', problem: null, entry };
    const made = newRateGroup({ ...rateGroup, model, rules: this.#options.settings.rulesFor(entry) });
    this.#sized.set(rateGroup, new Map([...(this.#sized.get(rateGroup) ?? []), [entry.key, made]]));
    return made;
  }
}

/** A cost that the provider reports: known as a whole, and not by its parts. */
function costOf(usd: Decimal): AdjustedCost {
  return {
    lines: [],
    inputUsd: ZERO,
    outputUsd: ZERO,
    otherUsd: usd,
    totalUsd: usd,
    adjustments: [],
    adjustmentsUsd: ZERO,
    state: isZero(usd) ? 'free' : 'known',
  };
}

function timeSupposed(entry: Entry, { atMs }: UsageRecord): readonly Assumption[] {
  if (atMs !== undefined || entry.fields['off_peak_pricing'] === undefined) return [];
  const message = `A line does not say when it was, and ${entry.key} has off-peak prices; the price of now is used.`;
  return [{ code: 'TIME_NOW', message }];
}
