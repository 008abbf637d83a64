import { decimalText } from '../decimal-text.ts';
import { field } from '../../core/json.ts';
import type { UsageShape } from '../shape.ts';
import { countTable, pathsOf, readReported } from '../reported-counts.ts';
import { INPUT_OUTPUT } from '../words.ts';

const COUNTS = countTable({
  inputTokens: ['input_tokens'],
  cacheReadTokens: ['cache_read_tokens'],
  cacheWriteTokens: ['cache_creation_tokens'],
  outputTokens: ['output_tokens'],
  totalTokens: ['total_tokens'],
});

/** The `claude_code.api_request` events that Claude Code sends: Anthropic's counts, renamed. */
export const claudeEvent: UsageShape = {
  name: 'claude-code-event',
  words: INPUT_OUTPUT,
  own: ['cache_creation_tokens'],
  layout: { beside: ['cacheRead', 'cacheWrite'] },
  fields: pathsOf(COUNTS),
  read: ({ usage }, notes) => ({
    reported: readReported(usage, COUNTS, notes),
    reportedUsd: decimalText(field(usage, 'cost_usd')),
  }),
};
