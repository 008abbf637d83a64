import { deprecationOf, featuresOf, limitsOf, type Deprecation } from '../facts.ts';
import { field, type JsonValue } from '../json.ts';
import type { Unit } from '../map/fields.ts';
import { decimal, toNumber } from '../money.ts';
import { normalized, per1M } from '../prices.ts';
import { providerName } from '../providers.ts';
import { scoreOf } from '../scores.ts';
import { blended, type Candidate, type PriceState } from './candidate.ts';
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

/** The prices that a list has columns for. Null where the map has none. */
export interface RateCells {
  readonly input: RateCell | null;
  readonly output: RateCell | null;
  /** Three parts of input and one of output. */
  readonly blended: RateCell | null;
  readonly cacheRead: RateCell | null;
  readonly imageOutput: RateCell | null;
  readonly audioInput: RateCell | null;
  readonly audioOutput: RateCell | null;
  readonly image: RateCell | null;
  readonly second: RateCell | null;
  readonly character: RateCell | null;
  readonly query: RateCell | null;
  readonly page: RateCell | null;
}

/** One model of a list. */
export interface ModelRow {
  readonly key: string;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly state: PriceState;
  readonly rates: RateCells;
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
  const { entry, key, provider, mode } = candidate;
  const limits = limitsOf(entry);
  return {
    key,
    provider,
    providerName: providerName(provider),
    mode,
    state: candidate.state,
    rates: ratesOf(candidate),
    isSmallestRange: isRanged(candidate),
    contextTokens: limits.contextTokens,
    maxOutputTokens: limits.outputTokens,
    dimensions: candidate.figure('output_vector_size'),
    codingPercent: scoreOf(context.scores, key),
    features: featuresOf(entry),
    deprecation: deprecationOf(entry, context.now),
    regions: regionsOf(entry),
    endpoints: endpointsOf(entry),
    offers: null,
    fields: Object.fromEntries(fields.map((name) => [name, field(entry.fields, name) ?? null])),
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
  const { headline } = candidate;
  const first = (unit: Unit, ...names: readonly string[]) => {
    for (const name of names) {
      const cell = rate(candidate.figure(name), unit);
      if (cell !== null) return cell;
    }
    return null;
  };
  return {
    input: rate(headline.input, headline.unit),
    output: rate(headline.output, headline.unit),
    blended: rate(blended(headline), 'token'),
    cacheRead: first('token', 'cache_read_input_token_cost', 'input_cost_per_token_cache_hit'),
    imageOutput: first('token', 'output_cost_per_image_token'),
    audioInput: first('token', 'input_cost_per_audio_token'),
    audioOutput: first('token', 'output_cost_per_audio_token'),
    image: imageRate(candidate, first),
    second: first('second', ...SECONDS),
    character: first('character', 'input_cost_per_character', 'output_cost_per_character'),
    query: headline.unit === 'query' ? rate(headline.input, 'query') : first('query', 'input_cost_per_query'),
    page: first('page', 'ocr_cost_per_page'),
  };
}

const SECONDS = [
  'output_cost_per_video_per_second',
  'input_cost_per_second',
  'output_cost_per_second',
  'input_cost_per_audio_per_second',
  'output_cost_per_audio_per_second',
] as const;

/** The price of an image made; the map keeps some under a name of input, which other modes take in. */
function imageRate(
  candidate: Candidate,
  first: (unit: Unit, ...names: readonly string[]) => RateCell | null,
): RateCell | null {
  if (candidate.mode !== 'image_generation' && candidate.mode !== 'image_edit') {
    return first('image', 'output_cost_per_image');
  }
  return (
    first('image', 'output_cost_per_image', 'input_cost_per_image') ??
    first('pixel', 'output_cost_per_pixel', 'input_cost_per_pixel')
  );
}

function rate(usdPerUnit: number | null, unit: Unit | null): RateCell | null {
  if (usdPerUnit === null || unit === null) return null;
  const exact = decimal(usdPerUnit);
  const normal = normalized(exact, unit);
  return {
    usdPerUnit,
    unit,
    per1MUsd: per1M(exact, unit),
    normalizedUsd: toNumber(normal.usd),
    normalizedUnit: normal.unit,
  };
}

function isRanged(candidate: Candidate): boolean {
  const { entry, headline } = candidate;
  if (field(entry.fields, 'tiered_pricing') === undefined || headline.unit === null) return false;
  return candidate.figure(`input_cost_per_${headline.unit}`) === null;
}
