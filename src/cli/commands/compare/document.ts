import type { NeedWord } from './capable.ts';
import { allThatCan, type CheapestOptions, type LeftOut } from './cheapest.ts';
import { defaultUsage } from './default-job.ts';
import { overridesAmong, type Override, type Settings } from '../../../config/settings.ts';
import { priceAll, rankCosts, type Priced, type RankedCost, type Work } from './ranking.ts';
import { comparedPrices, differingCapabilities, type ComparedPrice } from './side-by-side.ts';
import { comparedModel, subjectsOf, type ComparedModel, type SubjectOptions } from './subjects.ts';
import { settingsFor } from '../../../config/settings-for.ts';
import type { Currency } from '../../../core/currency.ts';
import type { Benchmark } from '../../../models/scores.ts';
import { readScores } from '../../../models/scores-file.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import type { Capability } from '../../../models/capabilities.ts';
import type { Entry } from '../../../models/entry.ts';
import { useMap, type MapOptions, type OpenMap } from '../../../map/open.ts';
import type { Job } from '../../../pricing/job.ts';
import type { Assumption } from '../../../core/notice.ts';
import type { Tier, Usage } from '../../../usage/usage.ts';
import { readJob, type JobOptions } from '../../flags/job.ts';
import { sendsPrompt, type PromptOptions } from '../../flags/prompt-flags.ts';

export interface CompareOptions extends MapOptions, JobOptions, SubjectOptions, CheapestOptions {
  /** What is sent in, counted in each model's own tokens. */
  readonly prompt?: PromptOptions | undefined;
  /** Capabilities and modes: all models that have them are ranked. */
  readonly cheapest?: readonly NeedWord[] | undefined;
  /** How many of a ranking of all; the others are counted. */
  readonly top: number;
  readonly requests?: number | undefined;
  /** True where costs are wanted even if no job is described: a job of ordinary size is priced then. */
  readonly needsJob: boolean;
}

/** The job that was priced at each. */
export interface ComparedJob {
  readonly usage: Usage;
  readonly tier: Tier;
  readonly region: string | null;
  readonly speed: string | null;
  readonly requests: number;
  /** True where the user described none. */
  readonly isDefault: boolean;
}

export interface CompareDocument extends MapDocument {
  /** Set side by side; empty for a ranking of all that can do a job. */
  readonly models: readonly ComparedModel[];
  /** What `codingPercent` is of; null where no models are side by side. */
  readonly coding: Benchmark | null;
  readonly prices: readonly ComparedPrice[];
  readonly differingCapabilities: readonly Capability[];
  /** Null where no job was described. */
  readonly job: ComparedJob | null;
  /** The cheapest first; null without a job. */
  readonly ranking: readonly RankedCost[] | null;
  /** How many models can do the job, `top` or not. */
  readonly considered: number;
  /** How many of these have no price for it. */
  readonly unpriced: number;
  /** For how many the map says 0. */
  readonly free: number;
  /** How many can do the job but were not asked for, by the reason; null where models were named. */
  readonly leftOut: Readonly<Record<LeftOut, number>> | null;
  /** What was assumed about names and the job as a whole; what is about one model's price stands there. */
  readonly assumptions: readonly Assumption[];
  readonly currency: Currency | null;
  /** What the answer took from the user's settings and not from the map. */
  readonly overrides: readonly Override[];
}

/** What is sent in, opened to be counted; most comparisons send nothing and need none of it. */
async function promptOf(options: CompareOptions, deps: Deps, settings: Settings) {
  if (options.prompt === undefined || !sendsPrompt(options.prompt)) return undefined;
  const { openPrompt } = await import('./prompt.ts');
  return await openPrompt(options.prompt, options, deps, settings);
}

