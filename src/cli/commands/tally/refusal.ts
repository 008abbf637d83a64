import type { RefusalReport } from '../../../core/errors.ts';
import { formatAmount, formatCount } from '../../../core/money.ts';
import { refusedByStrict } from '../../../pricing/entry-notes.ts';
import { isDoubtful, type SkipRow } from '../../../pricing/tally/skips.ts';
import { OTHER_DATE } from './dated-maps.ts';
import type { TallyDocument, TallyOptions } from './document.ts';

type Judged = Pick<
  TallyDocument,
  'state' | 'total' | 'budget' | 'unpriced' | 'assumptions' | 'skipped' | 'broken' | 'unread' | 'warnings'
>;

/** Why the answer is also a refusal; null where it is none. */
export function refusal(
  document: Judged,
  { strict, byDate }: Pick<TallyOptions, 'strict' | 'byDate'>,
): RefusalReport | null {
  const { state, unpriced, skipped, broken, unread, warnings } = document;
  // A computer that has just fetched its first map has none of any line's own date. Whoever wants lines
  // refused for that asks for --as-of each.
  const assumptions = document.assumptions.filter(({ code }) => byDate === 'each' || code !== OTHER_DATE);
  if (state === 'unknown' && unpriced.length === 0) return nothingUnderstood(skipped);
  const names = unpriced.map(({ model }) => model ?? 'lines without a model');
  if (state === 'unknown') {
    const message = `None of the requests has a price: ${names.slice(0, 5).join(', ')}. The cost is unknown, not 0.`;
    return { code: 'PRICE_MISSING', message, hint: HINT };
  }
  const doubts = [...assumptions, ...refusedByStrict(warnings)];
  if (!strict || (state !== 'partial' && doubts.length === 0)) return overBudget(document);
  const doubtful = skipped.filter(({ reason }) => isDoubtful(reason));
  const reasons = [
    names.length === 0 ? '' : `no whole price for ${names.slice(0, 5).join(', ')}`,
    ...doubtful.map(({ reason, count }) => `${formatCount(count)} × ${reason}`),
    ...broken.map(({ file }) => `${shownFile(file)} is broken`),
    ...unread
      .filter(({ mayHoldUsage }) => mayHoldUsage)
      .map(({ file, reason }) => `${shownFile(file)} is not read (${reason})`),
    ...doubts.slice(0, 5).map(({ message }) => message.replace(/\.$/, '')),
  ];
  const message = `--strict refuses this tally: ${reasons.filter((reason) => reason !== '').join('; ')}.`;
  return { code: 'STRICT', message, hint: unpriced.length > 0 ? HINT : null };
}

function nothingUnderstood(skipped: readonly SkipRow[]): RefusalReport {
  const rows = skipped.map(({ count, reason, examples: [first] }) => {
    const where =
      first === undefined ? '' : `, the first in ${shownFile(first.file)}:${first.line}: ${first.detail}`;
    return `${formatCount(count)} × ${reason}${where}`;
  });
  const message = `No line of what was read is understood: ${rows.join('; ')}. The cost is unknown, not 0.`;
  return { code: 'PRICE_MISSING', message, hint: null };
}

function overBudget({ total, budget }: Judged): RefusalReport | null {
  if (budget === null || !budget.exceeded) return null;
  const message = `The logs cost ${formatAmount(total.totalUsd ?? 0)}, more than the budget of ${formatAmount(budget.budgetUsd)}.`;
  return { code: 'BUDGET_EXCEEDED', message, hint: null };
}

export function shownFile(file: string): string {
  return file === '-' ? 'standard input' : file;
}

const HINT =
  'Say which models are meant with --alias their-name=key, or --model key for lines that name none.';
