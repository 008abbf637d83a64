import type { FieldConditions, MetricName } from '../fields.ts';

/** A rate of the cost map: its metric, and what narrows it besides the conditions of a price list. */
export type Rate = Pick<FieldConditions, 'ttl' | 'interval' | 'resolution'> & { readonly metric: MetricName };

/** Rates per token. The price book writes them in USD per 1M tokens, under these names. */
export const TOKEN_RATES = {
  input: { metric: 'input_cost_per_token' },
  cacheRead: { metric: 'cache_read_input_token_cost' },
  cacheWrite: { metric: 'cache_creation_input_token_cost' },
  cacheWrite1h: { metric: 'cache_creation_input_token_cost', ttl: '1h' },
  output: { metric: 'output_cost_per_token' },
  reasoning: { metric: 'output_cost_per_reasoning_token' },
  inputImage: { metric: 'input_cost_per_image_token' },
  cacheReadImage: { metric: 'cache_read_input_image_token_cost' },
  outputImage: { metric: 'output_cost_per_image_token' },
  inputAudio: { metric: 'input_cost_per_audio_token' },
  cacheReadAudio: { metric: 'cache_read_input_audio_token_cost' },
  cacheWriteAudio: { metric: 'cache_creation_input_audio_token_cost' },
  outputAudio: { metric: 'output_cost_per_audio_token' },
  inputVideo: { metric: 'input_cost_per_video_token' },
  outputVideo: { metric: 'output_cost_per_video_token' },
  citation: { metric: 'citation_cost_per_token' },
} as const satisfies Readonly<Record<string, Rate>>;

/** Rates per other units. The price book writes them in USD per one of the unit. */
export const UNIT_RATES = {
  inputImage: { metric: 'input_cost_per_image' },
  outputImage: { metric: 'output_cost_per_image' },
  inputPixel: { metric: 'input_cost_per_pixel' },
  outputPixel: { metric: 'output_cost_per_pixel' },
  inputSecond: { metric: 'input_cost_per_second' },
  inputAudioSecond: { metric: 'input_cost_per_audio_per_second' },
  inputVideoSecond: { metric: 'input_cost_per_video_per_second' },
  inputVideoSecondAbove8s: { metric: 'input_cost_per_video_per_second', interval: '8s' },
  inputVideoSecondAbove15s: { metric: 'input_cost_per_video_per_second', interval: '15s' },
  outputSecond: { metric: 'output_cost_per_second' },
  outputSecond1080p: { metric: 'output_cost_per_second', resolution: '1080p' },
  outputVideoSecond: { metric: 'output_cost_per_video_per_second' },
  inputCharacter: { metric: 'input_cost_per_character' },
  outputCharacter: { metric: 'output_cost_per_character' },
  request: { metric: 'input_cost_per_request' },
  query: { metric: 'input_cost_per_query' },
  page: { metric: 'ocr_cost_per_page' },
  annotatedPage: { metric: 'annotation_cost_per_page' },
  credit: { metric: 'ocr_cost_per_credit' },
  session: { metric: 'code_interpreter_cost_per_session' },
} as const satisfies Readonly<Record<string, Rate>>;

/** Limits, in tokens but for `dimensions`: the length of an embedding. */
export const LIMITS = {
  input: 'max_input_tokens',
  output: 'max_output_tokens',
  total: 'max_tokens',
  cacheMin: 'prompt_cache_min_tokens',
  dimensions: 'output_vector_size',
} as const;

/** Lists of words that an entry has: what goes in and comes out, where it is called and where it runs. */
export const WORD_LISTS = {
  endpoints: 'supported_endpoints',
  modalities: 'supported_modalities',
  outputModalities: 'supported_output_modalities',
  regions: 'supported_regions',
} as const;

/** Factors on every token rate that are fields of their own. */
export const MULTIPLIERS = {
  processingEu: 'regional_processing_uplift_multiplier_eu',
  processingUs: 'regional_processing_uplift_multiplier_us',
  regionalEndpoint: 'regional_endpoint_uplift_multiplier',
} as const satisfies Readonly<Record<string, MetricName>>;

/** Factors that the map keeps together in `provider_specific_entry`. */
export const PROVIDER_MULTIPLIERS = {
  inferenceUs: 'us',
  fastMode: 'fast',
} as const;

/** What a model can do: the words of `can` and `cannot`. */
export const CAPABILITIES = {
  vision: 'supports_vision',
  functionCalling: 'supports_function_calling',
  parallelFunctionCalling: 'supports_parallel_function_calling',
  toolChoice: 'supports_tool_choice',
  promptCaching: 'supports_prompt_caching',
  reasoning: 'supports_reasoning',
  responseSchema: 'supports_response_schema',
  systemMessages: 'supports_system_messages',
  audioInput: 'supports_audio_input',
  audioOutput: 'supports_audio_output',
  webSearch: 'supports_web_search',
  pdfInput: 'supports_pdf_input',
  videoInput: 'supports_video_input',
  computerUse: 'supports_computer_use',
  urlContext: 'supports_url_context',
  embeddingImageInput: 'supports_embedding_image_input',
} as const;

/** What else the map says that a model can do, which only the price book has a word for. */
export const MORE_CAPABILITIES = {
  assistantPrefill: 'supports_assistant_prefill',
  nativeStreaming: 'supports_native_streaming',
  nativeStructuredOutput: 'supports_native_structured_output',
  adaptiveThinking: 'supports_adaptive_thinking',
  outputConfig: 'supports_output_config',
  parallelToolUseConfig: 'supports_parallel_tool_use_config',
  samplingParams: 'supports_sampling_params',
  midConversationSystem: 'supports_mid_conversation_system',
  noneReasoningEffort: 'supports_none_reasoning_effort',
  minimalReasoningEffort: 'supports_minimal_reasoning_effort',
  lowReasoningEffort: 'supports_low_reasoning_effort',
  xhighReasoningEffort: 'supports_xhigh_reasoning_effort',
  maxReasoningEffort: 'supports_max_reasoning_effort',
  imageInput: 'supports_image_input',
  imageSize: 'supports_image_size',
  multimodal: 'supports_multimodal',
  speed: 'supports_speed',
} as const;
