import type { JsonObject } from '../../core/json.ts';
import { asList, asObject, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { larger } from '../openai-parts.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';

/**
 * Amazon Bedrock's Converse API. As with Anthropic, `inputTokens` leaves the cache out, and
 * `cacheDetails` tells the writes by time to live.
 */
export const bedrockConverse: UsageShape = {
  name: 'bedrock-converse',
  recognises: ({ usage, holders }) =>
    hasAny(usage, 'cacheReadInputTokens', 'cacheWriteInputTokens', 'cacheDetails') ||
    hasAny(usage, 'cacheReadInputTokenCount', 'cacheWriteInputTokenCount') ||
    (hasAny(usage, 'inputTokens', 'outputTokens') && hasAny(holders[0], 'stopReason', 'metrics')),
  read: ({ usage }, notes): Reading => ({ usage: readConverse(usage, notes) }),
};

function readConverse(usage: JsonObject, notes: Notes): Usage {
  const uncached = notes.count(usage, 'inputTokens');
  const output = notes.count(usage, 'outputTokens');
  const read = notes.firstCount(usage, 'cacheReadInputTokens', 'cacheReadInputTokenCount');
  const { all, oneHour } = writesByTtl(usage, notes);
  const written = larger(notes.firstCount(usage, 'cacheWriteInputTokens', 'cacheWriteInputTokenCount'), all);
  const input = notes.sum('input tokens', uncached, read, written);
  notes.checkTotal(notes.count(usage, 'totalTokens'), input, output);
  return present<Usage>({
    inputTokens: input,
    cacheReadTokens: read,
    cacheWriteTokens: written,
    cacheWrite1hTokens: oneHour,
    outputTokens: output,
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
