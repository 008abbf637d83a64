import type { UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { countTable, pathsOf, readReported } from '../reported-counts.ts';
import { INPUT_OUTPUT } from '../words.ts';

const COUNTS = countTable({
  inputTokens: ['input_tokens'],
  cacheReadTokens: ['cache_read_tokens'],
  cacheReadAudioTokens: ['cache_audio_read_tokens'],
  cacheWriteTokens: ['cache_write_tokens'],
  inputAudioTokens: ['input_audio_tokens'],
  outputTokens: ['output_tokens'],
  reasoningTokens: ['details.reasoning_tokens', 'details.thoughts_tokens'],
  outputAudioTokens: ['output_audio_tokens'],
  totalTokens: ['total_tokens'],
});

/** Pydantic AI's usage of a request or a run: every part is within the two totals. */
export const pydanticAi: UsageShape = {
  name: 'pydantic-ai',
  words: INPUT_OUTPUT,
  own: ['cache_read_tokens', 'cache_write_tokens', 'cache_audio_read_tokens'],
  // With that name beside it, `cache_read_tokens` may be Claude Code's, which stands beside the input.
  unless: ({ usage }) =>
    hasAny(usage, 'cache_creation_tokens') && !hasAny(usage, 'cache_write_tokens', 'cache_audio_read_tokens'),
  layout: { countsCachedTwice: true },
  fields: pathsOf(COUNTS),
  read: ({ usage }, notes) => ({ reported: readReported(usage, COUNTS, notes) }),
};
