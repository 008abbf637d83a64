import { asList, field } from '../../core/json.ts';
import type { Figure, Place } from '../figures.ts';
import type { EntryRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * A price under a condition (cached, batch, a tier, long prompts) without the plain one that it is a
 * condition of.
 *
 * The case: gemini-3.1-pro-preview with a cache write above 200K tokens and none below, which is the
 * price of keeping the cache for an hour in another field.
 */
export const noBasePrice: EntryRule = {
  id: 'no-base-price',
  severity: 'warning',
  title: 'a price under a condition and none without it',
  sees: 'entry',
  check: ({ entry, figures }) => {
    if (asList(field(entry.fields, 'tiered_pricing')).length > 0) return [];
    const missing = new Map<string, Figure>();
    for (const figure of figures.all) {
      const base = baseOf(figure.at);
      if (base === undefined || figure.value <= 0 || figures.beside(figure, base) !== undefined) continue;
      missing.set(`${base.metric ?? figure.at.metric}`, figure);
    }
    return [...missing].map(([metric, figure]) => {
      const reason = `There is ${figure.field}, ${priced(figure.value, figure.unit)}, and no ${metric}.`;
      return { field: metric, figure: null, reason, neighbours: [figures.neighbour(figure)] };
    });
  },
};

function baseOf({ metric, tier, batch, aboveTokens, ttl, path }: Place): Partial<Place> | undefined {
  if (path !== '') return undefined;
  if (tier !== null || batch || aboveTokens !== null) return { tier: null, batch: false, aboveTokens: null };
  return metric === 'cache_read_input_token_cost' || metric === 'cache_creation_input_token_cost'
    ? { metric: 'input_cost_per_token', ...(ttl === null ? {} : { ttl: null }) }
    : undefined;
}
