import { asObject, asText, field, isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Chat } from './chat.ts';
import { readGemini } from './gemini.ts';
import { readMessages } from './messages.ts';
import { readResponses } from './responses.ts';

/**
 * A request body of OpenAI's, Anthropic's or Google's, or a list of messages. Undefined for anything else: JSON that
 * is the text of a prompt.
 */
export function readChat(value: JsonValue): Chat | undefined {
  if (isMessages(value)) return readMessages({ messages: value });
  if (!isJsonObject(value)) return undefined;
  if (isMessages(field(value, 'messages'))) return readMessages(value);
  if (Array.isArray(field(value, 'contents'))) return readGemini(value);
  return isResponses(value) ? readResponses(value) : undefined;
}

function isMessages(value: JsonValue | undefined): value is readonly JsonValue[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isJsonObject(item) && asText(item['role']) !== undefined)
  );
}

/** `input` or `prompt` beside a model, or with what only a request has. */
function isResponses(body: JsonObject): boolean {
  const input = field(body, 'input') ?? field(body, 'prompt');
  const isInput = typeof input === 'string' || Array.isArray(input);
  return (
    isInput &&
    ['model', 'instructions', 'max_output_tokens', 'tools'].some((name) => field(body, name) !== undefined)
  );
}

/** A line of a batch: OpenAI's `{custom_id, body}`, Anthropic's `{custom_id, params}`, Gemini's `{key, request}`. */
export interface BatchLine {
  readonly id: string;
  readonly chat: Chat;
}

export function readBatchLine(value: JsonValue): BatchLine | undefined {
  const line = asObject(value);
  const body =
    asObject(field(line, 'body')) ?? asObject(field(line, 'params')) ?? asObject(field(line, 'request'));
  const chat = body === undefined ? undefined : readChat(body);
  if (chat === undefined) return undefined;
  return { id: asText(field(line, 'custom_id')) ?? asText(field(line, 'key')) ?? '', chat };
}

/** The body of Anthropic's message batches, or its requests. Undefined where one of them is no request. */
export function readBatch(value: JsonValue): readonly BatchLine[] | undefined {
  const requests = Array.isArray(value) ? value : field(asObject(value), 'requests');
  if (!Array.isArray(requests) || requests.length === 0) return undefined;
  const lines = requests.flatMap((request: JsonValue) => readBatchLine(request) ?? []);
  return lines.length === requests.length ? lines : undefined;
}
