import { compareText } from '../../core/collections.ts';
import type { Meter, MoneyState, Side } from '../cost.ts';
import type { Unit } from '../../models/fields.ts';
import { minus, plus, toNumber, ZERO, type Decimal } from '../../core/money.ts';
import type { MeterSum, Sum } from './accumulators.ts';
import { PERIODS } from './calendar.ts';
import { TableSum, type CountTable } from './count-table.ts';
import type { Dimension, Grouper, RateGroupDimension } from './groups.ts';
import { stateOfAll, type RateGroup } from './rate-group.ts';
import { WholeAmounts } from './whole-amounts.ts';

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

  get totalUsd(): Decimal {
    return this.#total;
  }

  get state(): MoneyState {
    return stateOfAll(this.#states);
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
  /** What makes a row: the first dimensions of the grouper, or all. */
  readonly dimensions: readonly Dimension[];
  readonly grouper: Grouper;
  /** Undefined: by time where the groups are first of all times, else the most expensive first. */
  readonly sort?: SortBy | undefined;
  readonly top?: number | undefined;
}

/** A sum of one group: a row of a table, or what is made when it is asked for. */
export type GroupSum = TableSum | (Pick<Sum, 'rateGroup' | 'group'> & { readonly sum: () => Sum });

/**
 * Adds sums up group by group. One group at a time is added up, and only the rows that are wanted
 * are kept: there may be as many groups as lines.
 */
export function groupRows(sums: Iterable<GroupSum>, options: GroupOptions): Groups {
  const { dimensions, top } = options;
  const groups = new GroupIndex(sums, options);
  const order = orderOf(dimensions, options.sort);
  if (top === undefined || top >= groups.size) {
    const rows = Array.from({ length: groups.size }, (_, index) => groups.row(index));
    return { rows: rows.sort(order), others: null };
  }
  const best: { readonly row: GroupRow; readonly index: number }[] = [];
  for (let index = 0; index < groups.size; index += 1) {
    best.push({ row: groups.row(index), index });
    // Sorted now and then, so that no more than twice as many are kept.
    if (best.length > 2 * top + 1000) keepFirst(best, top, order);
  }
  keepFirst(best, top, order);
  return {
    rows: best.map(({ row }) => row),
    others: groups.without(new Set(best.map(({ index }) => index))),
  };
}

function keepFirst(best: { readonly row: GroupRow }[], count: number, order: Order): void {
  best.sort((a, b) => order(a.row, b.row));
  best.length = Math.min(best.length, count);
}

/** What requests of one group and one rate group used and cost, exactly. */
export interface GroupedSum {
  readonly group: GroupRow['group'];
  readonly sum: Sum;
}

/** The sums that the rows are made of, one at a time, with the values of their groups. */
export function* groupedSums(
  sums: Iterable<GroupSum>,
  { dimensions, grouper }: Pick<GroupOptions, 'dimensions' | 'grouper'>,
): Generator<GroupedSum> {
  for (const each of sums) {
    const values = valuesOf(each, dimensions, grouper);
    yield {
      group: Object.fromEntries(dimensions.map(({ name }, at) => [name, values[at] ?? null])),
      sum: each.sum(),
    };
  }
}

/** Which sums belong to which group. */
class GroupIndex {
  /** The sums, those of one group side by side. */
  readonly #sums: readonly GroupSum[];
  /** Where the sums of each group begin; one more for the end. */
  readonly #starts: Int32Array;
  readonly #names: readonly string[];
  readonly #valuesOf: (sum: GroupSum) => readonly (string | null)[];

  constructor(sums: Iterable<GroupSum>, { dimensions, grouper }: GroupOptions) {
    this.#names = dimensions.map(({ name }) => name);
    this.#valuesOf = (sum) => valuesOf(sum, dimensions, grouper);
    const indexes = new Map<number, number>();
    const labels = new Labels(dimensions);
    const all: GroupSum[] = [];
    const groupOf: number[] = [];
    // The grouper may part lines by more than what the rows show; what comes last is dropped.
    const dropped = grouper.lineDimensions - dimensions.filter(({ of }) => of === 'line').length;
    for (const sum of sums) {
      const key = labels.of(sum.rateGroup) * MOST_GROUPS + grouper.prefixOf(sum.group, dropped);
      const index = indexes.get(key) ?? indexes.size;
      indexes.set(key, index);
      all.push(sum);
      groupOf.push(index);
    }
    this.#starts = new Int32Array(indexes.size + 1);
    for (const index of groupOf) this.#starts[index + 1] = (this.#starts[index + 1] ?? 0) + 1;
    for (let index = 0; index < indexes.size; index += 1) {
      this.#starts[index + 1] = (this.#starts[index + 1] ?? 0) + (this.#starts[index] ?? 0);
    }
    const next = this.#starts.slice();
    const sorted: GroupSum[] = [...all];
    for (const [at, index] of groupOf.entries()) {
      const sum = all[at];
      const place = next[index] ?? 0;
      if (sum !== undefined) sorted[place] = sum;
      next[index] = place + 1;
    }
    this.#sums = sorted;
  }

  get size(): number {
    return this.#starts.length - 1;
  }

  #sumsOf(index: number): readonly GroupSum[] {
    return this.#sums.slice(this.#starts[index], this.#starts[index + 1]);
  }

  row(index: number): GroupRow {
    const sums = this.#sumsOf(index);
    const [first] = sums;
    const values = first === undefined ? [] : this.#valuesOf(first);
    const group: Record<string, string | null> = {};
    for (const [at, name] of this.#names.entries()) group[name] = values[at] ?? null;
    return { group, ...amountsOf(sums) };
  }

  /** All groups but these, as one. */
  without(indexes: ReadonlySet<number>): Groups['others'] {
    const leftOut = new Map<CountTable, Set<number>>();
    const totals = new Totals();
    for (let index = 0; index < this.size; index += 1) {
      for (const sum of this.#sumsOf(index)) {
        if (!(sum instanceof TableSum)) {
          if (!indexes.has(index)) totals.add(sum.sum());
          continue;
        }
        const rows = leftOut.get(sum.table) ?? new Set();
        leftOut.set(sum.table, rows);
        if (indexes.has(index)) rows.add(sum.row);
      }
    }
    for (const [table, rows] of leftOut) {
      const sum = table.sum(rows);
      if (sum.requests > 0) totals.add(sum);
    }
    return { groups: this.size - indexes.size, ...totals.amounts() };
  }
}

function amountsOf(sums: readonly GroupSum[]): Amounts {
  return quickly(sums) ?? exactly(sums);
}

function quickly(sums: readonly GroupSum[]): Amounts | undefined {
  const amounts = new WholeAmounts();
  const isAll = sums.every((sum) => sum instanceof TableSum && sum.table.addTo(amounts, sum.row));
  return isAll ? amounts.amounts() : undefined;
}

function exactly(sums: readonly GroupSum[]): Amounts {
  const totals = new Totals();
  for (const sum of sums) totals.add(sum.sum());
  return totals.amounts();
}

/** More groups than memory holds. */
const MOST_GROUPS = 2 ** 32;

/** Numbers what the model and the conditions tell, so that a group is told by numbers alone. */
class Labels {
  readonly #dimensions: readonly Dimension[];
  readonly #ofRateGroup = new Map<RateGroup, number>();
  readonly #ofValues = new Map<string, number>();

  constructor(dimensions: readonly Dimension[]) {
    this.#dimensions = dimensions;
  }

  of(rateGroup: RateGroup): number {
    const known = this.#ofRateGroup.get(rateGroup);
    if (known !== undefined) return known;
    const values = this.#dimensions.flatMap((dimension) =>
      dimension.of === 'rateGroup' ? [rateGroupValue(rateGroup, dimension.name)] : [],
    );
    const key = JSON.stringify(values);
    const label = this.#ofValues.get(key) ?? this.#ofValues.size;
    this.#ofValues.set(key, label);
    this.#ofRateGroup.set(rateGroup, label);
    return label;
  }
}

