import type { AdjustedCost } from '../adjust.ts';
import type { MoneyState } from '../cost.ts';
import type { Assumption } from '../../core/notice.ts';
import { decimal, fromWholes, inWholes, minus, plus, times, ZERO, type Decimal } from '../../core/money.ts';
import { METER_LABELS, type Rate, type TokenMeter } from '../rates.ts';
import { adjusted, type MeterSum, type Sum } from './accumulators.ts';
import { Column } from './columns.ts';
import { METERS } from './counts.ts';
import type { Amounts } from './rows.ts';
import { assumptionsIn, IS_OUTPUT, priceCounts, stateOf, type Plan, type RateGroup } from './rate-group.ts';

/** A double counts exactly up to here. */
const MOST_EXACT = 2 ** 53;

/** What a request costs, in whole multiples of 10^-decimals USD. */
export interface WholeCost {
  readonly input: number;
  readonly output: number;
  readonly decimals: number;
}

/**
 * Requests with the same rates that use the same meters, group by group: their tokens are added as
 * whole numbers and multiplied once. A group takes a few numbers and no object, so that a log may have
 * a million of them. What would grow too large for a double is moved into integers of any size.
 */
export class CountTable {
  readonly plan: Plan;
  readonly hasReported: boolean;
  /** Which meters each of its requests uses, so that all of them have one state. */
  readonly mask: number;
  readonly state: MoneyState;
  readonly assumptions: readonly Assumption[];
  /** What prices each of the meters that its requests use. */
  readonly prices: readonly { readonly meter: TokenMeter; readonly rate: Rate | undefined }[];
  /** The meters of the mask, by index. */
  readonly #used: readonly number[];
  readonly #counts: readonly Column[];
  /** The prices of the meters as whole numbers; without any where they do not say all. */
  readonly #rates: { readonly wholes: readonly number[] | undefined; readonly decimals: number };
  readonly #groups = new Column();
  readonly #requests = new Column();
  /** No count of a row is further from 0 than this. */
  readonly #weights = new Column();
  readonly #rows = new Map<number, number>();
  readonly #spilled = new Map<number, readonly bigint[]>();
  readonly #reported = new Map<number, Decimal>();
  #lastGroup = -1;
  #lastRow = -1;

