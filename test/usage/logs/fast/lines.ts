import { array, constantFrom, nat, oneof, shuffledSubarray, tuple, type Arbitrary } from 'fast-check';
import { KNOWN_NAMES } from '../../../../src/usage/logs/fast/names.ts';
import { FAST_FIELDS, FAST_SHAPES } from '../../../../src/usage/logs/fast/shapes.ts';
import { isFields, type Field, type Fields } from '../../../../src/usage/logs/scan/fields.ts';
import { anything, count, fields as objectOf, longText, moment, text } from '../scan/arbitraries.ts';

/** Lines of the shapes that are read without JSON.parse: most of them ordinary. */

/** Names that mean nothing where they stand, and some that do elsewhere. */
const decoy = oneof(
  {
    arbitrary: constantFrom('"x"', '12', 'true', '{"usage":1}', '[1,{"a":"b"}]', '"\\n\\"usage\\":{}"'),
    weight: 40,
  },
  anything,
  longText,
);
const decoys: readonly (readonly [string, Arbitrary<string>])[] = [
  'content',
  'choices',
  'toolUseResult',
  '__proto__',
  'maxTokensUsed',
].map((name) => [name, decoy]);
const strange: readonly (readonly [string, Arbitrary<string>])[] = Object.keys(KNOWN_NAMES)
  .filter((name) => !name.includes('"'))
  .map((name) => [name, oneof(anything, count, constantFrom('null', '{"prompt":3}'))]);

/** An object in which most of its fields are there and fit, in any order, now and then with a key that is strange. */
export function lineFor(fields: Fields): Arbitrary<string> {
  const named = Object.entries(fields).filter(([key]) => key !== '*');
  const some = (weight: number, value: Arbitrary<string>) =>
    oneof({ arbitrary: value, weight }, { arbitrary: constantFrom(''), weight: 3 });
  const pairs = [
    ...named.map(([key, field]) => [key, some(17, valueFor(field, key))] as const),
    ...decoys.map(([key, value]) => [key, some(1, value)] as const),
  ];
  const ordinary = shuffledSubarray(pairs, { minLength: pairs.length }).chain((all) =>
    tuple(...all.map(([, value]) => value)).map((values) => {
      const shown = values.flatMap((value, i) => (value === '' ? [] : [`"${all[i]?.[0]}":${value}`]));
      return `{${shown.join(',')}}`;
    }),
  );
  const odd = tuple(ordinary, constantFrom(...strange)).chain(([line, [name, value]]) =>
    value.map((shown) => (line === '{}' ? line : `${line.slice(0, -1)},"${name}":${shown}}`)),
  );
  return oneof({ arbitrary: ordinary, weight: 60 }, odd, objectOf(pairs));
}

const LABELS: Readonly<Record<string, readonly string[]>> = {
  type: [
    '"succeeded"',
    '"succeeded"',
    '"succeeded"',
    '"assistant"',
    '"assistant"',
    '"user"',
    '"error"',
    '"event_msg"',
    '"response_item"',
    '"token_count"',
    '"system"',
  ],
  subtype: ['"init"', '"local_command"', 'null'],
  model: ['"gpt-4o"', '"claude-sonnet-4-5"', '"<synthetic>"'],
  modelVersion: ['"gemini-2.5-pro"', '"2025-01"'],
  model_id: ['"5d2c"', 'null'],
  provider: ['"openai"', 'null'],
  custom_llm_provider: ['"openai"', 'null'],
  object: ['"chat.completion"', '"response"', '"list"'],
  service_tier: ['"default"', '"flex"', '"standard"', '"scale"'],
  inference_geo: ['"us"', '"not_available"', 'null'],
  speed: ['"fast"', '"standard"', 'null'],
  region: ['"eu"', 'null'],
  isSidechain: ['true', 'false'],
  status_code: ['200', '200', '200', '500'],
  status: ['"success"', '"success"', '"failure"', '"completed"'],
  cache_hit: ['"True"', '"False"', '"False"', 'true'],
  request_tags: ['[]', '["a"]', '"[]"'],
  trafficType: ['"ON_DEMAND"', '"PROVISIONED_THROUGHPUT"'],
  tier: ['"batch"', '"x"'],
  'gen_ai.operation.name': ['"chat"', '"chat"', '"chat"', '"execute_tool"', '"invoke_agent"', '"LLM"'],
  'gen_ai.response.model': ['"gpt-4o"', '"claude-sonnet-4-5"'],
  'gen_ai.provider.name': ['"openai"', '"anthropic"'],
  'openai.response.service_tier': ['"default"', '"flex"', '"odd"'],
};

