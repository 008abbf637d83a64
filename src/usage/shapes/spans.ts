import { type JsonObject, asObject, asText, field } from '../../core/json.ts';
import type { SpanPlace } from '../relations/span-tree.ts';
import type { Attributes } from './otel-attributes.ts';

/** Operations that are one request to a model; all others are made of such. */
const REQUESTS: ReadonlySet<string> = new Set([
  'chat',
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
const KIND_NAMES = [
  'gen_ai.operation.name',
  'openinference.span.kind',
  'traceloop.span.kind',
  'langfuse.observation.type',
] as const;

/** The spans of Vercel's AI SDK: `ai.generateText.doGenerate` is a request, `ai.generateText` is made of such. */
const SDK_REQUEST = /^ai\.\w+\.do\w+/;
const SDK_SPAN = /^ai\.\w+$/;

/** True for a span that sums up spans of requests, which may be logged beside it. */
export function isSummarySpan(span: JsonObject, attributes: Attributes): boolean {
  const name = asText(field(span, 'name')) ?? '';
  const operation = asText(attributes.of('ai.operationId')) ?? name;
  if (SDK_REQUEST.test(operation)) return false;
  if (SDK_SPAN.test(operation)) return true;
  for (const kindName of KIND_NAMES) {
    const kind = asText(attributes.of(kindName));
    if (kind !== undefined) return !REQUESTS.has(kind.toLowerCase());
  }
  return /^(invoke_agent|create_agent|invoke_workflow|agent|workflow)\b/i.test(name);
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

const TRACE_NAMES = ['traceId', 'trace_id'] as const;
const SPAN_NAMES = ['spanId', 'span_id'] as const;
const PARENT_NAMES = ['parentSpanId', 'parent_span_id', 'parentId', 'parent_id'] as const;

function idOf(object: JsonObject | undefined, names: readonly string[]): string | undefined {
  if (object === undefined) return undefined;
  for (const name of names) {
    const text = asText(field(object, name));
    if (text !== undefined) return text.startsWith('0x') ? text.slice(2) : text;
  }
  return undefined;
}
