import { mergeFields, type Fields } from '../scan/fields.ts';
import {
  ANTHROPIC,
  CANONICAL,
  CHAT,
  CODEX,
  GEMINI,
  OTHERS,
  RESPONSES,
  SPAN_COUNTS,
  type CountForm,
} from './counts.ts';
import { KNOWN_NAMES } from './names.ts';
import { SPAN_FIELDS, SPAN_PATHS } from './span-fields.ts';

/** Lines that are read without JSON.parse. Where there are several paths, the first that a line has counts. */
export interface FastShape {
  /** As records name it. */
  readonly shape: string;
  /** Where the counts stand; empty for the line itself. */
  readonly usage: string;
  readonly counts: CountForm;
  readonly id?: readonly string[];
  readonly requestId?: string;
  readonly at: readonly string[];
  readonly session?: readonly string[];
  readonly project?: readonly string[];
  readonly user?: readonly string[];
  readonly reportedUsd?: string;
  /** Of events that go on with one another: where the counts of all requests so far stand, under the same names. */
  readonly cumulated?: string;
  /** Where the totals of both sides, and of both together, are told once more. */
  readonly again?: readonly [input: string, output: string, total: string];
  /** What the recogniser asks of such lines. */
  readonly fields: Fields;
}

/** No string will do, nor null: the key must not be there. */
const NEVER = ['exactly'] as const;

/** What a chat completion and a response have beside their counts. */
const RESPONSE_FIELDS: Fields = {
  id: 'id',
  object: 'label',
  model: 'label',
  created: 'moment',
  created_at: 'moment',
  service_tier: 'label',
  provider: 'label',
  status: 'label',
  error: 'null',
  metadata: OTHERS,
  // Calls of tools that are billed stand among these.
  output: ['list', { type: ['exactly', 'message', 'reasoning', 'function_call', 'custom_tool_call'] }],
};

/** Where a reply that is the line itself has what all shapes ask for. */
const REPLY: Pick<FastShape, 'usage' | 'id' | 'at' | 'session' | 'user'> = {
  usage: 'usage',
  id: ['id'],
  at: ['timestamp', 'created', 'created_at'],
  session: ['session_id', 'sessionId'],
  user: ['user'],
};

function openaiBatch(counts: CountForm): FastShape {
  return {
    shape: 'openai-batch',
    usage: 'response.body.usage',
    counts,
    id: ['response.body.id'],
    at: ['response.body.created', 'response.body.created_at', 'timestamp'],
    fields: {
      custom_id: 'given',
      error: 'null',
      // Whether it is there at all makes a line one of a batch.
      response: [
        'given',
        {
          ...OTHERS,
          status_code: 'label',
          request_id: 'present',
          body: { ...OTHERS, ...RESPONSE_FIELDS, usage: counts.fields },
        },
      ],
    },
  };
}

const LITELLM: Omit<FastShape, 'usage'> = {
  shape: 'litellm',
  counts: CHAT,
  id: ['request_id'],
  at: ['timestamp', 'startTime'],
  session: ['session_id'],
  project: ['team_id', 'metadata.user_api_key_team_id'],
  user: ['end_user', 'user', 'metadata.user_api_key_user_id'],
  reportedUsd: 'spend',
  fields: {
    prompt_tokens: 'count',
    completion_tokens: 'count',
    total_tokens: 'count',
    request_id: 'id',
    model_id: 'label',
    custom_llm_provider: 'label',
    spend: 'amount',
    startTime: 'moment',
    status: 'label',
    cache_hit: 'label',
    request_tags: 'label',
    session_id: 'text',
    team_id: 'text',
    user: 'text',
    end_user: 'text',
    // As text, which a database exports, it would have to be parsed.
    metadata: {
      ...OTHERS,
      user_api_key_team_id: 'text',
      user_api_key_user_id: 'text',
      usage_object: CHAT.fields,
      status: 'present',
    },
    // Empty, where LiteLLM is not told to keep them.
    messages: OTHERS,
  },
};

