/** Parts of a map that decide what a name means, so that a look-up of thousands of names is quick. */
import { own } from '../core/collections.ts';
import { makersOf } from '../models/choice.ts';
import { longNames } from '../models/long-names.ts';
import { withDots } from '../models/name-forms.ts';
import { isProvider } from '../models/providers.ts';
import { priceGroupsOf } from '../models/price-groups.ts';
import type { ModelStore, SetAside, Summary } from '../models/store.ts';

export interface NearStores {
  /** The entries that a name can mean, and one of each provider that makes them. */
  readonly near: (name: string) => ModelStore;
  /** Entries of a provider: for the question whether the map has any. */
  readonly ofProvider: (provider: string | undefined) => ModelStore;
}

/** @param aliases the user's own names. */
export function nearStores(store: ModelStore, aliases: Readonly<Record<string, string>> = {}): NearStores {
  const summaries = byTail(store.summaries(), ({ key, aliases: names }) => [key, ...names]);
  const failed = byTail(store.setAside(), ({ key }) => [key]);
  const samples = samplesOf(store.summaries());
  const madeBy = new Map<string, readonly Summary[]>();
  const samplesOfMaker = (maker: string) => {
    const known = madeBy.get(maker) ?? samples.filter(({ provider }) => isProvider(provider, maker));
    madeBy.set(maker, known);
    return known;
  };
  const made = new Map<string, ModelStore>();
  const near = (name: string): ModelStore => {
    const wanted = own(aliases, name.trim()) ?? name;
    const tails = [...new Set([wanted, ...longNames(wanted).map((long) => long.name)].map(tailOf))];
    const id = tails.join('\n');
    const known = made.get(id);
    if (known !== undefined) return known;
    const found = tails.flatMap((tail) => summaries.get(tail) ?? []);
    const aside = tails.flatMap((tail) => failed.get(tail) ?? []);
    const makers = new Set([...found, ...aside].flatMap((each) => makersOf([each])));
    const part = partOf(store, [...new Set([...found, ...[...makers].flatMap(samplesOfMaker)])], aside);
    made.set(id, part);
    return part;
  };
  const parts = new Map<string, ModelStore>();
  const ofProvider = (provider = ''): ModelStore => {
    const part = parts.get(provider) ?? partOf(store, samplesOfMaker(provider), []);
    parts.set(provider, part);
    return part;
  };
  return { near, ofProvider };
}

/** A store that finds every key, and lists only these. */
export function partOf(
  store: ModelStore,
  summaries: readonly Summary[],
  setAside: readonly SetAside[],
): ModelStore {
  return {
    size: store.size,
    get: (key) => store.get(key),
    all: (keep) => store.all(keep),
    summaries: (mode) => (mode === undefined ? summaries : summaries.filter((each) => each.mode === mode)),
    priceGroups: (mode) => priceGroupsOf(summaries.filter((each) => each.mode === mode)),
    setAside: () => setAside,
  };
}

/** What stands behind the last separator: every spelling under which a look-up finds a key has the same. */
function tailOf(name: string): string {
  const dotted = withDots(name.trim());
  return dotted.slice(Math.max(dotted.lastIndexOf('/'), dotted.lastIndexOf(':')) + 1);
}

function byTail<T>(
  items: readonly T[],
  namesOf: (item: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    for (const tail of new Set(namesOf(item).map(tailOf))) {
      const known = index.get(tail);
      if (known === undefined) index.set(tail, [item]);
      else known.push(item);
    }
  }
  return index;
}

/** An entry of each provider, and one with a price. */
function samplesOf(summaries: readonly Summary[]): readonly Summary[] {
  const samples = new Map<string, Summary>();
  for (const summary of summaries) {
    for (const kind of summary.unit === null ? ['any'] : ['any', 'priced']) {
      const id = `${kind} ${summary.provider}`;
      if (!samples.has(id)) samples.set(id, summary);
    }
  }
  return [...new Set(samples.values())];
}
