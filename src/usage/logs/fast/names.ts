import { USAGE_PATHS } from '../../places.ts';
import { usageNames } from '../../shapes/all.ts';
import { attributeNames } from '../../shapes/otel-names.ts';
import type { Fields } from '../scan/fields.ts';

/** Names that the recogniser asks of a line or a message, beside those of usage objects. A test holds it to them. */
const LINE_NAMES: readonly string[] = `
  @timestamp accumulated_input_tokens accumulated_output_tokens accumulated_total_tokens acoustic_model
  actual_cost_usd ai ai.model.provider amazon-bedrock-invocationMetrics at attributes audio_duration
  audio_tokens audio_url billing_provider body cache_creation cache_creation_input_tokens cache_hit
  cache_read_input_tokens cache_write_tokens cached_tokens calculatedTotalCost candidates channels codebuff
  completion_tokens completion_tokens_details completions conversation_id conversationId cost cost_details
  cost_type cost_usd costDetails costUsd costUSD count create_time created created_at createdAt createTime
  cttl custom_id custom_llm_provider customType cwd data data_sources date document_annotation duration
  duration_api_ms end_user enduser.id entries ephemeral_1h_input_tokens ephemeral_5m_input_tokens error
  errorCode estimated_cost estimated_cost_usd event.name events experimental_providerMetadata extra gen_ai
  gen_ai.operation.name generation_id generations grounding_metadata groundingMetadata has_more id
  image_tokens inference_geo inference_status info input input_cache_creation input_cache_read input_other
  input_tokens inputCacheCreation inputCacheRead inputOther inputTextTokenCount isSidechain isSnapshotUpdate
  items iterations key kwargs last_token_usage leafUuid litellm_provider llm logs ls_model_name main_model
  message messages meta metadata metrics model model_config_json model_id model_name model_permaslug
  model_usage model_version modelId modelID modelName modelUsage modelVersion n_requests num_requests
  num_turns object observations output_tokens output_tokens_details parent_id parent_span_id parentId
  parentSpanId parentUuid payload predictions processed_time project project_id projectId prompt_tokens
  prompt_tokens_details properties provider provider_name providerID providerLock providerLockTimestamp
  providerMetadata reasoning_tokens records region request request_count request_model request_tags
  requestId requests resource resource_logs resource_spans resourceLogs resourceSpans Response response
  response_cost response_id response_metadata response_model responseId responses result results rows runs
  runState schemaType server_side_tool_usage server_tool_use service.name service_tier serviceTier session
  session.id session_id sessionID sessionId snapshot_id span_attributes span_id spanContext spanId
  speech_model speech_model_used speed spend start_time start_time_unix_nano started_at startedAt
  starting_at startTime startTimeUnixNano stats status status_code steps stopReason successful_requests tags
  task team_id text_tokens thinking_tokens tier time timestamp timeUnixNano tokenMetadata tool_usage
  total_cost total_cost_usd total_token_usage total_tokens totalCost totalUsage ts type Usage usage
  usage_breakdown usage_by_model usage_details usage_info usage_metadata usage_object usageByModel
  usageDetails usageLedger usageMetadata usageScope user user.id user_id userId uuid variant video_tokens
  web_search_requests working_dir x_groq
`
  .trim()
  .split(/\s+/);

/**
 * Every name that the recogniser asks for. An object that is looked into names those of them that it knows; with any
 * other the line is the recogniser's. A name that is not among them changes nothing and is passed over.
 */
export const KNOWN_NAMES: Fields = Object.fromEntries(
  [...LINE_NAMES, ...USAGE_PATHS.flat(), ...usageNames(), ...attributeNames()].map((name) => [
    name,
    'nothing',
  ]),
);
