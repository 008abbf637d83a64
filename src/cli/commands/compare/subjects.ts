import type { Assumption } from '../../../core/notice.ts';
/** Which models are set side by side, and what is said of each. */
import type { MatchedBy } from '../../../models/catalog.ts';
import { similar, type SimilarOptions } from '../../../models/similar.ts';
import { UsageError } from '../../../core/errors.ts';
import {
  capabilitiesOf,
  deprecationOf,
  limitsOf,
  type Capabilities,
  type Deprecation,
  type Limits,
} from '../../../models/capabilities.ts';
import type { Entry } from '../../../models/entry.ts';
import { summarise } from '../../../models/headline.ts';
import type { OpenMap } from '../../../map/open.ts';
import { findForJob, type Job } from '../../../pricing/job.ts';
import { providerName } from '../../../models/providers.ts';
import { scoreOf, type Scores } from '../../../models/scores.ts';

export interface SubjectOptions {
  /** Models to set side by side. */
  readonly models: readonly string[];
  /** A model whose similar models are compared with it. */
  readonly like?: string | undefined;
  /** How many similar models. */
  readonly similar: number;
  readonly similarOptions: SimilarOptions;
}

/** One of the models that are set side by side. */
export interface ComparedModel {
  /** The key of its entry. */
  readonly model: string;
  readonly requested: string;
  /** Null for a model that nobody named: a similar one. */
  readonly matchedBy: MatchedBy | null;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly limits: Limits;
  readonly capabilities: Capabilities;
  readonly codingPercent: number | null;
  readonly deprecation: Deprecation | null;
}

/** A model that is compared, and how it came to be. */
export interface Subject {
  readonly entry: Entry;
  readonly requested: string;
  readonly by: MatchedBy | null;
  /** What was assumed in finding it. */
  readonly assumptions: readonly Assumption[];
}

/** The named models, then those that are similar to the one of `--like`; each once. */
export function subjectsOf(
  options: SubjectOptions,
  job: Job | undefined,
  { loaded, find }: OpenMap,
): readonly Subject[] {
  const { store } = loaded;
  const look = (name: string) => (job === undefined ? find(name) : findForJob(name, job, store, find));
  const names = [...(options.like === undefined ? [] : [options.like]), ...options.models];
  const named = names.map((requested): Subject => ({ ...look(requested), requested }));
  const like = options.like === undefined ? undefined : named[0]?.entry;
  const summary = like && summarise(like.key, like.fields);
  const alike = summary === undefined ? [] : similar(store, summary, options.similar, options.similarOptions);
  const others = alike.flatMap(({ key }): readonly Subject[] => {
    const entry = store.get(key);
    return entry === undefined ? [] : [{ entry, requested: key, by: null, assumptions: [] }];
  });
  const subjects = new Map<string, Subject>();
  for (const subject of [...named, ...others]) {
    if (!subjects.has(subject.entry.key)) subjects.set(subject.entry.key, subject);
  }
  if (subjects.size > 0) return [...subjects.values()];
  throw new UsageError(
    'There is nothing to compare.',
    'Name models, or use --like MODEL or --cheapest "vision,chat".',
  );
}

export function comparedModel({ entry, requested, by }: Subject, scores: Scores, now: Date): ComparedModel {
  return {
    model: entry.key,
    requested,
    matchedBy: by,
    provider: entry.provider,
    providerName: providerName(entry.provider),
    mode: entry.mode,
    limits: limitsOf(entry),
    capabilities: capabilitiesOf(entry),
    codingPercent: scoreOf(scores, entry.key),
    deprecation: deprecationOf(entry, now),
  };
}
