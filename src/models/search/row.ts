import { deprecationOf, featuresOf, limitsOf, type Deprecation } from '../capabilities.ts';
import { field, type JsonValue } from '../../core/json.ts';
import type { Unit } from '../fields.ts';
import { movePoint } from '../../core/money.ts';
import { normalizedNumber } from '../prices.ts';
import { providerName } from '../providers.ts';
import { scoreOf } from '../scores.ts';
import { blended, priceOf, type Candidate, type PriceState } from './candidate.ts';
import { endpointsOf, regionsOf } from './filter.ts';
import type { Offered } from './offers.ts';
import type { SortContext } from './sort.ts';

/** A price, per unit and per the amount in which people compare it. */
export interface RateCell {
  readonly usdPerUnit: number;
  readonly unit: Unit;
  /** Null for every unit but tokens. */
  readonly per1MUsd: number | null;
  readonly normalizedUsd: number;
  readonly normalizedUnit: string;
}

/**
 * The prices that a list has columns for; a name is absent where the map has no such price.
 * `input` and `output` are the two that stand for the model, whatever they are per.
 */
export type RateName =
  | 'input'
  | 'output'
  | 'cacheRead'
  | 'imageOutput'
  | 'audioInput'
  | 'audioOutput'
  | 'image'
  | 'second'
  | 'character'
  | 'query'
  | 'page';

export type RateCells = Readonly<Partial<Record<RateName, RateCell>>>;

/** What tables of models say of one. */
export interface ModelFacts {
  /** The key of its entry. */
  readonly model: string;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly state: PriceState;
  /** The two prices that stand for it, and what both are per. */
  readonly inputUsdPerUnit: number | null;
  readonly outputUsdPerUnit: number | null;
  readonly unit: Unit | null;
  readonly rates: RateCells;
  /** Three parts of input and one of output; null unless both are per token. */
  readonly blendedPer1MUsd: number | null;
  /** True where the prices are those of the smallest requests of a model priced by ranges. */
  readonly isSmallestRange: boolean;
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
  /** Numbers in a vector, of an embedding model. */
  readonly dimensions: number | null;
  readonly codingPercent: number | null;
  readonly features: readonly string[];
  readonly deprecation: Deprecation | null;
  readonly regions: readonly string[];
  readonly endpoints: readonly string[];
}

/** One model of a list. */
export interface ModelRow extends ModelFacts {
  /** With `--unique`: who else sells it. Null without. */
  readonly offers: OffersNote | null;
  /** Fields of the map that were asked for as columns, as they stand there. */
  readonly fields: Readonly<Record<string, JsonValue>>;
}

/** The offers that a folded row stands for, itself included. */
export interface OffersNote {
  readonly count: number;
  readonly keys: readonly string[];
}

export function rowOf(candidate: Candidate, fields: readonly string[], context: SortContext): ModelRow {
  const { entry } = candidate;
  const shown = fields.map((name) => [name, field(entry.fields, name) ?? null] as const);
  return Object.assign(factsOf(candidate, context), { offers: null, fields: Object.fromEntries(shown) });
}

export function factsOf(candidate: Candidate, context: SortContext): ModelFacts {
  const { entry, key, provider, mode } = candidate;
  const limits = limitsOf(entry);
  const blend = blended(candidate.headline);
  return {
    model: key,
    provider,
    providerName: providerName(provider),
    mode,
    state: candidate.state,
    inputUsdPerUnit: candidate.headline.input,
    outputUsdPerUnit: candidate.headline.output,
    unit: candidate.headline.unit,
    rates: ratesOf(candidate),
    blendedPer1MUsd: blend === null ? null : movePoint(blend, 6),
    isSmallestRange: isRanged(candidate),
    contextTokens: limits.contextTokens,
    maxOutputTokens: limits.outputTokens,
    dimensions: candidate.figure('output_vector_size'),
    codingPercent: scoreOf(context.scores, key),
    features: featuresOf(entry),
    deprecation: deprecationOf(entry, context.now),
    regions: regionsOf(entry),
    endpoints: endpointsOf(entry),
  };
}

