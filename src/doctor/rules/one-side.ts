import type { Unit } from '../../models/fields.ts';
import type { Figure, Figures } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { EntryRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * A model that reads and writes has a price for both, under each condition that it names. Where one
 * is missing, a request is priced in part, or a tier at the standard price on one side.
 *
 * The case: gpt-5-nano, whose map entry has a priority price for input and none for output.
 */
export const oneSide: EntryRule = {
  id: 'one-side',
  severity: 'warning',
  title: 'a price for one of input and output only',
  sees: 'entry',
  check: ({ entry, figures }) => {
    if (entry.mode === 'embedding') return embedding(figures);
    if (!TWO_SIDED.has(entry.mode)) return [];
    return figures.all.flatMap((figure) => {
      const metric = OTHER_SIDE[figure.at.metric];
      if (metric === undefined || figure.at.path === 'off_peak_pricing.') return [];
      if (figures.beside(figure, { metric }) !== undefined || isPricedOtherwise(figures, figure)) return [];
      const field = figure.field.replace(figure.at.metric, metric);
      const reason = `There is no ${field} beside ${figure.field}, ${priced(figure.value, figure.unit)}.`;
      return [{ field, figure: null, reason, neighbours: [figures.neighbour(figure)] }];
    });
  },
};

/** What only reads has one price, for what goes in; the 0 for output that stands beside it is none. */
function embedding(figures: Figures): readonly Found[] {
  const output = figures.plain('output_cost_per_token');
  if (output === undefined || figures.all.some(({ direction }) => direction === 'input')) return [];
  const field = 'input_cost_per_token';
  const reason = `There is no price for what goes in, only ${output.field}, ${priced(output.value, 'token')}.`;
  return [{ field, figure: null, reason, neighbours: [figures.neighbour(output)] }];
}

const TWO_SIDED: ReadonlySet<string | null> = new Set(['chat', 'completion', 'responses', 'realtime']);

const OTHER_SIDE: Readonly<Record<string, string>> = {
  input_cost_per_token: 'output_cost_per_token',
  output_cost_per_token: 'input_cost_per_token',
};

/** True where the entry goes by another unit too, or the other side by seconds: a video. */
function isPricedOtherwise(figures: Figures, figure: Figure): boolean {
  const side = figure.at.metric.startsWith('input') ? 'output' : 'input';
  const inOther = figures.all.filter(({ unit }) => OTHER_UNITS.has(unit));
  const isBoth = ['input', 'output'].every((each) => inOther.some(({ direction }) => direction === each));
  return isBoth || inOther.some(({ direction, unit }) => direction === side && unit === 'second');
}

const OTHER_UNITS: ReadonlySet<Unit> = new Set(['second', 'character']);
