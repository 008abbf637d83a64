import { Figures } from '../figures.ts';
import type { Neighbour } from '../finding.ts';
import type { MapRule } from '../rule.ts';
import { factor, median, priced, timesApart } from '../words.ts';

/**
 * A price that is three times what the map before said, or a third. Providers lower prices by a half;
 * more is a slip or news.
 *
 * The case: a per-1M figure put into a per-token field by an edit between two versions.
 */
export const jumped: MapRule = {
  id: 'jumped',
  severity: 'warning',
  title: 'a price three times off the map before',
  sees: 'map',
  check: ({ entry, figures, previous, survey }) => {
    if (previous === undefined) return [];
    const before = new Figures(previous);
    return figures.all.flatMap((now) => {
      const then = before.beside(now, {});
      if (then === undefined || then.value === 0 || now.value === 0) return [];
      if (factor(now.value, then.value) < JUMP) return [];
      if (isMended(now.value, then.value, survey.elsewhere(entry, now))) return [];
      const relation = now.value > then.value ? 'more' : 'less';
      const reason = `${now.item} (${now.field}) is ${priced(now.value, now.unit)}, ${timesApart(now.value, then.value)} ${relation} than in the map before, ${priced(then.value, then.unit)}.`;
      return [{ field: now.field, figure: now.value, reason, neighbours: [before.neighbour(then)] }];
    });
  },
};

/** Three times, with room for a figure that was rounded on the way. */
const JUMP = 2.95;
const NEAR = 2;

/** The new figure is nearer to what others charge: it was the map before that was wrong. */
function isMended(now: number, then: number, others: readonly Neighbour[]): boolean {
  if (others.length === 0) return false;
  const usual = median(others.map(({ figure }) => figure));
  return factor(now, usual) < NEAR && factor(then, usual) >= NEAR;
}
