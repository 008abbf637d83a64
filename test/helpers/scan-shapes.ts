import { mergeFields, type Fields } from '../../src/usage/logs/scan/fields.ts';

/*
 * Fields for the tests of the scanner alone, much like those of the shapes that come in bulk. They stand apart from
 * usage/logs/fast: the scanner must read any table, and that one changes with what the recogniser asks.
 */

const ANTHROPIC_USAGE: Fields = {
  input_tokens: 'count',
  output_tokens: 'count',
  cache_creation_input_tokens: 'count',
  cache_read_input_tokens: 'count',
  cache_creation: { ephemeral_5m_input_tokens: 'count', ephemeral_1h_input_tokens: 'count' },
  output_tokens_details: { thinking_tokens: 'count', reasoning_tokens: 'nothing' },
  server_tool_use: { web_search_requests: 'count' },
  service_tier: 'label',
  inference_geo: 'label',
  speed: 'label',
  // Iterations of another type are billed beside the counts above.
  iterations: ['list', { type: ['exactly', 'message'] }],
};

const CHAT_USAGE: Fields = {
  prompt_tokens: 'count',
  completion_tokens: 'count',
  total_tokens: 'count',
  prompt_tokens_details: {
    cached_tokens: 'count',
    cache_write_tokens: 'count',
    audio_tokens: 'count',
    image_tokens: 'count',
  },
  completion_tokens_details: { reasoning_tokens: 'count', audio_tokens: 'count', image_tokens: 'count' },
  cost: 'amount',
};

const RESPONSES_USAGE: Fields = {
  input_tokens: 'count',
  input_tokens_details: { cached_tokens: 'count', cache_write_tokens: 'count' },
  output_tokens: 'count',
  output_tokens_details: { reasoning_tokens: 'count' },
  total_tokens: 'count',
};

const CODEX_COUNTS: Fields = {
  input_tokens: 'count',
  cached_input_tokens: 'count',
  output_tokens: 'count',
  reasoning_output_tokens: 'count',
  total_tokens: 'count',
};

/** All of one modality: then the details say nothing that the totals do not. */
const TEXT_ONLY: Fields[string] = ['list', { modality: ['exactly', 'TEXT'], tokenCount: 'count' }];

export const SCAN_SHAPES = {
  claudeCode: {
    type: 'label',
    sessionId: 'present',
    parentUuid: 'present',
    isSidechain: 'label',
    requestId: 'id',
    timestamp: 'moment',
    costUSD: 'amount',
    message: ['maybe', { id: 'id', model: 'label', usage: ANTHROPIC_USAGE }],
    // A sub-agent's reply inside a progress line.
    data: ['maybe', { usage: 'nothing', message: ['maybe', { message: 'nothing' }] }],
  },
  codex: {
    type: 'label',
    timestamp: 'moment',
    payload: [
      'maybe',
      {
        type: 'label',
        info: { total_token_usage: CODEX_COUNTS, last_token_usage: CODEX_COUNTS, model: 'label' },
      },
    ],
  },
  chat: {
    id: 'id',
    model: 'label',
    created: 'moment',
    timestamp: 'moment',
    service_tier: 'label',
    user: 'label',
    error: 'nothing',
    usage: CHAT_USAGE,
  },
  responses: {
    id: 'id',
    object: 'label',
    model: 'label',
    created_at: 'moment',
    service_tier: 'label',
    error: 'nothing',
    tool_usage: 'nothing',
    usage: RESPONSES_USAGE,
  },
  batchOutput: {
    custom_id: 'present',
    error: 'nothing',
    response: {
      status_code: 'label',
      body: {
        id: 'id',
        model: 'label',
        created: 'moment',
        service_tier: 'label',
        error: 'nothing',
        usage: CHAT_USAGE,
      },
    },
  },
  anthropicBatch: {
    custom_id: 'present',
    result: { type: 'label', message: { id: 'id', model: 'label', usage: ANTHROPIC_USAGE } },
  },
  gemini: {
    modelVersion: 'label',
    responseId: 'id',
    createTime: 'moment',
    usageMetadata: {
      promptTokenCount: 'count',
      cachedContentTokenCount: 'count',
      candidatesTokenCount: 'count',
      thoughtsTokenCount: 'count',
      toolUsePromptTokenCount: 'count',
      totalTokenCount: 'count',
      promptTokensDetails: TEXT_ONLY,
      cacheTokensDetails: TEXT_ONLY,
      candidatesTokensDetails: TEXT_ONLY,
      trafficType: 'label',
    },
  },
  litellm: {
    request_id: 'id',
    model: 'label',
    custom_llm_provider: 'label',
    spend: 'amount',
    prompt_tokens: 'count',
    completion_tokens: 'count',
    total_tokens: 'count',
    startTime: 'moment',
    status: 'label',
    cache_hit: 'label',
    request_tags: 'label',
    team_id: 'label',
    user: 'label',
    end_user: 'label',
    metadata: { usage_object: CHAT_USAGE, user_api_key_team_id: 'label', user_api_key_user_id: 'label' },
  },
  opentelemetry: {
    start_time: 'moment',
    attributes: {
      'gen_ai.operation.name': 'label',
      'gen_ai.provider.name': 'label',
      'gen_ai.request.model': 'label',
      'gen_ai.response.model': 'label',
      'gen_ai.usage.input_tokens': 'count',
      'gen_ai.usage.output_tokens': 'count',
      'gen_ai.usage.cache_read.input_tokens': 'count',
      'gen_ai.usage.cache_creation.input_tokens': 'count',
      'gen_ai.usage.reasoning.output_tokens': 'count',
    },
  },
  llmcost: {
    model: 'label',
    provider: 'label',
    tier: 'label',
    region: 'label',
    at: 'moment',
    requests: 'count',
    tags: 'label',
    usage: {
      inputTokens: 'count',
      cacheReadTokens: 'count',
      cacheWriteTokens: 'count',
      outputTokens: 'count',
      reasoningTokens: 'count',
      // A name that is not known is an error in a line of our own.
      '*': 'present',
    },
  },
} as const satisfies Record<string, Fields>;

/** Shapes whose fields do not contradict one another, read together as one log of everything. */
export function allOf(...names: readonly (keyof typeof SCAN_SHAPES)[]): Fields {
  return names.map((name): Fields => SCAN_SHAPES[name]).reduce(mergeFields);
}
