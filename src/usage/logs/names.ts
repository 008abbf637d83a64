import { USAGE_PATHS } from '../places.ts';
import { usageNames } from '../shapes/all.ts';
import { attributeNames } from '../shapes/otel-names.ts';
import { headOf, sameBytes, tailOf } from './bytes.ts';

/*
 * The names of fields that the recogniser asks for. The scanner reads some of them itself; a line
 * that has one of the others where it could matter goes to JSON.parse. A name that is not here can
 * change nothing and is passed over. A test holds this list against what the recogniser really asks.
 */

/** Names that the scanner reads itself, where it expects them. */
export const Name = {
  /** Not a name that matters. */
  NONE: 0,
  /** One of `OTHER_NAMES`. */
  OTHER: 1,
  TYPE: 2,
  SESSION_ID: 3,
  CWD: 4,
  REQUEST_ID: 5,
  TIMESTAMP: 6,
  MESSAGE: 7,
  USAGE: 8,
  MODEL: 9,
  ID: 10,
  PARENT_UUID: 11,
  LEAF_UUID: 12,
  IS_SNAPSHOT_UPDATE: 13,
  COST_USD: 14,
  DATA: 15,
  CREATED: 16,
  SERVICE_TIER: 17,
  USER: 18,
  SNAKE_SESSION_ID: 19,
  PROVIDER: 20,
  METADATA: 21,
  INPUT_TOKENS: 22,
  OUTPUT_TOKENS: 23,
  CACHE_CREATION_INPUT_TOKENS: 24,
  CACHE_READ_INPUT_TOKENS: 25,
  CACHE_CREATION: 26,
  EPHEMERAL_5M: 27,
  EPHEMERAL_1H: 28,
  SERVER_TOOL_USE: 29,
  WEB_SEARCH_REQUESTS: 30,
  INFERENCE_GEO: 31,
  SPEED: 32,
  PROMPT_TOKENS: 33,
  COMPLETION_TOKENS: 34,
  TOTAL_TOKENS: 35,
  PROMPT_TOKENS_DETAILS: 36,
  COMPLETION_TOKENS_DETAILS: 37,
  CACHED_TOKENS: 38,
  CACHE_WRITE_TOKENS: 39,
  REASONING_TOKENS: 40,
  IMAGE_TOKENS: 41,
  AUDIO_TOKENS: 42,
  VIDEO_TOKENS: 43,
  TEXT_TOKENS: 44,
  IS_SIDECHAIN: 45,
  OBJECT: 47,
  MESSAGES: 46,
  OUTPUT_TOKENS_DETAILS: 48,
  THINKING_TOKENS: 49,
  ITERATIONS: 50,
} as const;

const READ_NAMES: readonly (readonly [string, number])[] = [
  ['type', Name.TYPE],
  ['sessionId', Name.SESSION_ID],
  ['cwd', Name.CWD],
  ['requestId', Name.REQUEST_ID],
  ['isSidechain', Name.IS_SIDECHAIN],
  ['object', Name.OBJECT],
  ['messages', Name.MESSAGES],
  ['timestamp', Name.TIMESTAMP],
  ['message', Name.MESSAGE],
  ['usage', Name.USAGE],
  ['model', Name.MODEL],
  ['id', Name.ID],
  ['parentUuid', Name.PARENT_UUID],
  ['leafUuid', Name.LEAF_UUID],
  ['isSnapshotUpdate', Name.IS_SNAPSHOT_UPDATE],
  ['costUSD', Name.COST_USD],
  ['data', Name.DATA],
  ['created', Name.CREATED],
  ['service_tier', Name.SERVICE_TIER],
  ['user', Name.USER],
  ['session_id', Name.SNAKE_SESSION_ID],
  ['provider', Name.PROVIDER],
  ['metadata', Name.METADATA],
  ['input_tokens', Name.INPUT_TOKENS],
  ['output_tokens', Name.OUTPUT_TOKENS],
  ['output_tokens_details', Name.OUTPUT_TOKENS_DETAILS],
  ['thinking_tokens', Name.THINKING_TOKENS],
  ['iterations', Name.ITERATIONS],
  ['cache_creation_input_tokens', Name.CACHE_CREATION_INPUT_TOKENS],
  ['cache_read_input_tokens', Name.CACHE_READ_INPUT_TOKENS],
  ['cache_creation', Name.CACHE_CREATION],
  ['ephemeral_5m_input_tokens', Name.EPHEMERAL_5M],
  ['ephemeral_1h_input_tokens', Name.EPHEMERAL_1H],
  ['server_tool_use', Name.SERVER_TOOL_USE],
  ['web_search_requests', Name.WEB_SEARCH_REQUESTS],
  ['inference_geo', Name.INFERENCE_GEO],
  ['speed', Name.SPEED],
  ['prompt_tokens', Name.PROMPT_TOKENS],
  ['completion_tokens', Name.COMPLETION_TOKENS],
  ['total_tokens', Name.TOTAL_TOKENS],
  ['prompt_tokens_details', Name.PROMPT_TOKENS_DETAILS],
  ['completion_tokens_details', Name.COMPLETION_TOKENS_DETAILS],
  ['cached_tokens', Name.CACHED_TOKENS],
  ['cache_write_tokens', Name.CACHE_WRITE_TOKENS],
  ['reasoning_tokens', Name.REASONING_TOKENS],
  ['image_tokens', Name.IMAGE_TOKENS],
  ['audio_tokens', Name.AUDIO_TOKENS],
  ['video_tokens', Name.VIDEO_TOKENS],
  ['text_tokens', Name.TEXT_TOKENS],
];

