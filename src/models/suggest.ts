import { lastPart, nearest } from '../core/nearest.ts';
import type { Candidate } from '../core/errors.ts';
import { bareName } from './identity.ts';
import { splitProvider, withoutRelease } from './name-forms.ts';
import { headlineWords } from './price-differences.ts';
import { isProvider } from './providers.ts';
import type { Summary } from './store.ts';
import { makersProviders } from './vendors.ts';

/** How much nearer an entry counts that the maker sells, or the provider that was typed. */
const PREFERRED = 1.1;

/**
 * The keys nearest to a name, nearest first; among near ones those of the provider that was typed, else
 * those of the model's maker. A name that says no release is as near to each of them.
 * Suggestions only: they never price anything.
 */
export function suggest(summaries: readonly Summary[], name: string, count: number): readonly Summary[] {
  const [prefix] = splitProvider(name);
  const typed = summaries.some(({ provider }) => prefix !== undefined && isProvider(provider, prefix));
  const isPreferred = ({ key, provider, unit }: Summary): boolean =>
    typed && prefix !== undefined
      ? isProvider(provider, prefix)
      : unit !== null && makersProviders(bareName(key)).some((maker) => isProvider(provider, maker));
  const saysRelease = withoutRelease(name) !== name || /20\d\d/.test(name);
  const keys = new Set(summaries.map(({ key }) => key));
  // Releases of one model would crowd out others.
  const isOneOfMany = ({ key }: Summary) => withoutRelease(key) !== key && keys.has(withoutRelease(key));
  return nearest(
    [name, lastPart(name), bareName(name)],
    saysRelease ? summaries : summaries.filter((summary) => !isOneOfMany(summary)),
    ({ key }) => (saysRelease ? key : withoutRelease(key)),
    count,
    (summary) => (isPreferred(summary) ? PREFERRED : 0),
  );
}

/** A model that may be meant, with its headline prices. */
export function candidateOf(summary: Summary): Candidate {
  return {
    key: summary.key,
    provider: summary.provider ?? 'unknown',
    price: headlineWords(summary),
  };
}