/** A new one is an entry here; the fuzz test of test/usage/logs/fast takes its lines from this table. */
export const FAST_SHAPES: readonly FastShape[] = [
  {
    shape: 'claude-code',
    usage: 'message.usage',
    counts: ANTHROPIC,
    id: ['message.id'],
    requestId: 'requestId',
    at: ['timestamp'],
    session: ['sessionId', 'session_id'],
    project: ['cwd'],
    reportedUsd: 'costUSD',
    fields: {
      subtype: 'label',
      sessionId: 'text',
      session_id: 'text',
      cwd: 'text',
      requestId: 'hash',
      isSidechain: 'label',
      parentUuid: 'present',
      leafUuid: 'present',
      isSnapshotUpdate: 'present',
      costUSD: 'amount',
      message: ['maybe', { ...OTHERS, id: 'id', model: 'label', type: 'present', usage: ANTHROPIC.fields }],
      // A sub-agent's reply inside a progress line, and what answers with a generation.
      data: {
        usage: 'nothing',
        message: ['maybe', { message: ['maybe', { usage: 'nothing' }] }],
        native_tokens_prompt: NEVER,
        native_tokens_completion: NEVER,
        tokens_prompt: NEVER,
        tokens_completion: NEVER,
      },
    },
  },
  {
    shape: 'openai-chat',
    ...REPLY,
    counts: CHAT,
    reportedUsd: 'costUSD',
    fields: { ...RESPONSE_FIELDS, user: 'text', session_id: 'text', usage: CHAT.fields },
  },
  {
    shape: 'openai-responses',
    ...REPLY,
    counts: RESPONSES,
    reportedUsd: 'costUSD',
    fields: { ...RESPONSE_FIELDS, user: 'text', usage: RESPONSES.fields },
  },
  {
    shape: 'anthropic',
    ...REPLY,
    counts: ANTHROPIC,
    fields: { usage: ANTHROPIC.fields },
  },
  openaiBatch(CHAT),
  openaiBatch(RESPONSES),
  {
    shape: 'anthropic-batch',
    usage: 'result.message.usage',
    counts: ANTHROPIC,
    id: ['result.message.id'],
    at: ['timestamp'],
    fields: {
      custom_id: 'given',
      result: {
        ...OTHERS,
        type: 'label',
        message: { ...OTHERS, id: 'id', type: 'present', model: 'label', usage: ANTHROPIC.fields },
      },
    },
  },
  {
    shape: 'gemini',
    usage: 'usageMetadata',
    counts: GEMINI,
    id: ['responseId'],
    at: ['timestamp', 'createTime'],
    fields: {
      modelVersion: 'label',
      responseId: 'id',
      createTime: 'moment',
      // By it Qwen Code tells copies apart; many other lines have one.
      uuid: 'text',
      usageMetadata: GEMINI.fields,
      // What is billed beside the tokens stands among these.
      candidates: ['list', { groundingMetadata: 'nothing', grounding_metadata: 'nothing' }],
    },
  },
  {
    ...LITELLM,
    usage: 'metadata.usage_object',
    again: ['prompt_tokens', 'completion_tokens', 'total_tokens'],
  },
  { ...LITELLM, usage: '' },
  {
    // A session's bulk says nothing, and its events are read with what the lines before them say.
    shape: 'codex',
    usage: 'payload.info.last_token_usage',
    cumulated: 'payload.info.total_token_usage',
    counts: CODEX,
    at: ['timestamp'],
    fields: {
      payload: {
        type: 'label',
        // What a turn_context says of the events behind it.
        model: 'text',
        cwd: 'text',
        info: { ...OTHERS, last_token_usage: CODEX.fields, total_token_usage: CODEX.fields },
        thread_settings: 'nothing',
        // Usage objects anywhere else are for the recogniser to weigh.
        usage: 'nothing',
        token_usage: 'nothing',
      },
    },
  },
  {
    shape: 'llmcost',
    usage: 'usage',
    counts: CANONICAL,
    id: ['id'],
    at: ['at'],
    session: ['session', 'session_id'],
    project: ['project'],
    user: ['user'],
    fields: {
      tier: 'label',
      region: 'label',
      speed: 'label',
      at: 'moment',
      session: 'text',
      project: 'text',
      user: 'text',
      usage: CANONICAL.fields,
    },
  },
  {
    // Told to the tree of spans as well: see span-line.ts.
    shape: 'opentelemetry',
    usage: 'attributes',
    counts: SPAN_COUNTS,
    id: SPAN_PATHS.responseId,
    at: SPAN_PATHS.at,
    session: SPAN_PATHS.session,
    project: SPAN_PATHS.project,
    user: SPAN_PATHS.user,
    reportedUsd: SPAN_PATHS.reportedUsd,
    fields: SPAN_FIELDS,
  },
];

/** What every line is asked: whose it is, and when it was. */
const LINE: Fields = {
  // A name of counts that nobody knows may stand for what was used.
  '*': ['others', KNOWN_NAMES, 'token'],
  type: 'label',
  timestamp: 'moment',
  // What tells the first line of a session of pi.
  version: 'present',
  // Even null makes a transcript of a line.
  audio_duration: NEVER,
};

/** All that the scanner looks for. */
export const FAST_FIELDS: Fields = FAST_SHAPES.map(({ fields }) => fields).reduce(mergeFields, LINE);
