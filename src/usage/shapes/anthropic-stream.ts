import { type JsonObject, type JsonValue, asNumber, asObject, asText, field } from '../../core/json.ts';
import { readReplies } from '../read-place.ts';
import { type FileState, type LineOutcome, type LineShape, CONTEXT } from '../shape.ts';
import { anthropic } from './anthropic.ts';

const EVENTS: ReadonlySet<string> = new Set([
  'message_start',
  'message_delta',
  'message_stop',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'ping',
]);

/**
 * The events of one streamed reply of Anthropic's. Its input stands in `message_start`, its output so
 * far in each `message_delta`: one request, reported when it stops, when the next begins or at the end.
 */
export const anthropicStream: LineShape = {
  recognises: (line) => {
    const type = asText(field(line, 'type'));
    if (type === undefined || !EVENTS.has(type)) return false;
    return type !== 'message_start' || asObject(field(line, 'message')) !== undefined;
  },
  read(line, file): readonly LineOutcome[] {
    const { stream } = file;
    switch (field(line, 'type')) {
      case 'message_start': {
        const before = endOfStream(file);
        stream.message = asObject(field(line, 'message'));
        stream.usage = asObject(field(stream.message, 'usage')) ?? {};
        return [...before, ...CONTEXT];
      }
      case 'message_delta':
        return readDelta(line, file);
      case 'message_stop': {
        const reported = endOfStream(file);
        return reported.length > 0 ? reported : CONTEXT;
      }
      default:
        return CONTEXT;
    }
  },
};

function readDelta(line: JsonObject, { stream }: FileState): readonly LineOutcome[] {
  const usage = asObject(field(line, 'usage'));
  if (usage === undefined) return CONTEXT;
  if (stream.message === undefined) {
    return readReplies({ usage, holders: [line], bare: false }, anthropic, { shape: 'anthropic-stream' });
  }
  stream.usage = merged(stream.usage ?? {}, usage);
  return CONTEXT;
}

/** Counts grow as a reply goes on, so of two the larger is the later one; a gateway may send 0 again. */
function merged(before: JsonObject, after: JsonObject): JsonObject {
  const usage: Record<string, JsonValue | undefined> = { ...before };
  for (const [name, value] of Object.entries(after)) {
    if (value === null || value === undefined) continue;
    const known = field(before, name);
    const isLess = (asNumber(known) ?? 0) > (asNumber(value) ?? Infinity);
    const inner = asObject(value);
    usage[name] = inner === undefined ? (isLess ? known : value) : merged(asObject(known) ?? {}, inner);
  }
  return usage;
}

/** The reply that was being streamed, if there is one. */
export function endOfStream({ stream }: FileState): readonly LineOutcome[] {
  const { message, usage } = stream;
  if (message === undefined || usage === undefined) return [];
  stream.message = undefined;
  stream.usage = undefined;
  return readReplies({ usage, holders: [message], bare: false }, anthropic, { shape: 'anthropic-stream' });
}
