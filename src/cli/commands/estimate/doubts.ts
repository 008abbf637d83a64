import type { Deps } from '../../../core/deps.ts';
import type { Notice } from '../../../core/notice.ts';
import { EntryDoubts } from '../../../doctor/doubts.ts';
import { listedInBook } from '../../../doctor/listed.ts';
import { readBookReview } from '../../../doctor/reviews/book.ts';
import type { OpenMap } from '../../../map/open.ts';
import type { Entry } from '../../../models/entry.ts';
import type { EstimateLine } from '../../../pricing/estimate/rows.ts';

/** What is to be doubted about the prices that an estimate takes. */
export function doubtsOf(
  entry: Entry,
  { loaded, settings }: Pick<OpenMap, 'loaded' | 'settings'>,
  deps: Deps,
): (lines: readonly EstimateLine[]) => readonly Notice[] {
  return (lines) => {
    // The book is no witness for itself, nor against the user's own prices.
    const isOther = loaded.source.kind !== 'price-book' && settings.overridesOf(entry.key).length === 0;
    const listed = isOther ? listedInBook(deps)(entry.key) : undefined;
    const review = readBookReview(deps, entry.key);
    return new EntryDoubts(entry, { review, listed }, deps.now()).about(lines);
  };
}
