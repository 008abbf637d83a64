import { type JsonObject, type JsonValue, asList, asText, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import { decimalText } from '../decimal-text.ts';
import { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { PlaceOutcome } from '../read-place.ts';
import { settle } from '../settle.ts';
import { servedTier } from '../tier.ts';
import { momentMs } from '../time.ts';
import { countTable, readCounts } from '../reported-counts.ts';
import type { UsageRecord } from '../usage.ts';
import { type Attributes, textOf } from './otel-attributes.ts';
import { COST, EVENTS, GEN_AI, MODEL, PROVIDER, RESPONSE_ID, SESSION, TIER, USER } from './otel-names.ts';
import { isSummarySpan, spanPlaceOf } from './spans.ts';

const GEN_AI_COUNTS = countTable(GEN_AI);

/** True where attributes tell tokens in or out, or of the cache. */
export function hasUsage(span: JsonObject, attributes: Attributes): boolean {
  const counts = eventOf(span, attributes)?.counts ?? GEN_AI;
  const names = [counts.inputTokens, counts.outputTokens, counts.cacheReadTokens, counts.cacheWriteTokens];
  return names.flatMap((list) => list ?? []).some((name) => (attributes(name) ?? null) !== null);
}

/** The dialect of a coding agent's event, which its name tells. */
function eventOf(span: JsonObject, attributes: Attributes) {
  const names = [field(span, 'name'), field(span, 'body'), attributes('event.name'), attributes('name')];
  for (const name of names) {
    const text = asText(name);
    if (text !== undefined && Object.hasOwn(EVENTS, text)) return EVENTS[text];
  }
  // Claude Code leaves its own name out of `event.name`.
  const isClaudes =
    attributes('event.name') === 'api_request' && attributes('cache_read_tokens') !== undefined;
  return isClaudes ? EVENTS['claude_code.api_request'] : undefined;
}

export function readSpan(
  span: JsonObject,
  attributes: Attributes,
  resource: Attributes | undefined,
): PlaceOutcome {
  const notes = new Notes();
  const event = eventOf(span, attributes);
  const table = event === undefined ? GEN_AI_COUNTS : countTable(event.counts);
  const reported = readCounts(({ path }) => attributes(path), table, notes);
  const model = textOf(attributes, event === undefined ? MODEL : ['model']);
  const provider = textOf(attributes, PROVIDER) ?? sdkProvider(attributes('ai.model.provider'));
  const isClaude = /claude|anthropic/i.test(`${model ?? ''} ${provider ?? ''}`);
  const { usage, unclassified } = settle(reported, event?.layout ?? {}, isClaude, notes);
  if (notes.problems.length > 0)
    return { kind: 'skipped', reason: 'unreadable', detail: notes.problems.join('; ') };
  const tier = servedTier(
    TIER.map(attributes).find((value) => value !== undefined),
    notes,
  );
  if (isSummarySpan(span, attributes) && spanPlaceOf(span) === undefined) {
    notes.warnings.push('the span sums up others and names no trace: what is logged of them counts twice');
  }
  const charges = chargesOf({ unclassifiedToken: unclassified });
  return {
    kind: 'record',
    record: present<UsageRecord>({
      shape: 'opentelemetry',
      usage,
      model,
      provider,
      tier,
      atMs: startOf(span),
      reportedUsd: decimalText(
        COST.map(attributes).find((value) => value !== undefined) ?? attributes('cost_usd'),
      ),
      dedupeKey: textOf(attributes, RESPONSE_ID) ?? idOf(span),
      session: textOf(attributes, SESSION),
      user: textOf(attributes, USER),
      project: asText(attributes('service.name')) ?? asText(resource?.('service.name')),
      charges: charges.length > 0 ? charges : undefined,
      ...notes.fieldsOf(),
    }),
  };
}

/** `openai.chat` of the AI SDK is a provider and one of its APIs. */
function sdkProvider(value: JsonValue | undefined): string | undefined {
  return asText(value)?.split('.')[0];
}

/** Ids of spans are unique in their trace. */
function idOf(span: JsonObject): string | undefined {
  const place = spanPlaceOf(span);
  if (place?.span === undefined) return undefined;
  return `${place.trace} ${place.span} ${asText(field(span, 'name')) ?? ''}`;
}

const START_NAMES = [
  'startTimeUnixNano',
  'start_time_unix_nano',
  'startTime',
  'start_time',
  'timeUnixNano',
  'timestamp',
] as const;

function startOf(span: JsonObject): number | undefined {
  for (const name of START_NAMES) {
    const value = field(span, name);
    // The JavaScript SDK's own time is [seconds, nanoseconds].
    const moment = momentMs(value) ?? momentMs(asList(value)[0]);
    if (moment !== undefined) return moment;
  }
  return undefined;
}
