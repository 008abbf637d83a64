import { type JsonObject, asObject, asText, field } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import { readPlace } from '../read-place.ts';
import { CONTEXT, hasAny, type LineShape } from '../shape.ts';
import { momentMs } from '../time.ts';
import { countsShape } from './agent-counts.ts';

const counts = countsShape('opencode', {
  input: 'input',
  cacheRead: 'cache.read',
  cacheWrite: 'cache.write',
  output: 'output',
  reasoning: 'reasoning',
  total: 'total',
});

/** A message of OpenCode or Kilo, as its files and the tables of its database hold it. */
export const opencode: LineShape = {
  recognises: (line) => isReply(line) || isOther(line),
  read(line, { facts }) {
    const usage = asObject(field(line, 'tokens'));
    if (usage === undefined || isOther(line)) return CONTEXT;
    const model = asObject(field(line, 'model'));
    const time = asObject(field(line, 'time'));
    const path = asObject(field(line, 'path'));
    return [
      readPlace({ usage, holders: [line], bare: false }, counts, {
        agent: facts.agent ?? 'opencode',
        model: asText(field(line, 'modelID')) ?? asText(field(model, 'id')),
        provider: asText(field(line, 'providerID')) ?? asText(field(model, 'providerID')),
        atMs: momentMs(field(time, 'created')),
        session: asText(field(line, 'sessionID')) ?? asText(field(line, 'session_id')),
        project: asText(field(path, 'root')) ?? asText(field(path, 'cwd')),
        reportedUsd: reportedOf(line),
      }),
    ];
  },
};

function isReply(line: JsonObject): boolean {
  const tokens = asObject(field(line, 'tokens'));
  const isNamed =
    hasAny(line, 'modelID', 'providerID') || hasAny(asObject(field(line, 'model')), 'providerID');
  return isNamed && hasAny(tokens, 'input', 'output', 'total');
}

/** What a user said. */
function isOther(line: JsonObject): boolean {
  const role = field(line, 'role');
  return hasAny(line, 'sessionID') && role !== undefined && role !== 'assistant';
}

/** 0 where OpenCode knows no price. */
function reportedOf(line: JsonObject): string | undefined {
  const cost = decimalText(field(line, 'cost'));
  return cost === '0' ? undefined : cost;
}
