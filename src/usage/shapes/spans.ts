import { type JsonObject, type JsonValue, asObject, asText, field } from '../../core/json.ts';
import type { SpanPlace } from '../relations/span-tree.ts';

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
export function isSummarySpan(
  span: JsonObject,
  attributeOf: (name: string) => JsonValue | undefined,
): boolean {
  const name = asText(field(span, 'name')) ?? '';
  const operation = asText(attributeOf('ai.operationId')) ?? name;
  if (SDK_REQUEST.test(operation)) return false;
  if (SDK_SPAN.test(operation)) return true;
  for (const kindName of KIND_NAMES) {
    const kind = asText(attributeOf(kindName));
    if (kind !== undefined) return !REQUESTS.has(kind.toLowerCase());
  }
  return /^(invoke_agent|create_agent|invoke_workflow|agent|workflow)\b/i.test(name);
}

/** Where a span stands; undefined for what names no trace. */
export function spanPlaceOf(span: JsonObject): SpanPlace | undefined {
  const context = asObject(field(span, 'context')) ?? asObject(field(span, 'spanContext'));
  const id = (object: JsonObject | undefined, ...names: readonly string[]) =>
    names.map((name) => asText(field(object, name))?.replace(/^0x/, '')).find((text) => text !== undefined);
  const trace = id(span, 'traceId', 'trace_id') ?? id(context, 'traceId', 'trace_id');
  if (trace === undefined) return undefined;
  return {
    trace,
    span: id(span, 'spanId', 'span_id') ?? id(context, 'spanId', 'span_id'),
    parent:
      id(span, 'parentSpanId', 'parent_span_id', 'parentId', 'parent_id') ??
      id(asObject(field(span, 'parentSpanContext')), 'spanId', 'span_id'),
  };
}
