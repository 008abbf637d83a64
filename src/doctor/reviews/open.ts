import type { Deps } from '../../core/deps.ts';
import type { Entry } from '../../models/entry.ts';
import type { Change } from './compare.ts';
import type { Notice } from '../../core/notice.ts';
import { findReviews } from './find.ts';

/** What a person's review says of a model, held against the map in use. */
export interface ReviewNote {
  readonly on: string;
  readonly by: string;
  readonly against: string;
  readonly note: string | null;
  /** The file that holds it. */
  readonly file: string;
  /** What the map has changed since; empty when all is as it was. */
  readonly changes: readonly Change[];
  /** Where the map says otherwise than the page did, as far as its figures were written down. */
  readonly differences: readonly Change[];
}

/** Answers for one model after the other, without reading the files again. */
export type ReviewLookUp = (entry: Entry) => ReviewNote | null;

/** Reviews that are open, and the files that are not used. */
export interface OpenReviews {
  readonly reviewOf: ReviewLookUp;
  readonly warnings: readonly Notice[];
}

/**
 * The reviews that people made, the project's and the user's. Of two of one model the newer one
 * stands; of two of one day, the project's. Where there is no file this costs a look at a few names.
 * @throws UsageError for a file of reviews that cannot be used.
 */
export async function openReviews(deps: Pick<Deps, 'cwd' | 'paths'>): Promise<OpenReviews> {
  const search = findReviews(deps);
  const { project, user, warnings } = search;
  if (project.text === undefined && user.text === undefined) return { reviewOf: () => null, warnings };
  const [{ newestReviews }, compare] = await Promise.all([import('./store.ts'), import('./compare.ts')]);
  const newest = newestReviews(search);
  const reviewOf: ReviewLookUp = (entry) => {
    const found = newest.get(entry.key);
    if (found === undefined) return null;
    const { on, by, against, note } = found.review;
    return {
      on,
      by,
      against,
      note,
      file: found.file,
      changes: compare.changesSince(found.review, entry),
      differences: compare.differencesFrom(found.review, entry),
    };
  };
  return { reviewOf, warnings };
}
