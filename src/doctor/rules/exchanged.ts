import { Figures, type Figure } from '../figures.ts';
import type { MapRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * Two prices that stand in each other's place since the map before: exactly so by chance never.
 *
 * The case: input and output, or a tier and the standard price, written into each other's fields.
 */
export const exchanged: MapRule = {
  id: 'exchanged',
  severity: 'error',
  title: 'two prices that changed places since the map before',
  sees: 'map',
  check: ({ figures, previous }) => {
    if (previous === undefined) return [];
    const before = new Figures(previous);
    const changed = figures.all.filter((now) => {
      const then = before.beside(now, {});
      return then !== undefined && then.value !== now.value && now.value > 0;
    });
    return changed.flatMap((a, index) =>
      changed.slice(index + 1).flatMap((b) => {
        if (before.beside(a, {})?.value !== b.value || before.beside(b, {})?.value !== a.value) return [];
        if (isMended(a, b)) return [];
        const reason = `${a.field} and ${b.field} have changed places since the map before: ${priced(a.value, a.unit)} and ${priced(b.value, b.unit)} stood in each other's field.`;
        return [{ field: a.field, figure: a.value, reason, neighbours: [figures.neighbour(b)] }];
      }),
    );
  },
};

/** Output dearer than input is how it should be: it was the map before that had them exchanged. */
function isMended(a: Figure, b: Figure): boolean {
  const sides = [a, b].toSorted((x, y) => x.value - y.value).map(({ at }) => at.metric);
  return sides[0] === 'input_cost_per_token' && sides[1] === 'output_cost_per_token';
}
