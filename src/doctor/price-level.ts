import type { Entry } from '../models/entry.ts';
import type { Figure } from './figures.ts';
import type { Neighbour } from './finding.ts';
import type { MapSubject } from './rule.ts';
import { factor } from './words.ts';

/** How far the prices of an entry lie from those of some other entries. */
export interface Distance {
  /** The factor to the nearest of them, on the side that is nearer. */
  readonly apart: number;
  /** How many of them have such prices. */
  readonly count: number;
  /** The nearest price of the others for each price of the entry. */
  readonly nearest: readonly Pair[];
}

interface Pair {
  readonly figure: Figure;
  readonly neighbour: Neighbour;
}

/**
 * The distance of all base prices at once: a seller who asks much for the one side and little for the
 * other is within the range of others. Undefined where the others have no such prices.
 */
export function distanceTo({ figures, survey }: MapSubject, others: readonly Entry[]): Distance | undefined {
  const base = figures.all.filter(
    ({ isBase, value, unit }) => isBase && value > 0 && unit !== 'factor' && unit !== 'pixel',
  );
  const sides = base.flatMap((figure) => {
    const theirs = others.flatMap((other) => {
      const same = survey.figuresOf(other).beside(figure, {});
      return same === undefined || same.value <= 0 ? [] : [survey.figuresOf(other).neighbour(same)];
    });
    const [first, ...rest] = theirs;
    if (first === undefined) return [];
    const apart = (each: Neighbour) => factor(each.figure, figure.value);
    const neighbour = rest.reduce((best, each) => (apart(each) < apart(best) ? each : best), first);
    return [{ figure, neighbour, apart: apart(neighbour), count: theirs.length }];
  });
  if (sides.length === 0) return undefined;
  return {
    apart: Math.min(...sides.map((side) => side.apart)),
    count: Math.min(...sides.map((side) => side.count)),
    nearest: sides.map(({ figure, neighbour }) => ({ figure, neighbour })),
  };
}
