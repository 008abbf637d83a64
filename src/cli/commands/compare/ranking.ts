/** What one job costs at several models, the cheapest first. */
import { compareText } from '../../../core/collections.ts';
import { amountsOf } from '../../../pricing/currency.ts';
import type { Override, Settings } from '../../../config/settings.ts';
import { assumptionsOf } from '../../../pricing/cost.ts';
import { UsageError } from '../../../core/errors.ts';
import type { Deps } from '../../../core/deps.ts';
import type { OpenMap } from '../../../map/open.ts';
import { readImageRules } from '../../../pricing/images/rules-file.ts';
import type { ImageRules } from '../../../pricing/images/rules.ts';
import type { Entry } from '../../../models/entry.ts';
import type { ModelStore } from '../../../models/store.ts';
import type { Notice, Assumption } from '../../../core/notice.ts';
import { compare, isZero, type Decimal, ratioOf } from '../../../core/money.ts';
import { prepare, type Job } from '../../../pricing/job.ts';
import type { EstimateState } from '../../../pricing/estimate/describe.ts';
import { overruns, rangeOf, type CostRange } from '../../../pricing/estimate/notes.ts';
import type { MediaRules } from '../../../tokens/media/rules.ts';
import type { TokenRange } from '../../../tokens/range.ts';
import type { PromptJob } from '../../prompts/job.ts';
import { readMediaRules } from '../../../tokens/rules-file.ts';
import type { OpenPrompt } from './prompt.ts';
import { totalsOf, type Totals } from '../../../pricing/estimate/rows.ts';
import { providerName } from '../../../models/providers.ts';

/** What the job costs at one model. */
export interface RankedCost extends Totals {
  /** 1 for the cheapest; equal for equal costs; null where there is no cost to rank. */
  readonly rank: number | null;
  /** The key of its entry. */
  readonly model: string;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly state: EstimateState;
  /** Tokens of the prompt in the model's own count; null where they were given. */
  readonly promptTokens: TokenRange | null;
  /** Where tokens are estimated: what the job may cost; null where they are not. */
  readonly range: CostRange | null;
  /** Against the cheapest cost above 0 that is wholly known; null where there is none or no such cost. */
  readonly ratioToCheapest: number | null;
  /** In the user's currency; null where the settings name none, or the cost is unknown. */
  readonly totalAmount: number | null;
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
  /** Why the model cannot do the job at all; null where it can. */
  readonly refused: string | null;
  readonly overrides: readonly Override[];
}

/** A model with its cost, before it is ranked. */
export interface Priced {
  readonly entry: Entry;
  /** Exact; undefined where it is unknown or the job is refused. */
  readonly totalUsd: Decimal | undefined;
  readonly row: Omit<RankedCost, 'rank' | 'ratioToCheapest'>;
}

/** What pricing needs beside the map. */
export interface Work {
  readonly deps: Deps;
  /** Counted at each model in its own tokens. */
  readonly prompt: OpenPrompt | undefined;
}

export interface RankingContext {
  readonly store: ModelStore;
  readonly job: Job;
  /** Counts the prompt in a model's own tokens, where there is a prompt. */
  readonly promptFor: ((entry: Entry) => PromptJob) | undefined;
  readonly readImageRules: () => ImageRules;
  readonly readMediaRules: () => MediaRules;
  readonly settings: Settings;
}

