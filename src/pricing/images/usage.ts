import type { ImageRules } from './rules.ts';
import { imageRule, outputTokens, referenceTokens, type ImageTokens } from './tokens.ts';
import { figure, type Entry } from '../../models/entry.ts';
import type { Assumption } from '../../core/notice.ts';
import type { Usage } from '../../usage/usage.ts';

/** A usage whose images have become tokens, where the model bills images by tokens. */
export interface CountedImages {
  readonly usage: Usage;
  /** True when `images` is now part of the output tokens. */
  readonly counted: boolean;
  /** True when the images sent in are among the input tokens. */
  readonly referencesCounted: boolean;
  readonly assumptions: readonly Assumption[];
  /** Tokens of one image made. */
  readonly perImage: ImageTokens | undefined;
  /** Counted tokens that are not billed where the API takes the least for all that is left to it. */
  readonly spared: number;
}

/**
 * Turns images made into image-output tokens, and reference images into image-input tokens, by the
 * published counts. Tokens that the usage itself reports are never counted again.
 * @throws UsageError for a size or quality that the API refuses.
 */
export function countImages(usage: Usage, entry: Entry, rules: ImageRules | undefined): CountedImages {
  const rule = ruleOf(entry, rules);
  if (rule === undefined) {
    const referencesCounted = usage.inputImageTokens !== undefined;
    return { usage, counted: false, referencesCounted, assumptions: [], perImage: undefined, spared: 0 };
  }
  const made = usage.images ?? 0;
  const reported = usage.outputTokens !== undefined || usage.outputImageTokens !== undefined;
  const perImage =
    made > 0 && !reported
      ? outputTokens(rule, { size: usage.imageSize, quality: usage.imageQuality })
      : undefined;
  const output = reported
    ? 0
    : made * (perImage?.high ?? 0) + (usage.partialImages ?? 0) * rule.partialImageTokens;
  const references =
    usage.inputImageTokens === undefined
      ? (usage.referenceImages ?? []).map((size) => referenceTokens(rule, size))
      : [];
  const input = references.reduce((total, { tokens }) => total + tokens, 0);
  return {
    usage: {
      ...usage,
      ...(output === 0 ? {} : addOutput(output)),
      ...(input === 0 ? {} : addInput(usage, input)),
    },
    counted: usage.images !== undefined,
    referencesCounted: true,
    assumptions: [...(perImage?.assumptions ?? []), ...references.flatMap(({ assumptions }) => assumptions)],
    perImage,
    spared: perImage === undefined ? 0 : made * (perImage.high - perImage.low),
  };
}

function ruleOf(entry: Entry, rules: ImageRules | undefined) {
  return rules && billsImageTokens(entry) ? imageRule(rules, entry.key) : undefined;
}

/** True for a model that makes images, and has a rule for those that it is sent. */
export function billsReferences(entry: Entry, rules: ImageRules | undefined): boolean {
  return ruleOf(entry, rules) !== undefined;
}

/** True for a model whose images out have a price per token. */
function billsImageTokens(entry: Entry): boolean {
  const makesImages = entry.mode === 'image_generation' || entry.mode === 'image_edit';
  return (
    figure(entry, 'output_cost_per_image_token') !== undefined ||
    (makesImages && figure(entry, 'output_cost_per_token') !== undefined)
  );
}

/** Where output is reported nothing is counted, so these tokens are all the image tokens there are. */
function addOutput(tokens: number): Partial<Usage> {
  return { outputImageTokens: tokens };
}

/** Reference images come beside the text that was counted, so the total grows with them. */
function addInput(usage: Usage, tokens: number): Partial<Usage> {
  return {
    inputImageTokens: tokens,
    ...(usage.inputTokens === undefined ? {} : { inputTokens: usage.inputTokens + tokens }),
  };
}
