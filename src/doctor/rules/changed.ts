import { field } from '../../core/json.ts';
import { formatCount } from '../../core/money.ts';
import { figure as figureOf, textOf } from '../../models/entry.ts';
import { Figures, type Figure } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { samePrice } from '../survey/survey.ts';
import { factor, priced, timesApart } from '../words.ts';

/**
 * What changed since the map before without anything beside it that bears the change out: no other
 * entry of the model has the new figure. A provider's new price shows up like this too, so that it is
 * worth a look and no more.
 *
 * The case: mistral/mistral-ocr-latest, whose page went from $0.001 to $0.004 between May and August.
 */
export const changed: MapRule = {
  id: 'changed',
  severity: 'info',
  title: 'a price, limit, mode or date that changed since the map before',
  sees: 'map',
  check: (subject) => {
    const { previous } = subject;
    if (previous === undefined) return [];
    const before = new Figures(previous);
    return [
      ...subject.figures.all.flatMap((now) => priceChange(subject, before, now)),
      ...LIMITS.flatMap((limit) => limitChange(subject, limit)),
      ...TEXTS.flatMap((name) => textChange(subject, name)),
    ];
  },
};

function priceChange(subject: MapSubject, before: Figures, now: Figure): readonly Found[] {
  const then = before.beside(now, {});
  if (then === undefined || then.value === now.value) return [];
  if (isBorneOut(subject, now, then) || isExchanged(subject, before, now, then)) return [];
  const change =
    then.value > 0 && now.value > 0
      ? `${timesApart(now.value, then.value)} ${now.value > then.value ? 'more' : 'less'} than`
      : 'and was not';
  const reason = `${now.item} (${now.field}) is ${priced(now.value, now.unit)}, ${change} in the map before, ${priced(then.value, then.unit)}; no other entry of the model says so.`;
  return [{ field: now.field, figure: now.value, reason, neighbours: [before.neighbour(then)] }];
}

/** It stood in the field of another price, which stands here now: that is said by another rule. */
function isExchanged({ figures }: MapSubject, before: Figures, now: Figure, then: Figure): boolean {
  return before.all.some(
    (other) => other.value === now.value && figures.beside(other, {})?.value === then.value,
  );
}

/** Another entry has the new figure, or the others are nearer to it than to the old one. */
function isBorneOut({ entry, survey }: MapSubject, now: Figure, then: Figure): boolean {
  const others = survey.copies.of(entry).flatMap((copy) => samePrice(copy, now));
  if (others.length === 0 || now.value <= 0 || then.value <= 0) return false;
  const nearest = (value: number) => Math.min(...others.map(({ figure }) => factor(figure, value)));
  return nearest(now.value) < SAME || nearest(now.value) < nearest(then.value);
}

const SAME = 1.005;

const LIMITS = ['max_input_tokens', 'max_output_tokens', 'max_tokens', 'output_vector_size'] as const;

function limitChange({ entry, previous, survey }: MapSubject, limit: string): readonly Found[] {
  const now = figureOf(entry, limit);
  const then = previous === undefined ? undefined : figureOf(previous, limit);
  if (now === undefined || then === undefined || now === then) return [];
  if (survey.copies.of(entry).some((copy) => figureOf(copy.entry, limit) === now)) return [];
  // The total is one of the other two, which says it already.
  if (limit === 'max_tokens' && PARTS.some((part) => figureOf(entry, part) === now)) return [];
  const reason = `${limit} is ${formatCount(now)}, and was ${formatCount(then)} in the map before.`;
  const neighbours = [{ key: entry.key, field: limit, figure: then }];
  return [{ field: limit, figure: now, reason, neighbours }];
}

const PARTS = ['max_input_tokens', 'max_output_tokens'] as const;

const TEXTS = ['mode', 'litellm_provider', 'deprecation_date'] as const;

function textChange({ entry, previous, survey }: MapSubject, name: string): readonly Found[] {
  const now = textOf(entry, name);
  const then = previous === undefined ? undefined : textOf(previous, name);
  if (now === undefined || then === undefined || now === then) return [];
  if (survey.copies.ofAnyMode(entry).some((copy) => field(copy.entry.fields, name) === now)) return [];
  const reason = `${name} is ${now}, and was ${then} in the map before.`;
  return [{ field: name, figure: null, reason }];
}
