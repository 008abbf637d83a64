import { compareText } from '../../core/collections.ts';
import { deprecationOf } from '../capabilities.ts';
import { scoreOf, type Scores } from '../scores.ts';
import { blended, unitOrder, type Candidate } from './candidate.ts';

export const SORT_KEYS = [
  'name',
  'input',
  'output',
  'blended',
  'context',
  'coding',
  'image-output',
  'deprecation',
] as const;

export type SortKey = (typeof SORT_KEYS)[number];

/** What models are sorted by. Values of another group cannot be compared, and follow it. */
interface Place {
  readonly group: number;
  /** Null where the model has no such value: it comes last, whatever the direction. */
  readonly value: number | null;
}

export interface SortContext {
  readonly scores: Scores;
  readonly now: Date;
}

type PlaceOf = (candidate: Candidate, context: SortContext) => Place;

const PLACES: Readonly<Record<Exclude<SortKey, 'name'>, PlaceOf>> = {
  input: ({ headline }) => ({ group: unitOrder(headline.unit), value: headline.input }),
  output: ({ headline }) => ({ group: unitOrder(headline.unit), value: headline.output }),
  blended: ({ headline }) => ({ group: 0, value: blended(headline) }),
  context: ({ contextTokens }) => ({ group: 0, value: contextTokens }),
  coding: ({ key }, { scores }) => ({ group: 0, value: scoreOf(scores, key) }),
  // Per token first, then per image made.
  'image-output': (candidate) => {
    const perToken = candidate.figure('output_cost_per_image_token');
    const perImage = candidate.figure('output_cost_per_image');
    return perToken === null ? { group: 1, value: perImage } : { group: 0, value: perToken };
  },
  deprecation: ({ entry }, { now }) => ({ group: 0, value: deprecationOf(entry, now)?.daysLeft ?? null }),
};

/** Sorts by a value, the lowest first or last; then by key. Models without a value are at the end. */
export function sorted(
  candidates: readonly Candidate[],
  by: SortKey,
  descending: boolean,
  context: SortContext,
): readonly Candidate[] {
  const sign = descending ? -1 : 1;
  if (by === 'name') return candidates.toSorted((a, b) => sign * compareText(a.key, b.key));
  const placeOf = PLACES[by];
  return candidates
    .map((candidate) => ({ candidate, ...placeOf(candidate, context) }))
    .sort(
      (a, b) =>
        Number(a.value === null) - Number(b.value === null) ||
        a.group - b.group ||
        sign * ((a.value ?? 0) - (b.value ?? 0)) ||
        compareText(a.candidate.key, b.candidate.key),
    )
    .map(({ candidate }) => candidate);
}
