import type { Dissent } from '../dissent.ts';
import type { Found, Severity } from '../finding.ts';
import { distanceTo } from '../price-level.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { factor, median, priced, timesApart } from '../words.ts';

/**
 * A model whose weights are free costs at every seller what he likes, but never many times more or
 * less than at all others.
 *
 * What a part costs (cached, audio, a tier) is left to the other prices of the entry: sellers share out
 * their discounts as they like.
 *
 * The case: wandb/meta-llama/Llama-3.1-8B-Instruct at $22,000 per 1M tokens beside $0.02 to $0.22.
 */
export const outlierSameModel: MapRule = {
  id: 'outlier-same-model',
  severity: 'error',
  title: 'several times off the same model at every other seller',
  sees: 'map',
  check: (subject) => {
    const dissents = subject.dissents.filter(({ figure, sellers }) => figure.isBase && sellers > 1);
    const { seller, maker } = subject.survey.nameOf(subject.entry);
    // The maker's own price is the measure, and sellers may not have followed it.
    if (dissents.length === 0 || (seller === maker && dissents.every(({ sellers }) => sellers === 2)))
      return [];
    const copies = subject.survey.copies.of(subject.entry).map(({ entry }) => entry);
    const together = distanceTo(subject, copies)?.apart ?? 1;
    return dissents.flatMap((dissent) => check(subject, dissent, together));
  },
};

/** @param together how far all prices are off, on the side that is nearer. */
function check({ entry, survey }: MapSubject, dissent: Dissent, together: number): readonly Found[] {
  const { figure, others, sellers } = dissent;
  const [nearest] = others;
  const isFar = together >= (sellers === 2 ? OFF_TWO : OFF_MORE);
  const alone = sellers === 2 ? OFF_ALONE_TWO : OFF_ALONE;
  if (nearest === undefined || (!isFar && nearest.apart < alone)) return [];
  const elsewhere = survey.elsewhere(entry, figure);
  const usual = median(elsewhere.map((each) => each.figure));
  const agree = elsewhere.filter((each) => factor(each.figure, usual) <= AGREE);
  if (agree.length < 2) return [];
  const relation = figure.value > usual ? 'more' : 'less';
  const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, usual)} ${relation} than ${priced(usual, figure.unit)}, the middle of ${elsewhere.length} other providers of the model.`;
  const severity: Severity = factor(figure.value, usual) < FAR_OFF ? 'warning' : 'error';
  return [{ field: figure.field, figure: figure.value, reason, neighbours: agree.slice(0, 3), severity }];
}

/** All prices off the nearest of two other sellers, and of more. */
const OFF_TWO = 5.5;
const OFF_MORE = 3.4;
/** One price alone: sellers set the two sides as they like. */
const OFF_ALONE_TWO = 20;
const OFF_ALONE = 8;
/** Up to here two sellers of different ambition may explain it. */
const FAR_OFF = 100;
/** Others bear witness when they lie within this factor of their middle. */
const AGREE = 5;
