import { type JsonObject, asNumber, asObject, asText, field } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import { Notes } from '../notes.ts';
import { present } from '../present.ts';
import { readPlace, type PlaceOutcome } from '../read-place.ts';
import type { FileState, LineOutcome, LineShape } from '../shape.ts';
import { hasAny, skipped } from '../shape.ts';
import { atMsOf } from '../context.ts';
import type { Usage, UsageRecord } from '../usage.ts';
import { anthropic, readAnthropic } from './anthropic.ts';

/**
 * The last line of a run of Claude Code without a terminal (`claude -p`), which sums the run up:
 * `modelUsage` by model, `usage` without. Where the run's own lines are read as well it adds nothing.
 */
export const claudeRun: LineShape = {
  recognises: (line) =>
    field(line, 'type') === 'result' &&
    (asObject(field(line, 'modelUsage')) !== undefined ||
      (asObject(field(line, 'usage')) !== undefined &&
        hasAny(line, 'total_cost_usd', 'num_turns', 'duration_api_ms'))),
  read(line, file): readonly LineOutcome[] {
    const models = Object.entries(asObject(field(line, 'modelUsage')) ?? {});
    const notes = new Notes();
    const whole = wholeRun(line);
    const records =
      models.length > 0
        ? withTerms(
            whole,
            models.flatMap(([model, counts]) =>
              ofModel(model, asObject(counts), line, notes, models.length === 1),
            ),
          )
        : ofRun(line, whole, file, notes);
    if (notes.problems.length > 0) return skipped('unreadable', notes.problems.join('; '));
    if (records.length === 0) return skipped('no usage', 'the run used no tokens');
    const session = sessionOf(line);
    if (session === undefined) return records.map((record) => ({ kind: 'record', record }));
    return [{ kind: 'summary', of: { by: 'session', session }, records }];
  },
};

function sessionOf(line: JsonObject): string | undefined {
  return asText(field(line, 'session_id')) ?? asText(field(line, 'sessionId'));
}

/** The counts of all models together, where the line has them. */
function wholeRun(line: JsonObject): PlaceOutcome {
  const usage = asObject(field(line, 'usage')) ?? {};
  return readPlace({ usage, holders: [line], bare: false }, anthropic);
}

/** The terms of a run are those of each of its models; what it is charged for on top counts once. */
function withTerms(whole: PlaceOutcome, records: readonly UsageRecord[]): readonly UsageRecord[] {
  if (whole.kind !== 'record') return records;
  const { tier, region, speed, charges, warnings, assumptions } = whole.record;
  const terms = present<Partial<UsageRecord>>({ tier, region, speed, warnings, assumptions });
  return records.map((record, index) => ({
    ...record,
    ...terms,
    ...(index === 0 && charges !== undefined ? { charges } : {}),
  }));
}

function ofModel(
  model: string,
  counts: JsonObject | undefined,
  line: JsonObject,
  notes: Notes,
  isOnly: boolean,
): readonly UsageRecord[] {
  const read = notes.count(counts, 'cacheReadInputTokens');
  const written = notes.count(counts, 'cacheCreationInputTokens');
  const usage = present<Usage>({
    inputTokens: notes.sum('input tokens', notes.count(counts, 'inputTokens'), read, written),
    cacheReadTokens: read,
    cacheWriteTokens: written,
    cacheWrite1hTokens: isOnly ? hourWrites(line, written) : undefined,
    outputTokens: notes.count(counts, 'outputTokens'),
    webSearches: notes.count(counts, 'webSearchRequests'),
  });
  if (!Object.values(usage).some((count) => count !== 0)) return [];
  const cost = field(counts, 'costUSD') ?? (isOnly ? field(line, 'total_cost_usd') : undefined);
  return [recordOf(line, usage, model, decimalText(cost), isOnly)];
}

/** The writes that live an hour, which only the run as a whole tells. */
function hourWrites(line: JsonObject, written: number | undefined): number | undefined {
  const usage = asObject(field(line, 'usage'));
  if (usage === undefined || written === undefined) return undefined;
  const whole = readAnthropic(usage, new Notes());
  return whole.cacheWriteTokens === written ? whole.cacheWrite1hTokens : undefined;
}

/** An older run names no model; the first line of its log may have. */
function ofRun(line: JsonObject, whole: PlaceOutcome, file: FileState, notes: Notes): readonly UsageRecord[] {
  if (whole.kind === 'skipped') {
    notes.problems.push(whole.detail);
    return [];
  }
  const { record } = whole;
  const cost = decimalText(field(line, 'total_cost_usd'));
  return [{ ...record, ...recordOf(line, record.usage, file.session.model, cost, true) }];
}

function recordOf(
  line: JsonObject,
  usage: Usage,
  model: string | undefined,
  reportedUsd: string | undefined,
  isOnly: boolean,
): UsageRecord {
  const session = sessionOf(line);
  const id = asText(field(line, 'uuid')) ?? `${session ?? ''} ${JSON.stringify(usage)}`;
  return present<UsageRecord>({
    shape: 'claude-run',
    agent: 'claude-code',
    usage,
    model,
    session,
    reportedUsd,
    atMs: atMsOf({ usage: {}, holders: [line], bare: false }),
    // How many turns each of several models took is not reported.
    sumOf: isOnly ? (asNumber(field(line, 'num_turns')) ?? null) : null,
    dedupeKey: `${id} ${model ?? ''}`,
  });
}
