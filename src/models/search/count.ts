import { compareText } from '../../core/collections.ts';
import type { ModelStore } from '../store.ts';
import { Candidate, type PriceState } from './candidate.ts';

/** How many models there are of something, and how many of them have a price. */
export interface Counted {
  readonly modelCount: number;
  /** With a price above 0. */
  readonly known: number;
  /** All of whose prices are 0. */
  readonly free: number;
  /** For which the map has no price. */
  readonly unknown: number;
}

export const COUNT_SORTS = ['models', 'name'] as const;
export type CountSort = (typeof COUNT_SORTS)[number];

/** A group of models: those of a provider, those of a mode. */
export interface CountedGroup<Name> extends Counted {
  readonly name: Name;
  readonly members: readonly Candidate[];
}

/** Groups all models of a map, the largest group first, or by name. */
export function countBy<Name extends string | null>(
  store: ModelStore,
  nameOf: (candidate: Candidate) => Name,
  sort: CountSort,
): readonly CountedGroup<Name>[] {
  const groups = new Map<Name, Candidate[]>();
  for (const entry of store.all()) {
    const candidate = new Candidate(entry);
    const name = nameOf(candidate);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [candidate]);
    else group.push(candidate);
  }
  const counted = [...groups].map(([name, members]) => Object.assign(countsOf(members), { name, members }));
  return counted.sort(
    (a, b) =>
      (sort === 'name' ? 0 : b.modelCount - a.modelCount) || compareText(a.name ?? '~', b.name ?? '~'),
  );
}

function countsOf(members: readonly Candidate[]): Counted {
  const counts: Record<PriceState, number> = { known: 0, free: 0, unknown: 0 };
  for (const { state } of members) counts[state] += 1;
  return { modelCount: members.length, ...counts };
}

/** How many of each there are, the most frequent first. */
export function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, x], [b, y]) => y - x || compareText(a, b)));
}
