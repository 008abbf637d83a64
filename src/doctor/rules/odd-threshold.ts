import { formatCount } from '../../core/money.ts';
import type { Figures } from '../figures.ts';
import type { MapRule } from '../rule.ts';

/**
 * Prices for prompts above so many tokens, where the same model has another limit elsewhere, or no
 * other model of the map has that one.
 *
 * The case: none in the maps of 2026; `_above_20k_tokens` for `_above_200k_tokens` is one key less.
 */
export const oddThreshold: MapRule = {
  id: 'odd-threshold',
  severity: 'warning',
  title: 'a long-context limit that the model has nowhere else',
  sees: 'map',
  check: ({ entry, figures, survey }) => {
    const copies = survey.copies
      .of(entry)
      .map((copy) => ({ key: copy.entry.key, limits: thresholdsOf(copy.figures) }))
      .filter(({ limits }) => limits.length > 0);
    const { isListPriced } = survey.nameOf(entry);
    return thresholdsOf(figures).flatMap((tokens) => {
      const [copy] = copies;
      const isAlone = copy !== undefined && copies.every(({ limits }) => !limits.includes(tokens));
      const isUnknown = copy === undefined && isListPriced && survey.thresholdUses(tokens) < 2;
      if (!isAlone && !isUnknown) return [];
      const [first] = figures.all.filter(({ at }) => at.aboveTokens === tokens);
      if (first === undefined) return [];
      const words = formatCount(tokens);
      const reason =
        copy === undefined
          ? `It has prices above ${words} tokens, a limit that no other model has.`
          : `It has prices above ${words} tokens; ${copy.key}, the same model, has them above ${formatCount(copy.limits[0] ?? 0)}.`;
      return [{ field: first.field, figure: first.value, reason }];
    });
  },
};

/** Each once, in the order of the figures. */
export function thresholdsOf({ all }: Figures): readonly number[] {
  return [...new Set(all.flatMap(({ at }) => at.aboveTokens ?? []))];
}
