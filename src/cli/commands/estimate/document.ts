import type { MatchedBy } from '../../../models/catalog.ts';
import { settingsFor } from '../../../config/settings-for.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import type { Notice } from '../../../core/notice.ts';
import { type RefusalReport, EXIT_CODES, UsageError } from '../../../core/errors.ts';
import { doubtsOf } from './doubts.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';
import { describe, type DescribeOptions, type Estimate } from '../../../pricing/estimate/describe.ts';
import { findForJob } from '../../../pricing/job.ts';
import { refuseIdleFlags } from '../../flags/idle-flags.ts';
import { own } from '../../../core/collections.ts';
import { pricerAt, readJob, type JobOptions } from '../../flags/job.ts';
import type { PromptNote } from './prompt-document.ts';

export interface EstimateOptions extends MapOptions, JobOptions, DescribeOptions {
  readonly model?: string | undefined;
  readonly requests?: number | undefined;
}

export interface EstimateDocument extends MapDocument, Estimate {
  readonly requested: string;
  readonly matchedBy: MatchedBy;
  /** Null where the tokens were given and not counted. */
  readonly prompt: PromptNote | null;
}

export interface EstimateResult {
  readonly document: EstimateDocument;
  readonly exitCode: number;
}

export const FLAGS = { strict: '--strict', allowPartial: '--allow-partial' };

/** What a request costs, line by line. @throws LlmcostError for bad input and unknown models. */
export async function estimate(options: EstimateOptions, deps: Deps): Promise<EstimateResult> {
  const settings = await settingsFor(deps);
  const job = await readJob(options, deps, settings);
  const name = options.model ?? job.model;
  if (name === undefined) {
    throw new UsageError(
      'No model is given, and the usage object names none.',
      'Write: llmcost estimate <model> --input 1000',
    );
  }
  return await useMap({ ...options, settings }, deps, ({ loaded, find }) => {
    const { entry, by, assumptions } = findForJob(name, job, loaded.store, find);
    const priced = pricerAt(entry, loaded.store, settings, deps);
    const pricing = priced(job);
    refuseIdleFlags(options, job, pricing, priced);
    const doubts = doubtsOf(entry, { loaded, settings }, deps);
    const document = describe(
      pricing,
      job,
      { ...options, assumptions, doubts, names: FLAGS },
      settings.currency,
    );
    const full: EstimateDocument = {
      schemaVersion: SCHEMA_VERSION,
      requested: name,
      matchedBy: by,
      ...document,
      prompt: null,
      warnings: [...loaded.warnings, ...document.warnings],
      source: loaded.source,
    };
    return { document: full, exitCode: exitCodeOf(full.error) };
  });
}

/** What is said beside the answer: its warnings, and why it is refused. */
export function noticesOf({
  warnings,
  error,
}: {
  readonly warnings: readonly Notice[];
  readonly error: RefusalReport | null;
}): readonly Notice[] {
  return error === null ? warnings : [...warnings, error];
}

export function exitCodeOf(error: RefusalReport | null): number {
  return error === null ? 0 : (own<number>(EXIT_CODES, error.code) ?? EXIT_CODES.INTERNAL);
}
