import type { Figure, Figures } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { EntryRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * Writing to the cache costs more than reading from it, and keeping it for an hour more than keeping
 * it for five minutes.
 *
 * The case: claude-3-opus-20240229 with $18.75 for five minutes and $6 for an hour, which is the
 * price of another model (it is $30).
 */
export const writeOrder: EntryRule = {
  id: 'write-order',
  severity: 'warning',
  title: 'a cache write that costs less than a read, or an hour less than five minutes',
  sees: 'entry',
  check: ({ figures }) => {
    const writes = figures.all.filter(({ at }) => at.metric === 'cache_creation_input_token_cost');
    const hours = writes.filter(({ at }) => at.ttl === '1h');
    const read = { metric: 'cache_read_input_token_cost', ttl: null } as const;
    return [
      ...writes.flatMap((write) => cheaperThan(figures, write, 'a cache read', read)),
      ...hours.flatMap((write) => cheaperThan(figures, write, 'a write for five minutes', { ttl: null })),
    ];
  },
};

function cheaperThan(
  figures: Figures,
  write: Figure,
  what: string,
  where: Parameters<Figures['beside']>[1],
): readonly Found[] {
  const other = figures.beside(write, where);
  if (other === undefined || write.value === 0 || write.value >= other.value) return [];
  const name = write.at.ttl === '1h' ? `${write.item} for an hour` : write.item;
  const reason = `${name} is ${priced(write.value, write.unit)}, less than ${what}, ${priced(other.value, other.unit)}.`;
  return [{ field: write.field, figure: write.value, reason, neighbours: [figures.neighbour(other)] }];
}
