import { inOrder } from './random.mjs';
import { styleOf, textOf } from './text.mjs';

const MODELS = ['gpt-4o-2024-08-06', 'gpt-5.5', 'claude-sonnet-4-5-20250929', 'gemini-2.5-pro'];
const SYSTEMS = ['openai', 'openai', 'anthropic', 'gcp.gemini'];

/** OpenTelemetry's spans of calls of models, one a line, without end: with tools' spans in between. */
export function* spanLines(random) {
  const style = styleOf(random);
  const isOld = random.chance(0.3);
  const [input, output, provider] = isOld
    ? ['gen_ai.usage.prompt_tokens', 'gen_ai.usage.completion_tokens', 'gen_ai.system']
    : ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens', 'gen_ai.provider.name'];
  const order = random.shuffled([
    'name',
    'trace_id',
    'span_id',
    'parent_span_id',
    'kind',
    'start_time',
    'end_time',
    'attributes',
    'resource',
    'status',
  ]);
  const attributeOrder = random.shuffled(['gen_ai.operation.name', 'gen_ai.request.model', input, output]);
  const hasText = random.chance(0.5);
  let at = Date.UTC(2026, 9, 1 + random.below(28));
  const hex = (length) => random.uuid().replaceAll('-', '').slice(0, length);
  for (;;) {
    const trace_id = hex(32);
    const parent = hex(16);
    for (let call = 0; call < 1 + random.below(4); call += 1) {
      at += random.skewed(900);
      const which = random.below(MODELS.length);
      const prompt = random.skewed(1500);
      const chat = {
        'gen_ai.operation.name': 'chat',
        [provider]: SYSTEMS[which],
        'gen_ai.request.model': MODELS[which],
        'gen_ai.response.model': MODELS[which],
        'gen_ai.response.id': random.id('resp_'),
        [input]: prompt,
        [output]: random.skewed(300),
        ...(isOld ? {} : { 'gen_ai.usage.cache_read.input_tokens': random.below(prompt + 1) }),
        'gen_ai.response.finish_reasons': ['stop'],
        'server.address': 'api.example.com',
        ...(hasText ? { 'gen_ai.output.messages': textOf(random, random.skewed(400), style) } : {}),
      };
      const tool = {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'search',
        'http.status': 200,
      };
      const isTool = random.chance(0.25);
      const span = {
        name: isTool ? 'execute_tool search' : `chat ${MODELS[which]}`,
        trace_id,
        span_id: hex(16),
        parent_span_id: parent,
        kind: 'CLIENT',
        start_time: new Date(at).toISOString(),
        end_time: new Date(at + random.skewed(3000)).toISOString(),
        attributes: inOrder(isTool ? tool : chat, attributeOrder),
        resource: { attributes: { 'service.name': 'shop', 'service.version': '1.4.0' } },
        status: { status_code: 'OK' },
      };
      yield JSON.stringify(inOrder(span, order));
    }
  }
}

const SPANS_A_DOCUMENT = 20;

/** The same spans as a collector writes them: documents of OTLP's JSON, of so many spans each. */
export function* otlpLines(random) {
  const resource = { attributes: listed({ 'service.name': 'shop', 'service.version': '1.4.0' }) };
  let spans = [];
  for (const line of spanLines(random)) {
    const { name, trace_id, span_id, parent_span_id, start_time, end_time, attributes } = JSON.parse(line);
    spans.push({
      traceId: trace_id,
      spanId: span_id,
      parentSpanId: parent_span_id,
      name,
      kind: 3,
      startTimeUnixNano: `${Date.parse(start_time)}000000`,
      endTimeUnixNano: `${Date.parse(end_time)}000000`,
      attributes: listed(attributes),
      status: { code: 1 },
    });
    if (spans.length < SPANS_A_DOCUMENT) continue;
    yield JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'gen' }, spans }] }] });
    spans = [];
  }
}

function listed(attributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: typed(value) }));
}

function typed(value) {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(typed) } };
  return typeof value === 'number' ? { intValue: String(value) } : { stringValue: value };
}
