/** Batch inputs: a request a line (OpenAI, Gemini, Anthropic), or the body of Anthropic's message batches. */
import { UsageError } from '../../core/errors.ts';
import { readBatch, readBatchLine, readChat } from '../../tokens/chats/read.ts';
import { linesOf } from '../../tokens/text-file.ts';
import { looksLikeJson, parsed, type Content } from './content.ts';
import { chatRequest, type PromptRequest, type RequestSettings } from './request.ts';

export type BatchForm = 'lines' | 'document';

const NAMED_AS_LINES = /\.(jsonl|ndjson)$/i;
const BEGINS_AS_DOCUMENT = /^\s*(?:\{\s*"requests"\s*:|\[\s*\{\s*"(?:custom_id|params)"\s*:)/;

/** Undefined for what is no batch: a text, or a single request. */
export function batchForm(content: Content): BatchForm | undefined {
  if (!looksLikeJson(content)) return undefined;
  if (BEGINS_AS_DOCUMENT.test(content.head.toString('latin1'))) return 'document';
  let first: string | undefined;
  for (const line of linesOf(content.text)) {
    if (line.trim() === '') continue;
    // A single request may stand in one line; a second line makes it a batch.
    if (first !== undefined) return 'lines';
    first = line;
    if (requestIn(line) === undefined) return undefined;
    if (NAMED_AS_LINES.test(content.name)) return 'lines';
  }
  return undefined;
}

/** @throws UsageError for a line that is no request. */
export function batchRequests(
  content: Content,
  form: BatchForm,
  settings: RequestSettings,
): AsyncIterable<PromptRequest> {
  return form === 'lines' ? lineRequests(content, settings) : documentRequests(content, settings);
}

async function* lineRequests(content: Content, settings: RequestSettings): AsyncIterable<PromptRequest> {
  let number = 0;
  for (const line of linesOf(content.text)) {
    number++;
    if (line.trim() === '') continue;
    const request = requestIn(line);
    if (request === undefined) {
      throw new UsageError(
        `Line ${number} of ${content.name} is no request.`,
        'Each line of a batch holds a body (OpenAI), params (Anthropic) or a request (Gemini); --as-text counts the file as text.',
      );
    }
    yield await chatRequest(request.id || `${content.name}:${number}`, request.chat, settings);
  }
}

async function* documentRequests(content: Content, settings: RequestSettings): AsyncIterable<PromptRequest> {
  const value = parsed(content.whole().toString());
  const requests = value === undefined ? undefined : readBatch(value);
  if (requests === undefined) {
    throw new UsageError(
      `${content.name} is no batch that is understood.`,
      'Each of its requests holds a custom_id and params (Anthropic); --as-text counts it as text.',
    );
  }
  for (const [index, { id, chat }] of requests.entries()) {
    yield await chatRequest(id || `${content.name}:${index + 1}`, chat, settings);
  }
}

function requestIn(line: string) {
  const value = parsed(line);
  if (value === undefined) return undefined;
  const chat = readChat(value);
  return readBatchLine(value) ?? (chat && { id: '', chat });
}