/** Models side by side, and what a job costs at each. @throws LlmcostError for unknown models and bad input. */
export async function compare(options: CompareOptions, deps: Deps): Promise<CompareDocument> {
  const settings = await settingsFor(deps);
  const isDescribed = Object.keys(options.usage).length > 0 || options.usageFile !== undefined;
  // Before the map is opened: what comes from standard input cannot be read twice.
  const prompt = await promptOf(options, deps, settings);
  const given = prompt?.job ?? (isDescribed ? await readJob(options, deps, settings) : undefined);
  const work: Work = { deps, prompt };
  return await useMap({ ...options, settings }, deps, async (map) => {
    const jobFor = async (mode: string | null) =>
      given ?? (await readJob({ ...options, usage: defaultUsage(mode) }, deps, settings));
    const { models, coding, entries, job, priced, leftOut, assumptions } =
      options.cheapest === undefined
        ? await named(options, given, jobFor, map, work)
        : { ...NO_MODELS, ...(await allThatCan(options.cheapest, options, jobFor, map, work)) };
    const ranking = job === undefined ? null : rankCosts(priced);
    return {
      schemaVersion: SCHEMA_VERSION,
      models,
      coding,
      prices: comparedPrices(entries),
      differingCapabilities: differingCapabilities(models.map(({ capabilities }) => capabilities)),
      job: job === undefined ? null : jobOf(job, given === undefined),
      ranking: options.cheapest === undefined ? ranking : (ranking?.slice(0, options.top) ?? null),
      considered: priced.length,
      unpriced: priced.filter(({ totalUsd }) => totalUsd === undefined).length,
      free: priced.filter(({ row }) => row.state === 'free').length,
      leftOut,
      assumptions: [
        ...assumptions,
        ...(job === undefined || prompt !== undefined
          ? []
          : assumptionsAbout(job, priced.length, given === undefined)),
      ],
      currency: settings.currency,
      overrides: [
        ...(models.length === 0
          ? []
          : overridesAmong(
              settings,
              models.map(({ model }) => model),
            )),
        ...(job?.defaults ?? []),
      ],
      warnings: [...map.loaded.warnings, ...(job?.warnings ?? [])],
      source: map.loaded.source,
    };
  });
}

/** What is compared, and what the job costs there. */
interface Compared {
  readonly models: readonly ComparedModel[];
  readonly coding: Benchmark | null;
  readonly entries: readonly Entry[];
  readonly job: Job | undefined;
  readonly priced: readonly Priced[];
  readonly leftOut: CompareDocument['leftOut'];
  /** What was assumed in finding the models. */
  readonly assumptions: readonly Assumption[];
}

/** A ranking of all sets none side by side. */
const NO_MODELS = { models: [], coding: null, entries: [], assumptions: [] } as const;

type JobFor = (mode: string | null) => Promise<Job>;

/** The models that the user named, and those that are similar to one. */
async function named(
  options: CompareOptions,
  given: Job | undefined,
  jobFor: JobFor,
  map: OpenMap,
  work: Work,
): Promise<Compared> {
  const { deps } = work;
  const subjects = subjectsOf(options, given, map);
  const scores = readScores(deps, map.settings.scores?.value);
  const entries = subjects.map(({ entry }) => entry);
  const job = options.needsJob ? await jobFor(entries[0]?.mode ?? null) : given;
  return {
    models: subjects.map((subject) => comparedModel(subject, scores, deps.now())),
    coding: scores.benchmark,
    entries,
    job,
    priced: job === undefined ? [] : priceAll(entries, job, map, work),
    leftOut: null,
    assumptions: subjects.flatMap((subject) => subject.assumptions),
  };
}

function jobOf({ usage, conditions, requests }: Job, isDefault: boolean): ComparedJob {
  const { tier, region, speed } = conditions;
  return { usage, tier, region: region ?? null, speed: speed ?? null, requests, isDefault };
}

function assumptionsAbout({ usage }: Job, models: number, isDefault: boolean): readonly Assumption[] {
  const countsTokens = usage.inputTokens !== undefined || usage.outputTokens !== undefined;
  const standIn = 'No job is described; one of ordinary proportions stands in for it.';
  const same = 'The same number of tokens is taken for every model, though each counts in its own way.';
  return [
    ...(isDefault ? [{ code: 'DEFAULT_JOB', message: standIn }] : []),
    ...(countsTokens && models > 1 ? [{ code: 'SAME_TOKENS', message: same }] : []),
  ];
}
