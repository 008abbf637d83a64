import type { Settings } from '../../config/settings.ts';
import type { Assumption, Notice } from '../../core/notice.ts';
import type { Tier } from '../../usage/usage.ts';
import type { AdjustedCost } from '../adjust.ts';
import type { MoneyState } from '../cost.ts';
import type { ImageRules } from '../images/rules.ts';
import type { MeterSum, Sum } from './accumulators.ts';
import type { Calendar } from './calendar.ts';
import type { WholeCost } from './count-table.ts';
import type { Dimension } from './groups.ts';
import type { Model, NameOptions } from './models.ts';
import type { RateGroup } from './rate-group.ts';
import type { Place, TallySkip } from './skips.ts';

/** A map that prices lines. */
export interface DatedMap {
  readonly index: number;
  /** It prices the lines with times in `[fromMs, untilMs)`. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Opens it where that has not been done. */
  readonly names: () => NameOptions;
  /** What is supposed where it is not the map of the line's own date. */
  readonly assumptions: readonly Assumption[];
}

/** Says what is to be doubted about the prices of a model's meters. */
export interface PriceDoubts {
  readonly about: (model: Model, meters: readonly Pick<MeterSum, 'meter' | 'rate'>[]) => readonly Notice[];
}

export interface TallyOptions {
  readonly dimensions: readonly Dimension[];
  readonly calendar: Calendar;
  /** Milliseconds since 1970, both in. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** For lines that say none. */
  readonly tier: Tier;
  readonly region?: string | undefined;
  /** The map for a line of that moment; undefined for a line without one. */
  readonly mapAtDate: (atMs: number | undefined) => DatedMap;
  readonly settings: Settings;
  /** Where the map has no price for a request, what its line says that it cost is counted. */
  readonly reportedWhenUnpriced?: boolean | undefined;
  readonly readImageRules: () => ImageRules;
  /** For off-peak prices of lines that do not say when they were. */
  readonly now: Date;
  /** False where every line is a request of its own, whatever its id. */
  readonly dedupe?: boolean | undefined;
  readonly watcher?: Watcher | undefined;
  /** What is to be said of prices that a watched line was priced by. */
  readonly doubts?: PriceDoubts | undefined;
}

/** What priced requests have in common: one object for all with the same rates and meters, as far as can be. */
export interface PricedKind {
  readonly rateGroup: RateGroup;
  readonly state: MoneyState;
  /** True where the cost is what the provider reports, because the map has no price. */
  readonly isReported: boolean;
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
}

/** One request, priced: what `--each` and `--reconcile` look at. Its functions hold until the next line. */
export interface PricedLine extends Place {
  readonly kind: PricedKind;
  readonly requests: number;
  /** Of all its requests; of a later copy of a reply, what it adds to the copy before it. */
  readonly cost: () => AdjustedCost;
  /** The same, where whole numbers say all of it, and nothing is said of this request alone. */
  readonly wholeCost: WholeCost | undefined;
  readonly isLaterCopy: boolean;
  readonly reportedUsd: string | undefined;
  /** Its quantities by meter, and what they cost: null where there is no price. */
  readonly meters: () => Sum['meters'];
}

/** Is told of every line, in order. */
export interface Watcher {
  priced(line: PricedLine): void;
  /** `reason` is null for a line that is not meant to carry a request. */
  skipped(reason: TallySkip | null, detail: string, place: Place): void;
}
