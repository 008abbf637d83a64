import { type JsonObject, asObject, field } from '../../core/json.ts';
import { modelOf } from '../context.ts';
import type { Notes } from '../notes.ts';
import type { Place, Reading } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { ReportedCounts } from '../reported-counts.ts';
import { valueAt } from '../reported-counts.ts';
import { anthropic, readAnthropicCounts } from './anthropic.ts';

/** Where the AI SDK keeps what the provider sent. */
const RAW_PATHS = [
  ['providerMetadata', 'anthropic', 'usage'],
  ['experimental_providerMetadata', 'anthropic', 'usage'],
  ['response', 'body', 'usage'],
] as const;
const METADATA = ['providerMetadata', 'experimental_providerMetadata'] as const;

/**
 * What the AI SDK leaves out of its own counts, read from what the provider sent beside them: writes
 * to the cache, and over Anthropic before version 6 whether the input holds the cache.
 */
export function withRaw(
  reported: ReportedCounts,
  place: Place,
  notes: Notes,
): Pick<Reading, 'reported' | 'layout'> {
  const { usage, holders } = place;
  const [result] = holders;
  // A run of several steps keeps what the last one was sent.
  if (field(result, 'totalUsage') === usage) return { reported };
  const raw = rawOf(usage, result, reported, notes);
  if (raw !== undefined) return { reported: raw, layout: anthropic.layout };
  const isOld = !hasAny(usage, 'inputTokenDetails');
  const metadata = METADATA.map((name) => asObject(field(result, name))).find((one) => one !== undefined);
  const bedrock = asObject(valueAt(metadata, ['bedrock', 'usage']));
  if (bedrock !== undefined) {
    return {
      reported: filled(
        reported,
        notes.count(bedrock, 'cacheReadInputTokens'),
        notes.count(bedrock, 'cacheWriteInputTokens'),
      ),
    };
  }
  const sent = asObject(field(metadata, 'anthropic'));
  if (sent !== undefined && isOld) {
    const { totalTokens: _, ...counts } = filled(
      reported,
      notes.count(sent, 'cacheReadInputTokens'),
      notes.count(sent, 'cacheCreationInputTokens'),
    );
    return { reported: counts, layout: anthropic.layout };
  }
  if (isOld) doubtOldClaude(reported, place, notes);
  return { reported };
}

/** Anthropic's own counts, where they are those of the same reply. */
function rawOf(
  usage: JsonObject,
  result: JsonObject | undefined,
  reported: ReportedCounts,
  notes: Notes,
): ReportedCounts | undefined {
  const candidates = [
    asObject(field(usage, 'raw')),
    ...RAW_PATHS.map((path) => asObject(valueAt(result, path))),
  ];
  for (const candidate of candidates) {
    if (!hasAny(candidate, 'cache_read_input_tokens', 'cache_creation_input_tokens')) continue;
    const raw = readAnthropicCounts(candidate ?? {}, notes);
    const input = raw.inputTokens ?? 0;
    const whole = input + (raw.cacheReadTokens ?? 0) + (raw.cacheWriteTokens ?? 0);
    const isSame =
      raw.outputTokens === reported.outputTokens &&
      (reported.inputTokens === input || reported.inputTokens === whole);
    if (isSame) return raw;
  }
  return undefined;
}

/** The counts with a cache that they leave out. */
function filled(
  reported: ReportedCounts,
  read: number | undefined,
  written: number | undefined,
): ReportedCounts {
  return {
    ...reported,
    ...(reported.cacheReadTokens === undefined && read !== undefined ? { cacheReadTokens: read } : {}),
    ...(reported.cacheWriteTokens === undefined && written !== undefined
      ? { cacheWriteTokens: written }
      : {}),
  };
}

/** Version 5 over Anthropic leaves the cache out of its input, over others not; nothing here tells which. */
function doubtOldClaude(reported: ReportedCounts, place: Place, notes: Notes): void {
  const { cacheReadTokens: read = 0, inputTokens = 0, outputTokens = 0, totalTokens } = reported;
  const isTold = totalTokens !== undefined && totalTokens !== inputTokens + outputTokens;
  if (read === 0 || read > inputTokens || isTold || !/claude/i.test(modelOf(place) ?? '')) return;
  notes.assume(
    'CACHE_WITHIN',
    'version 5 of the AI SDK does not tell whether the input of a Claude model holds its cache: it is taken to',
  );
}
