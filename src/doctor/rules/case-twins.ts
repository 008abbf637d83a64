import { figure } from '../../models/entry.ts';
import type { MapRule } from '../rule.ts';

/**
 * Two keys that differ in capital letters only: who writes either of them in another case may get
 * either of them.
 *
 * The case: together_ai/baai/bge-base-en-v1.5 and together_ai/BAAI/bge-base-en-v1.5.
 */
export const caseTwins: MapRule = {
  id: 'case-twins',
  severity: 'warning',
  title: 'names that differ in capital letters only',
  sees: 'map',
  check: ({ entry, survey }) => {
    const [other] = survey.sameLetters(entry);
    // Of a pair the one that comes first in the alphabet reports both.
    if (other === undefined || survey.sameLetters(entry).some(({ key }) => key < entry.key)) return [];
    const theirs = figure(other, FIELD);
    const neighbours = theirs === undefined ? [] : [{ key: other.key, field: FIELD, figure: theirs }];
    const reason = `${other.key} is the same name in other letters.`;
    return [{ field: null, figure: figure(entry, FIELD) ?? null, reason, neighbours }];
  },
};

const FIELD = 'input_cost_per_token';
