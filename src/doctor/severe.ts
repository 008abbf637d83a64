import type { Entry } from '../models/entry.ts';
import type { Notice } from '../core/notice.ts';
import { Figures } from './figures.ts';
import type { Found } from './finding.ts';
import type { EntryRule, ReviewedFigures } from './rule.ts';
import { aboveCheaper } from './rules/above-cheaper.ts';
import { batchDearer } from './rules/batch-dearer.ts';
import { cachedDearer } from './rules/cached-dearer.ts';
import { flexDearer } from './rules/flex-dearer.ts';
import { implausible } from './rules/implausible.ts';
import { outlierInside } from './rules/outlier-inside.ts';
import { priorityCheaper } from './rules/priority-cheaper.ts';
import { reviewDiffers } from './rules/review-differs.ts';

/** The rules that find errors and need no other entry than the model's own. */
const RULES: readonly EntryRule[] = [
  reviewDiffers,
  implausible,
  outlierInside,
  cachedDearer,
  batchDearer,
  flexDearer,
  priorityCheaper,
  aboveCheaper,
];

/** Something so wrong with a figure that an answer made of it must say it. */
export interface Severe extends Found {
  readonly rule: string;
}

/**
 * What is so wrong with a model's prices: each figure once, by the first rule that finds it. It looks at the entry
 * alone, so that any command can afford it; `doctor` sees more.
 * @param now for rules that look at dates.
 * @param figures the entry's, where they are known.
 */
export function severeIn(
  entry: Entry,
  now: Date,
  reviews: readonly ReviewedFigures[] = [],
  figures = new Figures(entry),
): readonly Severe[] {
  const seen = new Set<string | null>();
  return RULES.flatMap((rule) =>
    [...rule.check({ entry, figures, now, reviews })].flatMap((found) => {
      if ((found.severity ?? rule.severity) !== 'error' || seen.has(found.field)) return [];
      seen.add(found.field);
      return [{ ...found, rule: rule.id }];
    }),
  );
}

/** The same, one sentence a figure. */
export function severeFindings(...asked: Parameters<typeof severeIn>): readonly Notice[] {
  return noticesOf(asked[0], severeIn(...asked));
}

/**
 * Of severe findings, those about other figures that compare them with these: either of the two may be the wrong
 * one. One for each of these fields.
 */
export function severeBeside(
  found: readonly Severe[],
  concerns: (field: string | null) => boolean,
): readonly Severe[] {
  const beside = new Map<string, Severe>();
  for (const finding of found) {
    const fields = (finding.neighbours ?? []).map((other) => other.field);
    const compared = concerns(finding.field) ? undefined : fields.find(concerns);
    if (compared !== undefined && !beside.has(compared)) beside.set(compared, finding);
  }
  return [...beside.values()];
}

export function noticesOf({ key }: Entry, found: readonly Severe[]): readonly Notice[] {
  return found.map(({ reason, rule }) => ({
    code: 'SUSPICIOUS_PRICE',
    message: `${key}: ${reason} (${rule})`,
  }));
}
