import type { JsonValue } from '../core/json.ts';
import { parseScores } from '../models/scores.ts';

/**
 * What the package holds of a file of scores: what each name shows, in the form that a user's file may have. The runs
 * behind it are for the reader of the repository, and checking them takes a command a millisecond.
 */
export function shownScores(file: JsonValue): object {
  const { benchmark, byKey } = parseScores(file, 'coding-scores.json');
  const models = Object.fromEntries(Array.from(byKey, ([name, { percent }]) => [name, percent]));
  const known = Object.entries(benchmark).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(known), models };
}
