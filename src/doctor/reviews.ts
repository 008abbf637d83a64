import { readBookReviews } from './reviews/book.ts';
import type { Deps } from '../core/deps.ts';
import { findReviews } from './reviews/find.ts';
import { newestReviews } from './reviews/store.ts';
import type { ReviewedFigures } from './rule.ts';

/**
 * What has been checked of each model: by the project (the price book) and by people.
 * @throws UsageError for a file of reviews that cannot be used.
 */
export function reviewedFigures(deps: Deps): (key: string) => readonly ReviewedFigures[] {
  const ofBook = readBookReviews(deps);
  const own = newestReviews(findReviews(deps));
  return (key) => {
    const book = ofBook(key);
    const review = own.get(key)?.review;
    return [
      ...(book === undefined ? [] : [{ kind: 'published', ...book } as const]),
      ...(review === undefined ? [] : ofPerson(review)),
    ];
  };
}

interface PersonsReview {
  readonly on: string;
  readonly by: string;
  readonly against: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly published: Readonly<Record<string, number>>;
}

/** A figure of the page counts before what the map had then. */
function ofPerson({ on, by, against, figures, published }: PersonsReview): readonly ReviewedFigures[] {
  const words = `${by}, ${against}`;
  const seen = Object.entries(figures).filter(([field]) => !Object.hasOwn(published, field));
  return [
    { kind: 'published', on, against: words, figures: published },
    { kind: 'seen', on, against: words, figures: Object.fromEntries(seen) },
  ];
}
