import { describe, expect, it } from 'vitest';
import { readFast } from './both-ways.ts';

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
