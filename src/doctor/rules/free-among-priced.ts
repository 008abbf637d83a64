import type { Entry } from '../../models/entry.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { isSaidFree } from '../words.ts';

/**
 * Everything at 0 beside siblings that cost something: given away for a time, or a price that nobody
 * has filled in. Where a provider gives everything away, 0 is what it says.
 *
 * The case: volcengine's kimi-k2-thinking-251104 at 0 beside doubao models with prices.
 */
export const freeAmongPriced: MapRule = {
  id: 'free-among-priced',
  severity: 'info',
  title: 'a model at 0 whose siblings cost something',
  sees: 'map',
  check: (subject) => {
    const { entry, figures, survey } = subject;
    const prices = figures.all.filter(({ unit }) => unit !== 'factor');
    const [first] = prices;
    if (first === undefined || prices.some(({ value }) => value > 0) || isSaidFree(entry)) return [];
    const siblings = survey.siblings(entry);
    const dear = siblings.filter((each) => isPaid(subject, each)).length;
    if (siblings.length < 3 || dear * 2 < siblings.length) return [];
    const neighbours = survey.elsewhere(entry, first).slice(0, 3);
    const reason = `Every price of it is 0, while ${dear} of the ${siblings.length} other models of ${entry.provider ?? 'its provider'} in its mode cost something.`;
    return [{ field: first.field, figure: 0, reason, neighbours }];
  },
};

function isPaid({ survey }: MapSubject, entry: Entry): boolean {
  return survey.figuresOf(entry).all.some(({ value, unit }) => unit !== 'factor' && value > 0);
}