const TOTALS =
  /^(gen_ai\.usage\.)?(input|output|prompt|completion|candidates|cache_creation_input)(_tokens|Tokens|TokenCount)$/;

function valueFor(field: Field, key: string): Arbitrary<string> {
  return oneof({ arbitrary: fittingFor(field, key), weight: 150 }, anything);
}

function fittingFor(field: Field, key: string): Arbitrary<string> {
  if (isFields(field)) return lineFor(field);
  if (typeof field !== 'string') {
    // A key that must not be there.
    if (field[0] === 'exactly' && field.length === 1) return constantFrom('');
    if (field[0] === 'exactly') return oneof({ arbitrary: constantFrom(`"${field[1]}"`), weight: 60 }, text);
    if (field[0] === 'maybe' || field[0] === 'given' || field[0] === 'others') return lineFor(field[1]);
    return array(lineFor(field[1]), { maxLength: 2 }).map((items) => `[${items.join(',')}]`);
  }
  const labels = LABELS[key];
  switch (field) {
    case 'count':
      // Parts are small, so that they mostly fit into their totals.
      return oneof(
        { arbitrary: nat(4).map((n) => String(TOTALS.test(key) ? n + 15 : n)), weight: 200 },
        count,
      );
    case 'amount':
      return oneof(
        count,
        constantFrom('0.012340', '1.2e-7', '0.0000001', '123456789.123456789', '-1', '1e400'),
      );
    case 'moment':
      return oneof(
        { arbitrary: constantFrom('"2026-11-01T12:00:00.123Z"', '1793534400'), weight: 30 },
        moment,
      );
    case 'nothing':
    case 'null':
      return oneof({ arbitrary: constantFrom('null'), weight: 150 }, anything);
    case 'label':
      return labels === undefined ? text : oneof({ arbitrary: constantFrom(...labels), weight: 40 }, text);
    case 'id':
    case 'hash':
      return oneof(
        { arbitrary: constantFrom('"msg_1"', '"msg_2"'), weight: 40 },
        constantFrom('"12"', '""'),
        text,
      );
    case 'text':
    case 'given':
      return oneof({ arbitrary: constantFrom('"ann"', '"C:\\\\ben"'), weight: 40 }, text);
    case 'present':
      return anything;
  }
}

/** Of what spans spell in many ways, one: where several do not say the same, a line is the recogniser's. */
const SPAN_NAMES = ['trace_id', 'span_id', 'parent_span_id', 'name', 'start_time', 'resource'];
const ATTRIBUTES = [
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.reasoning.output_tokens',
  'gen_ai.usage.total_tokens',
  'gen_ai.response.model',
  'gen_ai.provider.name',
  'openai.response.service_tier',
  'gen_ai.response.id',
  'gen_ai.conversation.id',
  'gen_ai.operation.name',
  'gen_ai.usage.cost',
  'service.name',
];

function some(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

const OF_A_SHAPE = FAST_SHAPES.map(({ shape, usage, fields, cumulated }) => {
  const payload = fields['payload'];
  const attributes = fields['attributes'];
  if (attributes !== undefined && isFields(attributes))
    return [
      shape,
      lineFor({ ...some(fields, SPAN_NAMES), attributes: some(attributes, ATTRIBUTES) }),
    ] as const;
  const isEvent = cumulated !== undefined && payload !== undefined && isFields(payload);
  const all: Fields = isEvent
    ? { type: ['exactly', 'event_msg'], payload: { ...payload, type: ['exactly', 'token_count'] } }
    : { type: 'label', ...fields };
  return [`${shape} at ${usage || 'the line'}`, lineFor({ timestamp: 'moment', ...all })] as const;
});

/** Lines by their shape; of several shapes in one log; and of fields of several in one line. */
export const LINES: readonly (readonly [string, Arbitrary<string>])[] = [
  ...OF_A_SHAPE,
  ['several shapes', oneof(...OF_A_SHAPE.map(([, line]) => line), lineFor(FAST_FIELDS))],
];
