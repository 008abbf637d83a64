import { pricesOf } from '../../models/prices.ts';
import type { EntryRule } from '../rule.ts';

/**
 * A field that names a price and that the grammar of fields cannot take apart, or whose value is no
 * figure: it is shown, and never counted.
 *
 * The case: fields that are new in the map this week.
 */
export const notUnderstood: EntryRule = {
  id: 'not-understood',
  severity: 'info',
  title: 'a price field that is not understood',
  sees: 'entry',
  check: ({ entry }) =>
    pricesOf(entry).notUnderstood.map(({ field, value }) => ({
      field,
      figure: typeof value === 'number' ? value : null,
      reason: `${field} names a price that llmcost does not understand (${short(JSON.stringify(value))}), so that it is left out of every cost.`,
    })),
};

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
