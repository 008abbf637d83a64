import { grouped } from '../../core/collections.ts';
import type { Figure } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import type { Convention } from '../survey/conventions.ts';
import { ratiosIn, type Ratio } from '../survey/proportions.ts';
import { factor, listed, priced } from '../words.ts';

/**
 * Makers keep to a few proportions: every batch at half the price, every cache write at 1.25 times the
 * input. A ratio that no other model of the maker has is a slip in one of the two prices.
 *
 * The case: azure/us/gpt-4.1-nano-2025-04-14, whose batch price had the surcharge of its region twice.
 */
export const oddProportion: MapRule = {
  id: 'odd-proportion',
  severity: 'warning',
  title: 'two prices in a proportion that no other model of the maker has',
  sees: 'map',
  check: (subject) => {
    const odd = oddRatios(subject);
    const byBase = grouped(odd, ({ ratio }) => ratio.base.field);
    return [...byBase.values()].flatMap((some) => {
      const shared = sharedCause(some);
      return shared === undefined
        ? some.map((each) => aboutFigure(subject, each))
        : [aboutBase(subject, shared)];
    });
  },
};

interface Odd {
  readonly ratio: Ratio;
  readonly usual: Convention;
}

function oddRatios({ entry, figures, survey }: MapSubject): readonly Odd[] {
  const name = survey.nameOf(entry);
  return ratiosIn(figures).flatMap((ratio) => {
    const usual = survey.conventions.against(name, ratio);
    return usual === undefined ? [] : [{ ratio, usual }];
  });
}

/** Several prices off by one factor beside the same base: then it is the base that is wrong. */
function sharedCause(odd: readonly Odd[]): readonly Odd[] | undefined {
  const [first] = odd;
  if (first === undefined || odd.length < 2) return undefined;
  const off = offBy(first);
  return odd.every((each) => factor(offBy(each), off) < 1.05) ? odd : undefined;
}

function offBy({ ratio, usual }: Odd): number {
  return ratio.value / usual.ratio;
}

function aboutFigure({ figures }: MapSubject, { ratio, usual }: Odd): Found {
  const { figure, base } = ratio;
  const reason = `${said(figure)} is ${times(ratio.value)} ${base.field}, ${priced(base.value, base.unit)}; ${theUsual(usual)}.`;
  const neighbours = [figures.neighbour(base), ...usual.neighbours];
  return { field: figure.field, figure: figure.value, reason, neighbours };
}

function aboutBase({ figures }: MapSubject, odd: readonly Odd[]): Found {
  const [first] = odd;
  if (first === undefined) throw new TypeError('a cause without effects');
  const { base } = first.ratio;
  const others = listed(odd.map(({ ratio }) => ratio.figure.field));
  const reason = `${said(base)} does not fit ${others}, which hang on it: ${first.ratio.figure.field} is ${times(first.ratio.value)} it; ${theUsual(first.usual)}.`;
  const neighbours = odd.flatMap(({ ratio }) => figures.neighbour(ratio.figure));
  return { field: base.field, figure: base.value, reason, neighbours };
}

function said({ item, field, value, unit }: Figure): string {
  return `${item} (${field}), ${priced(value, unit)},`;
}

function times(ratio: number): string {
  return `${Number(ratio.toPrecision(3))} times`;
}

function theUsual({ ratio, models, of }: Convention): string {
  return `${models} of ${of} models have ${times(ratio)}`;
}
