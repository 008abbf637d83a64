import { type JsonObject, asObject, asText, field } from '../../core/json.ts';
import type { SpanPlace } from '../relations/span-tree.ts';
import { type Attributes, wordOf } from './otel-attributes.ts';
import { EVENTS } from './otel-names.ts';

/** Operations that are one request to a model; all others are made of such. */
const REQUESTS: ReadonlySet<string> = new Set([
  'chat',
  'chat_model',
  'completion',
  'text_completion',
  'generate_content',
  'generation',
  'embeddings',
  'embedding',
  'llm',
  'rerank',
  'reranker',
]);
/** Attributes in which instrumentations say what kind of span it is. */
export const KIND_NAMES = [
  'gen_ai.operation.name',
  'openinference.span.kind',
  'traceloop.span.kind',
  'langfuse.observation.type',
] as const;
export const MLFLOW_TYPE = 'mlflow.spanType';

/** Where the start of a span or the time of a log record stands. */
export const START_NAMES = [
  'startTimeUnixNano',
  'start_time_unix_nano',
  'startTime',
  'start_time',
  'timeUnixNano',
  'timestamp',
] as const;

/** What the name of a span says of it; that of most says nothing. */
export function nameSays(name: string): 'sdk request' | 'sdk span' | 'event' | 'agent' | 'nothing' {
  // Vercel's AI SDK: `ai.generateText.doGenerate` is a request, `ai.generateText` is made of such.
  if (/^ai\.\w+\.do\w+/.test(name)) return 'sdk request';
  if (/^ai\.\w+$/.test(name)) return 'sdk span';
  if (Object.hasOwn(EVENTS, name)) return 'event';
  return /^(?:invoke_agent|create_agent|invoke_workflow|agent|workflow)\b/i.test(name) ? 'agent' : 'nothing';
}

/** True for a span that sums up spans of requests, which may be logged beside it. */
export function isSummarySpan(span: JsonObject, attributes: Attributes): boolean {
  const name = asText(field(span, 'name')) ?? '';
  const operation = nameSays(asText(attributes.of('ai.operationId')) ?? name);
  if (operation === 'sdk request') return false;
  if (operation === 'sdk span') return true;
  const kind = wordOf(attributes, KIND_NAMES) ?? mlflowType(attributes);
  if (kind !== undefined) return !REQUESTS.has(kind.toLowerCase());
  return nameSays(name) === 'agent';
}

/** MLflow gives every span a type. */
function mlflowType(attributes: Attributes): string | undefined {
  const type = wordOf(attributes, [MLFLOW_TYPE]);
  return type === 'UNKNOWN' ? undefined : type;
}

/** Where a span stands; undefined for what names no trace. */
export function spanPlaceOf(span: JsonObject): SpanPlace | undefined {
  const context = asObject(field(span, 'context')) ?? asObject(field(span, 'spanContext'));
  const trace = idOf(span, TRACE_NAMES) ?? idOf(context, TRACE_NAMES);
  if (trace === undefined) return undefined;
  return {
    trace,
    span: idOf(span, SPAN_NAMES) ?? idOf(context, SPAN_NAMES),
    parent: idOf(span, PARENT_NAMES) ?? idOf(asObject(field(span, 'parentSpanContext')), SPAN_NAMES),
  };
}

export const TRACE_NAMES = ['traceId', 'trace_id'] as const;
export const SPAN_NAMES = ['spanId', 'span_id'] as const;
export const PARENT_NAMES = ['parentSpanId', 'parent_span_id', 'parentId', 'parent_id'] as const;

function idOf(object: JsonObject | undefined, names: readonly string[]): string | undefined {
  if (object === undefined) return undefined;
  for (const name of names) {
    const text = asText(field(object, name));
    if (text !== undefined) return text.startsWith('0x') ? text.slice(2) : text;
  }
  return undefined;
}

/** What a span is known by where it names no reply; ids of spans are unique in their trace. */
export function spanKey(trace: string, span: string, name: string): string {
  return `${trace} ${span} ${name}`;
}
