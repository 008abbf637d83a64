import type { JsonObject, JsonValue } from '../../core/json.ts';
import { asList, asObject, asText, field, isJsonObject } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { LineOutcome, LineShape } from '../shape.ts';
import { skipped } from '../shape.ts';
import type { PlaceOutcome } from '../read-place.ts';
import { isSummarySpan, spanPlaceOf } from './spans.ts';
import { servedTier } from '../tier.ts';
import { momentMs } from '../time.ts';
import type { Usage, UsageRecord } from '../usage.ts';

/** The value of an attribute, whichever of the two ways of writing them is at hand. */
type Attributes = (name: string) => JsonValue | undefined;

const INPUT = ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'] as const;
const OUTPUT = ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'] as const;
const CACHE_READ = ['gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens'] as const;
const CACHE_WRITE = [
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.cache_creation_input_tokens',
] as const;
const REASONING = ['gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'] as const;

/**
 * OpenTelemetry's GenAI conventions: a span as an exporter prints it, with its attributes as an
 * object or as OTLP's list of `{key, value}`, or a whole OTLP document of many spans or log records.
 * Cached tokens are part of the input, reasoning part of the output.
 */
export const opentelemetry: LineShape = {
  recognises: (line) =>
    Array.isArray(groupsOf(line)) || hasUsage(attributesOf(line) ?? (() => undefined)) || hasUsage(own(line)),
  read(line, { relations }): readonly LineOutcome[] {
    const outcomes: LineOutcome[] = [];
    for (const { span, resource } of spansOf(line)) {
      const attributes = attributesOf(span) ?? own(span);
      const place = spanPlaceOf(span);
      if (!hasUsage(attributes)) {
        if (place !== undefined) relations.spans.other(place);
        continue;
      }
      const outcome = readSpan(span, attributes, resource);
      const isSummary = isSummarySpan(span, attributes);
      if (place !== undefined && isSummary) relations.spans.other(place);
      else if (place !== undefined) relations.spans.request(place);
      const isHeld = place !== undefined && isSummary && outcome.kind === 'record';
      outcomes.push(
        isHeld ? { kind: 'summary', of: { by: 'span', place }, records: [outcome.record] } : outcome,
      );
    }
    return outcomes.length > 0 ? outcomes : skipped('no usage', 'no span holds gen_ai.usage attributes');
  },
};

function readSpan(span: JsonObject, attributes: Attributes, resource: Attributes | undefined): PlaceOutcome {
  const notes = new Notes();
  const count = (names: readonly string[]): number | undefined => {
    for (const name of names) {
      const value = notes.wholeNumber(attributes(name), name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const text = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = asText(attributes(name));
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const usage = present<Usage>({
    inputTokens: count(INPUT),
    cacheReadTokens: count(CACHE_READ),
    cacheWriteTokens: count(CACHE_WRITE),
    outputTokens: count(OUTPUT),
    reasoningTokens: count(REASONING),
  });
  if (notes.problems.length > 0)
    return { kind: 'skipped', reason: 'unreadable', detail: notes.problems.join('; ') };
  const tier = servedTier(
    attributes('openai.response.service_tier') ?? attributes('gen_ai.openai.response.service_tier'),
    notes,
  );
  if (isSummarySpan(span, attributes) && spanPlaceOf(span) === undefined) {
    notes.warnings.push('the span sums up others and names no trace: what is logged of them counts twice');
  }
  return {
    kind: 'record',
    record: present<UsageRecord>({
      shape: 'opentelemetry',
      usage,
      model: text('gen_ai.response.model', 'gen_ai.request.model'),
      provider: text('gen_ai.provider.name', 'gen_ai.system'),
      tier,
      atMs: startOf(span),
      reportedUsd: decimalText(attributes('gen_ai.usage.cost')),
      session: text('gen_ai.conversation.id', 'session.id'),
      user: text('user.id', 'enduser.id'),
      project: text('service.name') ?? asText(resource?.('service.name')),
      warnings: notes.warnings.length > 0 ? notes.warnings : undefined,
    }),
  };
}

function startOf(span: JsonObject): number | undefined {
  for (const name of [
    'startTimeUnixNano',
    'start_time_unix_nano',
    'startTime',
    'start_time',
    'timeUnixNano',
    'timestamp',
  ]) {
    const value = field(span, name);
    // The JavaScript SDK's own time is [seconds, nanoseconds].
    const moment = momentMs(value) ?? momentMs(asList(value)[0]);
    if (moment !== undefined) return moment;
  }
  return undefined;
}

function hasUsage(attributes: Attributes): boolean {
  return [INPUT, OUTPUT, CACHE_READ, CACHE_WRITE].some((names) =>
    names.some((name) => (attributes(name) ?? null) !== null),
  );
}

/** The attributes of a span, a log record or a resource; undefined where it has none. */
function attributesOf(span: JsonObject | undefined): Attributes | undefined {
  const attributes = field(span, 'attributes') ?? field(span, 'span_attributes');
  if (isJsonObject(attributes)) return own(attributes);
  if (!Array.isArray(attributes)) return undefined;
  const values = new Map<string, JsonValue>();
  for (const item of asList(attributes)) {
    const key = asText(field(asObject(item), 'key'));
    const value = otlpValue(asObject(field(asObject(item), 'value')));
    if (key !== undefined && value !== undefined) values.set(key, value);
  }
  return (name) => values.get(name);
}

function own(object: JsonObject): Attributes {
  return (name) => field(object, name);
}

/** OTLP's JSON writes 64-bit integers as texts; only under `intValue` is a text a number. */
function otlpValue(value: JsonObject | undefined): JsonValue | undefined {
  const integer = field(value, 'intValue') ?? field(value, 'int_value');
  if (typeof integer === 'string' && /^-?\d{1,19}$/.test(integer)) return Number(integer);
  if (integer !== undefined) return integer;
  return (
    field(value, 'doubleValue') ??
    field(value, 'double_value') ??
    field(value, 'stringValue') ??
    field(value, 'string_value')
  );
}

function groupsOf(line: JsonObject): JsonValue | undefined {
  return (
    field(line, 'resourceSpans') ??
    field(line, 'resource_spans') ??
    field(line, 'resourceLogs') ??
    field(line, 'resource_logs')
  );
}

/** Every span and log record of an OTLP document; a line that is none is one span itself. */
function* spansOf(line: JsonObject): Generator<{ span: JsonObject; resource: Attributes | undefined }> {
  const groups = groupsOf(line);
  if (!Array.isArray(groups)) {
    yield { span: line, resource: attributesOf(asObject(field(line, 'resource'))) };
    return;
  }
  for (const group of asList(groups)) {
    const resource = attributesOf(asObject(field(asObject(group), 'resource')));
    for (const scope of nested(asObject(group), 'scopeSpans', 'scope_spans', 'scopeLogs', 'scope_logs')) {
      for (const span of nested(asObject(scope), 'spans', 'logRecords', 'log_records')) {
        const object = asObject(span);
        if (object !== undefined) yield { span: object, resource };
      }
    }
  }
}

function* nested(object: JsonObject | undefined, ...names: readonly string[]): Generator<JsonValue> {
  for (const name of names) yield* asList(field(object, name));
}
