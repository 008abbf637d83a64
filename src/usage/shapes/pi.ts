import { type JsonObject, asObject, asText, field } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import { readPlace } from '../read-place.ts';
import { CONTEXT, hasAny, type FileState, type LineOutcome, type LineShape } from '../shape.ts';
import { countsShape } from './agent-counts.ts';

const counts = countsShape('pi', {
  input: 'input',
  cacheRead: 'cacheRead',
  cacheWrite: 'cacheWrite',
  cacheWrite1h: 'cttl.ephemeral1h',
  output: 'output',
  total: 'totalTokens',
});

/** What OpenClaw writes in the place of a model's name on lines of its own. */
const OWN_MODELS: ReadonlySet<string> = new Set(['delivery-mirror', 'gateway-injected']);

/**
 * A line of a session of pi or OpenClaw. The model of a reply may stand in an earlier line, as the
 * one that was changed to.
 */
export const pi: LineShape = {
  recognises: (line) => isReply(line) || modelChangeOf(line) !== undefined || isHeader(line),
  read(line, file) {
    const change = modelChangeOf(line);
    if (change !== undefined) {
      file.session.model = asText(field(change, 'modelId')) ?? asText(field(change, 'model'));
      file.session.provider = asText(field(change, 'provider'));
      return CONTEXT;
    }
    if (!isReply(line)) {
      file.session.id = asText(field(line, 'id'));
      file.session.project = asText(field(line, 'cwd'));
      file.session.model = undefined;
      file.session.provider = undefined;
      return CONTEXT;
    }
    return readReply(line, file);
  },
};

function isReply(line: JsonObject): boolean {
  const message = asObject(field(line, 'message'));
  return (
    field(line, 'type') === 'message' &&
    field(message, 'role') === 'assistant' &&
    hasAny(asObject(field(message, 'usage')), 'input', 'output', 'cacheRead', 'cacheWrite', 'totalTokens')
  );
}

function isHeader(line: JsonObject): boolean {
  return field(line, 'type') === 'session' && hasAny(line, 'cwd', 'version') && hasAny(line, 'id');
}

function modelChangeOf(line: JsonObject): JsonObject | undefined {
  const type = field(line, 'type');
  if (type === 'model_change') return asObject(field(line, 'data')) ?? line;
  const isSnapshot = type === 'custom' && field(line, 'customType') === 'model-snapshot';
  return isSnapshot ? asObject(field(line, 'data')) : undefined;
}

function readReply(line: JsonObject, { facts, session }: FileState): readonly LineOutcome[] {
  const message = asObject(field(line, 'message')) ?? {};
  const usage = asObject(field(message, 'usage')) ?? {};
  const model = asText(field(message, 'modelId')) ?? asText(field(message, 'model')) ?? session.model;
  if (model !== undefined && OWN_MODELS.has(model)) return CONTEXT;
  const cost = decimalText(field(asObject(field(usage, 'cost')), 'total'));
  return [
    readPlace({ usage, holders: [message, line], bare: false }, counts, {
      agent: facts.agent ?? 'pi',
      model,
      provider: asText(field(message, 'provider')) ?? session.provider,
      session: session.id ?? facts.session,
      project: session.project,
      reportedUsd: cost === '0' ? undefined : cost,
      dedupeKey: asText(field(message, 'responseId')) ?? idOf(line),
    }),
  ];
}

/** The ids of lines are short, and unique in their session alone; a fork keeps id and time. */
function idOf(line: JsonObject): string | undefined {
  const id = asText(field(line, 'id'));
  return id && `${id} ${asText(field(line, 'timestamp')) ?? ''}`;
}
