import type { JsonObject } from '../../core/json.ts';
import { asObject, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { larger } from '../openai-parts.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';

/** LangChain's `usage_metadata`: one form for all providers, the details part of the two totals. */
export const langchain: UsageShape = {
  name: 'langchain',
  recognises: ({ usage }) =>
    hasAny(usage, 'input_tokens', 'output_tokens') &&
    (hasAny(
      asObject(field(usage, 'input_token_details')),
      'cache_read',
      'cache_creation',
      'audio',
      'image',
    ) ||
      hasAny(asObject(field(usage, 'output_token_details')), 'reasoning', 'audio')),
  read: ({ usage }, notes): Reading => ({ usage: readMetadata(usage, notes) }),
};

function readMetadata(usage: JsonObject, notes: Notes): Usage {
  const inDetails = asObject(field(usage, 'input_token_details'));
  const outDetails = asObject(field(usage, 'output_token_details'));
  const input = notes.count(usage, 'input_tokens');
  const output = notes.count(usage, 'output_tokens');
  const written1h = notes.count(inDetails, 'ephemeral_1h_input_tokens');
  // Where the writes are told by time to live, cache_creation is 0 beside them.
  const byTtl = notes.sum('cache writes', notes.count(inDetails, 'ephemeral_5m_input_tokens'), written1h);
  notes.checkTotal(notes.count(usage, 'total_tokens'), input, output);
  return present<Usage>({
    inputTokens: input,
    cacheReadTokens: notes.count(inDetails, 'cache_read'),
    cacheWriteTokens: larger(notes.count(inDetails, 'cache_creation'), byTtl),
    cacheWrite1hTokens: written1h,
    inputImageTokens: notes.count(inDetails, 'image'),
    inputAudioTokens: notes.count(inDetails, 'audio'),
    outputTokens: output,
    reasoningTokens: notes.count(outDetails, 'reasoning'),
    outputImageTokens: notes.count(outDetails, 'image'),
    outputAudioTokens: notes.count(outDetails, 'audio'),
  });
}
