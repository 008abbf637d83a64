import type { Entry } from '../models/entry.ts';
import { dissentsOf } from './dissent.ts';
import { SEVERITIES, type Finding, type Found } from './finding.ts';
import type { MapSubject, ReviewedFigures, Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { Survey } from './survey/survey.ts';

/** What the map is held against. */
export interface DiagnosisContext {
  readonly now: Date;
  /** Checked figures of a model; none for most. */
  readonly reviews: (key: string) => readonly ReviewedFigures[];
  /** The entry of the map before; undefined where there is no such map or no such model. */
  readonly previous?: (key: string) => Entry | undefined;
}

/** Which findings are asked for. Absent means all. */
export interface DiagnosisFilter {
  readonly rules?: readonly Rule[];
  readonly isAsked?: (entry: Entry) => boolean;
  /** Told how many models were looked at, of how many. */
  readonly onModel?: ((done: number, total: number) => void) | undefined;
}

/**
 * Looks through a map. Every entry bears witness, also where findings about a few are asked for. One
 * figure is reported once, by the first rule that finds it; the gravest come first, then the order of
 * the map.
 */
export function diagnose(
  entries: Iterable<Entry>,
  context: DiagnosisContext,
  { rules = RULES, isAsked, onModel }: DiagnosisFilter = {},
): readonly Finding[] {
  const survey = new Survey(entries);
  const asked = isAsked === undefined ? survey.entries : survey.entries.filter(isAsked);
  const findings = asked.flatMap((entry, place) => {
    onModel?.(place, asked.length);
    const figures = survey.figuresOf(entry);
    const reviews = context.reviews(entry.key);
    const previous = context.previous?.(entry.key);
    const dissents = dissentsOf({ entry, figures, survey });
    return findingsOf({ entry, figures, survey, dissents, reviews, previous, now: context.now }, rules);
  });
  const byGravity = SEVERITIES.map((severity) => findings.filter((finding) => finding.severity === severity));
  return byGravity.flat();
}

function findingsOf(subject: MapSubject, rules: readonly Rule[]): readonly Finding[] {
  const seen = new Set<string>();
  return rules.flatMap((rule) =>
    [...rule.check(subject)].flatMap((found) => {
      const isKnown = found.field !== null && seen.has(found.field);
      if (found.field !== null) seen.add(found.field);
      return isKnown ? [] : [findingOf(rule, subject.entry, found)];
    }),
  );
}

/** A rule's finding with whose it is. */
export function findingOf(rule: Rule, { key, provider }: Entry, found: Found): Finding {
  const { field, figure, reason, neighbours = [], severity = rule.severity } = found;
  return { rule: rule.id, severity, model: key, provider, field, figure, reason, neighbours };
}