/** Names that the recogniser may ask of a line or a message, beside those of usage objects. */
const LINE_NAMES: readonly string[] = `
  @timestamp cost_type model_permaslug snapshot_id ls_model_name response_model request_model
  gen_ai.operation.name acoustic_model ai ai.model.provider amazon-bedrock-invocationMetrics at attributes
  audio_duration audio_url body cache_hit calculatedTotalCost candidates channels codebuff conversation_id
  conversationId cost cost_details cost_usd costDetails costUsd count create_time created_at createdAt
  createTime custom_id custom_llm_provider data_sources date document_annotation duration duration_api_ms
  end_user enduser.id error errorCode estimated_cost event.name experimental_providerMetadata extra gen_ai
  generation_id grounding_metadata groundingMetadata has_more inference_status info input key kwargs last_token_usage litellm_provider llm meta
  metadata metrics model_config_json model_id model_name model_version modelID modelId modelUsage
  modelVersion n_requests num_requests num_turns parent_id parent_span_id parentId parentSpanId payload
  processed_time project project_id projectId properties providerID providerMetadata region request
  request_count request_tags requests resource resource_logs resource_spans resourceLogs resourceSpans
  response Response response_cost response_id response_metadata responseId result results runState
  schemaType server_side_tool_usage service.name service_tier serviceTier session session.id sessionID
  span_attributes span_id spanContext spanId speech_model speech_model_used spend start_time
  start_time_unix_nano started_at startedAt starting_at startTime startTimeUnixNano stats status
  status_code steps stopReason successful_requests tags task team_id tier time timeUnixNano predictions usage_by_model usageByModel model_usage
  usage_breakdown inputTextTokenCount modelName main_model tokenMetadata
  tool_usage total_cost total_cost_usd total_token_usage totalCost totalUsage ts Usage usage_details
  usage_info usage_metadata usage_object usageDetails usageLedger usageMetadata user.id user_id userId
  x_groq
  results items records rows entries responses completions generations observations runs logs events
`
  .trim()
  .split(/\s+/);

/** Names that the scanner does not read itself; a line where one of them could matter is not its own. */
const OTHER_NAMES: ReadonlySet<string> = new Set([
  ...LINE_NAMES,
  ...USAGE_PATHS.flat(),
  ...usageNames(),
  ...attributeNames(),
]);

const SLOTS = 2048;
const NO_NAME = new DataView(new ArrayBuffer(0));

/**
 * Finds which of the names a range of bytes spells. Most spell none: their length and their first and
 * last four bytes are enough to tell.
 */
export class NameTable {
  readonly #ids = new Uint8Array(SLOTS);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #heads = new Int32Array(SLOTS);
  readonly #tails = new Int32Array(SLOTS);
  readonly #spelled: DataView[] = Array.from({ length: SLOTS }, () => NO_NAME);

  constructor() {
    for (const [name, id] of READ_NAMES) this.#add(name, id);
    const read = new Set(READ_NAMES.map(([name]) => name));
    for (const name of OTHER_NAMES) if (!read.has(name)) this.#add(name, Name.OTHER);
  }

  #add(name: string, id: number): void {
    const view = new DataView(new ArrayBuffer(name.length + 4));
    for (let i = 0; i < name.length; i += 1) view.setUint8(i, name.charCodeAt(i));
    const head = headOf(view, 0, name.length);
    const tail = tailOf(view, 0, name.length);
    let slot = slotOf(head, tail, name.length);
    while (this.#ids[slot] !== Name.NONE) slot = (slot + 1) & (SLOTS - 1);
    this.#ids[slot] = id;
    this.#lengths[slot] = name.length;
    this.#heads[slot] = head;
    this.#tails[slot] = tail;
    this.#spelled[slot] = view;
  }

  /** The `Name` of the bytes `[from, to)`; four more must be readable behind them. */
  find(view: DataView, from: number, to: number): number {
    const length = to - from;
    const head = headOf(view, from, length);
    const tail = tailOf(view, from, length);
    let slot = slotOf(head, tail, length);
    for (;;) {
      const id = this.#ids[slot] ?? Name.NONE;
      if (id === Name.NONE) return Name.NONE;
      if (this.#heads[slot] === head && this.#tails[slot] === tail && this.#lengths[slot] === length) {
        if (sameBytes(this.#spelled[slot] ?? NO_NAME, view, from, length)) return id;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }
}

function slotOf(head: number, tail: number, length: number): number {
  const mixed = Math.imul(head ^ Math.imul(tail, 0x5f356495) ^ length, 0x9e3779b1);
  return (mixed >>> 16) & (SLOTS - 1);
}
