import { besideStandard } from '../beside-standard.ts';

/**
 * Flex gives up speed for a lower price.
 *
 * The case: two tiers of a model written in each other's fields, priority as flex.
 */
export const flexDearer = besideStandard(
  { id: 'flex-dearer', severity: 'error', title: 'a flex price above the standard one' },
  ({ at }) => (at.tier === 'flex' ? 'the flex tier' : undefined),
  (value, standard) => value > standard,
);
