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

/**
 * What is so wrong with a model's prices that an answer made of them must say it: a sentence each,
 * one for a figure. It looks at the entry alone, so that any command can afford it; `doctor` sees more.
 * @param now for rules that look at dates.
 * @param concerns which fields the answer was made of; what is wrong with the others is not its matter.
 */
export function severeFindings(
  entry: Entry,
  now: Date,
  reviews: readonly ReviewedFigures[] = [],
  concerns: (field: string | null) => boolean = () => true,
): readonly Notice[] {
  const subject = { entry, figures: new Figures(entry), now, reviews };
  const seen = new Set<string | null>();
  return RULES.flatMap((rule) =>
    [...rule.check(subject)].flatMap((found) => {
      if (!isGrave(rule, found) || seen.has(found.field) || !concerns(found.field)) return [];
      seen.add(found.field);
      return [{ code: 'SUSPICIOUS_PRICE', message: `${entry.key}: ${found.reason} (${rule.id})` }];
    }),
  );
}

function isGrave(rule: EntryRule, { severity = rule.severity }: Found): boolean {
  return severity === 'error';
}
