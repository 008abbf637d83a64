import { compareText } from '../../core/collections.ts';
import { bareName, ModelNames } from '../identity.ts';
import { makersProviders } from '../vendors.ts';
import { providerFamily } from '../providers.ts';
import { regionOf } from '../regions.ts';
import { byPrice, type Candidate } from './candidate.ts';

/** One model and everybody who sells it, the cheapest offer first. */
export interface Offered {
  readonly cheapest: Candidate;
  readonly offers: readonly Candidate[];
}

/** Puts the offers of one model together. In the order in which the models first appear. */
export function fold(candidates: readonly Candidate[], names: ModelNames): readonly Offered[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const name = names.of(candidate);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [candidate]);
    else group.push(candidate);
  }
  return [...groups.values()].flatMap((group) => {
    const offers = rank(group);
    const [cheapest] = offers;
    return cheapest === undefined ? [] : [{ cheapest, offers }];
  });
}

/** Cheapest first; at one price the maker's own offer, then one without a region, then by key. */
export function rank(offers: readonly Candidate[]): readonly Candidate[] {
  const own = makersOffer(offers);
  return offers.toSorted(
    (a, b) =>
      byPrice(a, b) ||
      Number(b === own) - Number(a === own) ||
      Number(regionOf(a.key) !== null) - Number(regionOf(b.key) !== null) ||
      compareText(a.key, b.key),
  );
}

/**
 * The offer of the model's own maker, at its list price: under the first of its providers that has a
 * price, without a region, under the shortest key. Undefined where the maker is not known or is not
 * among the offers.
 */
export function makersOffer(offers: readonly Candidate[]): Candidate | undefined {
  for (const { key } of offers) {
    for (const provider of makersProviders(bareName(key))) {
      const own = offers.filter((offer) => offer.state !== 'unknown' && isFrom(offer, provider));
      if (own.length > 0) return own.toSorted(byPlainness)[0];
    }
  }
  return undefined;
}

function isFrom({ provider }: Candidate, wanted: string): boolean {
  return provider !== null && (provider === wanted || providerFamily(provider) === wanted);
}

function byPlainness(a: Candidate, b: Candidate): number {
  const regions = Number(regionOf(a.key) !== null) - Number(regionOf(b.key) !== null);
  return regions || a.key.length - b.key.length || compareText(a.key, b.key);
}
