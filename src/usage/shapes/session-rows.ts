import { type JsonObject, asObject, asText, field, parseJson } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import { readPlace } from '../read-place.ts';
import { hasAny, type LineShape, type UsageReader } from '../shape.ts';
import { momentMs } from '../time.ts';
import type { ReportedCounts } from '../reported-counts.ts';
import { countsShape } from './agent-counts.ts';

const gooseCounts: UsageReader = {
  name: 'goose',
  read: ({ usage }, notes) => ({ reported: readGoose(usage, notes) }),
};

/** The columns of all requests of a session come before those of its last request. */
function readGoose(row: JsonObject, notes: Notes): ReportedCounts {
  return present<ReportedCounts>({
    inputTokens: notes.firstCount(row, 'accumulated_input_tokens', 'input_tokens'),
    outputTokens: notes.firstCount(row, 'accumulated_output_tokens', 'output_tokens'),
    totalTokens: notes.firstCount(row, 'accumulated_total_tokens', 'total_tokens'),
  });
}

/** A row of Goose's table of sessions: all that a session used, added up. */
export const goose: LineShape = {
  recognises: (row) =>
    hasAny(row, 'model_config_json') &&
    hasAny(row, 'accumulated_input_tokens', 'accumulated_output_tokens', 'input_tokens', 'output_tokens'),
  read: (row, { facts }) => [
    readPlace({ usage: row, holders: [row], bare: true }, gooseCounts, {
      agent: facts.agent ?? 'goose',
      model: configuredModel(row),
      provider: asText(field(row, 'provider_name')),
      atMs: momentMs(field(row, 'created_at')),
      session: asText(field(row, 'id')),
      project: asText(field(row, 'working_dir')),
      sumOf: null,
      dedupeKey: asText(field(row, 'id')) && `goose ${asText(field(row, 'id'))}`,
    }),
  ],
};

function configuredModel(row: JsonObject): string | undefined {
  const config = field(row, 'model_config_json');
  try {
    const object = typeof config === 'string' ? asObject(parseJson(config)) : asObject(config);
    return asText(field(object, 'model_name'));
  } catch {
    return undefined;
  }
}

const hermesCounts = countsShape('hermes', {
  input: 'input_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite: 'cache_write_tokens',
  output: 'output_tokens',
  reasoning: 'reasoning_tokens',
});

/** A row of Hermes' table of sessions: all that a session used, added up. */
export const hermes: LineShape = {
  recognises: (row) =>
    hasAny(row, 'started_at') &&
    hasAny(row, 'model') &&
    hasAny(row, 'input_tokens', 'output_tokens') &&
    (Object.hasOwn(row, 'billing_provider') || Object.hasOwn(row, 'cache_write_tokens')),
  read: (row, { facts }) => {
    const cost = decimalText(field(row, 'actual_cost_usd')) ?? decimalText(field(row, 'estimated_cost_usd'));
    return [
      readPlace({ usage: row, holders: [row], bare: true }, hermesCounts, {
        agent: facts.agent ?? 'hermes',
        provider: asText(field(row, 'billing_provider')),
        atMs: momentMs(field(row, 'started_at')),
        session: asText(field(row, 'id')),
        sumOf: null,
        reportedUsd: cost === '0' ? undefined : cost,
        dedupeKey: asText(field(row, 'id')) && `hermes ${asText(field(row, 'id'))}`,
      }),
    ];
  },
};
