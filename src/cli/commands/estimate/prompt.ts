/** `estimate` with texts, files and pictures instead of counts. */
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import type { Outcome } from '../../command.ts';
import type { PromptOptions } from '../../flags/prompt-flags.ts';
import { openCounting } from '../../prompts/counting.ts';
import { openPromptProgress } from '../../prompts/progress.ts';
import { readRequests } from '../../prompts/read.ts';
import { estimateCsv, estimateMarkdown } from './data.ts';
import { noticesOf, type EstimateOptions } from './document.ts';
import { estimatePrompt } from './prompt-document.ts';
import { renderEstimate, type EstimateView } from './render.ts';
import { estimateRequests } from './requests-document.ts';
import { renderRequests, requestsCsv, requestsMarkdown } from './requests-render.ts';

export interface PromptEstimateOptions extends EstimateOptions {
  readonly prompt: PromptOptions;
  readonly requestsEach: boolean;
}

export async function estimateFromPrompt(
  options: PromptEstimateOptions,
  view: EstimateView,
  deps: Deps,
): Promise<Outcome> {
  if (options.usageFile !== undefined) {
    throw new UsageError('--usage and a prompt both say what is used.', 'Leave out one of them.');
  }
  const progress = await openPromptProgress(deps);
  const read = { ...options.prompt, eachFile: options.requestsEach, eachFlag: '--requests-each' };
  const requests = await readRequests(read, deps, progress.onBytes);
  const countingFor = await openCounting(options.prompt.tokenizer, deps);
  progress.begin(requests.totalBytes);
  try {
    if (requests.areMany) {
      const { document, exitCode } = await estimateRequests(requests.all, countingFor, options, deps);
      return {
        document,
        exitCode,
        text: (style) => renderRequests(document, style),
        formats: { csv: () => requestsCsv(document), markdown: () => requestsMarkdown(document) },
        warnings: noticesOf(document),
      };
    }
    const request = await first(requests.all());
    const { document, exitCode } = await estimatePrompt(request, countingFor, options, deps);
    return {
      document,
      exitCode,
      text: (style) => renderEstimate(document, view, style),
      formats: { csv: () => estimateCsv(document), markdown: () => estimateMarkdown(document) },
      warnings: noticesOf(document),
    };
  } finally {
    progress.end();
  }
}

async function first<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new UsageError('Nothing is given to estimate.', 'Name a file, or write --text.');
}
