import { formatAmount } from '../../core/money.ts';
import type { PublishedRange } from './published.ts';
import type { ImageRule, ImageRules } from './rules.ts';
import { imageRule, outputTokens, referenceTokens, type ImageTokens } from './tokens.ts';
import { field } from '../../core/json.ts';
import type { Entry } from '../../models/entry.ts';
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
  /** The published price of one image, which is taken in place of its tokens. */
  readonly published: PublishedRange | undefined;
  /** Counted tokens that are not billed where the API takes the least for all that is left to it. */
  readonly spared: number;
}

/** Where prices per image may be published: among the entries of a map. */
export type FindPublished = (rule: ImageRule) => PublishedRange | undefined;

/**
 * Turns images made into image-output tokens, and reference images into image-input tokens, by the
 * published counts. Tokens that the usage itself reports are never counted again, and images with a
 * published price stay images.
 * @throws UsageError for a size or quality that the API refuses.
 */
export function countImages(
  usage: Usage,
  entry: Entry,
  rules: ImageRules | undefined,
  findPublished: FindPublished = () => undefined,
): CountedImages {
  const rule = ruleOf(entry, rules);
  if (rule === undefined) {
    return { ...UNCOUNTED, usage, referencesCounted: usage.inputImageTokens !== undefined };
  }
  const made = usage.images ?? 0;
  const reported = usage.outputTokens !== undefined || usage.outputImageTokens !== undefined;
  const perImage =
    made > 0 && !reported
      ? outputTokens(rule, { size: usage.imageSize, quality: usage.imageQuality })
      : undefined;
  const published = perImage && findPublished(rule);
  const madeTokens = published === undefined ? made * (perImage?.high ?? 0) : 0;
  const output = reported ? 0 : madeTokens + (usage.partialImages ?? 0) * rule.partialImageTokens;
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
    counted: usage.images !== undefined && published === undefined,
    referencesCounted: true,
    assumptions: [
      ...(published === undefined ? (perImage?.assumptions ?? []) : leftOpen(published, perImage)),
      ...references.flatMap(({ assumptions }) => assumptions),
    ],
    perImage,
    published,
    spared: perImage === undefined || published !== undefined ? 0 : made * (perImage.high - perImage.low),
  };
}

function ruleOf(entry: Entry, rules: ImageRules | undefined) {
  return rules && billsImageTokens(entry) ? imageRule(rules, entry.key) : undefined;
}

/** True for a model that makes images, and has a rule for those that it is sent. */
export function billsReferences(entry: Entry, rules: ImageRules | undefined): boolean {
  return ruleOf(entry, rules) !== undefined;
}

const UNCOUNTED: Omit<CountedImages, 'usage' | 'referencesCounted'> = {
  counted: false,
  assumptions: [],
  perImage: undefined,
  published: undefined,
  spared: 0,
};

function leftOpen({ low, high }: PublishedRange, perImage: ImageTokens | undefined): readonly Assumption[] {
  if (low.usd === high.usd) return [];
  const message = `The size or quality of the image is left to the API (${perImage?.what}): it costs ${formatAmount(low.usd)} to ${formatAmount(high.usd)} an image, and the higher price is taken.`;
  return [{ code: 'IMAGE_AUTO', message }];
}

/** True for a model whose images out have a price per token. */
function billsImageTokens(entry: Entry): boolean {
  const makesImages = entry.mode === 'image_generation' || entry.mode === 'image_edit';
  const lists = (name: string) => (field(entry.fields, name) ?? null) !== null;
  return lists('output_cost_per_image_token') || (makesImages && lists('output_cost_per_token'));
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
