import type { ImageRules } from '../images/rules.ts';
import { parseSize } from '../images/tokens.ts';
import { billsReferences } from '../images/usage.ts';
import { UsageError } from '../../core/errors.ts';
import type { Assumption } from '../../core/notice.ts';
import { figure, type Entry } from '../../models/entry.ts';
import { imageTokens } from '../../tokens/media/image.ts';
import type { MediaRules } from '../../tokens/media/rules.ts';
import { sumOf } from '../../tokens/range.ts';
import type { Usage } from '../../usage/usage.ts';

/** Modes whose models read pictures as tokens of the prompt. */
const READING: ReadonlySet<string> = new Set(['chat', 'responses', 'completion', 'realtime']);

/** True where pictures that are sent in are no tokens of the prompt: they have a price or a rule of their own, or none. */
export function pricesPictures(entry: Entry, imageRules: ImageRules | undefined): boolean {
  if (!READING.has(entry.mode ?? 'chat')) return true;
  return billsReferences(entry, imageRules) || (figure(entry, 'input_cost_per_image') ?? 0) > 0;
}

export interface WithPictures {
  readonly usage: Usage;
  readonly assumptions: readonly Assumption[];
}

/**
 * Pictures sent to a model that reads them: input tokens by the model's own rule. A model that makes pictures has rules
 * of its own for them (`images/usage.ts`).
 * @throws UsageError for a text that is no size.
 */
export function withPictures(
  usage: Usage,
  entry: Entry,
  imageRules: ImageRules | undefined,
  mediaRules: () => MediaRules,
): WithPictures {
  const { referenceImages = [], ...other } = usage;
  if (
    referenceImages.length === 0 ||
    usage.inputImageTokens !== undefined ||
    pricesPictures(entry, imageRules)
  ) {
    return { usage, assumptions: [] };
  }
  const counts = referenceImages.map((text) => {
    const size = parseSize(text);
    if (size === undefined) {
      throw new UsageError(`"${text}" is no image size.`, 'Write width x height, such as 1024x1024.');
    }
    return imageTokens(mediaRules(), entry.key, { size, detail: undefined });
  });
  const tokens = sumOf(counts.map((count) => count.tokens)).likely;
  const hasOwnPrice = figure(entry, 'input_cost_per_image_token') !== undefined;
  const bases = new Set(counts.map(({ basis }) => basis));
  const unofficial = bases.has('measured') || bases.has('supposed');
  const message = `Tokens of pictures are ${bases.has('supposed') ? 'supposed: the model has no published count' : 'counted as responses report them'}.`;
  return {
    usage: {
      ...other,
      inputTokens: (usage.inputTokens ?? 0) + tokens,
      ...(hasOwnPrice ? { inputImageTokens: tokens } : {}),
    },
    assumptions: unofficial ? [{ code: 'REFERENCE_COUNT_UNOFFICIAL', message }] : [],
  };
}
