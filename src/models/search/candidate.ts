import { limitsOf } from '../capabilities.ts';
import { figure, type Entry } from '../entry.ts';
import type { Unit } from '../fields.ts';
import { headlineOf, type Headline } from '../headline.ts';
import { decimal, isZero, mixed, times, toNumber } from '../../core/money.ts';
import { pricesOf } from '../prices.ts';

/** What is known of a model's price: an amount, that it is free, or nothing. */
export type PriceState = 'known' | 'free' | 'unknown';

/** A model that may be chosen. What is asked of it is read once, when it is asked. */
export class Candidate {
  readonly entry: Entry;
  readonly key: string;
  readonly provider: string | null;
  readonly mode: string | null;
  #headline: Headline | undefined;
  #state: PriceState | undefined;

  constructor(entry: Entry) {
    this.entry = entry;
    this.key = entry.key;
    this.provider = entry.provider;
    this.mode = entry.mode;
  }

  get headline(): Headline {
    return (this.#headline ??= headlineOf(this.entry));
  }

  get state(): PriceState {
    return (this.#state ??= stateOf(this.entry, this.headline));
  }

  get contextTokens(): number | null {
    return limitsOf(this.entry).contextTokens;
  }

  /** A figure of the entry; null where it has none. */
  figure(name: string): number | null {
    return figure(this.entry, name) ?? null;
  }
}

/** Only a model whose headline says nothing, or 0, has to be looked at price by price. */
function stateOf(entry: Entry, { input, output }: Headline): PriceState {
  if ((input ?? 0) > 0 || (output ?? 0) > 0) return 'known';
  const prices = pricesOf(entry).prices.filter(({ unit }) => unit !== 'dbu_token' && unit !== 'factor');
  if (prices.length === 0) return 'unknown';
  return prices.every(({ value }) => isZero(value)) ? 'free' : 'known';
}

/**
 * USD per token of three parts of input and one of output, the proportion in which others quote it too;
 * null unless the model is priced per token on both sides.
 */
export function blended({ input, output, unit }: Headline): number | null {
  if (unit !== 'token' || input === null || output === null) return null;
  return mixed(input, 3, output, 1);
}

/** Units in the order in which a list shows models whose prices cannot be compared. */
const UNITS: readonly (Unit | null)[] = [
  'token',
  'image',
  'pixel',
  'second',
  'character',
  'page',
  'credit',
  'query',
  'request',
  null,
];

export function unitOrder(unit: Unit | null): number {
  return UNITS.indexOf(unit);
}

/**
 * Which of two offers of one model costs less: the price that a user pays for a typical mix, free
 * before anything, unknown behind everything. 0 where they cost the same.
 */
export function byPrice(a: Candidate, b: Candidate): number {
  const units = unitOrder(a.headline.unit) - unitOrder(b.headline.unit);
  return units === 0 ? typical(a.headline) - typical(b.headline) || 0 : units;
}

function typical(headline: Headline): number {
  const { input, output } = headline;
  return blended(headline) ?? output ?? input ?? Infinity;
}

/** The price of so many units, exact: 0.0000025 × 1,000,000 is 2.5. Null for no price. */
export function priceOf(amount: number, usdPerUnit: number | null): number | null {
  return usdPerUnit === null ? null : toNumber(times(decimal(usdPerUnit), amount));
}
