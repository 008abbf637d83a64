import type { UsageShape } from '../shape.ts';
import { countTable, pathsOf, readReported } from '../reported-counts.ts';
import { INPUT_OUTPUT } from '../words.ts';

const COUNTS = countTable({
  inputTokens: ['input_tokens'],
  cacheReadTokens: ['cached_input_tokens'],
  cacheWriteTokens: ['cache_write_input_tokens'],
  outputTokens: ['output_tokens'],
  reasoningTokens: ['reasoning_output_tokens'],
  totalTokens: ['total_tokens'],
});

/** Codex's own names for a request: cached is part of the input, reasoning part of the output. */
export const codexUsage: UsageShape = {
  name: 'codex',
  words: INPUT_OUTPUT,
  own: ['cached_input_tokens', 'reasoning_output_tokens', 'cache_write_input_tokens'],
  layout: {},
  fields: pathsOf(COUNTS),
  read: ({ usage }, notes) => ({ reported: readReported(usage, COUNTS, notes) }),
};
