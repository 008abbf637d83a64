import { type JsonObject, type JsonValue, asObject, asText, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import { decimalText } from '../decimal-text.ts';
import type { Notes } from '../notes.ts';
import type { UsageShape } from '../shape.ts';
import type { ReportedCounts, ReportedCount } from '../reported-counts.ts';
import { PLAIN as PLAIN_WORDS } from '../words.ts';

/** What a key of Langfuse's counts, the first that fits. Users may add keys of their own. */
const KEYS: readonly (readonly [RegExp, ReportedCount])[] = [
  [/^total/i, 'totalTokens'],
  [/cache_?(creation|write).*1h/i, 'cacheWrite1hTokens'],
  [/cache_?(creation|write).*5m/i, 'cacheWrite5mTokens'],
  [/cache_?(creation|write)/i, 'cacheWriteTokens'],
  [/audio.*cached|cached.*audio/i, 'cacheReadAudioTokens'],
  [/image.*cached|cached.*image/i, 'cacheReadImageTokens'],
  [/cached|cache_?read/i, 'cacheReadTokens'],
  [/^input.*audio/i, 'inputAudioTokens'],
  [/^input.*image/i, 'inputImageTokens'],
  [/^input.*video/i, 'inputVideoTokens'],
  [/^input/i, 'inputTokens'],
  [/reasoning|thought|thinking/i, 'reasoningTokens'],
  [/^output.*audio/i, 'outputAudioTokens'],
  [/^output.*image/i, 'outputImageTokens'],
  [/^output/i, 'outputTokens'],
];

const PLACES: readonly string[] = ['usageDetails', 'usage_details'];

/** Langfuse's observations: every key is beside the others, so `input` is what was not cached. */
export const langfuse: UsageShape = {
  name: 'langfuse',
  words: PLAIN_WORDS,
  own: ['input_cache_read', 'input_cache_creation', 'output_reasoning_tokens'],
  places: PLACES,
  readsAnyName: true,
  takesPlain: ({ usage, bare }) =>
    !bare && (isCount(field(usage, 'input')) || isCount(field(usage, 'output'))),
  layout: { beside: ['cacheRead', 'cacheWrite', 'inputMedia', 'reasoning', 'outputMedia'] },
  fields: ['input', 'output', 'total'],
  read({ usage, holders, name }, notes) {
    const { reported, others } = readKeys(usage, notes);
    const isDetails = PLACES.includes(name ?? '') && reported.totalTokens === undefined;
    const observation = holders[0];
    return {
      reported,
      charges: chargesOf({ unclassifiedToken: isDetails ? others : 0 }),
      reportedUsd: costOf(observation),
      dedupeKey: keyOf(observation),
    };
  },
};

function isCount(value: JsonValue | undefined): boolean {
  return typeof value === 'number';
}

/** The counts of the keys, and what stands under keys that nobody knows. */
function readKeys(
  usage: JsonObject,
  notes: Notes,
): { readonly reported: ReportedCounts; readonly others: number } {
  const reported: Partial<Record<ReportedCount, number>> = {};
  let others = 0;
  for (const [key, value] of Object.entries(usage)) {
    const count = KEYS.find(([form]) => form.test(key))?.[1];
    if (count === undefined) {
      others += isCount(value) ? (notes.wholeNumber(value, key) ?? 0) : 0;
      continue;
    }
    if (typeof value === 'object') continue;
    const figure = notes.wholeNumber(value, key);
    if (figure !== undefined) reported[count] = (reported[count] ?? 0) + figure;
  }
  return { reported, others };
}

function costOf(observation: JsonObject | undefined): string | undefined {
  const details = asObject(field(observation, 'costDetails')) ?? asObject(field(observation, 'cost_details'));
  return decimalText(field(details, 'total')) ?? decimalText(field(observation, 'calculatedTotalCost'));
}

/** Ids of observations are unique; a short one, as in an example, is told apart by what it is of. */
function keyOf(observation: JsonObject | undefined): string | undefined {
  const id = asText(field(observation, 'id'));
  if (id === undefined || id.length >= 16) return id;
  const start = asText(field(observation, 'startTime')) ?? '';
  return `${id} ${start} ${asText(field(observation, 'model')) ?? ''}`;
}
