import { asList, asNumber, asObject, field } from '../../core/json.ts';
import type { Found } from '../finding.ts';
import type { EntryRule } from '../rule.ts';

/**
 * The ranges of `tiered_pricing` follow each other without gap or overlap, from 0 upwards. What stands
 * otherwise is priced by whichever range comes first.
 *
 * The case: ranges of a qwen model in the order of their prices, the dearest first.
 */
export const rangeOrder: EntryRule = {
  id: 'range-order',
  severity: 'error',
  title: 'price ranges with a gap, an overlap or out of order',
  sees: 'entry',
  check: ({ entry }) => {
    let end: number | undefined;
    return asList(field(entry.fields, 'tiered_pricing')).flatMap((item, index): readonly Found[] => {
      const bounds = field(asObject(item), 'range');
      // Searches are priced by the number of results, which is no range of tokens.
      if (bounds === undefined) return [];
      const [from, to] = asList(bounds).map((bound) => asNumber(bound));
      const before = end;
      end = to;
      const at = `tiered_pricing[${index}]`;
      const why = whyNot(from, to, before);
      return why === undefined
        ? []
        : [{ field: at, figure: null, reason: `${at} is the range ${JSON.stringify(bounds)}, ${why}.` }];
    });
  },
};

function whyNot(
  from: number | undefined,
  to: number | undefined,
  before: number | undefined,
): string | undefined {
  if (from === undefined || to === undefined) return 'which has no two bounds';
  if (to <= from) return 'which ends before it begins';
  if (before === undefined) return from === 0 ? undefined : 'and none begins at 0';
  // Some write the first token of the next range, some the last of this one.
  if (from < before) return `which overlaps the one before it, up to ${before}`;
  return from > before + 1 ? `and nothing has a price from ${before} on` : undefined;
}
