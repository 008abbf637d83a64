import type { JsonObject } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { type ReportedCounts, countTable, pathsOf, readReported } from '../reported-counts.ts';

/**
 * The counts that OpenAI's newer APIs share, under either spelling of the details, with the names
 * that gateways and other providers put beside or into them.
 */
const COUNTS = countTable({
  inputTokens: ['input_tokens'],
  cacheReadTokens: [
    'input_tokens_details.cached_tokens',
    'input_token_details.cached_tokens',
    // Perplexity, DashScope, and logs of people's own.
    'input_tokens_details.cache_read_input_tokens',
    'prompt_tokens_details.cached_tokens',
    'cached_tokens',
    // Inspect.
    'input_tokens_cache_read',
  ],
  cacheReadTextTokens: [
    'input_tokens_details.cached_tokens_details.text_tokens',
    'input_token_details.cached_tokens_details.text_tokens',
  ],
  cacheReadImageTokens: [
    'input_tokens_details.cached_tokens_details.image_tokens',
    'input_token_details.cached_tokens_details.image_tokens',
  ],
  cacheReadAudioTokens: [
    'input_tokens_details.cached_tokens_details.audio_tokens',
    'input_token_details.cached_tokens_details.audio_tokens',
  ],
  cacheWriteTokens: [
    'input_tokens_details.cache_write_tokens',
    'input_tokens_details.cache_creation_tokens',
    'input_tokens_details.cache_creation_input_tokens',
    'prompt_tokens_details.cache_creation_input_tokens',
    'input_tokens_cache_write',
  ],
  cacheWrite5mTokens: ['prompt_tokens_details.cache_creation.ephemeral_5m_input_tokens'],
  cacheWrite1hTokens: ['prompt_tokens_details.cache_creation.ephemeral_1h_input_tokens'],
  inputImageTokens: ['input_tokens_details.image_tokens', 'input_token_details.image_tokens'],
  inputAudioTokens: ['input_tokens_details.audio_tokens', 'input_token_details.audio_tokens'],
  inputVideoTokens: ['input_tokens_details.video_tokens', 'input_token_details.video_tokens'],
  outputTokens: ['output_tokens'],
  reasoningTokens: [
    'output_tokens_details.reasoning_tokens',
    'output_token_details.reasoning_tokens',
    'reasoning_tokens',
  ],
  outputImageTokens: ['output_tokens_details.image_tokens', 'output_token_details.image_tokens'],
  outputAudioTokens: ['output_tokens_details.audio_tokens', 'output_token_details.audio_tokens'],
  outputVideoTokens: ['output_tokens_details.video_tokens', 'output_token_details.video_tokens'],
  totalTokens: ['total_tokens'],
});

export const INPUT_OUTPUT_FIELDS = pathsOf(COUNTS);

export function readInputOutput(usage: JsonObject, notes: Notes): ReportedCounts {
  return readReported(usage, COUNTS, notes);
}