function rateGroupValue({ model, conditions }: RateGroup, name: RateGroupDimension): string | null {
  switch (name) {
    case 'model':
      return model.key ?? model.name;
    case 'provider':
      return model.entry.provider ?? model.provider;
    case 'mode':
      return model.entry.mode;
    case 'tier':
      return conditions.tier;
    default:
      return name satisfies never;
  }
}

function valuesOf(
  { rateGroup, group }: Pick<Sum, 'rateGroup' | 'group'>,
  dimensions: readonly Dimension[],
  grouper: Grouper,
): readonly (string | null)[] {
  const ofLine = [...grouper.valuesOf(group)];
  return dimensions.map((dimension) =>
    dimension.of === 'rateGroup' ? rateGroupValue(rateGroup, dimension.name) : (ofLine.shift() ?? null),
  );
}

type Order = (a: GroupRow, b: GroupRow) => number;

/** By each value in turn; what lines do not say comes last. */
function byValues(names: readonly string[]): Order {
  return (a, b) => {
    for (const name of names) {
      const order = byValue(a.group[name] ?? null, b.group[name] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };
}

const byCost: Order = (a, b) => (b.totalUsd ?? 0) - (a.totalUsd ?? 0);

/** What stands first; groups that this does not tell apart come by their values. */
const FIRST: Readonly<Record<SortBy, Order>> = {
  group: () => 0,
  cost: byCost,
  requests: (a, b) => b.requests - a.requests,
  input: (a, b) => b.inputTokens - a.inputTokens,
  output: (a, b) => b.outputTokens - a.outputTokens,
};

function orderOf(dimensions: readonly Dimension[], sort: SortBy | undefined): Order {
  const names = dimensions.map(({ name }) => name);
  const first = names[0];
  const isByTime = PERIODS.some((period) => period === first);
  const byAll = byValues(names);
  if (sort !== undefined) return (a, b) => FIRST[sort](a, b) || byAll(a, b);
  if (!isByTime || first === undefined) return (a, b) => byCost(a, b) || byAll(a, b);
  const byFirst = byValues([first]);
  return (a, b) => byFirst(a, b) || byCost(a, b) || byAll(a, b);
}

function byValue(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareText(a, b);
}
