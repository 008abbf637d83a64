/**
 * Prices per image that a provider publishes. Where there is one it is taken: the counts of
 * gpt-image-1-mini times its rate are up to 56 % below what OpenAI charges, and the map's price per
 * pixel of DALL·E is a rounded quotient.
 */
import type { Notice } from '../../core/notice.ts';
import { formatAmount } from '../../core/money.ts';
import type { Entry } from '../../models/entry.ts';
import type { ModelStore } from '../../models/store.ts';
import { listedFigure } from '../unusable.ts';
import { sizedKeyOf, sizedKeys } from './entry.ts';
import type { ImageRule, PublishedPrices } from './rules.ts';
import { type ImageChoice, type ImageRequest, ofModel, openChoices, parseSize } from './tokens.ts';

/** The published price of one image. */
export interface PublishedImage {
  /** The entry that lists it, under a name of price per image. */
  readonly entry: Entry;
  /** Where it is published: a key of the map, or the provider's page. */
  readonly source: string;
  readonly usd: number;
}

/** The least and the most that an image may cost; the same where the request leaves nothing open. */
export interface PublishedRange {
  readonly low: PublishedImage;
  readonly high: PublishedImage;
}

/** Undefined where one of the sizes and qualities that the request allows has no published price. */
export function publishedRange(
  store: ModelStore,
  entry: Entry,
  rule: ImageRule,
  prices: readonly PublishedPrices[],
  request: ImageRequest,
): PublishedRange | undefined {
  const choices = openChoices(rule, request);
  if (choices.length === 0) return undefined;
  const keys = sizedKeys(store, entry);
  const found: PublishedImage[] = [];
  for (const choice of choices) {
    const key = keys.find(({ size, quality }) => size === choice.keySize && quality === choice.quality)?.key;
    const image = inMap(key === undefined ? undefined : store.get(key)) ?? onPage(entry, prices, choice);
    if (image === undefined) return undefined;
    found.push(image);
  }
  const [first, ...others] = found.toSorted((a, b) => a.usd - b.usd);
  return first && { low: first, high: others.at(-1) ?? first };
}

/** The map keeps the price of `quality/size/model` keys as one of input. */
const PER_IMAGE = ['output_cost_per_image', 'input_cost_per_image'];

function inMap(entry: Entry | undefined): PublishedImage | undefined {
  if (entry === undefined) return undefined;
  for (const name of PER_IMAGE) {
    const usd = listedFigure(entry, name);
    // A price that cannot be used has no figure to compare; the line that needs it says so.
    if (usd !== undefined) return { entry, source: entry.key, usd: typeof usd === 'number' ? usd : Infinity };
  }
  return undefined;
}

function onPage(
  entry: Entry,
  prices: readonly PublishedPrices[],
  { size, quality }: Pick<ImageChoice, 'size' | 'quality'>,
): PublishedImage | undefined {
  const { key, provider } = entry;
  const page = ofModel(
    prices.filter((each) => each.provider === provider),
    key,
  );
  const usd = page?.sizes[size]?.[quality];
  if (page === undefined || usd === undefined) return undefined;
  const fields = { litellm_provider: page.provider, output_cost_per_image: usd };
  return { entry: { ...entry, fields }, source: page.source, usd };
}

/** A published price is divided and rounded into a price per pixel by less than this. */
const ROUNDING = 0.01;

/** The published price of a key with a size, of which the map lists a rounded quotient per pixel. */
export function insteadOfPixels(
  entry: Entry,
  prices: readonly PublishedPrices[],
): PublishedImage | undefined {
  const sized = sizedKeyOf(entry.key);
  const size = parseSize(sized?.size ?? '');
  const perPixel = listedFigure(entry, 'input_cost_per_pixel');
  if (sized === undefined || size === undefined || typeof perPixel !== 'number' || inMap(entry))
    return undefined;
  const choice = { size: `${size.width}x${size.height}`, quality: sized.quality ?? 'standard' };
  const image = onPage(entry, prices, choice);
  const quotient = perPixel * size.width * size.height;
  return image && Math.abs(quotient / image.usd - 1) < ROUNDING ? image : undefined;
}

export function publishedNote({ usd, source }: PublishedImage): Notice {
  const message = `The published price of an image is taken (${formatAmount(usd)}, from ${source}); the map has it divided by pixels, and rounded.`;
  return { code: 'PUBLISHED_IMAGE_PRICE', message };
}
