/** A counted prompt as a job that can be priced. */
import { UsageError } from '../../core/errors.ts';
import type { Assumption } from '../../core/notice.ts';
import { toNumber } from '../../core/money.ts';
import type { Entry } from '../../models/entry.ts';
import type { ImageRules } from '../../pricing/images/rules.ts';
import type { Job, Pricing } from '../../pricing/job.ts';
import { pricesPictures } from '../../pricing/prompts/pictures.ts';
import { promptUsage } from '../../pricing/prompts/usage.ts';
import { countPrompt, type Prompt, type PromptCount } from '../../tokens/count.ts';
import type { Usage } from '../../usage/usage.ts';
import type { CountingFor } from './counting.ts';

/** What the output of a request is known by. */
export interface OutputNote {
  /** Null where neither a flag nor the request says how many. */
  readonly tokens: number | null;
  /** `request`: `max_tokens`, the most that it may be. */
  readonly from: 'flag' | 'request' | null;
  /** Null where the model has no price for output. */
  readonly usdPer1kTokens: number | null;
}

export interface PromptJob {
  readonly job: Job;
  readonly count: PromptCount;
  readonly output: Omit<OutputNote, 'usdPer1kTokens'>;
}

/**
 * Counts a prompt at a model and makes a job of it.
 * @param base the conditions, and what else is used: `--output` and the like.
 * @throws UsageError where tokens are given too.
 */
export function promptJob(
  prompt: Prompt,
  base: Job,
  entry: Entry,
  countingFor: CountingFor,
  readImageRules: () => ImageRules,
): PromptJob {
  if (base.usage.inputTokens !== undefined) {
    throw new UsageError(
      '--input and a prompt both say what is sent in.',
      'Leave out --input, or the text and the files.',
    );
  }
  const { sent, usage } = forImageModel(prompt, base.usage, entry, readImageRules);
  const count = countPrompt(sent, countingFor(entry.key));
  const output = outputOf(usage, prompt);
  const withOutput: Usage =
    output.from === 'request' && output.tokens !== null ? { ...usage, outputTokens: output.tokens } : usage;
  const { low, likely, high } = promptUsage(count, entry, withOutput);
  return {
    job: {
      ...base,
      usage: likely,
      bounds: count.isExact ? undefined : { low, high },
      assumptions: [...count.assumptions, ...(output.from === 'request' ? [UPPER_BOUND] : [])],
      warnings: [...base.warnings, ...count.warnings.map((message) => ({ code: 'NOT_COUNTED', message }))],
    },
    count,
    output,
  };
}

const UPPER_BOUND: Assumption = {
  code: 'OUTPUT_UPPER_BOUND',
  message: 'The output is as long as the request allows (max_tokens): the most that it may cost.',
};

function outputOf({ outputTokens }: Usage, { chat }: Prompt): PromptJob['output'] {
  if (outputTokens !== undefined) return { tokens: outputTokens, from: 'flag' };
  const tokens = chat?.maxOutputTokens;
  return tokens === undefined ? { tokens: null, from: null } : { tokens, from: 'request' };
}

/** Where a model has a price or a rule of its own for pictures that it is sent, they are its reference images. */
function forImageModel(prompt: Prompt, usage: Usage, entry: Entry, readImageRules: () => ImageRules) {
  const pictures = prompt.media.filter((item) => item.kind === 'image');
  if (pictures.length === 0 || !pricesPictures(entry, readImageRules())) return { sent: prompt, usage };
  const sizes = pictures.map(({ size }) =>
    size === undefined ? '1024x1024' : `${size.width}x${size.height}`,
  );
  return {
    sent: { ...prompt, media: prompt.media.filter((item) => item.kind !== 'image') },
    usage: { ...usage, referenceImages: [...(usage.referenceImages ?? []), ...sizes] },
  };
}

/** What 1,000 tokens of output cost beside this input; null where the model has no price for them. */
export function usdPer1kOutput({ price, meterAt }: Pricing, { usage, conditions }: Job): number | null {
  const { lines } = meterAt(conditions.tier, { ...usage, outputTokens: 1000 });
  const output = lines.filter(({ side }) => side === 'output');
  if (output.length === 0 || output.some(({ rate }) => rate === undefined)) return null;
  return toNumber(price(output).outputUsd);
}
