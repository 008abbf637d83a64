import { compareText } from '../../core/collections.ts';
import type { Meter, MoneyState, Side } from '../cost.ts';
import type { Unit } from '../../models/fields.ts';
import { compare, minus, plus, toNumber, ZERO, type Decimal } from '../../core/money.ts';
import type { MeterSum, Sum } from './accumulators.ts';
import { PERIODS } from './calendar.ts';
import type { Dimension, Grouper } from './groups.ts';

/** What of one meter was used in a row, and what it cost. */
export interface MeterRow {
  readonly meter: Meter;
  readonly label: string;
  readonly side: Side;
  readonly unit: Unit;
  readonly quantity: number;
  /** Null where none of it has a price. */
  readonly usd: number | null;
  /** How much of the quantity has no price. */
  readonly unpricedQuantity: number;
}

/** What requests used and cost, added up. Amounts are null where nothing of it has a price. */
export interface Amounts {
  readonly requests: number;
  /** All tokens in, cached and written ones included, and all tokens out. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly otherUsd: number | null;
  /** Discounts and margins of the user's settings. */
  readonly adjustmentsUsd: number | null;
  readonly totalUsd: number | null;
  readonly state: MoneyState;
  readonly reported: Reported | null;
}

/** What providers say that their requests cost, beside our own figure for the same requests. */
export interface Reported {
  /** Requests whose lines carry a cost. */
  readonly requests: number;
  readonly reportedUsd: number;
  /** Of these, the requests that have a whole price here, so that the two can be compared. */
  readonly compared: number;
  /** Ours, of the compared requests alone; null where there are none. */
  readonly ownUsd: number | null;
  /** Reported less own, of the compared requests; null where there are none. */
  readonly differenceUsd: number | null;
}

export interface GroupRow extends Amounts {
  /** What makes the group, by the names of `--by`; null where a line does not say. */
  readonly group: Readonly<Record<string, string | null>>;
}

/** Adds sums up. */
export class Totals {
  requests = 0;
  #input = ZERO;
  #output = ZERO;
  #other = ZERO;
  #adjustments = ZERO;
  #total = ZERO;
  readonly #states = new Set<MoneyState>();
  readonly #meters = new Map<Meter, MeterSum & { readonly unpriced: Decimal }>();
  #reported:
    | { requests: number; theirs: Decimal; compared: number; difference: Decimal; ours: Decimal }
    | undefined;

