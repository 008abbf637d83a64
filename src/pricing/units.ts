import type { Conditions } from '../usage/conditions.ts';
import { isPremium } from './images/entry.ts';
import { parseSize, type Size } from './images/tokens.ts';
import { asList, asObject, field } from '../core/json.ts';
import { asFigure, figure, isUnusable, type Entry } from '../models/entry.ts';
import type { Unit } from '../models/fields.ts';
import { decimal, half, isZero, times } from '../core/money.ts';
import type { Assumption } from '../core/notice.ts';
import { halvesBatches, type Rate } from './rates.ts';
import {
  isUnusablePrice,
  listedFigure,
  unusablePrice,
  type UnusableField,
  type UnusablePrice,
} from './unusable.ts';
import type { Usage } from '../usage/usage.ts';

/** What a request used that is not tokens. */
export type UnitMeter =
  | 'images'
  | 'referenceImages'
  | 'seconds'
  | 'characters'
  | 'pages'
  | 'annotatedPages'
  | 'credits'
  | 'queries'
  | 'requests'
  | 'sessions'
  | 'webSearches';

export interface UnitQuantity {
  readonly meter: UnitMeter;
  readonly quantity: number;
  readonly unit: Unit;
  /** Undefined where the entry lists no price for it. */
  readonly rate: Rate | undefined;
  /** Why there is no rate, where the price is listed and cannot be used. */
  readonly unusable?: UnusableField | undefined;
}

/** What looking for a price gives; undefined where the entry lists none. */
type Lookup = Rate | UnusablePrice | undefined;

export interface UnitContext {
  readonly entry: Entry;
  /** The entry that prices the images: the model's own or that of its quality and size. */
  readonly imageEntry?: Entry | undefined;
  readonly conditions: Conditions;
  /** True where the images were counted as tokens, so that they are not billed twice. */
  readonly imagesAreTokens: boolean;
  /** True where the images that were sent in were counted as tokens. */
  readonly referencesAreTokens: boolean;
  /** True where quantities of 0 are wanted too, for a request that used nothing at all. */
  readonly evenNone?: boolean;
}

export const UNIT_LABELS: Readonly<Record<UnitMeter, string>> = {
  images: 'Images',
  referenceImages: 'Reference images',
  seconds: 'Seconds',
  characters: 'Characters',
  pages: 'Pages',
  annotatedPages: 'Annotated pages',
  credits: 'Credits',
  queries: 'Queries',
  requests: 'Request fee',
  sessions: 'Sessions',
  webSearches: 'Web searches',
};

/** The quantities of a usage that are not tokens, each with the rate that the entry lists for it. */
export function unitQuantities(usage: Usage, context: UnitContext): readonly UnitQuantity[] {
  const { entry, conditions } = context;
  const of = (meter: UnitMeter, quantity: number | undefined, unit: Unit, price: () => Lookup) =>
    quantity === undefined || (quantity === 0 && context.evenNone !== true)
      ? []
      : [{ meter, quantity, unit, ...rateOrReason(price()) }];
  const media = (names: readonly string[]) => mediaRate(entry, names, conditions);
  return [
    ...(context.imagesAreTokens ? [] : of('images', usage.images, 'image', () => imageRate(usage, context))),
    ...(context.referencesAreTokens
      ? []
      : of('referenceImages', usage.referenceImages?.length, 'image', () =>
          referenceRate(entry, conditions),
        )),
    ...of('seconds', usage.seconds, 'second', () => secondsRate(usage, entry, conditions)),
    ...of('characters', usage.characters, 'character', () => media(['input_cost_per_character'])),
    ...of('pages', usage.pages, 'page', () => media(['ocr_cost_per_page'])),
    ...of('annotatedPages', usage.annotatedPages, 'page', () => media(['annotation_cost_per_page'])),
    ...of('credits', usage.credits, 'credit', () => media(['ocr_cost_per_credit'])),
    ...of('queries', usage.queries, 'query', () => queryRate(entry)),
    ...of('sessions', usage.sessions, 'session', () => toolRate(entry, 'code_interpreter_cost_per_session')),
    ...of('webSearches', usage.webSearches, 'query', () => searchRate(entry, usage.searchContext)),
  ];
}

function rateOrReason(price: Lookup): Pick<UnitQuantity, 'rate' | 'unusable'> {
  return isUnusablePrice(price) ? { rate: undefined, unusable: price.unusable } : { rate: price };
}

/** The fee that some entries put on every request, whatever it used. */
export function requestFee(entry: Entry): UnitQuantity | undefined {
  const price = toolRate(entry, 'input_cost_per_request');
  return price && { meter: 'requests', quantity: 1, unit: 'request', ...rateOrReason(price) };
}

