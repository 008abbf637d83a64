import { isPriceName } from '../../models/fields.ts';
import type { Entry } from '../../models/entry.ts';
import type { MapRule } from '../rule.ts';

/**
 * No price at all: its cost is unknown, which is not free. A provider that sells by the month prices
 * none of its models; where nearly all of the others have a price, this one has lost it.
 *
 * The case: github_copilot/gpt-4.1, sold by the month, which other tools count as $0, and
 * together_ai/mistralai/Mistral-7B-Instruct-v0.1 among models that have prices.
 */
export const noPrice: MapRule = {
  id: 'no-price',
  severity: 'info',
  title: 'a model without any price: unknown, not free',
  sees: 'map',
  check: ({ entry, survey }) => {
    if (entry.mode === null || hasPrice(entry)) return [];
    const siblings = survey.siblings(entry);
    const priced = siblings.filter(hasPrice).length;
    const isLost = siblings.length >= ENOUGH && priced >= siblings.length * NEARLY_ALL;
    const reason = isLost
      ? `The map has no price for it, while ${priced} of the ${siblings.length} other models of ${entry.provider ?? 'its provider'} in its mode have one.`
      : 'The map has no price for it, so that what it costs is unknown, not 0.';
    return [{ field: null, figure: null, reason, ...(isLost ? { severity: 'warning' } : {}) }];
  },
};

const ENOUGH = 4;
const NEARLY_ALL = 0.8;

function hasPrice({ fields }: Entry): boolean {
  return Object.keys(fields).some((name) => isPriceName(name) && typeof fields[name] !== 'undefined');
}
