import type { BookReview } from './reviews/book.ts';
import type { Entry } from '../models/entry.ts';
import type { Notice } from '../core/notice.ts';
import { fieldsOfMeter } from '../pricing/rates.ts';
import { farFromListed, type Listed } from './listed.ts';
import { severeBeside, severeFindings } from './severe.ts';

/** A price that an answer was made of: what it is for, and the field it came from (null: none was found). */
export interface UsedPrice {
  readonly meter: string;
  readonly field: string | null;
}

/** What an entry's prices are held against, where there is something. */
export interface Witnesses {
  readonly review: BookReview | undefined;
  readonly listed: Listed | undefined;
}

/**
 * Why the prices that an answer was made of cannot be right, a warning each. Other prices of the model
 * are left to `doctor`.
 * @param now for rules that look at dates.
 */
export function doubtsAbout(
  entry: Entry,
  prices: readonly UsedPrice[],
  { review, listed }: Witnesses,
  now: Date,
): readonly Notice[] {
  const used = new Set<string | null>(prices.flatMap(({ meter, field }) => [field, ...fieldsOfMeter(meter)]));
  const reviews = review === undefined ? [] : [{ kind: 'published', ...review } as const];
  const concerns = (field: string | null): boolean => field === null || used.has(field);
  const doubts = [
    ...severeFindings(entry, now, reviews, concerns),
    ...(listed === undefined ? [] : farFromListed(entry, listed, now, concerns)),
  ];
  return doubts.length > 0 ? doubts : severeBeside(entry, now, concerns);
}
