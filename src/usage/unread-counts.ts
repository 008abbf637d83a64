import { type JsonObject, asNumber, field } from '../core/json.ts';
import type { UsageShape } from './shape.ts';
import { USAGE_SHAPES } from './shapes/all.ts';

/** Names that tell a total of one side. */
const SIDES = [/output|complet|generat|response|predict|candidate/i, /input|prompt/i] as const;

/** The outermost names of the fields that each shape reads. */
const KNOWN_NAMES: ReadonlyMap<UsageShape, ReadonlySet<string>> = new Map(
  USAGE_SHAPES.map((shape) => [shape, namesReadBy(shape)]),
);

function namesReadBy({ own, fields, words = [] }: UsageShape): ReadonlySet<string> {
  return new Set([...own, ...fields, ...words].flatMap((path) => path.split('.', 1)));
}

/**
 * Tokens of a side of which the shape reads no count at all, under names that it does not know. They
 * were used, so they must not be free.
 */
export function unreadCounts(usage: JsonObject, shape: UsageShape): number {
  if (shape.readsAnyName === true) return 0;
  const known = KNOWN_NAMES.get(shape);
  const isKnown = (name: string) => known?.has(name) === true;
  const names = Object.keys(usage);
  if (names.every(isKnown)) return 0;
  const counts = names.filter(
    (name) =>
      /token/i.test(name) && !/max|limit|price|cost/i.test(name) && (field(usage, name) ?? null) !== null,
  );
  return SIDES.reduce((sum, side) => {
    const ofSide = counts.filter((name) => side.test(name));
    if (ofSide.some(isKnown)) return sum;
    return sum + Math.max(0, ...ofSide.map((name) => asNumber(field(usage, name)) ?? 0));
  }, 0);
}