  add({ requests, cost, state, meters, isReported, reportedUsd }: Sum): void {
    this.requests += requests;
    this.#states.add(state);
    this.#input = plus(this.#input, cost.inputUsd);
    this.#output = plus(this.#output, cost.outputUsd);
    this.#other = plus(this.#other, cost.otherUsd);
    this.#adjustments = plus(this.#adjustments, cost.adjustmentsUsd);
    this.#total = plus(this.#total, cost.totalUsd);
    for (const sum of meters) this.#addMeter(sum);
    if (reportedUsd === null) return;
    // What is reported cannot be compared with itself.
    const isWhole = !isReported && (state === 'known' || state === 'free');
    const before = this.#reported ?? { requests: 0, theirs: ZERO, compared: 0, difference: ZERO, ours: ZERO };
    this.#reported = {
      requests: before.requests + requests,
      theirs: plus(before.theirs, reportedUsd),
      compared: before.compared + (isWhole ? requests : 0),
      difference: isWhole ? plus(before.difference, minus(reportedUsd, cost.totalUsd)) : before.difference,
      ours: isWhole ? plus(before.ours, cost.totalUsd) : before.ours,
    };
  }

  #addMeter(sum: MeterSum): void {
    const before = this.#meters.get(sum.meter);
    const unpriced = sum.usd === undefined ? sum.quantity : ZERO;
    if (before === undefined) {
      this.#meters.set(sum.meter, { ...sum, unpriced });
      return;
    }
    const usd = sum.usd === undefined ? before.usd : plus(before.usd ?? ZERO, sum.usd);
    const quantity = plus(before.quantity, sum.quantity);
    this.#meters.set(sum.meter, { ...before, usd, quantity, unpriced: plus(before.unpriced, unpriced) });
  }

  /** Exact: what rows are sorted by. */
  get totalUsd(): Decimal {
    return this.#total;
  }

  get state(): MoneyState {
    const has = (state: MoneyState) => this.#states.has(state);
    if (has('partial')) return 'partial';
    if (has('unknown')) return this.#states.size === 1 ? 'unknown' : 'partial';
    return has('free') && this.#states.size === 1 ? 'free' : 'known';
  }

  tokens(side: 'input' | 'output'): number {
    return this.#quantity((sum) => sum.side === side && sum.unit === 'token');
  }

  #quantity(wanted: (sum: MeterSum) => boolean): number {
    let total = ZERO;
    for (const sum of this.#meters.values()) if (wanted(sum)) total = plus(total, sum.quantity);
    return toNumber(total);
  }

  meters(): readonly MeterRow[] {
    return [...this.#meters.values()].map(({ meter, label, side, unit, quantity, usd, unpriced }) => ({
      meter,
      label,
      side,
      unit,
      quantity: toNumber(quantity),
      usd: usd === undefined ? null : toNumber(usd),
      unpricedQuantity: toNumber(unpriced),
    }));
  }

  amounts(): Amounts {
    const { state } = this;
    const usd = (amount: Decimal) => (state === 'unknown' ? null : toNumber(amount));
    return {
      requests: this.requests,
      inputTokens: this.tokens('input'),
      cacheReadTokens: this.#quantity(({ meter }) => meter.startsWith('cacheRead')),
      cacheWriteTokens: this.#quantity(({ meter }) => meter.startsWith('cacheWrite')),
      outputTokens: this.tokens('output'),
      reasoningTokens: this.#quantity(({ meter }) => meter === 'reasoning'),
      inputUsd: usd(this.#input),
      outputUsd: usd(this.#output),
      otherUsd: usd(this.#other),
      adjustmentsUsd: usd(this.#adjustments),
      totalUsd: usd(this.#total),
      state,
      reported: this.#reportedRow(),
    };
  }

  #reportedRow(): Reported | null {
    if (this.#reported === undefined) return null;
    const { requests, theirs, compared, difference, ours } = this.#reported;
    return {
      requests,
      reportedUsd: toNumber(theirs),
      compared,
      ownUsd: compared === 0 ? null : toNumber(ours),
      differenceUsd: compared === 0 ? null : toNumber(difference),
    };
  }
}

export const SORTS = ['group', 'cost', 'requests', 'input', 'output'] as const;
export type SortBy = (typeof SORTS)[number];

export interface Groups {
  readonly rows: readonly GroupRow[];
  /** The groups behind the first so many, as one; null where there are none. */
  readonly others: (Amounts & { readonly groups: number }) | null;
}

export interface GroupOptions {
  readonly dimensions: readonly Dimension[];
  readonly grouper: Grouper;
  /** Undefined: by time where the groups are first of all times, else the most expensive first. */
  readonly sort?: SortBy | undefined;
  readonly top?: number | undefined;
}

interface Group {
  readonly values: readonly (string | null)[];
  readonly sums: Sum[];
  readonly totals: Totals;
}

/** Adds sums up group by group. */
export function groupRows(sums: readonly Sum[], options: GroupOptions): Groups {
  const { dimensions, grouper, top = Infinity } = options;
  const groups = new Map<string, Group>();
  for (const sum of sums) {
    const values = valuesOf(sum, dimensions, grouper);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, sums: [], totals: new Totals() };
    groups.set(key, group);
    group.sums.push(sum);
    group.totals.add(sum);
  }
  const first = dimensions[0]?.name;
  const isByTime = PERIODS.some((period) => period === first);
  const order = options.sort === undefined ? usualOrder(isByTime) : ORDERS[options.sort];
  const sorted = [...groups.values()].sort((a, b) => order(a, b) || byGroup(a, b));
  const shown = sorted.slice(0, top);
  return {
    rows: shown.map(({ values, totals }) => ({
      group: Object.fromEntries(dimensions.map(({ name }, index) => [name, values[index] ?? null])),
      ...totals.amounts(),
    })),
    others: othersOf(sorted.slice(shown.length)),
  };
}

function othersOf(rest: readonly Group[]): Groups['others'] {
  if (rest.length === 0) return null;
  const totals = new Totals();
  for (const { sums } of rest) for (const sum of sums) totals.add(sum);
  return { groups: rest.length, ...totals.amounts() };
}

function valuesOf(
  { rateGroup, group }: Sum,
  dimensions: readonly Dimension[],
  grouper: Grouper,
): readonly (string | null)[] {
  const ofLine = [...grouper.valuesOf(group)];
  const { model, conditions } = rateGroup;
  const ofRateGroup = {
    model: () => model.key ?? model.name,
    provider: () => model.entry.provider ?? model.provider,
    mode: () => model.entry.mode,
    tier: () => conditions.tier,
  };
  return dimensions.map((dimension) =>
    dimension.of === 'rateGroup' ? ofRateGroup[dimension.name]() : (ofLine.shift() ?? null),
  );
}

type Order = (a: Group, b: Group) => number;

const byCost: Order = (a, b) => compare(b.totals.totalUsd, a.totals.totalUsd);
/** By each value in turn; what lines do not say comes last. */
const byGroup: Order = (a, b) => {
  for (const [index, value] of a.values.entries()) {
    const order = byValue(value, b.values[index] ?? null);
    if (order !== 0) return order;
  }
  return 0;
};

const ORDERS: Readonly<Record<SortBy, Order>> = {
  group: byGroup,
  cost: byCost,
  requests: (a, b) => b.totals.requests - a.totals.requests,
  input: (a, b) => b.totals.tokens('input') - a.totals.tokens('input'),
  output: (a, b) => b.totals.tokens('output') - a.totals.tokens('output'),
};

function usualOrder(isByTime: boolean): Order {
  if (!isByTime) return byCost;
  return (a, b) => byValue(a.values[0] ?? null, b.values[0] ?? null) || byCost(a, b);
}

function byValue(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareText(a, b);
}