/** The row of a model at all its sellers: that of the cheapest offer. */
export function foldedRow(
  { cheapest, offers }: Offered,
  fields: readonly string[],
  context: SortContext,
): ModelRow {
  const note = { count: offers.length, keys: offers.map(({ key }) => key) };
  return { ...rowOf(cheapest, fields, context), offers: note };
}

function ratesOf(candidate: Candidate): RateCells {
  const { headline, mode } = candidate;
  const rates: Partial<Record<RateName, RateCell>> = {};
  const put = (name: RateName, unit: Unit | null, usdPerUnit: number | null | undefined) => {
    if (unit !== null && typeof usdPerUnit === 'number') rates[name] = rate(usdPerUnit, unit);
  };
  put('input', headline.unit, headline.input);
  put('output', headline.unit, headline.output);
  for (const [name, unit, fields] of OTHERS) put(name, unit, firstFigure(candidate, fields));
  if (headline.unit === 'query') put('query', 'query', headline.input);
  const image = imagePrice(candidate, mode === 'image_generation' || mode === 'image_edit');
  if (image !== undefined) put('image', image.unit, image.usd);
  return rates;
}

function firstFigure(candidate: Candidate, fields: readonly string[]): number | null {
  for (const name of fields) {
    const value = candidate.figure(name);
    if (value !== null) return value;
  }
  return null;
}

/** Prices beside the headline: the first of the fields that the entry has. */
const OTHERS: readonly (readonly [RateName, Unit, readonly string[]])[] = [
  ['cacheRead', 'token', ['cache_read_input_token_cost', 'input_cost_per_token_cache_hit']],
  ['imageOutput', 'token', ['output_cost_per_image_token']],
  ['audioInput', 'token', ['input_cost_per_audio_token']],
  ['audioOutput', 'token', ['output_cost_per_audio_token']],
  [
    'second',
    'second',
    [
      'output_cost_per_video_per_second',
      'input_cost_per_second',
      'output_cost_per_second',
      'input_cost_per_audio_per_second',
      'output_cost_per_audio_per_second',
    ],
  ],
  ['character', 'character', ['input_cost_per_character', 'output_cost_per_character']],
  ['query', 'query', ['input_cost_per_query']],
  ['page', 'page', ['ocr_cost_per_page']],
];

interface ImagePrice {
  readonly unit: Unit;
  readonly usd: number;
}

/**
 * The price of an image made. The map keeps some under a name of input, and some per pixel, of the
 * size that the key names or else of 1024 × 1024.
 */
function imagePrice(candidate: Candidate, makes: boolean): ImagePrice | undefined {
  const sides = makes ? ['output', 'input'] : ['output'];
  const priceFor = (unit: Unit) => {
    const found = sides.flatMap((side) => candidate.figure(`${side}_cost_per_${unit}`) ?? []);
    return found.find((price) => price > 0) ?? found[0];
  };
  const perImage = priceFor('image');
  if (perImage !== undefined) return { unit: 'image', usd: perImage };
  const perPixel = priceFor('pixel');
  if (perPixel === undefined) return undefined;
  const [, width, height] = /(?:^|\/)(\d+)-x-(\d+)\//.exec(candidate.key) ?? [];
  const usd = width === undefined ? null : priceOf(Number(width) * Number(height), perPixel);
  return usd === null ? { unit: 'pixel', usd: perPixel } : { unit: 'image', usd };
}

function rate(usdPerUnit: number, unit: Unit): RateCell {
  const normal = normalizedNumber(usdPerUnit, unit);
  return {
    usdPerUnit,
    unit,
    per1MUsd: unit === 'token' ? normal.usd : null,
    normalizedUsd: normal.usd,
    normalizedUnit: normal.unit,
  };
}

function isRanged(candidate: Candidate): boolean {
  const { entry, headline } = candidate;
  if (field(entry.fields, 'tiered_pricing') === undefined || headline.unit === null) return false;
  return candidate.figure(`input_cost_per_${headline.unit}`) === null;
}