  constructor(plan: Plan, mask: number, hasReported: boolean) {
    this.plan = plan;
    this.mask = mask;
    this.hasReported = hasReported;
    this.#used = METERS.flatMap((_, each) => ((mask & (1 << each)) === 0 ? [] : [each]));
    this.#counts = this.#used.map(() => new Column());
    this.prices = this.#used.flatMap((each) => {
      const meter = METERS[each];
      return meter === undefined ? [] : [{ meter, rate: plan.rates[each] }];
    });
    this.state = stateOf(plan, mask);
    this.#rates = this.#wholeRates();
    this.assumptions = assumptionsIn(plan, mask);
  }

  #wholeRates() {
    const found = inWholes(this.prices.map(({ rate }) => rate?.usdPerUnit ?? ZERO));
    const isAll = this.plan.rateGroup.rules.length === 0;
    return { wholes: isAll ? found?.wholes : undefined, decimals: found?.decimals ?? 0 };
  }

  get rows(): number {
    return this.#rows.size;
  }

  /** The row of a group, made where there is none. */
  rowOf(group: number): number {
    if (group === this.#lastGroup) return this.#lastRow;
    let row = this.#rows.get(group);
    if (row === undefined) {
      row = this.#rows.size;
      this.#rows.set(group, row);
      this.#groups.set(row, group);
    }
    this.#lastGroup = group;
    this.#lastRow = row;
    return row;
  }

  groupOf(row: number): number {
    return this.#groups.get(row);
  }

  requestsOf(row: number): number {
    return this.#requests.get(row);
  }

  /** @param weight at least as large as each of the counts. */
  add(row: number, counts: Float64Array, weight: number): void {
    this.#change(row, counts, weight, 1);
  }

  /** Takes back what was added. */
  remove(row: number, counts: Float64Array, weight: number): void {
    this.#change(row, counts, weight, -1);
  }

  #change(row: number, counts: Float64Array, weight: number, sign: 1 | -1): void {
    this.#makeRoom(row, weight);
    const used = this.#used;
    for (let i = 0; i < used.length; i += 1) {
      this.#counts[i]?.add(row, sign * (counts[used[i] ?? 0] ?? 0));
    }
    this.#requests.add(row, sign);
  }

  /** Adds requests that were added up elsewhere. @param sums by index in METERS. */
  addSums(row: number, sums: readonly bigint[], requests: number): void {
    const before = this.#whole(row);
    const all = this.#used.map((each, index) => (before[index] ?? 0n) + (sums[each] ?? 0n));
    this.#spill(row, all);
    this.#requests.add(row, requests);
  }

  report(row: number, usd: Decimal): void {
    this.#reported.set(row, plus(this.#reported.get(row) ?? ZERO, usd));
  }

  takeBackReport(row: number, usd: Decimal): void {
    this.#reported.set(row, minus(this.#reported.get(row) ?? ZERO, usd));
  }

  #makeRoom(row: number, weight: number): void {
    this.#weights.add(row, weight);
    if (this.#weights.get(row) < MOST_EXACT) return;
    this.#spill(row, this.#whole(row));
    this.#weights.set(row, weight);
  }

  #spill(row: number, counts: readonly bigint[]): void {
    this.#spilled.set(row, counts);
    for (const column of this.#counts) column.set(row, 0);
    this.#weights.set(row, 0);
  }

  /** The counts of a row, in the order of its meters. */
  #whole(row: number): readonly bigint[] {
    const spilled = this.#spilled.get(row);
    return this.#counts.map((column, index) => (spilled?.[index] ?? 0n) + BigInt(column.get(row)));
  }

  /** What a row adds up to. */
  sumOf(row: number): Sum {
    const reported = this.hasReported ? (this.#reported.get(row) ?? ZERO) : null;
    return this.#sum(this.#whole(row), this.requestsOf(row), reported, this.groupOf(row));
  }

  /**
   * What a row adds up to, in the doubles that an answer carries. The quick way for most rows: counts
   * and prices are whole numbers of which a double holds the products exactly. Undefined for the rest.
   */
  amountsOf(row: number): Amounts | undefined {
    const { wholes, decimals } = this.#rates;
    if (wholes === undefined || this.hasReported || this.#spilled.has(row)) return undefined;
    const tokens = { in: 0, out: 0, read: 0, written: 0, reasoning: 0 };
    const usd = { in: 0, out: 0 };
    for (const [index, each] of this.#used.entries()) {
      const count = this.#counts[index]?.get(row) ?? 0;
      const side = IS_OUTPUT[each] === true ? 'out' : 'in';
      tokens[side] += count;
      usd[side] += count * (wholes[index] ?? 0);
      const meter = METERS[each];
      if (meter?.startsWith('cacheRead') === true) tokens.read += count;
      else if (meter?.startsWith('cacheWrite') === true) tokens.written += count;
      else if (meter === 'reasoning') tokens.reasoning += count;
    }
    if (usd.in + usd.out > MOST_EXACT) return undefined;
    const amount = (whole: number) => (this.state === 'unknown' ? null : fromWholes(whole, decimals));
    return {
      requests: this.requestsOf(row),
      inputTokens: tokens.in,
      cacheReadTokens: tokens.read,
      cacheWriteTokens: tokens.written,
      outputTokens: tokens.out,
      reasoningTokens: tokens.reasoning,
      inputUsd: amount(usd.in),
      outputUsd: amount(usd.out),
      otherUsd: amount(0),
      adjustmentsUsd: amount(0),
      totalUsd: amount(usd.in + usd.out),
      state: this.state,
      reported: null,
    };
  }

  /** What all rows add up to but those that are left out. */
  sum(leftOut: ReadonlySet<number> = NO_ROWS): Sum {
    let requests = 0;
    let reported = ZERO;
    const quantities = this.#used.map(() => 0n);
    for (let row = 0; row < this.rows; row += 1) {
      if (leftOut.has(row)) continue;
      requests += this.requestsOf(row);
      for (const [index, count] of this.#whole(row).entries())
        quantities[index] = (quantities[index] ?? 0n) + count;
      reported = plus(reported, this.#reported.get(row) ?? ZERO);
    }
    return this.#sum(quantities, requests, this.hasReported ? reported : null, NO_GROUP);
  }

  #sum(
    counts: readonly (bigint | number)[],
    requests: number,
    reportedUsd: Decimal | null,
    group: number,
  ): Sum {
    const { plan, state, assumptions } = this;
    const quantities = new Map(this.#used.map((each, index) => [each, decimal(String(counts[index] ?? 0))]));
    const sides = priceCounts(plan, (index) => quantities.get(index) ?? 0);
    const cost = adjusted({ ...sides, otherUsd: ZERO }, state, plan.rateGroup, requests);
    const meters = this.prices.map(({ meter, rate }, index): MeterSum => {
      const each = this.#used[index] ?? 0;
      const quantity = quantities.get(each) ?? ZERO;
      const usd = rate && times(rate.usdPerUnit, quantity);
      const side = IS_OUTPUT[each] === true ? 'output' : 'input';
      const unusable = plan.unusable[each];
      return { meter, label: METER_LABELS[meter], side, unit: 'token', quantity, usd, rate, unusable };
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
      reportedUsd,
    };
  }

  /** What one request of these counts costs. */
  costOf(counts: Float64Array): AdjustedCost {
    const sides = priceCounts(this.plan, (index) => counts[index] ?? 0);
    return adjusted({ ...sides, otherUsd: ZERO }, this.state, this.plan.rateGroup, 1);
  }

  /** The same in whole numbers, the quick way of `amountsOf`; undefined where they do not say all. */
  wholeCostOf(counts: Float64Array): WholeCost | undefined {
    const { wholes, decimals } = this.#rates;
    if (wholes === undefined) return undefined;
    const used = this.#used;
    let input = 0;
    let output = 0;
    for (let i = 0; i < used.length; i += 1) {
      const each = used[i] ?? 0;
      const usd = (counts[each] ?? 0) * (wholes[i] ?? 0);
      if (IS_OUTPUT[each] === true) output += usd;
      else input += usd;
    }
    return input + output > MOST_EXACT ? undefined : { input, output, decimals };
  }

  metersOf(counts: Float64Array): Sum['meters'] {
    return this.#sum(
      this.#used.map((each) => counts[each] ?? 0),
      1,
      null,
      NO_GROUP,
    ).meters;
  }
}

const NO_ROWS: ReadonlySet<number> = new Set();

/** The group of a sum over all of them. */
export const NO_GROUP = -1;

/** A row of a table, as one of the sums of a group. */
export class TableSum {
  readonly table: CountTable;
  readonly row: number;

  constructor(table: CountTable, row: number) {
    this.table = table;
    this.row = row;
  }

  get rateGroup(): RateGroup {
    return this.table.plan.rateGroup;
  }

  get group(): number {
    return this.table.groupOf(this.row);
  }

  sum(): Sum {
    return this.table.sumOf(this.row);
  }
}
