import type { MapRule } from '../rule.ts';
import { factor, median, priced, timesApart } from '../words.ts';

/**
 * The names of one model at one provider (an alias, dates, regions) cost the same but for a surcharge.
 * Five times off at least two that agree is a slip.
 *
 * The case: amazon.titan-embed-text-v2:0 at $0.02 per 1M tokens, beside $0.20 under its two names in
 * the regions of the US government, which are a decimal place off.
 */
export const outlierTwins: MapRule = {
  id: 'outlier-twins',
  severity: 'warning',
  title: 'five times off the same model under other names of the provider',
  sees: 'map',
  check: ({ entry, figures, survey }) => {
    const twins = survey.twins(entry);
    if (twins.length < 2) return [];
    return figures.all.flatMap((figure) => {
      if (figure.value === 0 || !figure.isBase || figure.unit !== 'token') return [];
      const others = twins.flatMap((twin) => {
        const theirs = survey.figuresOf(twin);
        const same = theirs.beside(figure, {});
        return same === undefined || same.value === 0 ? [] : [theirs.neighbour(same)];
      });
      const usual = median(others.map((each) => each.figure));
      const agree = others.filter((each) => factor(each.figure, usual) <= SURCHARGE);
      if (agree.length < 2 || agree.length < others.length * NEARLY_ALL) return [];
      if (factor(figure.value, usual) < OFF) return [];
      const relation = figure.value > usual ? 'more' : 'less';
      const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, usual)} ${relation} than ${priced(usual, figure.unit)} at ${others.length} other names of the model at the provider.`;
      return [{ field: figure.field, figure: figure.value, reason, neighbours: agree.slice(0, 3) }];
    });
  },
};

const OFF = 5;
const SURCHARGE = 1.6;
const NEARLY_ALL = 0.75;
