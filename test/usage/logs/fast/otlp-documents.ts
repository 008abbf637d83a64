import { array, constant, constantFrom, nat, oneof, record, tuple } from 'fast-check';
import { spanLine } from './span-lines.ts';

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
const listed = tuple(spanLine, array(way, { minLength: 12, maxLength: 12 }), nat(40)).map(
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
/** Documents of OTLP, most of them as exporters write them. */
export const otlpDocument = tuple(array(group, { maxLength: 3 }), nat(30)).map(([resourceSpans, more]) =>
  more === 1 ? { resourceSpans, usage: { input_tokens: 5, output_tokens: 6 } } : { resourceSpans },
);
