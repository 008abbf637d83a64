import { settingsFor } from '../../../config/settings-for.ts';
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import { useMap } from '../../../map/open.ts';
import { describe } from '../../../pricing/estimate/describe.ts';
import { readImageRules } from '../../../pricing/images/rules-file.ts';
import { findForJob, prepare } from '../../../pricing/job.ts';
import { readMediaRules } from '../../../tokens/rules-file.ts';
import type { PartCount } from '../../../tokens/count.ts';
import type { TokenRange } from '../../../tokens/range.ts';
import { SCHEMA_VERSION } from '../../document.ts';
import { emptyJob } from '../../flags/job.ts';
import type { CountingFor } from '../../prompts/counting.ts';
import { promptJob, usdPer1kOutput, type OutputNote } from '../../prompts/job.ts';
import type { PromptRequest } from '../../prompts/request.ts';
import { doubtsOf } from './doubts.ts';
import { exitCodeOf, FLAGS, type EstimateOptions, type EstimateResult } from './document.ts';

/** How the tokens of the input were counted. */
export interface PromptNote {
  /** The files that it comes from. */
  readonly name: string;
  readonly encoding: string;
  readonly family: string;
  readonly isExact: boolean;
  readonly tokens: TokenRange;
  readonly parts: readonly PartCount[];
  readonly tokenizerSource: string;
  readonly output: OutputNote;
}

/** What one request costs, its tokens counted. @throws LlmcostError for bad input and unknown models. */
export async function estimatePrompt(
  request: PromptRequest,
  countingFor: CountingFor,
  options: EstimateOptions,
  deps: Deps,
): Promise<EstimateResult> {
  const settings = await settingsFor(deps);
  const base = emptyJob(options, deps, settings);
  const name = options.model ?? request.prompt.chat?.model;
  if (name === undefined) {
    throw new UsageError(
      `No model is given, and ${request.name === '' ? 'the request' : request.name} names none.`,
      'Write: llmcost estimate <model> <file>',
    );
  }
  return await useMap({ ...options, settings }, deps, ({ loaded, find }) => {
    const { entry, by, assumptions } = findForJob(name, base, loaded.store, find);
    const imageRules = () => readImageRules(deps);
    const { job, count, output } = promptJob(request.prompt, base, entry, countingFor, imageRules);
    const pricing = prepare(entry, loaded.store, job, imageRules, settings, () => readMediaRules(deps));
    const doubts = doubtsOf(entry, { loaded, settings }, deps);
    const document = describe(
      pricing,
      job,
      { ...options, assumptions, doubts, names: FLAGS },
      settings.currency,
    );
    const { encoding, family, isExact, tokens, parts, source } = count;
    const note: PromptNote = {
      name: request.name,
      encoding,
      family,
      isExact,
      tokens,
      parts,
      tokenizerSource: source,
      output: { ...output, usdPer1kTokens: usdPer1kOutput(pricing, job) },
    };
    return {
      document: {
        schemaVersion: SCHEMA_VERSION,
        requested: name,
        matchedBy: by,
        ...document,
        prompt: note,
        warnings: [...loaded.warnings, ...document.warnings],
        source: loaded.source,
      },
      exitCode: exitCodeOf(document.error),
    };
  });
}
