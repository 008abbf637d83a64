import {
  constant,
  constantFrom,
  nat,
  oneof,
  option,
  record,
  shuffledSubarray,
  tuple,
  type Arbitrary,
} from 'fast-check';

/** The same object with its keys in any order. */
function inAnyOrder(object: Arbitrary<object>): Arbitrary<object> {
  return object.chain((one) => {
    const entries = Object.entries(one);
    return shuffledSubarray(entries, { minLength: entries.length }).map(Object.fromEntries);
  });
}

const optional = <T>(value: Arbitrary<T>) => option(value, { nil: undefined, freq: 6 });
const mostly = <T>(usual: Arbitrary<T>, ...others: readonly unknown[]): Arbitrary<unknown> =>
  oneof({ arbitrary: usual, weight: 12 * others.length }, constantFrom(...others));

const input = mostly(
  nat(30).map((n) => n + 10),
  null,
  '12',
  1.5,
);
const output = mostly(
  nat(30).map((n) => n + 10),
  null,
  -1,
);
const cached = mostly(nat(12), null);

const counts = oneof(
  record({ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output }),
  record({
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    'gen_ai.usage.cache_read.input_tokens': cached,
    'gen_ai.usage.total_tokens': optional(nat(90)),
  }),
  record({ 'gen_ai.usage.prompt_tokens': input, 'gen_ai.usage.completion_tokens': output }),
  record({
    'llm.token_count.prompt': input,
    'llm.token_count.completion': output,
    'llm.token_count.prompt_details.cache_read': cached,
  }),
  // The SDK of Vercel tells each count twice.
  tuple(nat(30), nat(30), nat(30)).map(([prompt, completion, other]) => ({
    'gen_ai.usage.input_tokens': prompt,
    'ai.usage.promptTokens': other > 3 ? prompt : other,
    'gen_ai.usage.output_tokens': completion,
    'ai.usage.completionTokens': completion,
  })),
  record({ 'gen_ai.usage.input_tokens': input }),
);

const also = record({
  'gen_ai.operation.name': mostly(constant('chat'), 'execute_tool', 'invoke_agent', undefined),
  'gen_ai.request.model': optional(constantFrom('gpt-4o', 'claude-sonnet-4-5')),
  'gen_ai.provider.name': optional(constantFrom('openai', 'anthropic')),
  'gen_ai.response.id': optional(constantFrom('resp_1', 'resp_2', 'resp_3', 'r\n', '7')),
  'session.id': optional(constantFrom('s-1', 'C:\\ben')),
  'gen_ai.usage.cost': optional(constantFrom(0.25, 1e-7)),
  'gen_ai.output.messages': optional(constantFrom('{"gen_ai.usage.input_tokens":9}')),
});

/** What changes the meaning of a span, now and then. */
const odd = oneof(
  { arbitrary: constant({}), weight: 20 },
  constantFrom<object>(
    { 'event.name': 'api_request', cache_read_tokens: 3 },
    { 'ai.operationId': 'ai.generateText' },
    { name: 'codex.sse_event' },
    { cost_usd: 0.5 },
    { gen_ai: { usage: { input_tokens: 3 } } },
    { 'openinference.span.kind': 'AGENT' },
    { 'http.status': 200, tokens: { prompt: 3 } },
  ),
);

const attributes = inAnyOrder(
  tuple(option(counts, { nil: {}, freq: 3 }), also, odd).map((all) => Object.assign({}, ...all)),
);

const trace = constantFrom('aa01', '0xaa01', 'aa02', 'aa03', 'caf\u00e9', 'a"b', '');
const span = constantFrom('01', '02', '03', '04', '05', '0x06');
const parent = option(span, { freq: 4 });
const places = oneof(
  record({ trace_id: trace, span_id: span, parent_span_id: parent }),
  record({ traceId: trace, spanId: span, parentSpanId: parent }),
  record({ context: record({ trace_id: trace, span_id: span }), parent_id: parent }),
  record({ traceId: trace, spanId: span, parentSpanContext: option(record({ spanId: span })) }),
  record({ trace_id: trace }),
  constant({}),
);

const name = oneof(
  { arbitrary: constantFrom('chat gpt-4o', 'execute_tool search'), weight: 20 },
  constantFrom(
    'ai.generateText.doGenerate',
    'ai.generateText',
    'invoke_agent ann',
    'codex.sse_event',
    'caf\u00e9',
    'a\tb',
    null,
  ),
);

const around = record({
  name,
  status: constantFrom({ status_code: 'OK' }, undefined),
  resource: mostly(
    constant({ attributes: { 'service.name': 'shop' } }),
    null,
    { attributes: [] },
    { span_attributes: { 'service.name': 'x' } },
  ),
  events: mostly(constant([]), [{ name: 'exception' }], [{ usage: { input_tokens: 3, output_tokens: 4 } }]),
});

const start = constantFrom<object>(
  { start_time: '2026-10-18T00:00:01.649Z' },
  { start_time: '2026-10-18T00:00:02Z' },
  { startTimeUnixNano: '1793534941500600000' },
  { start_time_unix_nano: 1_793_534_941_500_400_000 },
  { startTime: [1_793_534_941, 5] },
);

/** Spans with flat attributes, most of them ordinary, of a few traces. */
export const spanLine = inAnyOrder(
  tuple(places, around, start, record({ attributes })).map((all) => Object.assign({}, ...all)),
);
