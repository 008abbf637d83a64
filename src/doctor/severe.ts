import type { Entry } from '../models/entry.ts';
import type { Notice } from '../core/notice.ts';
import { Figures } from './figures.ts';
import type { Found } from './finding.ts';
import type { EntryRule, EntrySubject, ReviewedFigures } from './rule.ts';
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
 * What is so wrong with a model's prices that an answer made of them must say it, one sentence a figure.
 * It looks at the entry alone, so that any command can afford it; `doctor` sees more.
 * @param now for rules that look at dates.
 * @param concerns which fields the answer was made of.
 * @param figures the entry's, where they are known.
 */
export function severeFindings(
  entry: Entry,
  now: Date,
  reviews: readonly ReviewedFigures[] = [],
  concerns: (field: string | null) => boolean = () => true,
  figures = new Figures(entry),
): readonly Notice[] {
  const found = severe({ entry, figures, now, reviews });
  return noticesOf(
    entry,
    found.filter(({ field }) => concerns(field)),
  );
}

/**
 * Severe findings about other figures that compare them with these: either of the two may be the wrong
 * one. One for each of these fields.
 */
export function severeBeside(
  entry: Entry,
  now: Date,
  concerns: (field: string | null) => boolean,
): readonly Notice[] {
  const beside = new Map<string, Severe>();
  for (const finding of severe({ entry, figures: new Figures(entry), now, reviews: [] })) {
    const fields = (finding.neighbours ?? []).map((other) => other.field);
    const compared = concerns(finding.field) ? undefined : fields.find(concerns);
    if (compared !== undefined && !beside.has(compared)) beside.set(compared, finding);
  }
  return noticesOf(entry, [...beside.values()]);
}

interface Severe extends Found {
  readonly rule: string;
}

/** Each figure once, by the first rule that finds it. */
function severe(subject: EntrySubject): readonly Severe[] {
  const seen = new Set<string | null>();
  return RULES.flatMap((rule) =>
    [...rule.check(subject)].flatMap((found) => {
      if ((found.severity ?? rule.severity) !== 'error' || seen.has(found.field)) return [];
      seen.add(found.field);
      return [{ ...found, rule: rule.id }];
    }),
  );
}

function noticesOf({ key }: Entry, found: readonly Severe[]): readonly Notice[] {
  return found.map(({ reason, rule }) => ({
    code: 'SUSPICIOUS_PRICE',
    message: `${key}: ${reason} (${rule})`,
  }));
}
