import { type JsonObject, asList, asObject, asText, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import { readPlace, type PlaceOutcome } from '../read-place.ts';
import {
  CONTEXT,
  hasAny,
  skipped,
  type FileState,
  type LineOutcome,
  type LineShape,
  type UsageReader,
} from '../shape.ts';
import type { Usage } from '../usage.ts';

const counts: UsageReader = {
  name: 'gemini-cli',
  read: ({ usage }, notes) => ({ usage: readTokens(usage, notes) }),
};

/** Thoughts stand beside the output and tools beside the input. The cache is inside, unless the total says otherwise. */
function readTokens(tokens: JsonObject, notes: Notes): Usage {
  const input = notes.firstCount(tokens, 'prompt', 'input', 'input_tokens', 'prompt_tokens');
  const output = notes.firstCount(tokens, 'candidates', 'output', 'output_tokens', 'candidates_tokens');
  const cached = notes.firstCount(tokens, 'cached', 'cached_tokens');
  const thoughts = notes.firstCount(tokens, 'thoughts', 'reasoning', 'thoughts_tokens', 'reasoning_tokens');
  const tool = notes.firstCount(tokens, 'tool', 'tool_tokens');
  const total = notes.firstCount(tokens, 'total', 'total_tokens');
  if (input === undefined && output === undefined && (total ?? 0) > 0) {
    notes.problems.push(
      `only a total of ${total} tokens is reported, and tokens in and out have different prices`,
    );
  }
  const parts = (input ?? 0) + (output ?? 0) + (thoughts ?? 0) + (tool ?? 0);
  const isBeside = (cached ?? 0) > (input ?? 0) || total === parts + (cached ?? 0);
  return present<Usage>({
    inputTokens: notes.sum('input tokens', input, tool, isBeside ? cached : undefined),
    cacheReadTokens: cached,
    outputTokens: notes.sum('output tokens', output, thoughts),
    reasoningTokens: thoughts,
  });
}

/**
 * What Gemini CLI writes: replies, one a line or in a session's `messages`, and the `stats` that end a
 * run without a terminal. A reply is written again as it grows; the last of one id counts.
 */
export const geminiCli: LineShape = {
  recognises: (line) =>
    isReply(line) || repliesIn(line).length > 0 || isInit(line) || modelsIn(line).length > 0,
  read(line, file): readonly LineOutcome[] {
    if (isInit(line)) {
      file.session.model = asText(field(line, 'model'));
      file.session.id = sessionOf(line);
      return CONTEXT;
    }
    if (isReply(line)) {
      const outcome = readReply(line, [line], file);
      const id = asText(field(line, 'id'));
      if (id === undefined) return [outcome];
      file.session.replies.set(id, outcome);
      return CONTEXT;
    }
    const replies = repliesIn(line);
    return replies.length > 0 ? readSession(replies, line, file) : readStats(line, file);
  },
};

function sessionOf(line: JsonObject): string | undefined {
  return asText(field(line, 'sessionId')) ?? asText(field(line, 'session_id'));
}

function isReply(line: JsonObject): boolean {
  return field(line, 'type') === 'gemini' && asObject(field(line, 'tokens')) !== undefined;
}

function repliesIn(line: JsonObject): readonly JsonObject[] {
  return asList(field(line, 'messages')).flatMap((item) => {
    const message = asObject(item);
    return message !== undefined && isReply(message) ? [message] : [];
  });
}

function isInit(line: JsonObject): boolean {
  return field(line, 'type') === 'init' && hasAny(line, 'session_id') && hasAny(line, 'model');
}

function readSession(
  replies: readonly JsonObject[],
  line: JsonObject,
  file: FileState,
): readonly LineOutcome[] {
  const last = new Map(replies.map((reply, index) => [asText(field(reply, 'id')) ?? String(index), reply]));
  return [...last.values()].map((reply) => readReply(reply, [reply, line], file));
}

function readReply(
  reply: JsonObject,
  holders: readonly JsonObject[],
  { facts, session }: FileState,
): PlaceOutcome {
  const usage = asObject(field(reply, 'tokens')) ?? {};
  return readPlace({ usage, holders, bare: false }, counts, {
    agent: facts.agent ?? 'gemini-cli',
    model: asText(field(reply, 'model')) ?? session.model,
    session: holders.map(sessionOf).find((id) => id !== undefined) ?? session.id ?? facts.session,
  });
}

/** What a run used, by model. */
function modelsIn(line: JsonObject): readonly (readonly [string, JsonObject])[] {
  const stats = asObject(field(line, 'stats')) ?? asObject(field(asObject(field(line, 'result')), 'stats'));
  const models = asObject(field(stats, 'models'));
  return Object.entries(models ?? {}).flatMap(([model, data]) => {
    const tokens = asObject(field(asObject(data), 'tokens')) ?? asObject(data);
    return tokens !== undefined && hasAny(tokens, 'prompt', 'input', 'input_tokens', 'total', 'total_tokens')
      ? [[model, tokens] as const]
      : [];
  });
}

function readStats(line: JsonObject, { facts, session }: FileState): readonly LineOutcome[] {
  const id = sessionOf(line) ?? session.id;
  const outcomes = modelsIn(line).map(([model, usage]) =>
    readPlace({ usage, holders: [line], bare: false }, counts, {
      agent: facts.agent ?? 'gemini-cli',
      model,
      session: id,
      sumOf: null,
      dedupeKey: id && `${id} ${model} ${JSON.stringify(usage)}`,
    }),
  );
  const records = outcomes.flatMap((outcome) => (outcome.kind === 'record' ? [outcome.record] : []));
  if (records.length < outcomes.length) return skipped('unreadable', 'the counts of a model cannot be read');
  if (id === undefined) return outcomes;
  return [{ kind: 'summary', of: { by: 'session', session: id }, records }];
}
