import { figure, type Entry } from '../../models/entry.ts';
import { parseField } from '../../models/fields.ts';
import { decimal } from '../../core/money.ts';
import type { Found } from '../finding.ts';
import type { EntryRule, ReviewedFigures } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * A figure that somebody compared with the provider's own published price, and that the map has
 * otherwise or not at all.
 *
 * The case: the cached image rate of the gpt-image models, which the map had in May 2026 and lost by
 * August, and chatgpt-image-latest at $10 in and $40 out for image tokens, which are $8 and $32.
 */
export const reviewDiffers: EntryRule = {
  id: 'review-differs',
  severity: 'error',
  title: 'a figure that a review of the published price contradicts',
  sees: 'entry',
  check: ({ entry, reviews }) =>
    reviews.flatMap((review) =>
      Object.entries(review.figures).flatMap(([field, figure]) => check(entry, review, field, figure)),
    ),
};

function check(entry: Entry, review: ReviewedFigures, field: string, reviewed: number): readonly Found[] {
  const inMap = figure(entry, field);
  const isNested = /[.[]/.test(field);
  if (isNested || (inMap !== undefined && decimal(inMap).eq(decimal(reviewed)))) return [];
  const unit = parseField(field)?.unit ?? 'token';
  const found = inMap === undefined ? 'the map has no such price' : `the map says ${priced(inMap, unit)}`;
  const { kind, on, against } = review;
  const reason =
    kind === 'published'
      ? `${field} is ${priced(reviewed, unit)} by the review of ${on} (${against}), and ${found}.`
      : `${field} was ${priced(reviewed, unit)} when it was reviewed on ${on} (${against}), and now ${found}.`;
  const severity = kind === 'published' ? 'error' : 'warning';
  return [{ field, figure: inMap ?? null, reason, severity }];
}