/** Prices the job at a model. What the model cannot do (images of a size it has not) is said in the row. */
export function priceAt(entry: Entry, context: RankingContext): Priced {
  const { store, readImageRules, readMediaRules, settings } = context;
  const named = {
    model: entry.key,
    provider: entry.provider,
    providerName: providerName(entry.provider),
    mode: entry.mode,
  };
  try {
    const prompt = context.promptFor?.(entry);
    const job = prompt?.job ?? context.job;
    const pricing = prepare(entry, store, job, readImageRules, settings, readMediaRules);
    const metered = pricing.meterAt(job.conditions.tier);
    const cost = pricing.price(metered.lines, job.requests);
    const { currency } = settings;
    return {
      entry,
      totalUsd: cost.state === 'unknown' ? undefined : cost.totalUsd,
      row: {
        ...named,
        ...totalsOf(cost),
        state: cost.state === 'known' && job.bounds !== undefined ? 'estimated' : cost.state,
        promptTokens: prompt?.count.tokens ?? null,
        range: cost.state === 'unknown' ? null : rangeOf(pricing, cost, job),
        totalAmount: currency === null ? null : amountsOf(cost, currency).totalAmount,
        assumptions: [...pricing.assumptions, ...assumptionsOf(metered)],
        warnings: [...metered.warnings, ...overruns(entry, metered), ...pricing.priceNotes()],
        refused: null,
        overrides: pricing.overridesIn(metered.lines),
      },
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { entry, totalUsd: undefined, row: { ...named, ...REFUSED, refused: error.message } };
  }
}

/** What the job costs at each of these. */
export function priceAll(
  entries: readonly Entry[],
  job: Job,
  { loaded, settings }: OpenMap,
  { deps, prompt }: Work,
): readonly Priced[] {
  const imageRules = () => readImageRules(deps);
  const context = {
    store: loaded.store,
    job,
    promptFor: prompt && ((entry: Entry) => prompt.at(entry, imageRules)),
    readImageRules: imageRules,
    readMediaRules: () => readMediaRules(deps),
    settings,
  };
  return entries.map((entry) => priceAt(entry, context));
}

const REFUSED = {
  inputUsd: null,
  outputUsd: null,
  otherUsd: null,
  adjustmentsUsd: null,
  totalUsd: null,
  state: 'unknown',
  promptTokens: null,
  range: null,
  totalAmount: null,
  assumptions: [],
  warnings: [],
  overrides: [],
} as const satisfies Partial<RankedCost>;

/** Wholly known costs first, then those that leave something unpriced, then what has none. */
const STATE_ORDER: Readonly<Record<EstimateState, number>> = {
  free: 0,
  known: 0,
  estimated: 0,
  partial: 1,
  unknown: 2,
};

/** Ranks by cost: an unknown cost is last, never 0. */
export function rankCosts(priced: readonly Priced[]): readonly RankedCost[] {
  const order = priced.toSorted(
    (a, b) =>
      STATE_ORDER[a.row.state] - STATE_ORDER[b.row.state] ||
      Number(a.row.refused !== null) - Number(b.row.refused !== null) ||
      compareTotals(a.totalUsd, b.totalUsd) ||
      compareText(a.row.model, b.row.model),
  );
  const cheapest = order.find(({ totalUsd, row }) => isWhole(row.state) && totalUsd && !isZero(totalUsd));
  let rank = 0;
  return order.map(({ totalUsd, row }, index): RankedCost => {
    const before = order[index - 1];
    const isTied = before !== undefined && sameCost(before, { totalUsd, row });
    if (!isTied) rank = index + 1;
    const isRanked = totalUsd !== undefined && row.state !== 'partial';
    const toCheapest =
      !isRanked || cheapest?.totalUsd === undefined || isZero(totalUsd)
        ? null
        : ratioOf(totalUsd, cheapest.totalUsd);
    return Object.assign({ rank: isRanked ? rank : null, ratioToCheapest: toCheapest }, row);
  });
}

/** True for a cost that leaves nothing out. */
function isWhole(state: EstimateState): boolean {
  return state === 'known' || state === 'estimated';
}

function compareTotals(a: Decimal | undefined, b: Decimal | undefined): number {
  return a === undefined || b === undefined ? 0 : compare(a, b);
}

function sameCost(a: Pick<Priced, 'totalUsd' | 'row'>, b: Pick<Priced, 'totalUsd' | 'row'>): boolean {
  return (
    a.totalUsd !== undefined &&
    b.totalUsd !== undefined &&
    STATE_ORDER[a.row.state] === STATE_ORDER[b.row.state] &&
    compare(a.totalUsd, b.totalUsd) === 0
  );
}
