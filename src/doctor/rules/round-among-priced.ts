import { decimal, perMillion, plain } from '../../core/money.ts';
import type { MapRule } from '../rule.ts';
import { factor, median, priced } from '../words.ts';

/**
 * The same round figure on both sides, where other sellers charge differently for each side and far
 * from it: a placeholder that somebody typed to have a number.
 *
 * The case: wandb/Qwen/Qwen3-235B-A22B-Instruct-2507 with 0.01 on both sides.
 */
export const roundAmongPriced: MapRule = {
  id: 'round-among-priced',
  severity: 'warning',
  title: 'the same round figure on both sides where others have prices',
  sees: 'map',
  check: ({ entry, figures, survey }) => {
    const input = figures.plain('input_cost_per_token');
    const output = figures.plain('output_cost_per_token');
    if (input === undefined || output === undefined || input.value !== output.value) return [];
    if (!isRound(input.value)) return [];
    const others = survey.elsewhere(entry, output);
    const usual = median(others.map((each) => each.figure));
    if (others.length < 2 || factor(usual, output.value) < FAR) return [];
    const reason = `Input and output are both ${priced(input.value, 'token')}, a round figure, while ${others.length} other providers charge about ${priced(usual, 'token')} for output.`;
    return [{ field: output.field, figure: output.value, reason, neighbours: others.slice(0, 3) }];
  },
};

const FAR = 4;

/** 1, 10, 100 … per 1M tokens. */
function isRound(value: number): boolean {
  return value > 0 && /^10*$|^0\.0*1$/.test(plain(perMillion(decimal(value))));
}
