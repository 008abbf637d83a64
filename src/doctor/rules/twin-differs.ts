import { grouped } from '../../core/collections.ts';
import { conditionOf, type Figure, type Figures } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import type { Copy } from '../survey/copies.ts';
import { factor, priced } from '../words.ts';

/**
 * Names of one model at one provider (an alias, dates, regions) have the same prices, and each price
 * at all of them. One that is missing here, or that no other has, was edited on one side only.
 *
 * The case: azure/eu/gpt-4o-2024-11-20, whose cached rate was filed as `cache_creation_input_token_cost`,
 * while azure/gpt-4o-2024-11-20 has it as `cache_read_input_token_cost`.
 */
export const twinDiffers: MapRule = {
  id: 'twin-differs',
  severity: 'info',
  title: 'a price that the model has under its other names, or under none of them',
  sees: 'map',
  check: (subject) => {
    const { entry, figures, survey } = subject;
    const twins = survey.copies
      .of(entry)
      .filter((copy) => copy.entry.provider === entry.provider && isPricedAlike(figures, copy.figures));
    return [...lacking(subject, twins), ...alone(subject, twins)];
  },
};

/** True where all prices that both have are the same, but for the surcharge of a region. */
function isPricedAlike(own: Figures, twin: Figures): boolean {
  const pairs = twin.all.flatMap((theirs) => {
    const ours = own.beside(theirs, {});
    return ours === undefined ? [] : [[ours.value, theirs.value] as const];
  });
  return (
    pairs.some(([ours]) => ours > 0) &&
    pairs.every(([a, b]) => a === b || (a > 0 && b > 0 && factor(a, b) <= SURCHARGE))
  );
}

const SURCHARGE = 1.25;

/** What most twins have and this entry has not. */
function lacking({ figures }: MapSubject, twins: readonly Copy[]): readonly Found[] {
  const missing = new Map<string, { readonly theirs: Figure; readonly twin: Copy; count: number }>();
  for (const twin of twins) {
    for (const theirs of twin.figures.all) {
      if (theirs.value <= 0 || figures.beside(theirs, {}) !== undefined) continue;
      const known = missing.get(theirs.field);
      if (known === undefined) missing.set(theirs.field, { theirs, twin, count: 1 });
      else known.count += 1;
    }
  }
  const common = [...missing.values()].filter(({ count }) => count * 2 > twins.length);
  const together = grouped(common, ({ theirs }) => conditionOf(theirs.at));
  // Two names that differ in many prices are two offers, not a slip.
  if (together.size > FEW) return [];
  return [...together.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { theirs, twin } = first;
    const more = some.length === 1 ? '' : ` and ${some.length - 1} more like it`;
    const reason = `${twin.entry.key} is the same model at the same prices, or those of a region, and has ${theirs.field} too, ${priced(theirs.value, theirs.unit)}${more}.`;
    return {
      field: theirs.field,
      figure: null,
      reason,
      neighbours: [twin.figures.neighbour(theirs)],
    };
  });
}

const FEW = 2;

/** What no twin has. */
function alone({ figures }: MapSubject, twins: readonly Copy[]): readonly Found[] {
  if (twins.length < 2) return [];
  const only = figures.all.filter(
    (figure) => figure.value > 0 && twins.every((twin) => twin.figures.beside(figure, {}) === undefined),
  );
  const together = grouped(only, ({ at }) => conditionOf(at));
  if (together.size > FEW) return [];
  return [...together.values()].flatMap((some) => {
    const [figure] = some;
    if (figure === undefined) return [];
    const reason = `${figure.field}, ${priced(figure.value, figure.unit)}, is at none of the ${twins.length} other names of the model, which cost the same otherwise.`;
    return { field: figure.field, figure: figure.value, reason };
  });
}
