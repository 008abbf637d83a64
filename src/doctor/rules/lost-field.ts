import { grouped } from '../../core/collections.ts';
import { isPriceName } from '../../models/fields.ts';
import { conditionOf, Figures, type Figure } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { MapRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * A price that the map before had and this one has not, while the model is still there. Providers
 * seldom stop charging for a thing: an edit took it along.
 *
 * The case: `cache_read_input_image_token_cost`, on 13 image models in May 2026 and on none in August.
 */
export const lostField: MapRule = {
  id: 'lost-field',
  severity: 'warning',
  title: 'a price that the map before had',
  sees: 'map',
  check: ({ figures, previous }) => {
    if (previous === undefined || !Object.keys(previous.fields).some(isPriceName)) return [];
    const before = new Figures(previous);
    const lost = before.all.filter((then) => then.value > 0 && figures.beside(then, {}) === undefined);
    const together = grouped(lost, ({ at }) => conditionOf(at));
    return [...together.values()].flatMap((some) => toFound(before, some));
  },
};

function toFound(before: Figures, lost: readonly Figure[]): readonly Found[] {
  const [first] = lost;
  if (first === undefined) return [];
  const others = lost.length === 1 ? '' : ` and ${lost.length - 1} more under the same condition`;
  const none = lost.length === 1 ? 'no such price' : 'none of them';
  const reason = `The map before had ${first.field} at ${priced(first.value, first.unit)}${others}, and this one has ${none}.`;
  const neighbours = lost.map((each) => before.neighbour(each));
  // One price gets lost; all of a condition together are taken out on purpose, which is still news.
  const severity = lost.length === 1 ? 'warning' : 'info';
  return [{ field: first.field, figure: null, reason, neighbours, severity }];
}
