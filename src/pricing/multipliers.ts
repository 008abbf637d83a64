import type { Conditions } from '../usage/conditions.ts';
import { asObject, field } from '../core/json.ts';
import { asFigure, figure, type Entry } from '../models/entry.ts';
import { decimal, ONE, times, type Decimal } from '../core/money.ts';
import type { Assumption } from '../core/notice.ts';

/** What a region and a speed multiply all token rates by. */
export interface Multiplier {
  readonly factor: Decimal;
  readonly words: readonly string[];
  readonly assumptions: readonly Assumption[];
}

/** Regions that mean: nowhere in particular. */
const ANYWHERE: ReadonlySet<string> = new Set(['', 'global', 'default', 'not_available', 'unknown']);
const NORMAL_SPEED: ReadonlySet<string> = new Set(['', 'standard', 'default', 'normal']);

export function multiplierFor(entry: Entry, { region, speed }: Conditions): Multiplier {
  const parts = [
    regionFactor(entry, region?.trim().toLowerCase() ?? ''),
    speedFactor(entry, speed?.trim().toLowerCase() ?? ''),
  ];
  let factor = ONE;
  for (const part of parts) factor = times(factor, part.factor);
  return {
    factor,
    words: parts.flatMap((part) => part.words),
    assumptions: parts.flatMap((part) => part.assumptions),
  };
}

const NO_MULTIPLIER: Multiplier = { factor: ONE, words: [], assumptions: [] };

function regionFactor(entry: Entry, region: string): Multiplier {
  if (ANYWHERE.has(region)) return NO_MULTIPLIER;
  const specific = asObject(field(entry.fields, 'provider_specific_entry'));
  const factors = [
    figure(entry, `regional_processing_uplift_multiplier_${region}`),
    asFigure(field(specific, region)),
    figure(entry, 'regional_endpoint_uplift_multiplier'),
  ].filter((factor) => factor !== undefined);
  return multiplied(factors, `region ${region}`, {
    code: 'REGION_PRICE_MISSING',
    message: `No price for region ${region} is listed; the price without a region is used.`,
  });
}

function speedFactor(entry: Entry, speed: string): Multiplier {
  if (NORMAL_SPEED.has(speed)) return NO_MULTIPLIER;
  const specific = asObject(field(entry.fields, 'provider_specific_entry'));
  const factor = asFigure(field(specific, speed));
  return multiplied(factor === undefined ? [] : [factor], `speed ${speed}`, {
    code: 'SPEED_PRICE_MISSING',
    message: `No price for speed ${speed} is listed; the price at normal speed is used.`,
  });
}

function multiplied(factors: readonly number[], what: string, otherwise: Assumption): Multiplier {
  if (factors.length === 0) return { factor: ONE, words: [], assumptions: [otherwise] };
  const factor = factors.reduce((product, each) => times(product, decimal(each)), ONE);
  return { factor, words: factors.map((each) => `${what} × ${each}`), assumptions: [] };
}