/**
 * USD per image made: `output_cost_per_image` (of the resolution, where it lists some), else
 * `input_cost_per_image`, where the map keeps the price of `quality/size/model` keys, else the price
 * per pixel times the pixels. The map keeps that one as the input price, with 0 beside it for output.
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
  const perPixel = mediaRate(priced, pixelFields(priced), conditions);
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

/**
 * An image is billed by its pixels once. The map lists that price as input and, beside it, an output
 * price of 0, which is no price.
 */
function pixelFields(entry: Entry): readonly string[] {
  const names = ['output_cost_per_pixel', 'input_cost_per_pixel'];
  const priced = names.filter((name) => {
    const price = listedFigure(entry, name);
    return typeof price === 'object' || (price ?? 0) > 0;
  });
  return priced.length === 0 ? names : priced;
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
function secondsRate(usage: Usage, entry: Entry, conditions: Conditions): Lookup {
  if (HEARS.has(entry.mode)) {
    return heardRate(entry, conditions);
  }
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

/** A listed 0 is a price, and is taken; but where another price stands beside it, the answer says so. */
function heardRate(entry: Entry, conditions: Conditions): Lookup {
  const rate = mediaRate(entry, HEARD, conditions);
  if (rate === undefined || isUnusablePrice(rate) || !isZero(rate.usdPerUnit)) return rate;
  const dearer = HEARD.find((name) => (figure(entry, name) ?? 0) > 0);
  if (dearer === undefined) return rate;
  const message = `The map lists ${rate.field} as 0, and ${dearer} above 0; 0 is taken.`;
  return { ...rate, assumptions: [...rate.assumptions, { code: 'ZERO_PRICE_TAKEN', message }] };
}

function queryRate(entry: Entry): Lookup {
  const flat = toolRate(entry, 'input_cost_per_query');
  if (flat !== undefined) return flat;
  const listed = field(entry.fields, 'tiered_pricing') ?? null;
  const tiers = asList(listed);
  const [first] = tiers;
  const value = field(asObject(first), 'input_cost_per_query');
  const price = asFigure(value);
  if (price === undefined) {
    if (listed !== null && !Array.isArray(listed))
      return unusablePrice('tiered_pricing', listed, 'a list of objects');
    if (first !== undefined && asObject(first) === undefined)
      return unusablePrice('tiered_pricing[0]', first, 'an object');
    return isUnusable(value) ? unusablePrice('tiered_pricing[0].input_cost_per_query', value) : undefined;
  }
  const results = asList(field(asObject(first), 'max_results_range')).join(' to ');
  const message = `The price of a query depends on how many results it asks for; that of ${results} results is used.`;
  const assumptions = tiers.length > 1 ? [{ code: 'FEWEST_RESULTS', message }] : [];
  return {
    ...plainRate('tiered_pricing[0].input_cost_per_query', price),
    condition: `${results} results`,
    assumptions,
  };
}

function searchRate(entry: Entry, context: Usage['searchContext']): Lookup {
  const parent = 'search_context_cost_per_query';
  const listed = field(entry.fields, parent) ?? null;
  if (listed === null) return undefined;
  const prices = asObject(listed);
  if (prices === undefined) return unusablePrice(parent, listed, 'an object of numbers');
  const name = `search_context_size_${context ?? 'medium'}`;
  const value = field(prices, name);
  const price = asFigure(value);
  if (price === undefined) return isUnusable(value) ? unusablePrice(`${parent}.${name}`, value) : undefined;
  const distinct = new Set(Object.values(prices).map(asFigure));
  const message = 'No search context is given; medium is used.';
  const assumptions =
    context === undefined && distinct.size > 1 ? [{ code: 'SEARCH_CONTEXT_MEDIUM', message }] : [];
  return {
    ...plainRate(`${parent}.${name}`, price),
    condition: `${context ?? 'medium'} search context`,
    assumptions,
  };
}

/** A price of a tool, which no tier and no batch changes. */
function toolRate(entry: Entry, name: string): Lookup {
  const price = listedFigure(entry, name);
  return typeof price === 'number' ? plainRate(name, price) : price;
}

/** A price of images, seconds, characters or pages: tiers and batch apply as they do to tokens. */
function mediaRate(entry: Entry, names: readonly string[], { tier }: Conditions): Lookup {
  const suffix = tier === 'batch' ? '_batches' : `_${tier}`;
  for (const name of names) {
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

function plainRate(name: string, price: number): Rate {
  return { usdPerUnit: decimal(price), field: name, condition: null, assumptions: [], passedOver: [] };
}
