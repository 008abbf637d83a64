import type { Deps } from '../../core/deps.ts';
import { asNumber, asObject, asText, field, type JsonObject } from '../../core/json.ts';
import { readPackaged } from '../../core/data-files.ts';

/** A figure of the price book that was checked against the provider's own published price. */
export interface BookReview {
  /** When, as precisely as it is known: `2026-09`. */
  readonly on: string;
  readonly against: string;
  /** USD per unit, by the cost map's field. */
  readonly figures: Readonly<Record<string, number>>;
}

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
  if (on === undefined || against === undefined) return undefined;
  const figures = Object.entries(asObject(field(review, 'fields')) ?? {}).flatMap(([name, value]) => {
    const figure = asNumber(value);
    return figure === undefined ? [] : [[name, figure] as const];
  });
  return { on, against, figures: Object.fromEntries(figures) };
}
