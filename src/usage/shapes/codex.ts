import type { JsonObject } from '../../core/json.ts';
import { asObject, asText, field } from '../../core/json.ts';
import { Notes } from '../notes.ts';
import { readPlace } from '../read-place.ts';
import type { CodexState, LineOutcome, LineShape } from '../shape.ts';
import { CONTEXT, skipped } from '../shape.ts';
import { codexUsage } from './codex-usage.ts';

const LINE_TYPES: ReadonlySet<string> = new Set([
  'session_meta',
  'turn_context',
  'event_msg',
  'response_item',
  'compacted',
  'ghost_snapshot',
]);
const COUNTS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
  'total_tokens',
] as const;

/**
 * A line of a Codex CLI session. The model is that of the last `turn_context`; a `token_count` event
 * tells the last request and, cumulated, the session. An event whose cumulated counts did not move
 * since the one before repeats it and is no new request.
 */
export const codex: LineShape = {
  recognises: (line) =>
    LINE_TYPES.has(asText(field(line, 'type')) ?? '') && asObject(field(line, 'payload')) !== undefined,
  read(line, { codex: state }): readonly LineOutcome[] {
    const payload = asObject(field(line, 'payload'));
    const type = field(line, 'type');
    if (type === 'session_meta') state.session = asText(field(payload, 'id')) ?? '';
    if (type === 'session_meta' || type === 'turn_context') {
      const project = asText(field(payload, 'cwd'));
      const model = asText(field(payload, 'model'));
      if (project !== undefined) state.project = project;
      if (model !== undefined) state.model = model;
      return CONTEXT;
    }
    const info = asObject(field(payload, 'info'));
    if (field(payload, 'type') !== 'token_count' || info === undefined) return CONTEXT;
    return readEvent(line, info, state);
  },
};

function readEvent(line: JsonObject, info: JsonObject, state: CodexState): readonly LineOutcome[] {
  const totals = asObject(field(info, 'total_token_usage'));
  const before = state.totals;
  if (totals !== undefined) {
    const total = JSON.stringify(COUNTS.map((name) => field(totals, name) ?? null));
    if (total === state.total)
      return skipped('repeated', 'the session total did not move since the last event');
    state.total = total;
    state.totals = totals;
  }
  const last = asObject(field(info, 'last_token_usage')) ?? grown(before, totals);
  if (last === undefined) return skipped('no usage', 'the event holds no token counts');
  return [
    readPlace({ usage: last, holders: [info, line], bare: false }, codexUsage, {
      shape: 'codex',
      model: asText(field(info, 'model')) ?? state.model,
      session: state.session === '' ? undefined : state.session,
      project: state.project,
    }),
  ];
}

/** What one request added, where an old log tells only the cumulated counts. */
function grown(before: JsonObject | undefined, totals: JsonObject | undefined): JsonObject | undefined {
  if (totals === undefined || before === undefined) return totals;
  const notes = new Notes();
  const added: Record<string, number> = {};
  for (const name of COUNTS) {
    const now = notes.count(totals, name) ?? 0;
    const then = notes.count(before, name) ?? 0;
    // The counts start again when a session is resumed; then they are all the request's own.
    added[name] = now >= then ? now - then : now;
  }
  return notes.problems.length > 0 ? totals : added;
}
