import { figure } from '../../map/entry.ts';
import { parseField } from '../../map/fields.ts';
import { decimal } from '../../money.ts';
import type { EntryRule } from '../rule.ts';
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
    reviews.flatMap(({ on, against, figures }) =>
      Object.entries(figures).flatMap(([field, reviewed]) => {
        const inMap = figure(entry, field);
        if (inMap !== undefined && decimal(inMap).eq(decimal(reviewed))) return [];
        const unit = parseField(field)?.unit ?? 'token';
        const found = inMap === undefined ? 'the map has no such price' : `the map says ${priced(inMap, unit)}`;
        const reason = `${field} is ${priced(reviewed, unit)} by the review of ${on} (${against}), and ${found}.`;
        return [{ field, figure: inMap ?? null, reason }];
      }),
    ),
};
