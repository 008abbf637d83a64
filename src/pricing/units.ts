import type { Conditions } from '../usage/conditions.ts';
import { isPremium } from './images/entry.ts';
import { parseSize, type Size } from './images/tokens.ts';
import type { Entry } from '../models/entry.ts';
import type { Unit } from '../models/fields.ts';
import { half, times } from '../core/money.ts';
import type { Assumption } from '../core/notice.ts';
import { leastSeconds } from './provider-rules.ts';
import { halvesBatches } from './rates.ts';
import { plainRate, queryRate, searchRate, rateOrReason, toolRate, type Lookup } from './tool-rates.ts';
import type { UnitMeter, UnitQuantity } from './unit-meters.ts';
import { isUnusablePrice, listedFigure } from './unusable.ts';
import type { Usage } from '../usage/usage.ts';

export interface UnitContext {
  readonly entry: Entry;
  /** The entry that prices the images: the model's own or that of its quality and size. */
  readonly imageEntry?: Entry | undefined;
  readonly conditions: Conditions;
  /** The entry that prices tools of the model's provider, where the model's own does not. */
  readonly toolEntry?: Entry | undefined;
  /** How many requests the quantities are of: 1 unless they are a sum. */
  readonly requests: number;
  /** True where the images were counted as tokens, so that they are not billed twice. */
  readonly imagesAreTokens: boolean;
  /** True where the images that were sent in were counted as tokens. */
  readonly referencesAreTokens: boolean;
  /** True where quantities of 0 are wanted too, for a request that used nothing at all. */
  readonly evenNone?: boolean;
}

/** The quantities of a usage that are not tokens, each with the rate that the entry lists for it. */
export function unitQuantities(usage: Usage, context: UnitContext): readonly UnitQuantity[] {
  const { entry, toolEntry, conditions } = context;
  const of = (meter: UnitMeter, quantity: number | undefined, unit: Unit, price: () => Lookup) =>
    quantity === undefined || (quantity === 0 && context.evenNone !== true)
      ? []
      : [{ meter, quantity, unit, ...rateOrReason(price()) }];
  const media = (names: readonly string[]) => mediaRate(entry, names, conditions);
  const credits = of('credits', usage.credits, 'credit', () => media(['ocr_cost_per_credit']));
  const pages = [
    ...of('pages', usage.pages, 'page', () => media(['ocr_cost_per_page'])),
    ...of('annotatedPages', usage.annotatedPages, 'page', () => media(['annotation_cost_per_page'])),
  ];
  // Whoever bills by credits has no price for the pages that they were taken for.
  const areCredited = credits.some(({ rate }) => rate !== undefined);
  const session = 'code_interpreter_cost_per_session';
  return [
    ...(context.imagesAreTokens ? [] : of('images', usage.images, 'image', () => imageRate(usage, context))),
    ...(context.referencesAreTokens
      ? []
      : of('referenceImages', usage.referenceImages?.length, 'image', () =>
          referenceRate(entry, conditions),
        )),
    ...of('seconds', billedSeconds(usage.seconds, context), 'second', () => secondsRate(usage, context)),
    ...of('characters', usage.characters, 'character', () => media(['input_cost_per_character'])),
    ...pages.filter(({ rate }) => rate !== undefined || !areCredited),
    ...credits,
    ...of('queries', usage.queries, 'query', () => queryRate(entry, usage.results)),
    ...of('sessions', usage.sessions, 'session', () => {
      return toolRate(entry, session) ?? (toolEntry && toolRate(toolEntry, session));
    }),
    ...of('webSearches', usage.webSearches, 'query', () => searchRate(entry, usage.searchContext)),
  ];
}

/** The fee that some entries put on every request, whatever it used. */
export function requestFee(entry: Entry, requests = 1): UnitQuantity | undefined {
  const price = toolRate(entry, 'input_cost_per_request');
  return price && { meter: 'requests', quantity: requests, unit: 'request', ...rateOrReason(price) };
}

/** Seconds as they are billed: some providers bill a least length for each request. */
function billedSeconds(seconds: number | undefined, context: UnitContext): number | undefined {
  if (seconds === undefined || seconds === 0) return seconds;
  return Math.max(seconds, leastSeconds(context.entry) * context.requests);
}

/**
 * USD per image made: `output_cost_per_image` (of the resolution, where it lists some), else
 * `input_cost_per_image`, where the map keeps the price of `quality/size/model` keys, else the price
 * per pixel times the pixels.
 */
function imageRate(usage: Usage, { imageEntry, entry, conditions }: UnitContext): Lookup {
  const priced = imageEntry ?? entry;
  const size = parseSize(usage.imageSize ?? '') ?? sizeInKey(priced.key);
  const perImage = mediaRate(
    priced,
    [...sizedImageFields(usage, size), 'output_cost_per_image', 'input_cost_per_image'],
    conditions,
  );
  if (perImage !== undefined || size === undefined) return perImage;
  const perPixel = mediaRate(priced, ['output_cost_per_pixel', 'input_cost_per_pixel'], conditions);
  if (perPixel === undefined || isUnusablePrice(perPixel)) return perPixel;
  const pixels = size.width * size.height;
  const condition = [perPixel.condition, `${size.width} × ${size.height} pixels`]
    .filter((part) => part !== null)
    .join(', ');
  return { ...perPixel, usdPerUnit: times(perPixel.usdPerUnit, pixels), condition };
}

