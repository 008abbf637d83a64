import type { JsonObject } from '../../core/json.ts';
import { asObject, asText, field } from '../../core/json.ts';
import { Notes } from '../notes.ts';
import { readPlace } from '../read-place.ts';
import type { CodexEvent, CodexSession } from '../relations/codex-runs.ts';
import type { CodexState, FileState, LineOutcome, LineShape } from '../shape.ts';
import { CONTEXT, skipped } from '../shape.ts';
import { servedTier } from '../tier.ts';
import { momentMs } from '../time.ts';
import { CODEX_COUNTS, hashOfTotals, type CodexCounts } from './codex-totals.ts';
import { codexUsage } from './codex-usage.ts';

const LINE_TYPES: ReadonlySet<string> = new Set([
  'session_meta',
  'turn_context',
  'event_msg',
  'response_item',
  'compacted',
  'ghost_snapshot',
]);
/**
 * A line of a Codex CLI session. The model is that of the last `turn_context`; a `token_count` event
 * tells the last request and, cumulated, the session. An event whose cumulated counts did not move
 * since the one before repeats it. A session that was forked, spawned or resumed begins with the
 * events of its parent, which count once.
 */
export const codex: LineShape = {
  recognises: (line) =>
    LINE_TYPES.has(asText(field(line, 'type')) ?? '') && asObject(field(line, 'payload')) !== undefined,
  read(line, file): readonly LineOutcome[] {
    const payload = asObject(field(line, 'payload'));
    const type = field(line, 'type');
    if (type === 'session_meta') startSession(line, payload, file.codex);
    if (type === 'session_meta' || type === 'turn_context') {
      takeTurn(asText(field(payload, 'model')), asText(field(payload, 'cwd')), file.codex);
      return CONTEXT;
    }
    const settings = asObject(field(payload, 'thread_settings'));
    if (settings !== undefined) takeTier(settings, file.codex);
    const info = asObject(field(payload, 'info'));
    if (field(payload, 'type') !== 'token_count' || info === undefined) return CONTEXT;
    return readEvent(line, info, file);
  },
};

/** The model and the folder of the events that follow; undefined for what stays as it was. */
export function takeTurn(model: string | undefined, project: string | undefined, state: CodexState): void {
  if (model !== undefined) state.model = model;
  if (project !== undefined) state.project = project;
}

function takeTier(settings: JsonObject, state: CodexState): void {
  const notes = new Notes();
  state.tier = servedTier(field(settings, 'service_tier'), notes);
  if (Object.keys(notes.fieldsOf()).length > 0) state.tierNotes = notes;
  else delete state.tierNotes;
}

/**
 * Notes whose session the next events are. A second session named before any event is one whose
 * history follows; after an event, another session has been written behind the first.
 */
function startSession(line: JsonObject, payload: JsonObject | undefined, state: CodexState): void {
  const begun = startOfSession(line, payload);
  const { session } = state;
  if (session?.id === begun.id) return;
  if (session !== undefined && state.total === undefined) {
    state.session = { ...session, parents: [...session.parents, begun.id] };
    return;
  }
  state.session = begun;
  state.isHistory = true;
  delete state.total;
  delete state.totals;
}

/** The session of a `session_meta` line, and the ones that it says it comes from. */
export function startOfSession(line: JsonObject | undefined, payload: JsonObject | undefined): CodexSession {
  const subagent = asObject(field(asObject(field(payload, 'source')), 'subagent'));
  const spawn = asObject(field(subagent, 'thread_spawn'));
  const parents = [field(payload, 'forked_from_id'), field(spawn, 'parent_thread_id')];
  return {
    id: asText(field(payload, 'id')) ?? '',
    parents: parents.flatMap((parent) => asText(parent) ?? []),
    startMs: momentMs(field(payload, 'timestamp')) ?? momentMs(field(line, 'timestamp')),
  };
}

function readEvent(line: JsonObject, info: JsonObject, file: FileState): readonly LineOutcome[] {
  const state = file.codex;
  const totals = asObject(field(info, 'total_token_usage'));
  const before = state.totals;
  let dedupeKey: string | undefined;
  if (totals !== undefined) {
    const event = { totals: hashOfTotals(totals), atMs: momentMs(field(line, 'timestamp')) };
    const known = knowEvent(event, file);
    state.totals = totals;
    if (known.kind === 'repeated') return skipped('repeated', known.detail);
    dedupeKey = known.dedupeKey;
  }
  const last = asObject(field(info, 'last_token_usage')) ?? grown(before, totals);
  if (last === undefined) return skipped('no usage', 'the event holds no token counts');
  const outcome = readPlace({ usage: last, holders: [info, line], bare: false }, codexUsage, {
    shape: 'codex',
    agent: 'codex',
    dedupeKey,
    model: asText(field(info, 'model')) ?? state.model,
    tier: state.tier,
    session: sessionIdOf(state),
    project: state.project,
  });
  if (outcome.kind !== 'record' || state.tierNotes === undefined) return [outcome];
  const { record } = outcome;
  return [{ ...outcome, record: { ...record, ...state.tierNotes.fieldsOf(record) } }];
}

/** The session that the events of a file are of; undefined where it has not been told. */
export function sessionIdOf({ session }: CodexState): string | undefined {
  return session?.id === '' ? undefined : session?.id;
}

/** An event by its cumulated counts: one that was told before, or a request of its own. */
export type KnownEvent =
  | { readonly kind: 'repeated'; readonly detail: string }
  | { readonly kind: 'request'; readonly dedupeKey: string };

/** Remembers the event of a file, but for its counts, which the caller keeps in `totals`. */
export function knowEvent(event: CodexEvent, file: FileState): KnownEvent {
  const state = file.codex;
  if (event.totals === state.total) {
    return { kind: 'repeated', detail: 'the session total did not move since the last event' };
  }
  state.total = event.totals;
  const owner = ownerOf(event, file);
  if (owner.isTold) return { kind: 'repeated', detail: `session ${owner.id} begins with it` };
  return { kind: 'request', dedupeKey: `${owner.id} ${event.totals}` };
}

/** Whose request an event is, and whether the log of that session has told it already. */
function ownerOf(event: CodexEvent, { codex: state, facts, relations }: FileState) {
  // A session without an id is one with its file.
  const id = state.session?.id || facts.name;
  const runs = relations.codex;
  let owner: string | undefined;
  if (state.isHistory ?? true) {
    owner = runs.ownerOf(event, { parents: [], startMs: undefined, ...state.session, id });
    state.isHistory = owner !== undefined;
  }
  runs.add(id, event);
  return { id: owner ?? id, isTold: owner !== undefined && runs.has(owner) };
}

/** What one request added, where an old log tells only the cumulated counts. */
function grown(
  before: JsonObject | CodexCounts | undefined,
  totals: JsonObject | undefined,
): JsonObject | undefined {
  if (totals === undefined || before === undefined) return totals;
  const notes = new Notes();
  const added: Record<string, number> = {};
  for (const [place, name] of CODEX_COUNTS.entries()) {
    const now = notes.count(totals, name) ?? 0;
    const then =
      before instanceof Float64Array ? Math.max(before[place] ?? 0, 0) : (notes.count(before, name) ?? 0);
    // The counts start again when a session is resumed; then they are all the request's own.
    added[name] = now >= then ? now - then : now;
  }
  return notes.problems.length > 0 ? totals : added;
}
