import type { JsonObject } from '../../core/json.ts';
import { field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import type { Place, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { type ReportedCounts, countTable, pathsOf, readReported } from '../reported-counts.ts';
import { CHAT } from '../words.ts';

/**
 * The counts of OpenAI Chat Completions, with what the many APIs, gateways and logs that copy it add:
 * LiteLLM keeps Anthropic's names beside OpenAI's, DeepSeek, Moonshot, GigaChat and Helicone have
 * names of their own for the cache, Modal and xAI tell reasoning at the top.
 */
const COUNTS = countTable({
  inputTokens: ['prompt_tokens'],
  cacheReadTokens: [
    'prompt_tokens_details.cached_tokens',
    'prompt_cache_hit_tokens',
    'cache_read_input_tokens',
    'cached_tokens',
    'cached_prompt_text_tokens',
    'cached_prompt_tokens',
    'precached_prompt_tokens',
    'prompt_cached_tokens',
    'prompt_cache_read_tokens',
    'num_cached_tokens',
    'prompt_token_details.cache_read',
    'prompt_token_details.cached_tokens',
  ],
  cacheReadTextTokens: ['prompt_tokens_details.cached_tokens_details.text_tokens'],
  cacheReadImageTokens: ['prompt_tokens_details.cached_tokens_details.image_tokens'],
  cacheReadAudioTokens: ['prompt_tokens_details.cached_tokens_details.audio_tokens'],
  cacheWriteTokens: [
    'prompt_tokens_details.cache_write_tokens',
    'prompt_tokens_details.cache_creation_tokens',
    'prompt_tokens_details.cache_creation_input_tokens',
    'cache_creation_input_tokens',
    'prompt_cache_creation_tokens',
    'prompt_cache_write_tokens',
    'prompt_token_details.cache_creation',
  ],
  cacheWrite5mTokens: [
    'prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens',
    'prompt_tokens_details.cache_creation.ephemeral_5m_input_tokens',
    'cache_creation.ephemeral_5m_input_tokens',
    'claude_cache_creation_5_m_tokens',
  ],
  cacheWrite1hTokens: [
    'prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens',
    'prompt_tokens_details.cache_creation.ephemeral_1h_input_tokens',
    'cache_creation.ephemeral_1h_input_tokens',
    'claude_cache_creation_1_h_tokens',
  ],
  inputImageTokens: ['prompt_tokens_details.image_tokens', 'prompt_image_tokens'],
  inputAudioTokens: ['prompt_tokens_details.audio_tokens', 'prompt_audio_tokens'],
  inputVideoTokens: ['prompt_tokens_details.video_tokens'],
  outputTokens: ['completion_tokens'],
  reasoningTokens: [
    'completion_tokens_details.reasoning_tokens',
    'reasoning_tokens',
    'completion_reasoning_tokens',
    'completion_token_details.reasoning',
    'completion_token_details.reasoning_tokens',
  ],
  outputImageTokens: ['completion_tokens_details.image_tokens'],
  outputAudioTokens: ['completion_tokens_details.audio_tokens', 'completion_audio_tokens'],
  outputVideoTokens: ['completion_tokens_details.video_tokens'],
  totalTokens: ['total_tokens'],
});

export const CHAT_FIELDS = pathsOf(COUNTS);

export function readChat(usage: JsonObject, notes: Notes): ReportedCounts {
  return readReported(usage, COUNTS, notes);
}

/** Details are parts of `prompt_tokens` and `completion_tokens`: cached tokens are inside the prompt. */
export const openaiChat: UsageShape = {
  name: 'openai-chat',
  words: CHAT,
  own: [],
  takesPlain: (place) => !isEmbedding(place),
  layout: { countsCachedTwice: true },
  fields: CHAT_FIELDS,
  read: ({ usage }, notes) => ({ reported: readChat(usage, notes) }),
};

/** OpenAI embeddings: text goes in, vectors come out, and only what goes in is billed. */
export const openaiEmbeddings: UsageShape = {
  ...openaiChat,
  name: 'openai-embeddings',
  takesPlain: isEmbedding,
};

function isEmbedding({ usage }: Place): boolean {
  return (
    hasAny(usage, 'prompt_tokens') &&
    hasAny(usage, 'total_tokens') &&
    !hasAny(usage, 'completion_tokens', 'prompt_tokens_details', 'completion_tokens_details') &&
    // A chat of Perplexity or of a gateway that was cut short still names its reasoning.
    field(usage, 'reasoning_tokens') === undefined
  );
}
