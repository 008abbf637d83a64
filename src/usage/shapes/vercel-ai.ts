import type { JsonObject } from '../../core/json.ts';
import { asObject, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { larger } from '../openai-parts.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';

/**
 * Vercel's AI SDK: version 4 (`promptTokens`), 5 (`cachedInputTokens`, `reasoningTokens`) and 6
 * (`inputTokenDetails`, `outputTokenDetails`). All parts are inside the two totals.
 */
export const vercelAi: UsageShape = {
  name: 'vercel-ai',
  recognises: ({ usage }) =>
    hasAny(usage, 'promptTokens', 'completionTokens') ||
    (hasAny(usage, 'inputTokens', 'outputTokens') &&
      hasAny(usage, 'totalTokens', 'cachedInputTokens', 'inputTokenDetails', 'outputTokenDetails')),
  read: ({ usage }, notes): Reading => ({ usage: readSdk(usage, notes) }),
};

function readSdk(usage: JsonObject, notes: Notes): Usage {
  const inDetails = asObject(field(usage, 'inputTokenDetails'));
  const outDetails = asObject(field(usage, 'outputTokenDetails'));
  const input = notes.firstCount(usage, 'inputTokens', 'promptTokens');
  const output = notes.firstCount(usage, 'outputTokens', 'completionTokens');
  notes.checkTotal(notes.count(usage, 'totalTokens'), input, output);
  return present<Usage>({
    inputTokens: input,
    // Version 6 keeps version 5's names beside its own.
    cacheReadTokens: larger(
      notes.count(inDetails, 'cacheReadTokens'),
      notes.count(usage, 'cachedInputTokens'),
    ),
    cacheWriteTokens: notes.count(inDetails, 'cacheWriteTokens'),
    outputTokens: output,
    reasoningTokens: larger(
      notes.count(outDetails, 'reasoningTokens'),
      notes.count(usage, 'reasoningTokens'),
    ),
  });
}
