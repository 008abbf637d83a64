import { type JsonObject, type JsonValue, asList, asText, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import { decimalText } from '../decimal-text.ts';
import { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { PlaceOutcome } from '../read-place.ts';
import type { SpanPlace } from '../relations/span-tree.ts';
import { settle, type Layout } from '../settle.ts';
import { servedTier } from '../tier.ts';
import { momentMs } from '../time.ts';
import { countTable, readCounts, type CountTable, type Spellings } from '../reported-counts.ts';
import type { UsageRecord } from '../usage.ts';
import { isAnthropicFormat, mlflowUsage } from './mlflow.ts';
import { type Attributes, fieldsAs, textOf, wordOf } from './otel-attributes.ts';
import { spanKey, START_NAMES } from './spans.ts';
import {
  COST,
  EVENTS,
  GEN_AI,
  MLFLOW,
  MODEL,
  PROVIDER,
  RESPONSE_ID,
  SESSION,
  TIER,
  USER,
} from './otel-names.ts';

/** How spans and events of one kind tell what was used. */
export interface Dialect {
  readonly counts: CountTable;
  /** Names of tokens in or out, or of the cache. */
  readonly totals: ReadonlySet<string>;
  readonly layout: Layout;
  readonly model: readonly string[];
}

const SPANS = dialect(GEN_AI, {}, MODEL);
const MLFLOW_SPANS = dialect(MLFLOW, {}, MODEL);
/** The total of MLflow leaves the cache out, wherever it stands. */
const MLFLOW_ANTHROPIC = dialect(MLFLOW, { beside: ['cacheRead', 'cacheWrite'], isCertain: true }, MODEL);
const BY_EVENT: ReadonlyMap<string, Dialect> = new Map(
  Object.entries(EVENTS).map(([name, { counts, layout }]) => [name, dialect(counts, layout, ['model'])]),
);

function dialect(counts: Spellings, layout: Layout, model: readonly string[]): Dialect {
  const names = [counts.inputTokens, counts.outputTokens, counts.cacheReadTokens, counts.cacheWriteTokens];
  return {
    counts: countTable(counts),
    totals: new Set(names.flatMap((list) => list ?? [])),
    layout,
    model,
  };
}

/** The dialect in which attributes tell what was used; undefined where they tell nothing of it. */
export function dialectOf(span: JsonObject, attributes: Attributes): Dialect | undefined {
  const told = eventOf(span, attributes) ?? SPANS;
  if (attributes.hasAny(told.totals)) return told;
  if (told !== SPANS || mlflowUsage(attributes) === undefined) return undefined;
  return isAnthropicFormat(attributes) ? MLFLOW_ANTHROPIC : MLFLOW_SPANS;
}

/** The dialect of a coding agent's event, which its name tells. */
function eventOf(span: JsonObject, attributes: Attributes): Dialect | undefined {
  const event = attributes.of('event.name');
  for (const name of [field(span, 'name'), field(span, 'body'), event, attributes.of('name')]) {
    const known = typeof name === 'string' ? BY_EVENT.get(name) : undefined;
    if (known !== undefined) return known;
  }
  // Claude Code leaves its own name out of `event.name`.
  const isClaudes = event === 'api_request' && attributes.of('cache_read_tokens') !== undefined;
  return isClaudes ? BY_EVENT.get('claude_code.api_request') : undefined;
}

/** A span or an event that tells what was used. */
export interface TellingSpan {
  readonly span: JsonObject;
  readonly attributes: Attributes;
  readonly resource: Attributes | undefined;
  readonly dialect: Dialect;
  readonly place: SpanPlace | undefined;
  /** True where it sums up spans of requests. */
  readonly isSummary: boolean;
}

export function readSpan(told: TellingSpan): PlaceOutcome {
  const { span, attributes, resource, dialect, place } = told;
  const notes = new Notes();
  const isMlflow = dialect === MLFLOW_SPANS || dialect === MLFLOW_ANTHROPIC;
  const counts = isMlflow ? fieldsAs(mlflowUsage(attributes) ?? {}) : attributes;
  const reported = readCounts(({ path }) => counts.of(path), dialect.counts, notes);
  const model = wordOf(attributes, dialect.model);
  const provider = wordOf(attributes, PROVIDER) ?? sdkProvider(attributes.of('ai.model.provider'));
  const isClaude = /claude|anthropic/i.test(`${model ?? ''} ${provider ?? ''}`);
  const { usage, unclassified } = settle(reported, dialect.layout, isClaude, notes);
  if (notes.problems.length > 0)
    return { kind: 'skipped', reason: 'unreadable', detail: notes.problems.join('; ') };
  const tier = servedTier(firstOf(attributes, TIER), notes);
  if (told.isSummary && place === undefined) {
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
      reportedUsd: decimalText(firstOf(attributes, COST) ?? attributes.of('cost_usd')),
      dedupeKey: textOf(attributes, RESPONSE_ID) ?? keyOf(span, place),
      session: textOf(attributes, SESSION),
      user: textOf(attributes, USER),
      project: asText(attributes.of('service.name')) ?? asText(resource?.of('service.name')),
      charges: charges.length > 0 ? charges : undefined,
      ...notes.fieldsOf(),
    }),
  };
}

function keyOf(span: JsonObject, place: SpanPlace | undefined): string | undefined {
  if (place?.span === undefined) return undefined;
  return spanKey(place.trace, place.span, asText(field(span, 'name')) ?? '');
}

/** `openai.chat` of the AI SDK is a provider and one of its APIs. */
function sdkProvider(value: JsonValue | undefined): string | undefined {
  return asText(value)?.split('.')[0];
}

/** The first of several attributes that is there. */
function firstOf(attributes: Attributes, names: readonly string[]): JsonValue | undefined {
  for (const name of names) {
    const value = attributes.of(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function startOf(span: JsonObject): number | undefined {
  for (const name of START_NAMES) {
    const value = field(span, name);
    // The JavaScript SDK's own time is [seconds, nanoseconds].
    const moment = momentMs(value) ?? momentMs(asList(value)[0]);
    if (moment !== undefined) return moment;
  }
  return undefined;
}
