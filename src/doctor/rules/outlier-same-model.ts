import type { MapRule } from '../rule.ts';
import { factor, median, priced, timesApart } from '../words.ts';

/**
 * The same model costs about the same wherever it is sold. Twenty times more or less than at two
 * sellers that agree is a slip.
 *
 * What a part costs (cached, audio, a tier) is left to the other prices of the entry: sellers share out
 * their discounts as they like.
 *
 * The case: wandb/meta-llama/Llama-3.1-8B-Instruct at $22,000 per 1M tokens beside $0.02 to $0.22.
 */
export const outlierSameModel: MapRule = {
  id: 'outlier-same-model',
  severity: 'error',
  title: 'twenty times off the same model elsewhere',
  sees: 'map',
  check: ({ entry, figures, survey }) =>
    figures.all.flatMap((figure) => {
      if (figure.value === 0 || !figure.isBase) return [];
      const others = survey.elsewhere(entry, figure);
      if (others.length < 2) return [];
      const usual = median(others.map((each) => each.figure));
      const agree = others.filter((each) => factor(each.figure, usual) <= AGREE);
      if (agree.length < 2 || factor(figure.value, usual) < OFF) return [];
      const relation = figure.value > usual ? 'more' : 'less';
      const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, usual)} ${relation} than ${priced(usual, figure.unit)}, the middle of ${others.length} other providers of the model.`;
      const severity = factor(figure.value, usual) < FAR_OFF ? 'warning' : 'error';
      return [{ field: figure.field, figure: figure.value, reason, neighbours: agree.slice(0, 3), severity }];
    }),
};

const OFF = 20;
/** Up to here two sellers of different ambition may explain it. */
const FAR_OFF = 100;
/** Others bear witness when they lie within this factor of their middle. */
const AGREE = 5;
