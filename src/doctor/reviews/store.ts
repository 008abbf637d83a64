/** Reviews on disk. Loaded only where there is a file, or one is to be written. */
import { existsSync } from 'node:fs';
import { whyRefused, writeWhole } from '../../core/files.ts';
import { issueText } from '../../core/reading/issue.ts';
import { reasonOf, UsageError } from '../../core/errors.ts';
import { parseJsonFile, type JsonValue } from '../../core/json.ts';
import { toJson } from '../../core/json-text.ts';
import type { ReviewFile, ReviewSearch } from './find.ts';
import { readReviews, toReviewFile, type Review } from './review.ts';

/**
 * The reviews of one file; none where there is no file.
 * @throws UsageError when it cannot be used, with the place in the file.
 */
export function loadReviews({ path, text }: ReviewFile): readonly Review[] {
  if (text === undefined) return [];
  const { reviews, issues } = readReviews(parsed(path, text));
  const [first, ...others] = issues;
  if (first === undefined) return reviews;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new UsageError(`${path}: ${issueText(first)}${more}.`, 'Mend the file, or move it away.');
}

/** A review and the file that holds it. */
export interface KeptReview {
  readonly review: Review;
  readonly file: string;
}

/**
 * The review that stands for each model: the newest, and of two of one day that of the earlier file.
 * @throws UsageError as `loadReviews` does.
 */
export function newestReviews({ project, user }: ReviewSearch): ReadonlyMap<string, KeptReview> {
  const newest = new Map<string, KeptReview>();
  for (const file of [project, user]) {
    for (const review of loadReviews(file)) {
      const known = newest.get(review.model);
      if (known === undefined || known.review.on < review.on) {
        newest.set(review.model, { review, file: file.path });
      }
    }
  }
  return newest;
}

function parsed(path: string, text: string): JsonValue {
  try {
    return parseJsonFile(text);
  } catch (error) {
    throw new UsageError(
      `The file of reviews ${path} is ${reasonOf(error)}.`,
      'Mend the file, or move it away.',
      { cause: error },
    );
  }
}

/**
 * Writes the reviews of one file, whole or not at all.
 * @throws UsageError when the place cannot be written, or holds a file that does not count.
 */
export async function saveReviews({ path, text }: ReviewFile, reviews: readonly Review[]): Promise<void> {
  if (text === undefined && existsSync(path)) {
    throw new UsageError(`${path} is not used, and is not written over.`, 'Move it away, or allow it.');
  }
  try {
    await writeWhole(path, toJson(toReviewFile(reviews)));
  } catch (error) {
    const hint = '--project writes beside the project, LLMCOST_CONFIG_DIR names another place.';
    throw new UsageError(`The review could not be kept in ${path}: ${whyRefused(error)}.`, hint, {
      cause: error,
    });
  }
}