/** USD per image sent in. For a model that makes images, this field holds the price of those. */
function referenceRate(entry: Entry, conditions: Conditions): Lookup {
  return makesImages(entry) ? undefined : mediaRate(entry, ['input_cost_per_image'], conditions);
}

function makesImages({ mode }: Entry): boolean {
  return mode === 'image_generation' || mode === 'image_edit';
}

/** `high/1024-x-1536/gpt-image-1` says the size that it prices. */
function sizeInKey(key: string): Size | undefined {
  return key
    .split('/')
    .map(parseSize)
    .find((size) => size !== undefined);
}

function sizedImageFields(usage: Usage, size: Size | undefined): readonly string[] {
  const wish = usage.imageSize ?? '';
  // `2K` and `1024` name a resolution; so does a square of 1024 by 1024.
  const square = size !== undefined && size.width === size.height ? String(size.width) : undefined;
  const named = /^[\d.]+k?$/i.test(wish) ? wish : square;
  const premium = isPremium(usage.imageQuality);
  const edge = size === undefined ? 0 : Math.min(size.width, size.height);
  const base = 'output_cost_per_image';
  const above = [1024, 512]
    .filter((limit) => edge > limit)
    .map((limit) => `${base}_above_${limit}_and_${limit}_pixels`);
  return [
    ...(named === undefined ? [] : [`${base}_${named.toUpperCase()}`, `${base}_${named.toLowerCase()}`]),
    ...(premium ? [...above.map((name) => `${name}_and_premium_image`), `${base}_premium_image`] : []),
    ...above,
  ];
}

/** Modes whose seconds are of audio that goes in. */
const HEARS: ReadonlySet<string | null> = new Set([
  'audio_transcription',
  'chat',
  'realtime',
  'embedding',
  'responses',
]);

/**
 * USD per second. Audio that is heard is billed once: at the input price, else at the output price
 * (whisper-1 lists the one price under both). Video that is made is billed by its resolution.
 */
function secondsRate(usage: Usage, { entry, conditions }: UnitContext): Lookup {
  if (HEARS.has(entry.mode)) return mediaRate(entry, HEARD, conditions);
  const resolution = (usage.resolution ?? usage.imageSize)?.toLowerCase();
  const made = [
    'output_cost_per_video_per_second',
    'output_cost_per_second',
    'output_cost_per_audio_per_second',
  ];
  const sized = resolution === undefined ? [] : [`output_cost_per_second_${resolution}`];
  const rate = mediaRate(entry, [...sized, ...made, 'input_cost_per_second'], conditions);
  if (rate === undefined || isUnusablePrice(rate)) return rate;
  if (resolution === undefined || rate.field === sized[0]) return rate;
  const message = `No price for ${resolution} is listed; ${rate.field} is used.`;
  return { ...rate, assumptions: [...rate.assumptions, { code: 'RESOLUTION_PRICE_MISSING', message }] };
}

const HEARD = ['input_cost_per_second', 'input_cost_per_audio_per_second', 'output_cost_per_second'];

/**
 * A price of images, seconds, characters or pages: tiers and batch apply as they do to tokens. Of
 * several fields that price one thing, a 0 is no price where another is more.
 */
function mediaRate(entry: Entry, names: readonly string[], { tier }: Conditions): Lookup {
  const suffix = tier === 'batch' ? '_batches' : `_${tier}`;
  const isMore = (name: string) => {
    const price = listedFigure(entry, name);
    return typeof price === 'object' || (price ?? 0) > 0;
  };
  for (const name of names.some(isMore) ? names.filter(isMore) : names) {
    const own = tier === 'standard' ? undefined : listedFigure(entry, name + suffix);
    if (typeof own === 'object') return own;
    if (own !== undefined)
      return { ...plainRate(name + suffix, own), condition: tier === 'batch' ? 'batch' : `${tier} tier` };
    const standard = listedFigure(entry, name);
    if (typeof standard === 'object') return standard;
    if (standard === undefined) continue;
    if (tier === 'standard') return plainRate(name, standard);
    if (tier !== 'batch') return { ...plainRate(name, standard), assumptions: [noTierPrice(tier, name)] };
    if (!halvesBatches(entry)) return undefined;
    const rate = plainRate(name, standard);
    return {
      ...rate,
      usdPerUnit: half(rate.usdPerUnit),
      condition: 'batch',
      assumptions: [halved(entry, name)],
    };
  }
  return undefined;
}

function noTierPrice(tier: string, name: string): Assumption {
  return {
    code: 'TIER_PRICE_MISSING',
    message: `No ${tier} price is listed; the standard price ${name} is used.`,
  };
}

function halved(entry: Entry, name: string): Assumption {
  const message = `No batch price is listed; half of ${name} is used, the flat batch discount that ${entry.provider} publishes.`;
  return { code: 'BATCH_HALF', message };
}
