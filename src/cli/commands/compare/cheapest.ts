/** All models of the map that can do a job, ranked by what it costs there. */
import type { OpenMap } from '../../../map/open.ts';
import { deprecationOf } from '../../../models/capabilities.ts';
import { ModelNames } from '../../../models/identity.ts';
import { Candidate } from '../../../models/search/candidate.ts';
import { passes, type Filters } from '../../../models/search/filter.ts';
import { refuseUnknownValues } from '../../../models/search/unknown-values.ts';
import type { Job } from '../../../pricing/job.ts';
import { canDo, needsOf, type NeedWord } from './capable.ts';
import { priceAll, rankCosts, type Priced, type Work } from './ranking.ts';

/** Why a model that can do the job is not in a ranking of all. */
export type LeftOut = 'free' | 'deprecated' | 'experimental';

export interface CheapestOptions {
  /** Which models are looked at. */
  readonly filters: Filters;
  /** What is left out unless it is asked for. */
  readonly also: Readonly<Record<LeftOut, boolean>>;
  /** One row a model, whoever sells it. */
  readonly unique: boolean;
}

export interface Cheapest {
  readonly job: Job;
  readonly priced: readonly Priced[];
  /** How many can do the job but were not asked for, by the reason. */
  readonly leftOut: Readonly<Record<LeftOut, number>>;
}

/**
 * Prices the job at all models that can do it; a model that refuses it cannot.
 * @throws UsageError for a provider, mode or capability that no model of the map has.
 */
export async function allThatCan(
  words: readonly NeedWord[],
  { filters, also, unique }: CheapestOptions,
  jobFor: (mode: string | null) => Promise<Job>,
  map: OpenMap,
  work: Work,
): Promise<Cheapest> {
  const all = [...map.loaded.store.all()].map((entry) => new Candidate(entry));
  refuseUnknownValues(map.loaded.store, filters);
  const needs = needsOf(words, filters.modes, all);
  const job = await jobFor(needs.modes[0] ?? null);
  const now = work.deps.now();
  const able = all.filter(
    (candidate) => passes(candidate, filters, now) && canDo(candidate, needs, job.usage),
  );
  const entries = able.map(({ entry }) => entry);
  const leftOut = { free: 0, deprecated: 0, experimental: 0 };
  const asked = priceAll(entries, job, map, work).filter((each) => {
    if (each.row.refused !== null) return false;
    const reason = reasonToLeaveOut(each, now);
    if (reason === undefined || also[reason]) return true;
    leftOut[reason] += 1;
    return false;
  });
  return { job, priced: unique ? cheapestOffers(asked, new ModelNames(all)) : asked, leftOut };
}

/** Why nobody who looks for the cheapest wants to see it; undefined for a model that can be called and paid. */
function reasonToLeaveOut({ entry, row }: Priced, now: Date): LeftOut | undefined {
  const day = deprecationOf(entry, now);
  if (day !== null && day.daysLeft <= 0) return 'deprecated';
  if (EXPERIMENTAL.test(entry.key)) return 'experimental';
  return row.state === 'free' ? 'free' : undefined;
}

/** `gemini/gemini-exp-1114`, `some-experimental-model`. */
const EXPERIMENTAL = /(?:^|[-/_.])exp(?:erimental)?(?:[-_:]|$)/i;

/** Of the offers of one model, that which does the job for the least. */
function cheapestOffers(priced: readonly Priced[], names: ModelNames): readonly Priced[] {
  const byKey = new Map(priced.map((each) => [each.entry.key, each]));
  const cheapest = new Map<string, Priced>();
  for (const { model } of rankCosts(priced)) {
    const offer = byKey.get(model);
    const name = offer && names.of(offer.entry);
    if (offer !== undefined && name !== undefined && !cheapest.has(name)) cheapest.set(name, offer);
  }
  return [...cheapest.values()];
}
