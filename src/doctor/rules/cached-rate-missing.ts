import { flag } from '../../models/entry.ts';
import type { EntryRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * The entry says that the model caches prompts, and lists no price for what is read from the cache:
 * those tokens are billed as uncached.
 *
 * The case: openrouter/z-ai/glm-4.6, and gpt-4, of which the map says that it caches although it
 * does not.
 */
export const cachedRateMissing: EntryRule = {
  id: 'cached-rate-missing',
  severity: 'info',
  title: 'says that it caches prompts and has no cached rate',
  sees: 'entry',
  check: ({ entry, figures }) => {
    const input = figures.plain('input_cost_per_token');
    if (flag(entry, 'supports_prompt_caching') !== true || input === undefined || input.value === 0)
      return [];
    if (figures.all.some(({ direction }) => direction === 'cacheRead')) return [];
    const reason = `It says that it caches prompts and has no cached rate, so that cached tokens are billed at the input rate, ${priced(input.value, 'token')}.`;
    return [
      { field: 'cache_read_input_token_cost', figure: null, reason, neighbours: [figures.neighbour(input)] },
    ];
  },
};
