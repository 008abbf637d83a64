import type { BookReview } from './reviews/book.ts';
import type { Entry } from '../models/entry.ts';
import type { Notice } from '../core/notice.ts';
import { fieldsOfMeter } from '../pricing/rates.ts';
import { severeFindings } from './severe.ts';

/** A price that an answer was made of: what it is for, and the field it came from (null: none was found). */
export interface UsedPrice {
  readonly meter: string;
  readonly field: string | null;
}

/**
 * What is gravely wrong with the prices that an answer was made of, a warning each; faults of other
 * prices of the model are not its matter.
 * @param now for rules that look at dates.
 */
export function doubtsAbout(
  entry: Entry,
  prices: readonly UsedPrice[],
  review: BookReview | undefined,
  now: Date,
): readonly Notice[] {
  const used = new Set<string | null>(prices.flatMap(({ meter, field }) => [field, ...fieldsOfMeter(meter)]));
  const reviews = review === undefined ? [] : [{ kind: 'published', ...review } as const];
  return severeFindings(entry, now, reviews, (field) => field === null || used.has(field));
}
