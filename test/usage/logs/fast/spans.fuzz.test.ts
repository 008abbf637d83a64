import {
  array,
  assert,
  constant,
  constantFrom,
  nat,
  oneof,
  option,
  property,
  record,
  shuffledSubarray,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agree, bothWays, readFast } from './both-ways.ts';
import { edited } from './edits.ts';

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

const line = inAnyOrder(
  tuple(places, around, start, record({ attributes })).map((all) => Object.assign({}, ...all)),
);

describe('spans', () => {
  it('are told to the tree, and read, as by JSON.parse and the recogniser', () => {
    const both = bothWays();
    let fast = 0;
    assert(
      property(array(line, { minLength: 1, maxLength: 20 }), (lines) => {
        // Each twice, so that the second is read as one of a known kind.
        const log = [...lines, ...lines.toReversed()];
        fast += agree(both, log.map((one) => JSON.stringify(one)).join('\n'));
      }),
      { numRuns: 1000 },
    );
    expect(fast).toBeGreaterThan(1000);
  });
});

/** A value of an attribute as OTLP's JSON has it, in the usual way or in another one. */
function otlpValue(value: unknown, way: number): unknown {
  if (typeof value === 'string') return way === 1 ? { string_value: value } : { stringValue: value };
  if (typeof value !== 'number')
    return [{}, { boolValue: true }, { kvlistValue: { values: [] } }, null, {}, {}][way];
  if (way === 1 || !Number.isInteger(value)) return { doubleValue: value };
  if (way === 2) return { intValue: value };
  const odd = [
    { intValue: String(value), doubleValue: 9 },
    { intValue: `00${value}` },
    { intValue: '1'.repeat(17) },
  ];
  return way < 3 ? { intValue: String(value) } : odd[way % 3];
}

const way = oneof({ arbitrary: constant(0), weight: 300 }, nat(5));

/** The same span with its attributes as a list, now and then one of them twice. */
const listed = tuple(line, array(way, { minLength: 12, maxLength: 12 }), nat(40)).map(
  ([span, ways, again]) => {
    const { attributes, resource: _, ...rest } = Object.assign({ attributes: {} }, span, { resource: 0 });
    const items = Object.entries(attributes).map(([key, value], i) => ({
      key,
      value: otlpValue(value, ways[i % ways.length] ?? 0),
    }));
    return {
      ...rest,
      attributes: again < items.length / 4 ? [...items, ...items.slice(again, again + 1)] : items,
    };
  },
);

const bare = constantFrom<unknown>(
  { name: 'GET /', traceId: 'aa01', spanId: '04', parentSpanId: '05' },
  { name: 'x', usage: { input_tokens: 5, output_tokens: 6 }, model: 'gpt-4o' },
  { 'gen_ai.usage.input_tokens': 5, traceId: 'aa01', spanId: '07' },
  { traceId: 'aa01', spanId: '08', attributes: null },
  {
    resource: { attributes: { 'service.name': 'x' } },
    attributes: [{ key: 'gen_ai.usage.input_tokens', value: { intValue: 4 } }],
  },
  null,
  5,
);

const spans = array(oneof({ arbitrary: listed, weight: 60 }, bare), { maxLength: 5 });
const service = (value: unknown, key = 'service.name') => ({
  attributes: [
    { key, value },
    { key: 'x', value: {} },
  ],
});
const group = oneof(
  {
    arbitrary: record({
      resource: constantFrom(service({ stringValue: 'shop' }), service({ stringValue: 'caf\u00e9"' })),
      scopeSpans: array(record({ scope: constant({ name: 'gen' }), spans }), { maxLength: 3 }),
    }),
    weight: 12,
  },
  record({
    scopeSpans: array(record({ spans })),
    resource: constantFrom(
      null,
      service({ stringValue: 'late' }),
      service({ intValue: '7' }),
      service({ stringValue: '' }),
      {
        attributes: {},
      },
    ),
    schemaUrl: constant('https://example.com'),
  }),
  record({
    resource: constantFrom(
      {},
      null,
      service({ boolValue: true }),
      service({ stringValue: 'a' }, 'service_name'),
    ),
    scope_spans: array(record({ spans })),
    scopeSpans: array(record({ spans, logRecords: spans })),
  }),
);
const document = tuple(array(group, { maxLength: 3 }), nat(30)).map(([resourceSpans, more]) =>
  more === 1 ? { resourceSpans, usage: { input_tokens: 5, output_tokens: 6 } } : { resourceSpans },
);

