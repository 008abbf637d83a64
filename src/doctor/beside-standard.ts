import type { Figure } from './figures.ts';
import type { EntryRule } from './rule.ts';
import { priced } from './words.ts';

/**
 * A rule about a price under a condition beside the same price without it.
 * @param applies which figures stand under the condition, and the words for it.
 * @param isWrong true when the conditional figure, the first, cannot be right beside the plain one.
 */
export function besideStandard(
  about: Pick<EntryRule, 'id' | 'severity' | 'title'>,
  applies: (figure: Figure) => string | undefined,
  isWrong: (value: number, standard: number) => boolean,
): EntryRule {
  return {
    ...about,
    sees: 'entry',
    check: ({ figures }) =>
      figures.all.flatMap((figure) => {
        const words = applies(figure);
        const standard =
          words === undefined ? undefined : figures.beside(figure, { tier: null, batch: false });
        if (standard === undefined || figure.value === 0 || standard.value === 0) return [];
        if (!isWrong(figure.value, standard.value)) return [];
        const relation = figure.value > standard.value ? 'more' : 'less';
        const reason = `${figure.item} in ${words} is ${priced(figure.value, figure.unit)}, ${relation} than the standard ${priced(standard.value, standard.unit)}.`;
        return [
          { field: figure.field, figure: figure.value, reason, neighbours: [figures.neighbour(standard)] },
        ];
      }),
  };
}
