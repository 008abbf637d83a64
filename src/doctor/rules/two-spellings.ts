import type { EntryRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * The price of a cache hit stands under an old and a new name, and the two are not the same: one was
 * kept in step with the provider and one was not.
 *
 * The case: none in the maps of 2026; LiteLLM had to add the new name to eight DeepSeek models that
 * had only the old one.
 */
export const twoSpellings: EntryRule = {
  id: 'two-spellings',
  severity: 'error',
  title: 'two names of one price with different figures',
  sees: 'entry',
  check: ({ figures }) => {
    const old = figures.all.find(({ field }) => field === 'input_cost_per_token_cache_hit');
    const today = figures.plain('cache_read_input_token_cost');
    if (old === undefined || today === undefined || old.value === today.value) return [];
    const reason = `${old.field} is ${priced(old.value, old.unit)}, and ${today.field}, which means the same, is ${priced(today.value, today.unit)}.`;
    return [{ field: old.field, figure: old.value, reason, neighbours: [figures.neighbour(today)] }];
  },
};