describe('documents of OTLP', () => {
  it('are read span by span as by JSON.parse and the recogniser', () => {
    const both = bothWays();
    let fast = 0;
    assert(
      property(array(document, { minLength: 1, maxLength: 4 }), nat(6), (documents, spaces) => {
        const log = [...documents, ...documents.toReversed()].map((one) => {
          const text = JSON.stringify(one);
          return spaces === 1 ? text.replaceAll('":', '" : ').replaceAll(',"', ' , "') : text;
        });
        fast += agree(both, log.join('\n'));
      }),
      { numRuns: 500 },
    );
    expect(fast).toBeGreaterThan(500);
  });

  it('come to the same with bytes cut, changed, doubled and put in', () => {
    const both = bothWays();
    const byte = oneof(nat(255), constantFrom(...Buffer.from('{}[]",:\\ 0129.eE-tfn\t\r\u0000\u00e9')));
    const edit = tuple(nat(), nat(3), byte);
    assert(
      property(document, array(edit, { minLength: 1, maxLength: 3 }), (one, edits) => {
        const text = Buffer.from(JSON.stringify(one));
        agree(both, Buffer.concat([text, Buffer.from('\n'), edits.reduce(edited, text)]));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a span that sums up requests', () => {
  const place = (trace_id: string, span_id: string, parent_span_id: string | null) => ({
    trace_id,
    span_id,
    parent_span_id,
  });
  const used = (operation: string, tokens: number) => ({
    attributes: {
      'gen_ai.operation.name': operation,
      'gen_ai.usage.input_tokens': tokens,
      'gen_ai.usage.output_tokens': 5,
    },
  });

  it('is covered by those below it that were read without JSON.parse, with a tool in between, and no other is', () => {
    const log = [
      { ...place('aa', '01', null), ...used('invoke_agent', 300) },
      { ...place('aa', '02', '01'), attributes: { 'gen_ai.operation.name': 'execute_tool' } },
      { ...place('aa', '03', '02'), ...used('chat', 100) },
      { ...place('aa', '04', '02'), ...used('chat', 200) },
      // The same ids in another trace are other spans.
      { ...place('bb', '01', null), ...used('invoke_agent', 50) },
    ];
    const { told, fast } = readFast(log.map((one) => JSON.stringify(one)).join('\n'));
    expect(fast).toBe(2);
    expect(told).toMatchObject([
      [2, 'no usage: the line holds no usage'],
      [3, { record: { usage: { inputTokens: 100, outputTokens: 5 } } }],
      [4, { record: { usage: { inputTokens: 200, outputTokens: 5 } } }],
      [1, { isCovered: true, summary: [{ usage: { inputTokens: 300 } }] }],
      [5, { isCovered: false, summary: [{ usage: { inputTokens: 50 } }] }],
    ]);
  });
});

describe('a document of OTLP', () => {
  const attribute = (key: string, value: object) => ({ key, value });
  const span = (spanId: string, operation: string, input?: number) => ({
    traceId: 'aa',
    spanId,
    parentSpanId: '01',
    startTimeUnixNano: '1793534400000000000',
    attributes: [
      attribute('gen_ai.operation.name', { stringValue: operation }),
      attribute('gen_ai.response.finish_reasons', { arrayValue: { values: [{ stringValue: 'stop' }] } }),
      ...(input === undefined ? [] : [attribute('gen_ai.usage.input_tokens', { intValue: String(input) })]),
    ],
  });
  const documentOf = (...all: readonly object[]) => {
    const resource = { attributes: [attribute('service.name', { stringValue: 'shop' })] };
    return JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'gen' }, spans: all }] }],
    });
  };

  it('is one line with the requests of its spans, and no usage where none has any', () => {
    const requests = documentOf(span('02', 'chat', 7), span('03', 'execute_tool'), span('04', 'chat', 20));
    const { told, fast } = readFast([requests, documentOf(span('05', 'execute_tool'))].join('\n'));
    expect(fast).toBe(2);
    const also = { project: 'shop', atMs: Date.UTC(2026, 10, 1, 12) };
    expect(told).toMatchObject([
      [1, { record: { usage: { inputTokens: 7 }, ...also } }],
      [1, { record: { usage: { inputTokens: 20 }, ...also } }],
      [2, 'no usage: no span holds gen_ai.usage attributes'],
    ]);
  });

  it('hands a span that sums up others to the recogniser, and reads the others', () => {
    const { told, fast } = readFast(documentOf(span('01', 'invoke_agent', 27), span('02', 'chat', 7)));
    expect(fast).toBe(1);
    expect(told).toMatchObject([
      [1, { record: { usage: { inputTokens: 7 } } }],
      [1, { isCovered: true, summary: [{ usage: { inputTokens: 27 }, project: 'shop' }] }],
    ]);
  });
});
