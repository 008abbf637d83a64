import type { JsonObject } from '../../core/json.ts';
import { asText, field } from '../../core/json.ts';
import { placeAt } from '../places.ts';
import { readUsage } from '../read-place.ts';
import type { LineOutcome, LineShape, Place } from '../shape.ts';
import { CONTEXT, hasAny, skipped } from '../shape.ts';

/**
 * A line of a Claude Code session, with Anthropic's counts. One reply is written several times, once
 * for each block of its content. The model `<synthetic>` marks what Claude Code wrote itself.
 */
export const claudeCode: LineShape = {
  recognises: (line) => isSessionLine(line) && (repliesIn(line).length > 0 || isInit(line)),
  read(line, file) {
    if (isInit(line)) {
      file.session.model = asText(field(line, 'model'));
      return CONTEXT;
    }
    // A line tells of one reply.
    return repliesIn(line)
      .slice(0, 1)
      .flatMap((place) => readReply(place, line));
  },
};

/** The first line of a run without a terminal. */
function isInit(line: JsonObject): boolean {
  return field(line, 'type') === 'system' && field(line, 'subtype') === 'init';
}

/** A sub-agent reports its replies inside the progress lines of the session that called it. */
const PATHS = [
  ['message', 'usage'],
  ['data', 'message', 'message', 'usage'],
] as const;

function repliesIn(line: JsonObject): readonly Place[] {
  return PATHS.flatMap((path) => placeAt(line, path) ?? []);
}

/** True for the lines of a session that tell what was said and done and are no reply of a model. */
export function isSessionContext(line: JsonObject): boolean {
  return isSessionLine(line) && field(line, 'type') !== 'assistant';
}

/** What `claude -p --output-format stream-json` prints, where sessions are spelled `session_id`. */
const RUN_LINES: ReadonlySet<string> = new Set(['system', 'assistant', 'user', 'stream_event', 'result']);

function isSessionLine(line: JsonObject): boolean {
  const type = asText(field(line, 'type'));
  if (type === undefined) return false;
  if (hasAny(line, 'sessionId', 'parentUuid', 'leafUuid', 'isSnapshotUpdate')) return true;
  return RUN_LINES.has(type) && hasAny(line, 'session_id');
}

function readReply(place: Place, line: JsonObject): readonly LineOutcome[] {
  // The message, and the reply that it stands in.
  const [message, reply] = place.holders;
  if (field(message, 'model') === '<synthetic>') {
    return skipped('synthetic', 'written by Claude Code itself, not by a model');
  }
  const replies = readUsage(place, {
    shape: 'claude-code',
    agent: 'claude-code',
    dedupeKey: asText(field(message, 'id')),
    requestId: requestOf(message, reply),
    session: asText(field(line, 'sessionId')) ?? asText(field(line, 'session_id')),
    project: asText(field(line, 'cwd')),
  });
  return replies.length > 0 ? replies : skipped('no usage', 'the usage of the reply holds no token counts');
}

/**
 * The request of a reply. A side chain repeats replies of its parent under request ids of its own,
 * so there the id of the message is all that counts.
 */
function requestOf(message: JsonObject | undefined, reply: JsonObject | undefined): string | undefined {
  if (field(reply, 'isSidechain') === true || asText(field(message, 'id')) === undefined) return undefined;
  return asText(field(reply, 'requestId'));
}
