import { factor, priced, timesApart } from '../words.ts';
import type { MapRule } from '../rule.ts';

/**
 * Cached input at less than an eightieth of the input. The usual discount is a tenth; DeepSeek goes
 * down to 1/120, and says the same in every seller, so that a second seller with the figure clears it.
 *
 * The case: an input price raised by a decimal place, beside which the cached one looks like nothing.
 */
export const cachedCheap: MapRule = {
  id: 'cached-cheap',
  severity: 'warning',
  title: 'cached input at less than an eightieth of uncached',
  sees: 'map',
  check: ({ entry, figures, survey }) => {
    const cached = figures.plain('cache_read_input_token_cost');
    const input = figures.plain('input_cost_per_token');
    if (cached === undefined || input === undefined || cached.value === 0) return [];
    if (cached.value >= input.value * LEAST) return [];
    if (survey.elsewhere(entry, cached).some((other) => factor(other.figure, cached.value) < NEAR)) return [];
    const reason = `Cached input is ${priced(cached.value, 'token')}, ${timesApart(cached.value, input.value)} less than input, ${priced(input.value, 'token')}.`;
    return [{ field: cached.field, figure: cached.value, reason, neighbours: [figures.neighbour(input)] }];
  },
};

const LEAST = 1 / 80;
const NEAR = 2;
