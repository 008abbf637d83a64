import { adjust, type AdjustedCost } from '../adjust.ts';
import { type Meter, type MeteredLine, type MoneyState, type Side } from '../cost.ts';
import type { Unit } from '../../models/fields.ts';
import type { Notice, Assumption } from '../../core/notice.ts';
import { decimal, minus, plus, times, ZERO, type Decimal } from '../../core/money.ts';
import { METER_LABELS, type Rate } from '../rates.ts';
import type { UnusableField } from '../unusable.ts';
import { METERS } from './counts.ts';
import { assumptionsIn, IS_OUTPUT, priceCounts, stateOf, type RateGroup, type Plan } from './rate-group.ts';

/** What many requests used of one thing, and what that cost. */
export interface MeterSum {
  readonly meter: Meter;
  readonly label: string;
  readonly side: Side;
  readonly unit: Unit;
  readonly quantity: Decimal;
  /** Undefined where there is no price. */
  readonly usd: Decimal | undefined;
  /** A rate that was used; requests that were priced by themselves may have had others. */
  readonly rate: Rate | undefined;
  /** Why there is no rate, where the price is listed and cannot be used. */
  readonly unusable?: UnusableField | undefined;
}

/** Requests with one state, of one rateGroup and one group, added up. */
export interface Sum {
  readonly rateGroup: RateGroup;
  readonly group: number;
  readonly state: MoneyState;
  readonly requests: number;
  readonly cost: AdjustedCost;
  /** True where the map has no price and the cost is what the provider reports. */
  readonly isReported: boolean;
  readonly meters: readonly MeterSum[];
  readonly assumptions: readonly Assumption[];
  /** What the provider says they cost; null where their lines do not say. */
  readonly reportedUsd: Decimal | null;
}

/** A double counts exactly up to here. */
const MOST_EXACT = 2 ** 53;

/**
 * Requests with the same rates, whose tokens are added as whole numbers and multiplied once. What
 * would grow too large for a double is moved into integers of any size.
 */
export class Accumulator {
  readonly plan: Plan;
  readonly group: number;
  /** Which meters each of its requests uses, so that all of them have one state. */
  readonly mask: number;
  readonly hasReported: boolean;
  /** Its place in the list of all accumulators. */
  readonly index: number;
  readonly state: MoneyState;
  readonly assumptions: readonly Assumption[];
  requests = 0;
  readonly #counts = new Float64Array(METERS.length);
  /** What prices each of the meters that its requests use. */
  readonly prices: readonly Pick<MeterSum, 'meter' | 'rate'>[];
  /** The meters of the mask, by index. */
  readonly #used: readonly number[];
  /** No count is further from 0 than this. */
  #weight = 0;
  #spilled: bigint[] | undefined = undefined;
  #reported: Decimal = ZERO;

  constructor(plan: Plan, group: number, mask: number, hasReported: boolean, index: number) {
    this.plan = plan;
    this.group = group;
    this.mask = mask;
    this.hasReported = hasReported;
    this.index = index;
    this.#used = METERS.flatMap((_, each) => ((mask & (1 << each)) === 0 ? [] : [each]));
    this.prices = METERS.flatMap((meter, each) =>
      (mask & (1 << each)) === 0 ? [] : [{ meter, rate: plan.rates[each] }],
    );
    this.state = stateOf(plan, mask);
    this.assumptions = assumptionsIn(plan, mask);
  }

  /** @param weight at least as large as each of the counts. */
  add(counts: Float64Array, weight: number): void {
    this.#makeRoom(weight);
    const mine = this.#counts;
    const used = this.#used;
    for (let i = 0; i < used.length; i += 1) {
      const index = used[i] ?? 0;
      mine[index] = (mine[index] ?? 0) + (counts[index] ?? 0);
    }
    this.requests += 1;
  }

