/**
 * What is multiplied by a rate in SQL, each with a bit: which bits a row uses, and which of them its rates
 * price, tells the state of its cost.
 */
import { TOKEN_METERS } from '../pricing/buckets.ts';
import { OUTPUT_METERS, type Side } from '../pricing/cost.ts';
import { METER_LABELS, type Rate, type TokenMeter } from '../pricing/rates.ts';
import { UNIT_LABELS, type UnitMeter } from '../pricing/unit-meters.ts';
import { requestFee, unitQuantities } from '../pricing/units.ts';
import type { Entry } from '../models/entry.ts';
import type { Conditions } from '../usage/conditions.ts';
import type { Usage } from '../usage/usage.ts';

interface Named {
  /** The column of `llmcost_price` that holds its rate, and of the views that hold its count. */
  readonly column: string;
  readonly label: string;
  readonly side: Side;
}

export interface SqlTokenMeter extends Named {
  readonly kind: 'token';
  readonly meter: TokenMeter;
}

/** A unit other than tokens, in one of the ways in which it is used: a search with a context of one size. */
export interface SqlUnitMeter extends Named {
  readonly kind: 'unit';
  readonly meter: UnitMeter;
  /** A usage of one of it, as the pricing rules see it. */
  readonly one: Usage;
}

/** The fee of each request. */
export interface SqlFeeMeter extends Named {
  readonly kind: 'fee';
}

/** What has no price in SQL, whatever the map says: it makes the cost partial or unknown. */
export interface SqlUnpricedMeter extends Named {
  readonly kind: 'unpriced';
}

export type SqlMeter = SqlTokenMeter | SqlUnitMeter | SqlFeeMeter | SqlUnpricedMeter;

const TOKENS: readonly SqlMeter[] = Object.values(TOKEN_METERS).map((meter) => ({
  kind: 'token',
  meter,
  column: meter.replace(/([a-z])([A-Z]|\d)/g, '$1_$2').toLowerCase(),
  label: METER_LABELS[meter],
  side: OUTPUT_METERS.has(meter) ? 'output' : 'input',
}));

function unit(column: string, meter: UnitMeter, one: Usage): SqlMeter {
  return { kind: 'unit', meter, one, column, label: UNIT_LABELS[meter], side: 'other' };
}

const UNITS: readonly SqlMeter[] = [
  unit('web_searches', 'webSearches', { webSearches: 1 }),
  unit('web_searches_low', 'webSearches', { webSearches: 1, searchContext: 'low' }),
  unit('web_searches_medium', 'webSearches', { webSearches: 1, searchContext: 'medium' }),
  unit('web_searches_high', 'webSearches', { webSearches: 1, searchContext: 'high' }),
  unit('seconds', 'seconds', { seconds: 1 }),
  unit('characters', 'characters', { characters: 1 }),
  unit('pages', 'pages', { pages: 1 }),
  unit('pages_credited', 'pages', { pages: 1, credits: 1 }),
  unit('annotated_pages', 'annotatedPages', { annotatedPages: 1 }),
  unit('annotated_pages_credited', 'annotatedPages', { annotatedPages: 1, credits: 1 }),
  unit('credits', 'credits', { credits: 1 }),
  unit('queries', 'queries', { queries: 1 }),
  unit('sessions', 'sessions', { sessions: 1 }),
  unit('images', 'images', { images: 1 }),
  unit('image_pixels', 'images', { images: 1, imageSize: '1x1' }),
  { kind: 'fee', column: 'fees', label: UNIT_LABELS.requests, side: 'other' },
];

const UNPRICED: readonly SqlMeter[] = [
  { kind: 'unpriced', column: 'cut_tokens', label: UNIT_LABELS.cutTokens, side: 'other' },
];

/** In the order of their bits; those that no price is kept for stand last. */
export const SQL_METERS: readonly SqlMeter[] = [...TOKENS, ...UNITS, ...UNPRICED];
/** The meters with a column of rates. */
export const PRICED_METERS: readonly SqlMeter[] = [...TOKENS, ...UNITS];

/** The bit of a meter, as a number to be added. @throws where there is no meter of that name. */
export function bitOf(column: string): number {
  const index = SQL_METERS.findIndex((meter) => meter.column === column);
  if (index < 0) throw new Error(`no meter has the column ${column}`);
  return 2 ** index;
}

/** What the pricing rules answer for one of a unit. */
export type UnitAnswer =
  | { readonly kind: 'rate'; readonly rate: Rate }
  /** Used, and without a price. */
  | { readonly kind: 'no price' }
  /** Not billed by this entry, whatever was used. */
  | { readonly kind: 'not billed' };

export interface UnitQuestion {
  readonly entry: Entry;
  readonly conditions: Conditions;
  readonly toolEntry: Entry | undefined;
  /** What is asked of the unit: a resolution. */
  readonly usage: Usage;
}

export function unitRate(
  meter: SqlUnitMeter,
  { entry, conditions, toolEntry, usage }: UnitQuestion,
): UnitAnswer {
  const lines = unitQuantities(
    { ...usage, ...meter.one },
    {
      entry,
      conditions,
      toolEntry,
      requests: 0,
      imagesAreTokens: false,
      referencesAreTokens: false,
    },
  );
  const line = lines.find((each) => each.meter === meter.meter);
  if (line === undefined) return { kind: 'not billed' };
  const isOther = meter.column === 'image_pixels' && !/_per_pixel/.test(line.rate?.field ?? '');
  return isOther ? { kind: 'no price' } : rateOrNone(line.rate);
}

export function rateOrNone(rate: Rate | undefined): UnitAnswer {
  return rate === undefined ? { kind: 'no price' } : { kind: 'rate', rate };
}

export function feeRate(entry: Entry): UnitAnswer {
  const fee = requestFee(entry);
  if (fee === undefined) return { kind: 'not billed' };
  return rateOrNone(fee.rate);
}
