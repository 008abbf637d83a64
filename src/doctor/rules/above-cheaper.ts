import { formatCount } from '../../core/money.ts';
import type { Figure, Figures } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { EntryRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * Long prompts cost more per token or the same, never less: their fields are base and surcharge.
 *
 * The case: base and `_above_200k_tokens` exchanged, so that a long prompt takes the short one's price.
 */
export const aboveCheaper: EntryRule = {
  id: 'above-cheaper',
  severity: 'error',
  title: 'a long-context price below the base price',
  sees: 'entry',
  check: ({ figures }) =>
    figures.all.flatMap((figure) => {
      const base = baseOf(figures, figure);
      return base === undefined ? [] : check(figures, figure, base);
    }),
};

/** The price of shorter prompts: the field without threshold, or the same field of the range before. */
function baseOf(figures: Figures, figure: Figure): Figure | undefined {
  if (figure.at.aboveTokens !== null) return figures.beside(figure, { aboveTokens: null });
  const index = Number(/^tiered_pricing\[(\d+)\]\.$/.exec(figure.at.path)?.[1] ?? 0);
  return index === 0 ? undefined : figures.beside(figure, { path: `tiered_pricing[${index - 1}].` });
}

function check(figures: Figures, figure: Figure, base: Figure): readonly Found[] {
  if (figure.value === 0 || figure.value >= base.value) return [];
  const { aboveTokens } = figure.at;
  const long = aboveTokens === null ? 'longer prompts' : `prompts above ${formatCount(aboveTokens)} tokens`;
  const reason = `${figure.item} for ${long} is ${priced(figure.value, figure.unit)}, less than for shorter ones, ${priced(base.value, base.unit)}.`;
  return [{ field: figure.field, figure: figure.value, reason, neighbours: [figures.neighbour(base)] }];
}
