import { headlineOf } from '../../models/headline.ts';
import type { Figure } from '../figures.ts';
import type { Found } from '../finding.ts';
import { isSaidFree } from '../words.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { samePrice } from '../survey/survey.ts';
import { priced } from '../words.ts';

/**
 * One price of 0 in an entry that charges for the rest: a default that was never filled in. It is
 * none where the provider gives that part away with all its models, or charges for the request.
 *
 * The case: databricks/databricks-mpt-7b-instruct with $0.50 in and 0 out.
 */
export const zeroAmongPriced: MapRule = {
  id: 'zero-among-priced',
  severity: 'warning',
  title: 'a price of 0 where the rest costs something',
  sees: 'map',
  check: (subject) => {
    const { entry, figures, survey } = subject;
    if (survey.nameOf(entry).isListPriced && !isSaidFree(entry)) {
      const free = figures.all.filter(
        ({ value, isBase, unit }) => value === 0 && isBase && unit !== 'factor',
      );
      const charged = free.flatMap((figure) => chargedElsewhere(subject, figure));
      if (charged.length > 0) return charged;
    }
    // A request fee may stand for either side, and what only embeds writes nothing.
    if (headlineOf(entry).unit !== 'token' || figures.plain('input_cost_per_request') !== undefined)
      return [];
    if (
      /embed|rerank/i.test(entry.key) ||
      !figures.all.some(({ value, unit }) => value > 0 && unit === 'token')
    )
      return [];
    return figures.all
      .filter(({ value, unit, at }) => value === 0 && unit === 'token' && at.path === '')
      .flatMap((figure) => check(subject, figure));
  },
};

/** A model that only its maker gives away is free at nobody else's. */
function chargedElsewhere({ entry, survey }: MapSubject, figure: Figure): readonly Found[] {
  const others = survey.copies.of(entry).flatMap((copy) => samePrice(copy, figure));
  const [first] = others;
  if (first === undefined) return [];
  const reason = `${figure.item} (${figure.field}) is 0, while ${first.key} charges ${priced(first.figure, figure.unit)} for it.`;
  return [{ field: figure.field, figure: 0, reason, neighbours: others.slice(0, 3) }];
}

function check(subject: MapSubject, figure: Figure): readonly Found[] {
  const { entry, survey } = subject;
  const others = survey.elsewhere(entry, figure);
  const isSide = TALKING.has(entry.mode) && SIDES.has(figure.at.metric);
  if ((!isSide && others.length < 2) || isGivenAway(subject, figure)) return [];
  const [first] = others;
  const beside =
    first === undefined
      ? 'the other side costs something'
      : `${first.key} charges ${priced(first.figure, figure.unit)} for it`;
  const reason = `${figure.item} (${figure.field}) is 0, while ${beside}.`;
  return [{ field: figure.field, figure: 0, reason, neighbours: others.slice(0, 3) }];
}

/** True where most of the provider's models that list this price list it as 0. */
function isGivenAway({ entry, survey }: MapSubject, figure: Figure): boolean {
  const theirs = survey.siblings(entry).flatMap((each) => survey.figuresOf(each).beside(figure, {}) ?? []);
  return theirs.filter(({ value }) => value === 0).length * 2 > theirs.length;
}

const TALKING: ReadonlySet<string | null> = new Set(['chat', 'completion', 'responses', 'realtime']);
const SIDES: ReadonlySet<string> = new Set(['input_cost_per_token', 'output_cost_per_token']);
