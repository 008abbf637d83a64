import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Deps } from './core/deps.ts';
import { reasonOf, systemCode, UsageError } from './core/errors.ts';
import { parseImageRules, type ImageRules } from './pricing/images/rules.ts';
import {
  asNumber,
  asObject,
  asText,
  field,
  parseJson,
  type JsonObject,
  type JsonValue,
} from './core/json.ts';
import { parseScores, type Scores } from './models/scores.ts';

/**
 * Coding scores: the user's file (`LLMCOST_SCORES`, else the one that the settings name), else those
 * that come along.
 */
export function readScores(deps: Deps, configured: string | null = null): Scores {
  if (configured === null || deps.env['LLMCOST_SCORES']) {
    return readReplaceable(deps, 'LLMCOST_SCORES', 'coding-scores.json', parseScores);
  }
  return parseScores(readUserJson(configured, 'The settings name a file of scores'), configured);
}

/** Tokens per image: the user's file (`LLMCOST_IMAGE_TOKENS`), else the rules that come along. */
export function readImageRules(deps: Deps): ImageRules {
  return readReplaceable(deps, 'LLMCOST_IMAGE_TOKENS', 'image-tokens.json', parseImageRules);
}

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
  const reviews = asObject(readOwn(deps, 'reviews.json'));
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

function readReplaceable<T>(
  deps: Deps,
  variable: string,
  own: string,
  parse: (value: JsonValue, origin: string) => T,
): T {
  const named = deps.env[variable];
  if (named === undefined || named === '') return parse(readOwn(deps, own), own);
  return parse(readUserJson(resolve(deps.cwd, named), `${variable} names a file`), named);
}

function readOwn(deps: Deps, name: string): JsonValue {
  return parseJson(readFileSync(join(deps.paths.packageDir, name), 'utf8'));
}

/**
 * A JSON file that the user named.
 * @throws UsageError when it cannot be read or is not JSON.
 */
export function readUserJson(path: string, what: string): JsonValue {
  const text = readUserText(path, what);
  try {
    return parseJson(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(
      `${what} that is not JSON: ${path} (${reasonOf(error)}).`,
      'Mend the file or name another.',
    );
  }
}

/** A text file that the user named. @throws UsageError when it cannot be read. */
export function readUserText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = systemCode(error) === 'ENOENT' ? 'does not exist' : `cannot be read (${reasonOf(error)})`;
    throw new UsageError(`${what} that ${reason}: ${path}.`, 'Check the path.', { cause: error });
  }
}
