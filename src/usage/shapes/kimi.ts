import { type JsonObject, asObject, asText, field } from '../../core/json.ts';
import { readPlace } from '../read-place.ts';
import { CONTEXT, hasAny, type LineShape } from '../shape.ts';
import { momentMs } from '../time.ts';
import { countsShape } from './agent-counts.ts';

const cli = countsShape('kimi', {
  input: 'input_other',
  cacheRead: 'input_cache_read',
  cacheWrite: 'input_cache_creation',
  output: 'output',
  total: 'total',
});
const code = countsShape('kimi', {
  input: 'inputOther',
  cacheRead: 'inputCacheRead',
  cacheWrite: 'inputCacheCreation',
  output: 'output',
  total: 'total',
});

/**
 * A line of Kimi's wire log: `StatusUpdate` messages of its command line, and `usage.record` lines of
 * Kimi Code. The former name no model; it stands in a file of settings.
 */
export const kimi: LineShape = {
  recognises: (line) => payloadOf(line) !== undefined || isCode(line),
  read(line, { facts, session }) {
    if (field(line, 'type') === 'llm.request') {
      session.model = modelOf(line) ?? session.model;
      return CONTEXT;
    }
    const payload = payloadOf(line);
    const usage = asObject(field(payload, 'token_usage') ?? field(line, 'usage'));
    // A step and the session repeat the counts that are told turn by turn.
    if (usage === undefined || (payload === undefined && field(line, 'usageScope') !== 'turn'))
      return CONTEXT;
    const common = { agent: facts.agent ?? 'kimi', session: facts.session };
    if (payload === undefined) {
      const model = modelOf(line) ?? session.model ?? facts.model;
      const atMs = momentMs(field(line, 'time'));
      const dedupeKey = facts.session && keyOf(facts.session, atMs, usage);
      const place = { usage, holders: [line], bare: false };
      return [readPlace(place, code, { ...common, model, atMs, dedupeKey })];
    }
    return [
      readPlace({ usage, holders: [payload, line], bare: false }, cli, {
        ...common,
        model: facts.model,
        atMs: momentMs(field(line, 'timestamp')),
        dedupeKey: asText(field(payload, 'message_id')),
      }),
    ];
  },
};

function payloadOf(line: JsonObject): JsonObject | undefined {
  const message = asObject(field(line, 'message'));
  return field(message, 'type') === 'StatusUpdate' ? asObject(field(message, 'payload')) : undefined;
}

function isCode(line: JsonObject): boolean {
  const type = field(line, 'type');
  if (type === 'llm.request') return hasAny(line, 'model');
  const usage = asObject(field(line, 'usage'));
  return (
    (type === 'usage.record' || type === 'step.end') &&
    hasAny(usage, 'inputOther', 'inputCacheRead', 'inputCacheCreation')
  );
}

/** These lines have no id: the same counts in the same millisecond of a session are a copy. */
function keyOf(session: string, atMs: number | undefined, usage: JsonObject): string | undefined {
  return atMs === undefined ? undefined : `${session} ${atMs} ${JSON.stringify(usage)}`;
}

/** A name in underscores stands for one of the user's settings. */
function modelOf(line: JsonObject): string | undefined {
  const name = asText(field(line, 'model'))?.replace(/^kimi-code\//, '');
  return name === undefined || /^__.*__$/.test(name) ? undefined : name;
}
