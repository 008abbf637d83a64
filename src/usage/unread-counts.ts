import { type JsonObject, asNumber, field } from '../core/json.ts';
import type { UsageShape } from './shape.ts';

/** Names that tell a total of one side. */
const SIDES = [/output|complet|generat|response|predict|candidate/i, /input|prompt/i] as const;

/**
 * Tokens of a side of which the shape reads no count at all, under names that it does not know. They
 * were used, so they must not be free.
 */
export function unreadCounts(usage: JsonObject, { own, fields, words = [], ...shape }: UsageShape): number {
  if (shape.readsAnyName === true) return 0;
  const known = new Set([...own, ...fields, ...words].map((path) => path.split('.')[0]));
  const names = Object.keys(usage).filter(
    (name) =>
      /token/i.test(name) && !/max|limit|price|cost/i.test(name) && (field(usage, name) ?? null) !== null,
  );
  return SIDES.reduce((sum, side) => {
    const ofSide = names.filter((name) => side.test(name));
    if (ofSide.some((name) => known.has(name))) return sum;
    return sum + Math.max(0, ...ofSide.map((name) => asNumber(field(usage, name)) ?? 0));
  }, 0);
}
