/** Reviews on disk. Loaded only where there is a file, or one is to be written. */
import { readFileSync } from 'node:fs';
import { issueText } from '../../core/reading/issue.ts';
import { reasonOf, systemCode, UsageError } from '../../core/errors.ts';
import { parseJson, type JsonValue } from '../../core/json.ts';
import { toJson } from '../../core/json-text.ts';
import type { ReviewFile } from './find.ts';
import { readReviews, toReviewFile, type Review } from './review.ts';

/**
 * The reviews of one file; none where there is no file.
 * @throws UsageError when it cannot be read or used, with the place in the file.
 */
export function loadReviews({ path, exists }: ReviewFile): readonly Review[] {
  if (!exists) return [];
  const { reviews, issues } = readReviews(parsed(path));
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
export function newestReviews(files: readonly ReviewFile[]): ReadonlyMap<string, KeptReview> {
  const newest = new Map<string, KeptReview>();
  for (const file of files) {
    for (const review of loadReviews(file)) {
      const known = newest.get(review.model);
      if (known === undefined || known.review.on < review.on) {
        newest.set(review.model, { review, file: file.path });
      }
    }
  }
  return newest;
}

function parsed(path: string): JsonValue {
  try {
    return parseJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const isRefused = systemCode(error) !== undefined;
    const reason = isRefused ? `cannot be read (${reasonOf(error)})` : `is not JSON: ${reasonOf(error)}`;
    throw new UsageError(`The file of reviews ${path} ${reason}.`, 'Mend the file, or move it away.', {
      cause: error,
    });
  }
}

/**
 * Writes the reviews of one file, whole or not at all.
 * @throws UsageError when the place cannot be written.
 */
export async function saveReviews({ path }: ReviewFile, reviews: readonly Review[]): Promise<void> {
  const { whyRefused, writeWhole } = await import('../../core/files.ts');
  try {
    await writeWhole(path, toJson(toReviewFile(reviews)));
  } catch (error) {
    const hint = '--project writes beside the project, LLMCOST_CONFIG_DIR names another place.';
    throw new UsageError(`The review could not be kept in ${path}: ${whyRefused(error)}.`, hint, {
      cause: error,
    });
  }
}
