import { asNumber, field } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import type { UsageShape } from '../shape.ts';
import { countTable, pathsOf, readReported } from '../reported-counts.ts';
import { CAMEL_INPUT_OUTPUT } from '../words.ts';

const COUNTS = countTable({
  inputTokens: ['inputTokens'],
  cacheReadTokens: ['cacheReadTokens'],
  cacheWriteTokens: ['cacheWriteTokens', 'cacheCreationTokens'],
  outputTokens: ['outputTokens'],
});

/** The `tokenUsage` of Cursor's usage events: the cache stands beside the input. */
export const cursor: UsageShape = {
  name: 'cursor',
  words: CAMEL_INPUT_OUTPUT,
  own: ['totalCents'],
  places: ['tokenUsage'],
  layout: { beside: ['cacheRead', 'cacheWrite'] },
  fields: [...pathsOf(COUNTS), 'totalCents'],
  read: ({ usage }, notes) => ({
    reported: readReported(usage, COUNTS, notes),
    reportedUsd:
      asNumber(field(usage, 'totalCents')) === undefined
        ? undefined
        : decimalText(field(usage, 'totalCents'), -2),
  }),
};
