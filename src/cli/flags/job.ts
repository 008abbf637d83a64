import { NO_SETTINGS, type Override, type Settings } from '../../config/settings.ts';
import type { Deps } from '../../core/deps.ts';
import { UsageError } from '../../core/errors.ts';
import type { Entry } from '../../models/entry.ts';
import type { ModelStore } from '../../models/store.ts';
import { readImageRules } from '../../pricing/images/rules-file.ts';
import { prepare, type Job, type Pricing } from '../../pricing/job.ts';
import { readMediaRules } from '../../tokens/rules-file.ts';
import { sayThatItWaits } from '../terminal/streams.ts';
import { readUsageFile } from '../../usage/usage-file.ts';
import { usesAnything, type Tier, type Usage } from '../../usage/usage.ts';

/** The job: what one request uses, and under which conditions. */
export interface JobOptions {
  readonly usage: Usage;
  /** A file with a usage object, or `-`. */
  readonly usageFile?: string | undefined;
  readonly tier?: Tier | undefined;
  readonly region?: string | undefined;
  readonly speed?: string | undefined;
  readonly at?: Date | undefined;
}

/** Prices jobs at one model, by the rules of images and media that come along or are the user's. */
export function pricerAt(entry: Entry, store: ModelStore, settings: Settings, deps: Deps) {
  return (job: Job): Pricing =>
    prepare(
      entry,
      store,
      job,
      () => readImageRules(deps),
      settings,
      () => readMediaRules(deps),
    );
}

/** Reads the usage object, if there is one, and lays the conditions of the flags over it. */
export async function readJob(
  options: JobOptions & { readonly requests?: number | undefined },
  deps: Deps,
  settings: Pick<Settings, 'tier' | 'region'> = NO_SETTINGS,
): Promise<Job> {
  const given = Object.keys(options.usage).length > 0;
  if (options.usageFile === undefined) {
    if (!usesAnything(options.usage))
      throw new UsageError(
        'Nothing is used: no count is given.',
        'Say what one request uses, such as --input 12k --output 800.',
      );
    return emptyJob(options, deps, settings);
  }
  if (given)
    throw new UsageError(
      '--usage and flags with counts cannot be given together.',
      'Put all counts into the usage object, or all into flags.',
    );
  if (options.usageFile === '-') sayThatItWaits(deps);
  const record = await readUsageFile(options.usageFile, deps);
  return {
    model: record.model,
    usage: record.usage,
    conditions: {
      tier: options.tier ?? record.tier ?? settings.tier?.value ?? 'standard',
      region: options.region ?? record.region ?? settings.region?.value,
      speed: options.speed ?? record.speed,
      at: options.at ?? (record.atMs === undefined ? deps.now() : new Date(record.atMs)),
    },
    overlap: 'cut',
    requests: options.requests ?? record.requests ?? 1,
    charges: record.charges,
    sumOf: record.sumOf,
    contextTokens: record.contextTokens,
    assumptions: record.assumptions,
    warnings: (record.warnings ?? []).map((message) => ({ code: 'USAGE', message })),
    defaults: defaultsUsed(settings, {
      tier: options.tier ?? record.tier,
      region: options.region ?? record.region,
    }),
  };
}

/** A job of what the flags say, which may be nothing yet: a prompt that is counted says the rest. */
export function emptyJob(
  options: JobOptions & { readonly requests?: number | undefined },
  deps: Deps,
  settings: Pick<Settings, 'tier' | 'region'> = NO_SETTINGS,
): Job {
  return {
    model: undefined,
    usage: options.usage,
    conditions: {
      tier: options.tier ?? settings.tier?.value ?? 'standard',
      region: options.region ?? settings.region?.value,
      speed: options.speed,
      at: options.at ?? deps.now(),
    },
    overlap: 'refuse',
    requests: options.requests ?? 1,
    warnings: [],
    defaults: defaultsUsed(settings, options),
  };
}

/** The defaults of the settings that stand in for what a job does not say. */
function defaultsUsed(
  { tier, region }: Pick<Settings, 'tier' | 'region'>,
  named: Pick<JobOptions, 'tier' | 'region'>,
): readonly Override[] {
  return [
    ...(tier === null || named.tier !== undefined ? [] : [tier.override]),
    ...(region === null || named.region !== undefined ? [] : [region.override]),
  ];
}
