import type { CostRule } from '../../config/settings.ts';
import { boundsOf } from '../thresholds.ts';
import type { Conditions } from '../../usage/conditions.ts';
import { OUTPUT_METERS, type MoneyState } from '../cost.ts';
import { field } from '../../core/json.ts';
import { isZero, plus, times, ZERO, type Decimal } from '../../core/money.ts';
import type { Assumption } from '../../core/notice.ts';
import { ratesFor, type Rate } from '../rates.ts';
import type { UnusableField } from '../unusable.ts';
import { requestFee } from '../units.ts';
import { METERS } from './counts.ts';
import type { Model } from './models.ts';
import { distinctBy } from '../../core/collections.ts';

/** Requests of one model under the same conditions, but for the length of the prompt. */
export interface RateGroup {
  readonly model: Model;
  readonly conditions: Omit<Conditions, 'inputTokens' | 'at'>;
  /** Which map prices it, where each line takes the map of its own date. */
  readonly datedMap: number;
  readonly rules: readonly CostRule[];
  /** True where the lines report a cost that is counted if they have no price. */
  readonly takesReported: boolean;
  /** True where each request must be priced by itself: prices change with the clock, or with the request. */
  readonly alone: boolean;
  readonly bounds: readonly number[];
  readonly plans: Plan[];
}

export type RateGroupOptions = Pick<
  RateGroup,
  'model' | 'conditions' | 'datedMap' | 'rules' | 'takesReported'
>;

export function newRateGroup(options: RateGroupOptions): RateGroup {
  const { entry } = options.model;
  return {
    ...options,
    alone:
      options.takesReported ||
      field(entry.fields, 'off_peak_pricing') !== undefined ||
      requestFee(entry) !== undefined ||
      entry.mode === 'image_generation' ||
      entry.mode === 'image_edit' ||
      // A sum that is taken off each request never takes more than there is.
      options.rules.some(({ kind, usdPerRequest }) => kind === 'discount' && usdPerRequest > 0),
    bounds: boundsOf(entry),
    plans: [],
  };
}

/** The rates of a rate group between two bounds of the prompt's length. */
export interface Plan {
  readonly rateGroup: RateGroup;
  /** By index in METERS; undefined where there is no rate. */
  readonly rates: readonly (Rate | undefined)[];
  /** By index in METERS: why there is no rate, where the price is listed and cannot be used. */
  readonly unusable: readonly (UnusableField | undefined)[];
  /** Where whoever adds up keeps what belongs to the plan; -1 until then. */
  slot: number;
}

/** The plan for a prompt of this length: a few comparisons, once it is known. */
export function planFor(rateGroup: RateGroup, inputTokens: number): Plan {
  let bracket = 0;
  // Most models have one price for all prompts.
  if (rateGroup.bounds.length === 0) return (rateGroup.plans[0] ??= newPlan(rateGroup, inputTokens));
  // A prompt that ends on a bound is on neither side of it.
  for (const bound of rateGroup.bounds) {
    if (inputTokens < bound) break;
    bracket += inputTokens === bound ? 1 : 2;
  }
  return (rateGroup.plans[bracket] ??= newPlan(rateGroup, inputTokens));
}

function newPlan(rateGroup: RateGroup, inputTokens: number): Plan {
  const rates = ratesFor(rateGroup.model.entry, { ...rateGroup.conditions, inputTokens, at: ANY_TIME });
  return {
    rateGroup,
    rates: METERS.map((meter) => rates.token(meter)),
    unusable: METERS.map((meter) => rates.unusable(meter)),
    slot: -1,
  };
}

/** Entries whose prices change with the clock have no plans. */
const ANY_TIME = new Date(0);

/** The state of the cost of a request that uses the meters of the mask. */
export function stateOf({ rates }: Plan, mask: number): MoneyState {
  let used = 0;
  let missing = 0;
  let paid = 0;
  for (const [index, rate] of rates.entries()) {
    if ((mask & (1 << index)) === 0) continue;
    used += 1;
    if (rate === undefined) missing += 1;
    else if (!isZero(rate.usdPerUnit)) paid += 1;
  }
  if (missing > 0) return missing === used ? 'unknown' : 'partial';
  return paid === 0 ? 'free' : 'known';
}

/** The state of the cost of requests with these states. */
export function stateOfAll(states: ReadonlySet<MoneyState>): MoneyState {
  if (states.has('partial')) return 'partial';
  if (states.has('unknown')) return states.size === 1 ? 'unknown' : 'partial';
  return states.has('free') && states.size === 1 ? 'free' : 'known';
}

/** Everything that prices of the meters of the mask suppose, each thing once. */
export function assumptionsIn({ rates, rateGroup }: Plan, mask: number): readonly Assumption[] {
  const used = rates.flatMap((rate, index) => ((mask & (1 << index)) === 0 ? [] : (rate?.assumptions ?? [])));
  const all = [...rateGroup.model.assumptions, ...used];
  return distinctBy(all, ({ message }) => message);
}

export const IS_OUTPUT: readonly boolean[] = METERS.map((meter) => OUTPUT_METERS.has(meter));

/** Multiplies: exact, and linear in the counts. */
export function priceCounts(
  { rates }: Plan,
  quantityOf: (index: number) => Decimal | number,
): { readonly inputUsd: Decimal; readonly outputUsd: Decimal } {
  let inputUsd = ZERO;
  let outputUsd = ZERO;
  for (const [index, rate] of rates.entries()) {
    const quantity = quantityOf(index);
    if (rate === undefined || quantity === 0) continue;
    const usd = times(rate.usdPerUnit, quantity);
    if (IS_OUTPUT[index] === true) outputUsd = plus(outputUsd, usd);
    else inputUsd = plus(inputUsd, usd);
  }
  return { inputUsd, outputUsd };
}
