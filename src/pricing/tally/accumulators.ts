import { adjust, type AdjustedCost } from '../adjust.ts';
import { type Meter, type MeteredLine, type MoneyState, type Side } from '../cost.ts';
import type { Unit } from '../../models/fields.ts';
import type { Notice, Assumption } from '../../core/notice.ts';
import { decimal, minus, plus, times, ZERO, type Decimal } from '../../core/money.ts';
import { distinctBy } from '../../core/collections.ts';
import type { Rate } from '../rates.ts';
import type { UnusableField } from '../unusable.ts';
import type { RateGroup } from './rate-group.ts';

/** What many requests used of one thing, and what that cost. */
export interface MeterSum {
  readonly meter: Meter;
  readonly label: string;
  readonly side: Side;
  readonly unit: Unit;
  readonly quantity: Decimal;
  /** Undefined where there is no price. */
  readonly usd: Decimal | undefined;
  /** Undefined where there is none; all of the quantity has this one. */
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
  /** How often its lines are billed. */
  readonly requests: number;
  /** How many requests that is: more, where its lines are a sum already. */
  readonly requestCount: number;
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
    const { cost, requests, requestCount, reportedUsd } = item;
    this.#requests += sign * requestCount;
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
      const key = meterKey({ meter, rate });
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

/** The same sums without their groups: those of one rateGroup, state and kind of report together. */
export function withoutGroups(sums: Iterable<Sum>): readonly Sum[] {
  const merged = new Map<RateGroup, Map<string, Sum>>();
  for (const sum of sums) {
    const ofRateGroup = merged.get(sum.rateGroup) ?? new Map<string, Sum>();
    merged.set(sum.rateGroup, ofRateGroup);
    const key = `${sum.state}|${sum.reportedUsd !== null}`;
    const before = ofRateGroup.get(key);
    ofRateGroup.set(key, before === undefined ? sum : together(before, sum));
  }
  return [...merged.values()].flatMap((ofRateGroup) => [...ofRateGroup.values()]);
}

function together(a: Sum, b: Sum): Sum {
  const meters = new Map(a.meters.map((sum) => [meterKey(sum), sum]));
  for (const sum of b.meters) {
    const before = meters.get(meterKey(sum));
    if (before === undefined) {
      meters.set(meterKey(sum), sum);
      continue;
    }
    const usd = sum.usd === undefined ? undefined : plus(before.usd ?? ZERO, sum.usd);
    meters.set(meterKey(sum), { ...before, usd, quantity: plus(before.quantity, sum.quantity) });
  }
  return {
    ...a,
    requests: a.requests + b.requests,
    cost: {
      ...a.cost,
      inputUsd: plus(a.cost.inputUsd, b.cost.inputUsd),
      outputUsd: plus(a.cost.outputUsd, b.cost.outputUsd),
      otherUsd: plus(a.cost.otherUsd, b.cost.otherUsd),
      totalUsd: plus(a.cost.totalUsd, b.cost.totalUsd),
      adjustmentsUsd: plus(a.cost.adjustmentsUsd, b.cost.adjustmentsUsd),
    },
    meters: [...meters.values()],
    assumptions: distinctBy([...a.assumptions, ...b.assumptions], ({ message }) => message),
    reportedUsd: a.reportedUsd === null || b.reportedUsd === null ? null : plus(a.reportedUsd, b.reportedUsd),
  };
}

/** Quantities are added up where they have the same price, or none. */
function meterKey({ meter, rate }: Pick<MeterSum, 'meter' | 'rate'>): string {
  return rate === undefined ? meter : `${meter}|${rate.field}|${rate.usdPerUnit.toString()}`;
}
