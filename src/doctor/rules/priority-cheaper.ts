import { besideStandard } from '../beside-standard.ts';

/**
 * Priority buys speed with a surcharge, so a price below the standard one is a slip. The same price
 * is none: gemini-2.5-pro had it for a time.
 *
 * The case: two tiers of a model written in each other's fields, flex as priority.
 */
export const priorityCheaper = besideStandard(
  { id: 'priority-cheaper', severity: 'error', title: 'a priority price below the standard one' },
  ({ at }) => (at.tier === 'priority' || at.tier === 'ultrafast' ? `the ${at.tier} tier` : undefined),
  (value, standard) => value < standard,
);
