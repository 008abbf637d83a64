import { formatCount } from '../../core/money.ts';
import { limitsOf } from '../../models/capabilities.ts';
import type { EntryRule } from '../rule.ts';

/**
 * What a model may write must fit into its window. Where the output limit is larger, one of the two
 * belongs to another model, or they are exchanged.
 *
 * The case: novita/baai/bge-m3 with a window of 8,192 tokens and 96,000 of output.
 */
export const outputOverWindow: EntryRule = {
  id: 'output-over-window',
  severity: 'warning',
  title: 'an output limit above the window',
  sees: 'entry',
  check: ({ entry }) => {
    const { outputTokens, contextTokens } = limitsOf(entry);
    if (outputTokens === null || contextTokens === null || contextTokens === 0) return [];
    if (outputTokens <= contextTokens * ROUNDING) return [];
    const window = entry.fields['max_input_tokens'] === undefined ? 'max_tokens' : 'max_input_tokens';
    const reason = `It may write ${formatCount(outputTokens)} tokens, more than its window of ${formatCount(contextTokens)} holds.`;
    const neighbours = [{ key: entry.key, field: window, figure: contextTokens }];
    return [{ field: 'max_output_tokens', figure: outputTokens, reason, neighbours }];
  },
};

/** 8,192 beside a window of 8,000, and 131,072 beside 131,000, are one figure written in two ways. */
const ROUNDING = 1.05;
