import type { JsonObject } from '../../core/json.ts';
import { asObject, asObjects, asText, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import { settle } from '../settle.ts';
import type { Place, Reading, ExtraReply, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { type ReportedCounts, countTable, pathsOf, readReported } from '../reported-counts.ts';
import type { Usage } from '../usage.ts';
import { INPUT_OUTPUT } from '../words.ts';
import { modelOfReport } from './report-model.ts';

const COUNTS = countTable({
  // The second is the name in Anthropic's usage report.
  inputTokens: ['input_tokens', 'uncached_input_tokens'],
  cacheReadTokens: ['cache_read_input_tokens'],
  cacheWriteTokens: ['cache_creation_input_tokens'],
  cacheWrite5mTokens: ['cache_creation.ephemeral_5m_input_tokens'],
  cacheWrite1hTokens: ['cache_creation.ephemeral_1h_input_tokens'],
  outputTokens: ['output_tokens'],
  reasoningTokens: ['output_tokens_details.thinking_tokens'],
  totalTokens: ['total_tokens'],
});

const LAYOUT = { beside: ['cacheRead', 'cacheWrite'], isCertain: true } as const;

/**
 * Anthropic Messages. `input_tokens` leaves the cache out: the prompt is it, the cache reads and the
 * cache writes together. Thinking is within `output_tokens`.
 */
export const anthropic: UsageShape = {
  name: 'anthropic',
  words: INPUT_OUTPUT,
  own: [
    'cache_read_input_tokens',
    'cache_creation_input_tokens',
    'cache_creation',
    'server_tool_use',
    'iterations',
    'output_tokens_details.thinking_tokens',
    'uncached_input_tokens',
  ],
  takesPlain: ({ usage }) => !hasAny(usage, 'total_tokens', 'cached_tokens', 'reasoning_tokens'),
  layout: LAYOUT,
  fields: [
    ...pathsOf(COUNTS),
    'server_tool_use.web_search_requests',
    'server_tool_use.code_execution_requests',
    'iterations',
    'inference_geo',
    'speed',
    'context_window',
  ],
  read(place, notes): Reading {
    const { usage } = place;
    const tools = asObject(field(usage, 'server_tool_use'));
    return {
      reported: readAnthropicCounts(usage, notes),
      usage: present<Usage>({ webSearches: notes.count(tools, 'web_search_requests') }),
      region: geography(asText(field(usage, 'inference_geo'))),
      speed: notStandard(asText(field(usage, 'speed'))),
      charges: chargesOf({ codeExecution: notes.count(tools, 'code_execution_requests') }),
      extraReplies: extraIterations(usage, notes),
      ...(hasAny(usage, 'uncached_input_tokens') ? reportOf(place, notes) : {}),
    };
  },
};

/** Anthropic's counts as it tells them. */
export function readAnthropicCounts(usage: JsonObject, notes: Notes): ReportedCounts {
  return readReported(usage, COUNTS, notes);
}

/** The counts of an object that is known to be Anthropic's, in canonical names. */
export function readAnthropic(usage: JsonObject, notes: Notes): Usage {
  return settle(readAnthropicCounts(usage, notes), LAYOUT, true, notes).usage;
}

/**
 * Samplings that are billed beside the counts at the top: compaction at the model of the reply, an
 * advisor at its own. Those of type `message` are the counts at the top, reported again.
 */
function extraIterations(usage: JsonObject, notes: Notes): readonly ExtraReply[] {
  const all = asObjects(field(usage, 'iterations'));
  const others = all.filter((item) => (field(item, 'type') ?? 'message') !== 'message');
  // Where the counts at the top are those of all of them, nothing is beside.
  if (others.length === 0 || tokensOf(all) === tokensOf([usage])) return [];
  return others.map((item, index) => {
    const type = asText(field(item, 'type')) ?? '';
    if (type !== 'compaction' && type !== 'advisor_message') {
      notes.assume('ITERATION_BESIDE', `iterations of type ${type} are taken to be billed beside the reply`);
    }
    return {
      suffix: `${type}-${index + 1}`,
      usage: item,
      shape: anthropic,
      model: asText(field(item, 'model')) ?? (type === 'advisor_message' ? null : undefined),
    };
  });
}

const COUNTED = [
  'input_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'output_tokens',
] as const;

function tokensOf(items: readonly JsonObject[]): number {
  const counts = items.flatMap((item) => COUNTED.map((name) => Number(field(item, name)) || 0));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A line of Anthropic's usage report: many requests added up, by the length of their context. */
function reportOf(place: Place, notes: Notes): Pick<Reading, 'sumOf' | 'contextTokens' | 'model'> {
  const window = asText(field(place.usage, 'context_window'));
  const contextTokens = window === '200k-1M' ? 200_001 : window === '0-200k' ? 200_000 : undefined;
  return { sumOf: null, contextTokens, model: modelOfReport(place, notes) };
}

/** Where the request ran; the API says `not_available` or nothing where it does not tell. */
function geography(name: string | undefined): string | undefined {
  return name === 'not_available' ? undefined : name;
}

function notStandard(name: string | undefined): string | undefined {
  return name === 'standard' ? undefined : name;
}
