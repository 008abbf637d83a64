import type { Layout } from '../settle.ts';
import type { Spellings } from '../reported-counts.ts';

/**
 * OpenTelemetry's GenAI conventions, old and new, and the dialects of OpenLLMetry, OpenInference,
 * Logfire, Sentry and Vercel's AI SDK.
 */
export const GEN_AI: Spellings = {
  inputTokens: [
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
    'llm.token_count.prompt',
    'ai.usage.inputTokens',
    'ai.usage.promptTokens',
    'llm.usage.prompt_tokens',
  ],
  cacheReadTokens: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.details.cache_read_tokens',
    'gen_ai.usage.details.cache_read_input_tokens',
    'gen_ai.usage.details.cached_tokens',
    'gen_ai.usage.cache_read_tokens',
    'gen_ai.usage.cached_tokens',
    'gen_ai.usage.input_tokens.cached',
    'ai.usage.cachedInputTokens',
    'ai.usage.inputTokenDetails.cacheReadTokens',
    'llm.token_count.prompt_details.cache_read',
    'llm.usage.cache_read_input_tokens',
  ],
  cacheWriteTokens: [
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.details.cache_write_tokens',
    'gen_ai.usage.details.cache_creation_tokens',
    'gen_ai.usage.details.cache_creation_input_tokens',
    'gen_ai.usage.cache_write_tokens',
    'gen_ai.usage.cache_creation_tokens',
    'gen_ai.usage.input_tokens.cache_write',
    'ai.usage.inputTokenDetails.cacheWriteTokens',
    'llm.token_count.prompt_details.cache_write',
    'llm.usage.cache_creation_input_tokens',
  ],
  inputAudioTokens: ['llm.token_count.prompt_details.audio', 'gen_ai.usage.details.input_audio_tokens'],
  outputTokens: [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'llm.token_count.completion',
    'ai.usage.outputTokens',
    'ai.usage.completionTokens',
    'llm.usage.completion_tokens',
  ],
  reasoningTokens: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.reasoning_tokens',
    'gen_ai.usage.output_tokens.reasoning',
    'gen_ai.usage.details.reasoning_tokens',
    'gen_ai.usage.details.thoughts_tokens',
    'ai.usage.reasoningTokens',
    'ai.usage.outputTokenDetails.reasoningTokens',
    'llm.token_count.completion_details.reasoning',
    'llm.usage.reasoning_tokens',
  ],
  outputAudioTokens: ['llm.token_count.completion_details.audio', 'gen_ai.usage.details.output_audio_tokens'],
  totalTokens: [
    'gen_ai.usage.total_tokens',
    'llm.token_count.total',
    'ai.usage.totalTokens',
    'llm.usage.total_tokens',
  ],
};

/** Where spans of MLflow have their counts, and whose form these are in. */
export const MLFLOW_USAGE = 'mlflow.chat.tokenUsage';
export const MLFLOW_FORMAT = 'mlflow.message.format';

/** In the object that stands there. */
export const MLFLOW: Spellings = {
  inputTokens: ['input_tokens'],
  cacheReadTokens: ['cache_read_input_tokens'],
  cacheWriteTokens: ['cache_creation_input_tokens'],
  outputTokens: ['output_tokens'],
  totalTokens: ['total_tokens'],
};

interface EventDialect {
  readonly counts: Spellings;
  readonly layout: Layout;
}

/** Events of coding agents, by their names: plain attributes, each agent's own way of counting. */
export const EVENTS: Readonly<Record<string, EventDialect>> = {
  'claude_code.api_request': {
    layout: { beside: ['cacheRead', 'cacheWrite'] },
    counts: {
      inputTokens: ['input_tokens'],
      cacheReadTokens: ['cache_read_tokens'],
      cacheWriteTokens: ['cache_creation_tokens'],
      outputTokens: ['output_tokens'],
    },
  },
  'gemini_cli.api_response': {
    layout: { beside: ['reasoning', 'toolInput'] },
    counts: {
      inputTokens: ['input_token_count'],
      cacheReadTokens: ['cached_content_token_count'],
      toolInputTokens: ['tool_token_count'],
      outputTokens: ['output_token_count'],
      reasoningTokens: ['thoughts_token_count'],
      totalTokens: ['total_token_count'],
    },
  },
  'codex.sse_event': {
    layout: {},
    counts: {
      inputTokens: ['input_token_count'],
      cacheReadTokens: ['cached_token_count'],
      outputTokens: ['output_token_count'],
      reasoningTokens: ['reasoning_token_count'],
    },
  },
};

export const MODEL = [
  'gen_ai.response.model',
  'ai.response.model',
  'gen_ai.request.model',
  'llm.model_name',
  'ai.model.id',
  'embedding.model_name',
  'llm.response.model',
  'llm.request.model',
  'mlflow.llm.model',
] as const;
export const PROVIDER = [
  'gen_ai.provider.name',
  'gen_ai.system',
  'llm.provider',
  'llm.system',
  'mlflow.llm.provider',
] as const;
export const COST = [
  'gen_ai.usage.cost',
  'gen_ai.usage.total_cost',
  'gen_ai.cost.total_tokens',
  'llm.cost.total',
] as const;
export const TIER = [
  'openai.response.service_tier',
  'gen_ai.openai.response.service_tier',
  'gen_ai.response.service_tier',
] as const;
export const RESPONSE_ID = ['gen_ai.response.id', 'ai.response.id'] as const;
export const SESSION = ['gen_ai.conversation.id', 'session.id', 'langfuse.session.id'] as const;
export const USER = ['user.id', 'enduser.id', 'langfuse.user.id'] as const;

/** Every attribute that matters, as a field of a line may be named. */
export function attributeNames(): readonly string[] {
  const counts = [GEN_AI, ...Object.values(EVENTS).map((event) => event.counts)];
  return [
    ...counts.flatMap((table) => Object.values(table).flat()),
    MLFLOW_USAGE,
    MLFLOW_FORMAT,
    ...[MODEL, PROVIDER, COST, TIER, RESPONSE_ID, SESSION, USER].flat(),
  ];
}
