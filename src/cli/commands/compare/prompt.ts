import type { Settings } from '../../../config/settings.ts';
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import type { Entry } from '../../../models/entry.ts';
import type { ImageRules } from '../../../pricing/images/rules.ts';
import type { Job } from '../../../pricing/job.ts';
import { countPrompt } from '../../../tokens/count.ts';
import { emptyJob } from '../../flags/job.ts';
import { openCounting } from '../../prompts/counting.ts';
import { promptJob, type PromptJob } from '../../prompts/job.ts';
import { readRequests } from '../../prompts/read.ts';
import { remembered } from '../../../tokens/text-file.ts';
import type { PromptOptions } from '../../flags/prompt-flags.ts';
import type { CompareOptions } from './document.ts';

/** A prompt that is priced at several models, counted at each in its own tokens. */
export interface OpenPrompt {
  /** The job in the tokens of OpenAI's models, for what looks at its size before a model is chosen. */
  readonly job: Job;
  readonly at: (entry: Entry, readImageRules: () => ImageRules) => PromptJob;
}

const FIRST_LOOK = 'gpt-4o';

/** @throws UsageError for what cannot be read. */
export async function openPrompt(
  sent: PromptOptions,
  options: CompareOptions,
  deps: Deps,
  settings: Settings,
): Promise<OpenPrompt> {
  const read = { ...sent, eachFile: false, eachFlag: '--requests-each of estimate' };
  const requests = await readRequests(read, deps, () => {});
  const countingFor = await openCounting(sent.tokenizer, deps);
  const base = emptyJob(options, deps, settings);
  for await (const request of requests.all()) {
    // Hundreds of models share a few encodings.
    const prompt = { ...request.prompt, texts: request.prompt.texts.map(remembered) };
    const { tokens } = countPrompt(prompt, countingFor(FIRST_LOOK));
    return {
      job: { ...base, usage: { inputTokens: tokens.likely, ...base.usage } },
      at: (entry, readImageRules) => promptJob(prompt, base, entry, countingFor, readImageRules),
    };
  }
  throw new UsageError('Nothing is given to compare.', 'Name a file, or write --text.');
}
