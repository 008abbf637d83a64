import type { AdjustedCost } from '../adjust.ts';
import type { MoneyState } from '../cost.ts';
import type { Assumption } from '../../core/notice.ts';
import { decimal, inWholes, plus, times, ZERO, type Decimal } from '../../core/money.ts';
import { METER_LABELS, type Rate, type TokenMeter } from '../rates.ts';
import { adjusted, type MeterSum, type Sum } from './accumulators.ts';
import { METERS } from './counts.ts';
import { assumptionsIn, IS_OUTPUT, priceCounts, stateOf, type Plan, type RateGroup } from './rate-group.ts';
import type { Reported } from '../../usage/logs/fast/record.ts';
import { ReportedSum } from './reported-sum.ts';
import { MOST_EXACT, type WholeAmounts } from './whole-amounts.ts';

/** What a row has in front of its counts. No count of it is further from 0 than its weight. */
const GROUP = 0;
const REQUESTS = 1;
const WEIGHT = 2;
const NUMBER = 3;
const COUNTS = 4;
const FEWEST_ROWS = 4;

/** What a request costs, in whole multiples of 10^-decimals USD. */
export interface WholeCost {
  readonly input: number;
  readonly output: number;
  readonly decimals: number;
}

/**
 * Requests with the same rates and the same meters, a row for each group: tokens are added as whole numbers, and
 * priced once. A row is a few numbers and no object, since a log may have a million groups. Counts that a double does
 * not hold exactly are moved to bigints.
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
  readonly used: readonly number[];
  /** The prices of the meters as whole numbers; without any where they do not say all. */
  readonly #rates: { readonly wholes: readonly number[] | undefined; readonly decimals: number };
  /** Row by row. */
  #cells: Float64Array;
  readonly #rowCells: number;
  readonly #rows = new Map<number, number>();
  readonly #spilled = new Map<number, readonly bigint[]>();
  readonly #reported = new Map<number, ReportedSum>();
  #lastGroup = -1;
  #lastRow = -1;

  constructor(plan: Plan, mask: number, hasReported: boolean) {
    this.plan = plan;
    this.mask = mask;
    this.hasReported = hasReported;
    this.used = METERS.flatMap((_, each) => ((mask & (1 << each)) === 0 ? [] : [each]));
    this.#rowCells = COUNTS + this.used.length;
    this.#cells = new Float64Array(FEWEST_ROWS * this.#rowCells);
    this.prices = this.used.flatMap((each) => {
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
      this.#makeRoom();
      this.#cells[row * this.#rowCells + GROUP] = group;
    }
    this.#lastGroup = group;
    this.#lastRow = row;
    return row;
  }

  groupOf(row: number): number {
    return this.#at(row, GROUP);
  }

  requestsOf(row: number): number {
    return this.#at(row, REQUESTS);
  }

  /** What `setNumber` gave the row; 0 before. */
  numberOf(row: number): number {
    return this.#at(row, NUMBER);
  }

  setNumber(row: number, number: number): void {
    this.#cells[row * this.#rowCells + NUMBER] = number;
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
    const used = this.used;
    const cells = this.#cells;
    const at = row * this.#rowCells;
    const weightNow = (cells[at + WEIGHT] ?? 0) + weight;
    if (weightNow < MOST_EXACT) cells[at + WEIGHT] = weightNow;
    else this.#spill(row, this.#whole(row), weight);
    for (let i = 0; i < used.length; i += 1) {
      const cell = at + COUNTS + i;
      cells[cell] = (cells[cell] ?? 0) + sign * (counts[used[i] ?? 0] ?? 0);
    }
    cells[at + REQUESTS] = (cells[at + REQUESTS] ?? 0) + sign;
  }

  /**
   * Adds what the scanner has added up. @param counts in the order of `used`; @param weight at least as far from 0 as
   * each of them.
   */
  addTaken(row: number, counts: Float64Array, requests: number, weight: number): void {
    const cells = this.#cells;
    const at = row * this.#rowCells;
    const weightNow = (cells[at + WEIGHT] ?? 0) + weight;
    if (weightNow < MOST_EXACT) cells[at + WEIGHT] = weightNow;
    else this.#spill(row, this.#whole(row), weight);
    for (let i = 0; i < this.used.length; i += 1)
      cells[at + COUNTS + i] = (cells[at + COUNTS + i] ?? 0) + (counts[i] ?? 0);
    cells[at + REQUESTS] = (cells[at + REQUESTS] ?? 0) + requests;
  }

  /** Adds requests that were added up elsewhere. @param sums by index in METERS. */
  addSums(row: number, sums: readonly bigint[], requests: number): void {
    const before = this.#whole(row);
    const all = this.used.map((each, index) => (before[index] ?? 0n) + (sums[each] ?? 0n));
    this.#spill(row, all, 0);
    this.#cells[row * this.#rowCells + REQUESTS] = this.requestsOf(row) + requests;
  }

  report(row: number, usd: Reported): void {
    this.#reportedIn(row).add(usd);
  }

  takeBackReport(row: number, usd: Reported): void {
    this.#reportedIn(row).remove(usd);
  }

  #reportedIn(row: number): ReportedSum {
    let sum = this.#reported.get(row);
    if (sum === undefined) {
      sum = new ReportedSum();
      this.#reported.set(row, sum);
    }
    return sum;
  }

  #at(row: number, cell: number): number {
    return this.#cells[row * this.#rowCells + cell] ?? 0;
  }

  #makeRoom(): void {
    if (this.#rows.size * this.#rowCells <= this.#cells.length) return;
    const larger = new Float64Array(this.#cells.length * 2);
    larger.set(this.#cells);
    this.#cells = larger;
  }

  /** Moves the counts of a row to bigints. @param weight of what is added to it next. */
  #spill(row: number, counts: readonly bigint[], weight: number): void {
    const at = row * this.#rowCells;
    this.#spilled.set(row, counts);
    this.#cells.fill(0, at + COUNTS, at + this.#rowCells);
    this.#cells[at + WEIGHT] = weight;
  }

  /** The counts of a row, in the order of its meters. */
  #whole(row: number): readonly bigint[] {
    const spilled = this.#spilled.get(row);
    return this.used.map((_, index) => (spilled?.[index] ?? 0n) + BigInt(this.#at(row, COUNTS + index)));
  }

  /** What a row adds up to. */
  sumOf(row: number): Sum {
    const reported = this.hasReported ? (this.#reported.get(row)?.total ?? ZERO) : null;
    return this.#sum(this.#whole(row), this.requestsOf(row), reported, this.groupOf(row));
  }

  /** Adds a row to others. False where a double does not hold it exactly, and only `sumOf` tells what it adds up to. */
  addTo(amounts: WholeAmounts, row: number): boolean {
    const { wholes, decimals } = this.#rates;
    if (wholes === undefined || this.hasReported || this.#spilled.has(row)) return false;
    amounts.addRequests(this.requestsOf(row), this.state, decimals);
    for (const [index, each] of this.used.entries())
      amounts.addTokens(each, this.#at(row, COUNTS + index), wholes[index] ?? 0);
    return true;
  }

  /** What all rows add up to but those that are left out. */
  sum(leftOut: ReadonlySet<number> = NO_ROWS): Sum {
    let requests = 0;
    let reported = ZERO;
    const quantities = this.used.map(() => 0n);
    for (let row = 0; row < this.rows; row += 1) {
      if (leftOut.has(row)) continue;
      requests += this.requestsOf(row);
      for (const [index, count] of this.#whole(row).entries())
        quantities[index] = (quantities[index] ?? 0n) + count;
      reported = plus(reported, this.#reported.get(row)?.total ?? ZERO);
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
    const quantities = new Map(this.used.map((each, index) => [each, decimal(String(counts[index] ?? 0))]));
    const sides = priceCounts(plan, (index) => quantities.get(index) ?? 0);
    const cost = adjusted({ ...sides, otherUsd: ZERO }, state, plan.rateGroup, requests);
    const meters = this.prices.map(({ meter, rate }, index): MeterSum => {
      const each = this.used[index] ?? 0;
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

  /** The same in whole numbers; undefined where they do not say all. */
  wholeCostOf(counts: Float64Array): WholeCost | undefined {
    const { wholes, decimals } = this.#rates;
    if (wholes === undefined) return undefined;
    const used = this.used;
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
      this.used.map((each) => counts[each] ?? 0),
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
