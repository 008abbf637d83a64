import type { Conditions } from '../usage/conditions.ts';
import { asObject, field, type JsonValue } from '../core/json.ts';
import { asFactor, type Entry } from '../models/entry.ts';
import { decimal, ONE, times, type Decimal } from '../core/money.ts';
import type { Assumption } from '../core/notice.ts';
import { isUnusablePrice, unusablePrice, type UnusablePrice } from './unusable.ts';

/** What a region and a speed multiply all token rates by, or which factor cannot be read. */
export interface Multiplier {
  readonly factor: Decimal;
  readonly words: readonly string[];
  readonly assumptions: readonly Assumption[];
}

/** Regions that mean: nowhere in particular. */
export const ANYWHERE: ReadonlySet<string> = new Set(['', 'global', 'default', 'not_available', 'unknown']);
/** Speeds that mean: the ordinary one. */
export const NORMAL_SPEED: ReadonlySet<string> = new Set(['', 'standard', 'default', 'normal']);

export function multiplierFor(entry: Entry, { region, speed }: Conditions): Multiplier | UnusablePrice {
  const parts: Multiplier[] = [];
  for (const part of [
    regionFactor(entry, region?.trim().toLowerCase() ?? ''),
    speedFactor(entry, speed?.trim().toLowerCase() ?? ''),
  ]) {
    if (isUnusablePrice(part)) return part;
    parts.push(part);
  }
  let factor = ONE;
  for (const part of parts) factor = times(factor, part.factor);
  return {
    factor,
    words: parts.flatMap((part) => part.words),
    assumptions: parts.flatMap((part) => part.assumptions),
  };
}

export const NO_MULTIPLIER: Multiplier = { factor: ONE, words: [], assumptions: [] };

function regionFactor(entry: Entry, region: string): Multiplier | UnusablePrice {
  if (ANYWHERE.has(region)) return NO_MULTIPLIER;
  const processing = `regional_processing_uplift_multiplier_${region}`;
  const endpoint = 'regional_endpoint_uplift_multiplier';
  const factors = [
    listedFactor(field(entry.fields, processing), processing),
    specificFactor(entry, region),
    listedFactor(field(entry.fields, endpoint), endpoint),
  ];
  return multiplied(factors, `region ${region}`, {
    code: 'REGION_PRICE_MISSING',
    message: `No price for region ${region} is listed; the price without a region is used.`,
  });
}

function speedFactor(entry: Entry, speed: string): Multiplier | UnusablePrice {
  if (NORMAL_SPEED.has(speed)) return NO_MULTIPLIER;
  return multiplied([specificFactor(entry, speed)], `speed ${speed}`, {
    code: 'SPEED_PRICE_MISSING',
    message: `No price for speed ${speed} is listed; the price at normal speed is used.`,
  });
}

/** A factor of `provider_specific_entry`, where Anthropic's geography and speed stand. */
function specificFactor(entry: Entry, name: string): number | UnusablePrice | undefined {
  const parent = 'provider_specific_entry';
  const value = field(entry.fields, parent) ?? null;
  if (value === null) return undefined;
  const specific = asObject(value);
  return specific === undefined
    ? unusablePrice(parent, value, 'an object')
    : listedFactor(field(specific, name), `${parent}.${name}`);
}

function listedFactor(value: JsonValue | undefined, name: string): number | UnusablePrice | undefined {
  if (value === undefined || value === null) return undefined;
  return asFactor(value) ?? unusablePrice(name, value, 'a number above 0');
}

function multiplied(
  listed: readonly (number | UnusablePrice | undefined)[],
  what: string,
  otherwise: Assumption,
): Multiplier | UnusablePrice {
  const factors: number[] = [];
  for (const factor of listed) {
    if (typeof factor === 'object') return factor;
    if (factor !== undefined) factors.push(factor);
  }
  if (factors.length === 0) return { factor: ONE, words: [], assumptions: [otherwise] };
  const factor = factors.reduce((product, each) => times(product, decimal(each)), ONE);
  return { factor, words: factors.map((each) => `${what} × ${each}`), assumptions: [] };
}
