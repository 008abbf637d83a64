import { besideStandard } from '../beside-standard.ts';

/**
 * A batch waits up to a day for half the price; nobody pays more for waiting.
 *
 * The case: azure/us/gpt-4.1-nano-2025-04-14, whose batch price is more than half of the standard one
 * because it was raised for the region twice; a slip more and it would be dearer.
 */
export const batchDearer = besideStandard(
  { id: 'batch-dearer', severity: 'error', title: 'a batch price above the standard one' },
  ({ at }) => (at.batch ? 'a batch' : undefined),
  (value, standard) => value > standard,
);
