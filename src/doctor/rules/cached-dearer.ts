import type { EntryRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * Reading from the cache is a discount at every provider, so a cached rate above the uncached one is
 * a swap or a slip of the decimal point, and one that equals it was copied.
 *
 * The case: azure/gpt-realtime-2025-08-28 with cached input at $4, the price of uncached (it is $0.40).
 */
export const cachedDearer: EntryRule = {
  id: 'cached-dearer',
  severity: 'error',
  title: 'cached input that costs as much as uncached, or more',
  sees: 'entry',
  check: ({ figures }) =>
    figures.all.flatMap((figure) => {
      const metric = UNCACHED[figure.at.metric];
      const uncached = metric === undefined ? undefined : figures.beside(figure, { metric });
      if (uncached === undefined || uncached.value === 0) return [];
      const ratio = figure.value / uncached.value;
      if (ratio < SAME) return [];
      const isDearer = ratio > 1 / SAME;
      const relation = isDearer ? 'more than' : 'which is what';
      const reason = `${figure.item} is ${priced(figure.value, figure.unit)}, ${relation} the same tokens cost uncached${isDearer ? `, ${priced(uncached.value, uncached.unit)}` : ''}.`;
      const neighbours = [figures.neighbour(uncached)];
      const severity = isDearer ? 'error' : 'warning';
      return [{ field: figure.field, figure: figure.value, reason, neighbours, severity }];
    }),
};

/** The same figure, however it was rounded on its way into the map. */
const SAME = 0.999;

const UNCACHED: Readonly<Record<string, string>> = {
  cache_read_input_token_cost: 'input_cost_per_token',
  cache_read_input_image_token_cost: 'input_cost_per_image_token',
  cache_read_input_audio_token_cost: 'input_cost_per_audio_token',
};
