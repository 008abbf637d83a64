/** Which of several entries a name means. */
import { compareText } from '../core/collections.ts';
import type { Entry } from './entry.ts';
import { bareName } from './identity.ts';
import { samePrices } from './price-differences.ts';
import { listsPrice } from './prices.ts';
import { isProvider } from './providers.ts';
import type { ModelStore, Summary } from './store.ts';
import { makersProviders } from './vendors.ts';

/** An entry that a name fits, or a key of the map whose value is no model. */
export interface Candidate extends Summary {
  /** Why the key has no entry; absent for one that can be used. */
  readonly failed?: string;
}

export type Choice =
  | { readonly kind: 'one'; readonly entry: Entry; readonly rank: Rank }
  /** Entries with different prices. */
  | { readonly kind: 'several'; readonly entries: readonly Entry[]; readonly rank: Rank }
  /** The name means a key whose value is no model. */
  | { readonly kind: 'failed'; readonly key: string; readonly reason: string; readonly rank: Rank };

/** Whose entries a choice was made among: the user's preferred provider, the model's maker, or any other. */
type Rank = 'preferred' | 'maker' | 'other';

/**
 * Chooses among entries that one step of the look-up found: those of the user's preferred provider, else
 * the maker's, else all; of these the ones with a price. Entries with equal prices are one choice.
 * Undefined where nothing was found.
 */
export function choose(
  store: ModelStore,
  matches: readonly Candidate[],
  prefer: readonly string[] = [],
): Choice | undefined {
  const sorted = matches.toSorted((a, b) => compareText(a.key, b.key));
  const preferred = firstOf(sorted, prefer);
  const makers = preferred === undefined ? firstOf(sorted, makersOf(sorted)) : undefined;
  const rank = preferred !== undefined ? 'preferred' : makers !== undefined ? 'maker' : 'other';
  const ranked = preferred ?? makers ?? sorted;
  const priced = ranked.filter((each) => each.failed !== undefined || hasPrice(store, each));
  const chosen = priced.length > 0 ? priced : ranked;
  for (const { key, failed } of chosen) {
    if (failed !== undefined) return { kind: 'failed', key, reason: failed, rank };
  }
  const entries = chosen.flatMap(({ key }) => store.get(key) ?? []);
  const [first, ...others] = entries;
  if (first === undefined) return undefined;
  return others.every((other) => samePrices(first, other))
    ? { kind: 'one', entry: first, rank }
    : { kind: 'several', entries, rank };
}

/** The providers through which the maker of these models sells them. */
export function makersOf(matches: readonly Pick<Summary, 'key'>[]): readonly string[] {
  return matches.length === 0 ? [] : makersProviders(bareName(matches[0]?.key ?? ''));
}

/** Those of the first provider that has some. */
function firstOf(
  matches: readonly Candidate[],
  providers: readonly string[],
): readonly Candidate[] | undefined {
  return providers
    .map((name) => matches.filter(({ provider }) => isProvider(provider, name)))
    .find((some) => some.length > 0);
}

/** A price that cannot be used is one: no cheaper entry stands in for it. */
function hasPrice(store: ModelStore, { key, unit }: Candidate): boolean {
  if (unit !== null) return true;
  const entry = store.get(key);
  return entry !== undefined && listsPrice(entry);
}
