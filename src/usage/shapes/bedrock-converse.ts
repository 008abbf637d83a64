import type { JsonObject } from '../../core/json.ts';
import { asList, asObject, field } from '../../core/json.ts';
import { larger } from '../arithmetic.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { type ReportedCounts, countTable, pathsOf, readReported } from '../reported-counts.ts';
import { CAMEL_INPUT_OUTPUT, TOKEN_COUNT } from '../words.ts';

const COUNTS = countTable({
  inputTokens: ['inputTokens', 'inputTokenCount'],
  cacheReadTokens: ['cacheReadInputTokens', 'cacheReadInputTokenCount'],
  // The last is what clients of Claude call the same.
  cacheWriteTokens: ['cacheWriteInputTokens', 'cacheWriteInputTokenCount', 'cacheCreationInputTokens'],
  outputTokens: ['outputTokens', 'outputTokenCount'],
  totalTokens: ['totalTokens'],
});

/**
 * Amazon Bedrock's Converse API. As with Anthropic, `inputTokens` leaves the cache out, and
 * `cacheDetails` tells the writes by time to live.
 */
export const bedrockConverse: UsageShape = {
  name: 'bedrock-converse',
  words: CAMEL_INPUT_OUTPUT,
  own: [
    'cacheReadInputTokens',
    'cacheWriteInputTokens',
    'cacheReadInputTokenCount',
    'cacheWriteInputTokenCount',
    'cacheCreationInputTokens',
    'cacheDetails',
    'serverToolUsage',
  ],
  takesPlain: ({ holders }) => hasAny(holders[0], 'stopReason', 'metrics'),
  layout: { beside: ['cacheRead', 'cacheWrite'], isCertain: true },
  fields: [...pathsOf(COUNTS), 'cacheDetails'],
  read: ({ usage }, notes) => ({ reported: readConverse(usage, notes) }),
};

/** The same counts where Bedrock measures an invocation, in its log and at the end of its streams. */
export const bedrockMetrics: UsageShape = {
  ...bedrockConverse,
  name: 'bedrock-metrics',
  words: TOKEN_COUNT,
  own: ['cacheReadInputTokenCount', 'cacheWriteInputTokenCount', 'invocationLatency'],
  takesPlain: undefined,
};

function readConverse(usage: JsonObject, notes: Notes): ReportedCounts {
  const reported = readReported(usage, COUNTS, notes);
  const { all, oneHour } = writesByTtl(usage, notes);
  return present<ReportedCounts>({
    ...reported,
    cacheWriteTokens: larger(reported.cacheWriteTokens, all),
    cacheWrite1hTokens: oneHour,
  });
}

function writesByTtl(usage: JsonObject, notes: Notes) {
  let all: number | undefined;
  let oneHour: number | undefined;
  for (const item of asList(field(usage, 'cacheDetails'))) {
    const detail = asObject(item);
    const count = notes.count(detail, 'inputTokens');
    if (count === undefined) continue;
    all = notes.sum('cache writes', all, count);
    if (field(detail, 'ttl') === '1h') oneHour = (oneHour ?? 0) + count;
  }
  return { all, oneHour };
}
