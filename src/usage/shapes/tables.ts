import type { Layout } from '../settle.ts';
import type { UsageShape, Words } from '../shape.ts';
import { type Spellings, countTable, pathsOf, readReported } from '../reported-counts.ts';
import { CAMEL_CHAT, CAMEL_INPUT_OUTPUT, GEMINI, TOKEN_COUNT } from '../words.ts';

/*
 * Shapes that say all there is to say in a table: which fields tell them, where the counts stand and
 * what is beside the totals.
 */

interface TableShape {
  readonly name: string;
  readonly words?: Words;
  readonly own: readonly string[];
  readonly takesPlain?: boolean;
  readonly layout: Layout;
  readonly counts: Spellings;
}

function tableShape({ name, words, own, takesPlain, layout, counts }: TableShape): UsageShape {
  const table = countTable(counts);
  return {
    name,
    words,
    own,
    takesPlain: takesPlain === true ? () => true : undefined,
    layout,
    fields: pathsOf(table),
    read: ({ usage }, notes) => ({ reported: readReported(usage, table, notes) }),
  };
}

export const TABLE_SHAPES: readonly UsageShape[] = [
  // Ollama's own API, at the top of a response.
  tableShape({
    name: 'ollama',
    own: ['prompt_eval_count', 'eval_count'],
    layout: {},
    counts: { inputTokens: ['prompt_eval_count'], outputTokens: ['eval_count'] },
  }),
  // Meta's models behind Bedrock's InvokeModel.
  tableShape({
    name: 'bedrock-llama',
    words: GEMINI,
    own: ['generation_token_count'],
    layout: {},
    counts: { inputTokens: ['prompt_token_count'], outputTokens: ['generation_token_count'] },
  }),
  // Microsoft.Extensions.AI, LangChain4j, Replicate's metrics, watsonx.
  tableShape({
    name: 'token-counts',
    words: TOKEN_COUNT,
    own: [],
    takesPlain: true,
    layout: {},
    counts: {
      inputTokens: ['inputTokenCount', 'input_token_count'],
      cacheReadTokens: ['cachedInputTokenCount', 'inputTokensDetails.cachedTokens', 'cached_token_count'],
      outputTokens: ['outputTokenCount', 'output_token_count', 'generated_token_count'],
      reasoningTokens: [
        'reasoningTokenCount',
        'outputTokensDetails.reasoningTokens',
        'reasoning_token_count',
      ],
      totalTokens: ['totalTokenCount', 'total_token_count'],
    },
  }),
  // Vertex AI's older models.
  tableShape({
    name: 'vertex-token-metadata',
    own: ['inputTokenCount.totalTokens', 'outputTokenCount.totalTokens'],
    layout: {},
    counts: {
      inputTokens: ['inputTokenCount.totalTokens'],
      outputTokens: ['outputTokenCount.totalTokens'],
    },
  }),
  // Yandex, which writes its counts as texts.
  tableShape({
    name: 'yandex',
    words: CAMEL_CHAT,
    own: ['inputTextTokens'],
    layout: {},
    counts: {
      inputTokens: ['inputTextTokens'],
      outputTokens: ['completionTokens'],
      reasoningTokens: ['completionTokensDetails.reasoningTokens'],
      totalTokens: ['totalTokens'],
    },
  }),
  // Tencent's Hunyuan.
  tableShape({
    name: 'hunyuan',
    own: ['PromptTokens', 'CompletionTokens'],
    layout: {},
    counts: {
      inputTokens: ['PromptTokens'],
      outputTokens: ['CompletionTokens'],
      totalTokens: ['TotalTokens'],
    },
  }),
  // Google's Interactions API; thoughts and what tools read stand beside.
  tableShape({
    name: 'gemini-interactions',
    own: ['total_input_tokens', 'total_output_tokens'],
    layout: { beside: ['reasoning', 'toolInput'] },
    counts: {
      inputTokens: ['total_input_tokens'],
      toolInputTokens: ['total_tool_use_tokens'],
      cacheReadTokens: ['total_cached_tokens'],
      outputTokens: ['total_output_tokens'],
      reasoningTokens: ['total_thought_tokens', 'total_reasoning_tokens'],
      totalTokens: ['total_tokens'],
    },
  }),
  // Genkit; thoughts stand beside.
  tableShape({
    name: 'genkit',
    words: CAMEL_INPUT_OUTPUT,
    own: ['thoughtsTokens', 'cachedContentTokens'],
    layout: { beside: ['reasoning'] },
    counts: {
      inputTokens: ['inputTokens'],
      cacheReadTokens: ['cachedContentTokens'],
      cacheWriteTokens: ['cacheCreationTokens'],
      outputTokens: ['outputTokens'],
      reasoningTokens: ['thoughtsTokens'],
      totalTokens: ['totalTokens'],
    },
  }),
  // LlamaIndex.
  tableShape({
    name: 'llamaindex',
    words: GEMINI,
    own: ['completion_token_count'],
    layout: {},
    counts: {
      inputTokens: ['prompt_token_count'],
      outputTokens: ['completion_token_count'],
      totalTokens: ['total_token_count'],
    },
  }),
  // promptfoo. Its `cached` counts replies of its own cache.
  tableShape({
    name: 'promptfoo',
    own: ['numRequests', 'completionDetails'],
    layout: {},
    counts: {
      inputTokens: ['prompt'],
      outputTokens: ['completion'],
      reasoningTokens: ['completionDetails.reasoning'],
      totalTokens: ['total'],
    },
  }),
  // Continue.
  tableShape({
    name: 'continue',
    words: CAMEL_CHAT,
    own: ['generatedTokens'],
    layout: {},
    counts: { inputTokens: ['promptTokens'], outputTokens: ['generatedTokens'] },
  }),
  // OpenAI's and Microsoft's libraries for .NET.
  tableShape({
    name: 'dotnet',
    own: ['InputTokenCount', 'OutputTokenCount'],
    layout: {},
    counts: {
      inputTokens: ['InputTokenCount'],
      cacheReadTokens: ['InputTokenDetails.CachedTokenCount', 'CachedInputTokenCount'],
      inputAudioTokens: ['InputTokenDetails.AudioTokenCount'],
      outputTokens: ['OutputTokenCount'],
      reasoningTokens: ['OutputTokenDetails.ReasoningTokenCount', 'ReasoningTokenCount'],
      outputAudioTokens: ['OutputTokenDetails.AudioTokenCount'],
      totalTokens: ['TotalTokenCount'],
    },
  }),
  // Cloudflare's AI Gateway, and logs of people's own.
  tableShape({
    name: 'tokens-in-out',
    own: ['tokens_in', 'tokens_out'],
    layout: {},
    counts: {
      inputTokens: ['tokens_in'],
      cacheReadTokens: ['tokens_cached'],
      outputTokens: ['tokens_out'],
      totalTokens: ['tokens_total'],
    },
  }),
  // llama.cpp's own API. Its `tokens_cached` is the length of a buffer.
  tableShape({
    name: 'llama.cpp',
    own: ['tokens_evaluated', 'tokens_predicted'],
    layout: {},
    counts: { inputTokens: ['tokens_evaluated'], outputTokens: ['tokens_predicted'] },
  }),
  // Replicate's language models.
  tableShape({
    name: 'replicate',
    own: ['token_input_count', 'token_output_count'],
    layout: {},
    counts: { inputTokens: ['token_input_count'], outputTokens: ['token_output_count'] },
  }),
  // DeepInfra's own API.
  tableShape({
    name: 'deepinfra',
    own: ['tokens_input', 'tokens_generated'],
    layout: {},
    counts: { inputTokens: ['tokens_input'], outputTokens: ['tokens_generated'] },
  }),
];
