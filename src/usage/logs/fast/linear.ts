import type { Term } from '../scan/sums.ts';
import { COUNT, COUNT_NAMES, type CountName } from './record.ts';

/** What terms add up to; none of them is 0. */
export type Terms = readonly Term[];

/** The counts of lines of one kind, worked out by adding alone, so that the scanner can do it as well. */
export interface LinearCounts {
  readonly counts: Readonly<Partial<Record<CountName, Terms>>>;
  /** Where one of these is below 0, only the recogniser is sure of the line. */
  readonly checks: readonly Terms[];
}

/** The number of a cell; nothing for one that is not there. */
export function cell(place: number): Terms {
  return place < 0 ? [] : [{ cell: place, sign: 1 }];
}

export function added(...terms: readonly Terms[]): Terms {
  return terms.flat();
}

/** The first without the others. */
export function without(whole: Terms, ...parts: readonly Terms[]): Terms {
  return [...whole, ...parts.flat().map((term): Term => ({ ...term, sign: term.sign === 1 ? -1 : 1 }))];
}

/** The same with nothing that is added as well as taken off. */
export function simplified(terms: Terms): Terms {
  const times = new Map<number, number>();
  for (const { cell: place, sign } of terms) times.set(place, (times.get(place) ?? 0) + sign);
  return [...times].flatMap(([place, count]) =>
    Array.from({ length: Math.abs(count) }, (): Term => ({ cell: place, sign: count > 0 ? 1 : -1 })),
  );
}

/** What they add up to in a line whose first number is at `at`. */
export function sumAt(terms: Terms, numbers: Float64Array, at: number): number {
  return terms.reduce((sum, { cell: place, sign }) => sum + sign * (numbers[at + place] ?? 0), 0);
}

/** Two that must be the same. */
export function same(one: Terms, other: Terms): readonly Terms[] {
  return [without(one, other), without(other, one)];
}

/** Fills counts, by COUNT, with those of a line whose first number is at `at`; false where a check fails. */
export type LinearReader = (numbers: Float64Array, at: number, counts: Float64Array) => boolean;

export function linearReader({ counts: forms, checks }: LinearCounts): LinearReader {
  const told = COUNT_NAMES.flatMap((name) => {
    const terms = forms[name];
    return terms === undefined ? [] : [{ place: COUNT[name], terms }];
  });
  const places = Uint8Array.from(told, ({ place }) => place);
  const sums = [...told.map(({ terms }) => terms), ...checks];
  // Where the terms of each end, and where the next begin.
  const ends = Uint16Array.from(sums.keys(), (index) => sums.slice(0, index + 1).flat().length);
  const terms = sums.flat();
  const cells = Uint16Array.from(terms, (term) => term.cell);
  const signs = Int8Array.from(terms, (term) => term.sign);
  return (numbers, at, counts) => {
    let term = 0;
    for (let i = 0; i < ends.length; i += 1) {
      const end = ends[i] ?? 0;
      let sum = 0;
      for (; term < end; term += 1) sum += (signs[term] ?? 0) * (numbers[at + (cells[term] ?? 0)] ?? 0);
      if (i < places.length) counts[places[i] ?? 0] = sum;
      else if (sum < 0) return false;
    }
    return true;
  };
}