  /** Takes back what was added. */
  remove(counts: Float64Array, weight: number): void {
    this.#makeRoom(weight);
    const mine = this.#counts;
    for (const index of this.#used) mine[index] = (mine[index] ?? 0) - (counts[index] ?? 0);
    this.requests -= 1;
  }

  report(usd: Decimal): void {
    this.#reported = plus(this.#reported, usd);
  }

  #makeRoom(weight: number): void {
    this.#weight += weight;
    if (this.#weight < MOST_EXACT) return;
    const before = this.#spilled ?? METERS.map(() => 0n);
    this.#spilled = before.map((count, index) => count + BigInt(this.#counts[index] ?? 0));
    this.#counts.fill(0);
    this.#weight = weight;
  }

  sum(): Sum {
    const { plan, mask, group, requests, state, assumptions } = this;
    const quantities = METERS.map((_, index) =>
      decimal(String((this.#spilled?.[index] ?? 0n) + BigInt(this.#counts[index] ?? 0))),
    );
    const sides = priceCounts(plan, (index) => quantities[index] ?? ZERO);
    const cost = adjusted({ ...sides, otherUsd: ZERO }, state, plan.rateGroup, requests);
    const meters = METERS.flatMap((meter, index): readonly MeterSum[] => {
      const quantity = quantities[index];
      if ((mask & (1 << index)) === 0 || quantity === undefined) return [];
      const rate = plan.rates[index];
      const side = IS_OUTPUT[index] === true ? 'output' : 'input';
      const usd = rate && times(rate.usdPerUnit, quantity);
      const unusable = plan.unusable[index];
      return [{ meter, label: METER_LABELS[meter], side, unit: 'token', quantity, usd, rate, unusable }];
    });
    return {
      rateGroup: plan.rateGroup,
      group,
      state: cost.state,
      requests,
      cost,
      isReported: false,
      meters,
      assumptions,
      reportedUsd: this.hasReported ? this.#reported : null,
    };
  }
}

/** The cost of so many requests of a rateGroup, with the discounts and margins of the settings. */
export function adjusted(
  sides: { readonly inputUsd: Decimal; readonly outputUsd: Decimal; readonly otherUsd: Decimal },
  state: MoneyState,
  { rules }: RateGroup,
  requests: number,
): AdjustedCost {
  const totalUsd = plus(plus(sides.inputUsd, sides.outputUsd), sides.otherUsd);
  return adjust({ ...sides, lines: [], totalUsd, state }, rules, requests);
}

/** One request that was priced by itself. */
export interface Item {
  readonly rateGroup: RateGroup;
  readonly group: number;
  readonly requests: number;
  /** Of one request; the cost is of all of them. */
  readonly lines: readonly MeteredLine[];
  readonly cost: AdjustedCost;
  readonly isReported: boolean;
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
  readonly reportedUsd: Decimal | null;
}

/** Requests that were priced one by one: their costs are added up as they came out. */
export class ItemAccumulator {
  readonly #first: Item;
  #requests = 0;
  #reported: Decimal = ZERO;
  #cost: Pick<AdjustedCost, 'inputUsd' | 'outputUsd' | 'otherUsd' | 'totalUsd' | 'adjustmentsUsd'> = {
    inputUsd: ZERO,
    outputUsd: ZERO,
    otherUsd: ZERO,
    totalUsd: ZERO,
    adjustmentsUsd: ZERO,
  };
  readonly #meters = new Map<string, MeterSum>();
  readonly #assumptions = new Map<string, Assumption>();

  constructor(first: Item) {
    this.#first = first;
  }

  /** Items of one rateGroup with the same key may be added up. */
  static keyOf({ group, cost, isReported, reportedUsd }: Item): string {
    return `${group}|${cost.state}|${isReported}|${reportedUsd !== null}`;
  }

  add(item: Item): void {
    this.#change(item, plus, 1);
    for (const assumption of item.assumptions) this.#assumptions.set(assumption.message, assumption);
  }

  remove(item: Item): void {
    this.#change(item, minus, -1);
  }

  #change(item: Item, change: typeof plus, sign: 1 | -1): void {
    const { cost, requests, reportedUsd } = item;
    this.#requests += sign * requests;
    this.#reported = change(this.#reported, reportedUsd ?? ZERO);
    const before = this.#cost;
    this.#cost = {
      inputUsd: change(before.inputUsd, cost.inputUsd),
      outputUsd: change(before.outputUsd, cost.outputUsd),
      otherUsd: change(before.otherUsd, cost.otherUsd),
      totalUsd: change(before.totalUsd, cost.totalUsd),
      adjustmentsUsd: change(before.adjustmentsUsd, cost.adjustmentsUsd),
    };
    for (const { meter, label, side, unit, quantity, rate, unusable } of item.lines) {
      // What has a price and what has none are told apart.
      const key = `${meter}|${rate === undefined}`;
      const sum = this.#meters.get(key) ?? {
        meter,
        label,
        side,
        unit,
        quantity: ZERO,
        usd: rate && ZERO,
        rate,
        unusable,
      };
      const amount = times(decimal(quantity), requests);
      this.#meters.set(key, {
        ...sum,
        quantity: change(sum.quantity, amount),
        usd: rate && change(sum.usd ?? ZERO, times(rate.usdPerUnit, amount)),
      });
    }
  }

  sum(): Sum {
    const { rateGroup, group, cost, isReported, reportedUsd } = this.#first;
    return {
      rateGroup,
      group,
      state: cost.state,
      requests: this.#requests,
      cost: { ...this.#cost, lines: [], adjustments: [], state: cost.state },
      isReported,
      meters: [...this.#meters.values()],
      assumptions: [...this.#assumptions.values()],
      reportedUsd: reportedUsd === null ? null : this.#reported,
    };
  }
}
