import type { Found } from '../finding.ts';
import type { EntryRule, EntrySubject } from '../rule.ts';
import { ratiosIn, type Ratio } from '../survey/proportions.ts';
import { priced, timesApart } from '../words.ts';

/**
 * The prices of one entry hang together: cached input is a tenth of input, priority twice the
 * standard price. A ratio far outside of all that is published is a slip in one of the two.
 *
 * The case: gpt-5-nano with input at $0.05 and priority input at $2.50, fifty times as much (it is
 * twice), and claude-3-haiku-20240307 with an hour in the cache at $6, twenty times five minutes.
 */
export const outlierInside: EntryRule = {
  id: 'outlier-inside',
  severity: 'error',
  title: 'a price out of all proportion to the others of its entry',
  sees: 'entry',
  check: (subject) => ratiosIn(subject.figures).flatMap((ratio) => check(subject, ratio)),
};

function check({ figures }: EntrySubject, { proportion, figure, base, value }: Ratio): readonly Found[] {
  const { least, most } = proportion;
  if (value >= least && value <= most) return [];
  const relation = value > 1 ? 'times' : 'times less than';
  const apart = timesApart(figure.value, base.value).replace(/ times$/, '');
  const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${apart} ${relation} ${base.field}, ${priced(base.value, base.unit)}.`;
  const isFar = value < least / 2 || value > most * 2;
  const severity = isFar ? 'error' : 'warning';
  return [
    { field: figure.field, figure: figure.value, reason, neighbours: [figures.neighbour(base)], severity },
  ];
}
