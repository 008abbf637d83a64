import type { Deps } from '../../core/deps.ts';
import { asNumber, asObject, asText, field, type JsonObject } from '../../core/json.ts';
import { readPackaged } from '../../core/data-files.ts';
import type { BookReview } from '../../map/book/reviewed.ts';

export type { BookReview } from '../../map/book/reviewed.ts';

/** What the price book says of a model's figures; undefined where nobody has checked them. */
export function readBookReview(deps: Deps, key: string): BookReview | undefined {
  return readBookReviews(deps)(key);
}

/** The same for one model after the other: the file is read once. */
export function readBookReviews(deps: Deps): (key: string) => BookReview | undefined {
  const reviews = asObject(readPackaged(deps, 'reviews.json'));
  return (key) => toBookReview(asObject(field(reviews, key)));
}

function toBookReview(review: JsonObject | undefined): BookReview | undefined {
  const on = asText(field(review, 'on'));
  const against = asText(field(review, 'against'));
  const source = asText(field(review, 'source'));
  if (on === undefined || against === undefined || source === undefined) return undefined;
  const figures = Object.entries(asObject(field(review, 'figures')) ?? {}).flatMap(([name, value]) => {
    const figure = asNumber(value);
    return figure === undefined ? [] : [[name, figure] as const];
  });
  return { on, against, source, figures: Object.fromEntries(figures) };
}
