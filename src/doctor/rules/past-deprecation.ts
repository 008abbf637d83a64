import { formatCount } from '../../core/money.ts';
import { deprecationOf } from '../../models/capabilities.ts';
import type { EntryRule } from '../rule.ts';

/**
 * The day on which the model was to end has passed: its price is history, or the date is wrong.
 *
 * The case: azure/gpt-3.5-turbo-0125, which was to end in March 2025.
 */
export const pastDeprecation: EntryRule = {
  id: 'past-deprecation',
  severity: 'info',
  title: 'a deprecation date that has passed',
  sees: 'entry',
  check: ({ entry, now }) => {
    const deprecation = deprecationOf(entry, now);
    if (deprecation === null || deprecation.daysLeft >= 0) return [];
    const days = -deprecation.daysLeft;
    const ago = days === 1 ? 'yesterday' : `${formatCount(days)} days ago`;
    const reason = `It was to end on ${deprecation.date}, ${ago}.`;
    return [{ field: 'deprecation_date', figure: null, reason }];
  },
};
