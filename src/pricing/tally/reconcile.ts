import type { Meter } from '../cost.ts';
import {
  compare,
  decimal,
  minus,
  plus,
  ratio,
  times,
  toNumber,
  ZERO,
  type Decimal,
} from '../../core/money.ts';
import type { Tier } from '../../usage/usage.ts';
import type { PricedLine, Watcher } from './options.ts';

/** A model whose provider reports costs, and how they compare with ours. */
export interface ReconcileRow {
  readonly model: string | null;
  readonly key: string | null;
  readonly tier: Tier;
  readonly requests: number;
  /** Requests whose reported cost is not ours, by more than its last digit. */
  readonly parted: number;
  readonly reportedUsd: number;
  readonly ownUsd: number;
  /** Reported less own. */
  readonly differenceUsd: number;
  /** Reported to own; null where ours is 0. */
  readonly ratio: number | null;
  /** The meters of the requests that part, those first that no agreeing request uses. */
  readonly meters: readonly ReconcileMeter[];
}

export interface ReconcileMeter {
  readonly meter: Meter;
  readonly label: string;
  /** Requests that use it, among those that part and those that agree. */
  readonly parted: number;
  readonly agreed: number;
  /** Of the requests that part. */
  readonly quantity: number;
  /** Ours per unit, on average; null where it has no price. */
  readonly usdPerUnit: number | null;
  /** The price per unit that would explain the difference, if this meter alone made it; null where none could. */
  readonly explainingUsdPerUnit: number | null;
}

interface MeterState {
  readonly label: string;
  parted: number;
  agreed: number;
  quantity: Decimal;
  usd: Decimal | undefined;
}

interface State {
  readonly line: PricedLine;
  requests: number;
  parted: number;
  theirs: Decimal;
  ours: Decimal;
  partedBy: Decimal;
  readonly meters: Map<Meter, MeterState>;
}

/** Compares what providers report with our own figures, request by request. */
export class Reconciler implements Watcher {
  readonly #states = new Map<string, State>();

  skipped(): void {}

  priced(line: PricedLine): void {
    if (line.reportedUsd === undefined || line.isReported) return;
    const { rateGroup, cost, requests } = line;
    const id = JSON.stringify([rateGroup.model.name, rateGroup.model.key, rateGroup.conditions.tier]);
    const state = this.#states.get(id) ?? {
      line,
      requests: 0,
      parted: 0,
      theirs: ZERO,
      ours: ZERO,
      partedBy: ZERO,
      meters: new Map<Meter, MeterState>(),
    };
    this.#states.set(id, state);
    const theirs = decimal(line.reportedUsd);
    const difference = minus(theirs, cost.totalUsd);
    const hasParted = compare(difference.abs(), toleranceOf(line.reportedUsd)) > 0;
    state.requests += requests;
    state.theirs = plus(state.theirs, theirs);
    state.ours = plus(state.ours, cost.totalUsd);
    if (hasParted) {
      state.parted += requests;
      state.partedBy = plus(state.partedBy, difference);
    }
    for (const { meter, label, quantity, usd } of line.meters()) {
      const sum = state.meters.get(meter) ?? { label, parted: 0, agreed: 0, quantity: ZERO, usd: undefined };
      state.meters.set(meter, sum);
      if (!hasParted) {
        sum.agreed += requests;
        continue;
      }
      sum.parted += requests;
      sum.quantity = plus(sum.quantity, quantity);
      if (usd !== undefined) sum.usd = plus(sum.usd ?? ZERO, usd);
    }
  }

  /** The models that part furthest come first; those that agree stay in the list. */
  rows(): readonly ReconcileRow[] {
    const states = [...this.#states.values()].sort((a, b) => compare(b.partedBy.abs(), a.partedBy.abs()));
    return states.map((state) => {
      const { line, requests, parted, theirs, ours } = state;
      const { model, conditions } = line.rateGroup;
      return {
        model: model.name,
        key: model.key,
        tier: conditions.tier,
        requests,
        parted,
        reportedUsd: toNumber(theirs),
        ownUsd: toNumber(ours),
        differenceUsd: toNumber(minus(theirs, ours)),
        ratio: ratio(theirs, ours) ?? null,
        meters: metersOf(state),
      };
    });
  }
}

function metersOf({ meters, partedBy }: State): readonly ReconcileMeter[] {
  const rows = [...meters].flatMap(([meter, { label, parted, agreed, quantity, usd }]) => {
    if (parted === 0) return [];
    const explained = ratio(plus(usd ?? ZERO, partedBy), quantity) ?? -1;
    return {
      meter,
      label,
      parted,
      agreed,
      quantity: toNumber(quantity),
      usdPerUnit: usd === undefined ? null : (ratio(usd, quantity) ?? null),
      explainingUsdPerUnit: explained < 0 ? null : explained,
    };
  });
  return rows.sort((a, b) => Number(a.agreed > 0) - Number(b.agreed > 0) || b.parted - a.parted);
}

const HALF = decimal('0.5');
/** A billionth of the figure: what doubles that were added up on the way may be off by. */
const NOISE = decimal('0.000000001');

/** Half of the last digit that a report writes, as far as it was rounded. */
function toleranceOf(text: string): Decimal {
  const decimals = text.split('.')[1]?.length ?? 0;
  const noise = times(decimal(text), NOISE);
  // Figures with few digits are round by nature: 0.5 is no rounded 0.46.
  if (decimals < 6) return noise;
  const half = times(HALF, decimal(`1e-${decimals}`));
  return compare(half, noise) > 0 ? half : noise;
}
