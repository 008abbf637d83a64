import type { EntryRule } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * A token that a model writes costs it more work than one that it reads, and every provider charges
 * more for it or the same.
 *
 * The case: azure_ai/Llama-4-Maverick-17B-128E-Instruct-FP8 with $1.41 in and $0.35 out.
 */
export const sidesInverted: EntryRule = {
  id: 'sides-inverted',
  severity: 'warning',
  title: 'output that costs less than input',
  sees: 'entry',
  check: ({ entry, figures }) => {
    if (!WRITING_MODES.has(entry.mode)) return [];
    return figures.all.flatMap((output) => {
      if (output.at.metric !== 'output_cost_per_token' || output.value === 0) return [];
      const input = figures.beside(output, { metric: 'input_cost_per_token' });
      if (input === undefined || output.value >= input.value) return [];
      const reason = `Output is ${priced(output.value, 'token')}, less than input, ${priced(input.value, 'token')}.`;
      return [{ field: output.field, figure: output.value, reason, neighbours: [figures.neighbour(input)] }];
    });
  },
};

const WRITING_MODES: ReadonlySet<string | null> = new Set(['chat', 'completion', 'responses', 'realtime']);
