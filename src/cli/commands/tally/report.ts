/** What a report shows beside the document: the exact sums, added up by day, model, project, agent and session. */
import { compareText } from '../../../core/collections.ts';
import {
  compare,
  minus,
  plus,
  sum as exactSum,
  times,
  toNumber,
  ZERO,
  type Decimal,
} from '../../../core/money.ts';
import type { Sum } from '../../../pricing/tally/accumulators.ts';
import { Totals, type Amounts, type GroupedSum } from '../../../pricing/tally/rows.ts';

export interface ReportRow extends Amounts {
  /** Null where the lines do not say. */
  readonly name: string | null;
}

export interface ReportList {
  /** The dearest first. */
  readonly rows: readonly ReportRow[];
  /** The rest, as one: how many, and what is known of their cost. */
  readonly others: { readonly count: number; readonly requests: number; readonly usd: number } | null;
}

export interface Report {
  /** The first and the last day; null where no line has one. */
  readonly period: { readonly from: string; readonly until: string } | null;
  /** Each day that has requests, or each month where there are very many; in the order of time. */
  readonly times: readonly string[];
  readonly isByMonth: boolean;
  /** USD for each of the times: the dearest models, the others as one at the end. */
  readonly costs: readonly { readonly model: string | null; readonly usd: readonly number[] }[];
  readonly models: ReportList;
  readonly projects: ReportList;
  readonly agents: ReportList;
  readonly sessions: ReportList;
  readonly cache: CacheSavings;
}

/** What reading from the cache saved against the input price of the same requests, less what writing cost more. */
export interface CacheSavings {
  readonly usd: number;
  /** False where some of the requests have no input price to compare with. */
  readonly isWhole: boolean;
}

const MOST_DAYS = 92;
const MOST_SERIES = 7;
const MOST_ROWS = 100;
const MOST_SESSIONS = 20;

export function reportOf(sums: Iterable<GroupedSum>): Report {
  const [models, projects, agents, sessions] = Array.from({ length: 4 }, () => new TotalsBy());
  const costs = new Map<string, Map<string | null, Decimal>>();
  const cache = { usd: ZERO, isWhole: true };
  for (const { group, sum } of sums) {
    const { day = null, project = null, agent = null, session = null } = group;
    const model = sum.rateGroup.model.key ?? sum.rateGroup.model.name;
    models?.add(model, sum);
    projects?.add(project, sum);
    agents?.add(agent, sum);
    sessions?.add(session, sum);
    addSavings(cache, sum);
    if (day === null) continue;
    const ofDay = costs.get(day) ?? new Map<string | null, Decimal>();
    costs.set(day, ofDay);
    ofDay.set(model, plus(ofDay.get(model) ?? ZERO, sum.cost.totalUsd));
  }
  const found = [...costs.keys()].sort(compareText);
  const isByMonth = found.length > MOST_DAYS;
  const timeOf = (day: string) => (isByMonth ? day.slice(0, 7) : day);
  const times = [...new Set(found.map(timeOf))];
  const [from, until] = [found[0], found.at(-1)];
  const modelList = listOf(models, MOST_ROWS);
  return {
    period: from === undefined || until === undefined ? null : { from, until },
    times,
    isByMonth,
    costs: seriesOf(costs, times, timeOf, modelList),
    models: modelList,
    projects: listOf(projects, MOST_ROWS),
    agents: listOf(agents, MOST_ROWS),
    sessions: listOf(sessions, MOST_SESSIONS),
    cache: { usd: toNumber(cache.usd), isWhole: cache.isWhole },
  };
}

class TotalsBy {
  readonly all = new Map<string | null, Totals>();

  add(name: string | null, sum: Sum): void {
    const totals = this.all.get(name) ?? new Totals();
    this.all.set(name, totals);
    totals.add(sum);
  }
}

function listOf(by: TotalsBy | undefined, most: number): ReportList {
  const all = [...(by?.all ?? [])].sort(
    ([a, one], [b, other]) => compare(other.totalUsd, one.totalUsd) || compareText(a ?? '', b ?? ''),
  );
  const rest = all.slice(most);
  return {
    rows: all.slice(0, most).map(([name, totals]) => ({ name, ...totals.amounts() })),
    others: rest.length === 0 ? null : othersOf(rest.map(([, totals]) => totals)),
  };
}

function othersOf(rest: readonly Totals[]): NonNullable<ReportList['others']> {
  return {
    count: rest.length,
    requests: rest.reduce((sum, { requests }) => sum + requests, 0),
    usd: toNumber(exactSum(rest.map(({ totalUsd }) => totalUsd))),
  };
}

function seriesOf(
  costs: ReadonlyMap<string, ReadonlyMap<string | null, Decimal>>,
  times: readonly string[],
  timeOf: (day: string) => string,
  { rows }: ReportList,
): Report['costs'] {
  const shown = rows.filter(({ totalUsd }) => (totalUsd ?? 0) > 0).slice(0, MOST_SERIES);
  const index = new Map(shown.map(({ name }, at) => [name, at]));
  const sums = Array.from({ length: shown.length + 1 }, () => times.map(() => ZERO));
  const places = new Map(times.map((time, at) => [time, at]));
  for (const [day, ofDay] of costs) {
    const at = places.get(timeOf(day)) ?? 0;
    for (const [model, usd] of ofDay) {
      const series = sums[index.get(model) ?? shown.length];
      if (series !== undefined) series[at] = plus(series[at] ?? ZERO, usd);
    }
  }
  const made = sums.map((usd, at) => ({ model: shown[at]?.name ?? null, usd: usd.map(toNumber) }));
  return made.filter(({ usd }, at) => at < shown.length || usd.some((value) => value > 0));
}

/** At list prices: the settings' discounts are not in it. */
function addSavings(cache: { usd: Decimal; isWhole: boolean }, { meters }: Sum): void {
  const input = meters.find(({ meter }) => meter === 'input')?.rate;
  for (const { meter, quantity, usd } of meters) {
    if (!meter.startsWith('cache')) continue;
    if (input === undefined || usd === undefined) cache.isWhole = false;
    else cache.usd = plus(cache.usd, minus(times(input.usdPerUnit, quantity), usd));
  }
}
