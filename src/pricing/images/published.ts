/**
 * Prices per image that a provider publishes for a model which it bills by image tokens. Where there is
 * one it is taken: the counts of gpt-image-1-mini times its rate are up to 56 % below what OpenAI charges.
 */
import type { Entry } from '../../models/entry.ts';
import type { ModelStore } from '../../models/store.ts';
import { listedFigure } from '../unusable.ts';
import { sizedKeys } from './entry.ts';
import type { ImageRule } from './rules.ts';
import { openChoices, type ImageRequest, type ImageChoice } from './tokens.ts';

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
  request: ImageRequest,
): PublishedRange | undefined {
  const choices = openChoices(rule, request);
  if (choices.length === 0) return undefined;
  const keys = sizedKeys(store, entry);
  const found: PublishedImage[] = [];
  for (const choice of choices) {
    const key = keys.find(({ size, quality }) => size === choice.keySize && quality === choice.quality)?.key;
    const image = inMap(key === undefined ? undefined : store.get(key)) ?? onPage(entry, rule, choice);
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

function onPage(entry: Entry, { perImage }: ImageRule, choice: ImageChoice): PublishedImage | undefined {
  const usd = perImage?.sizes[choice.size]?.[choice.quality];
  if (perImage === undefined || usd === undefined || entry.provider !== perImage.provider) return undefined;
  const fields = { litellm_provider: perImage.provider, output_cost_per_image: usd };
  return { entry: { ...entry, fields }, source: perImage.source, usd };
}
