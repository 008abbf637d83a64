import {
  array,
  assert,
  constantFrom,
  double,
  letrec,
  nat,
  oneof,
  property,
  shuffledSubarray,
  string,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import { newBlock } from '../../../src/usage/logs/bytes.ts';
import { Scanner, Verdict } from '../../../src/usage/logs/scan.ts';
import { createLineReader } from '../../../src/usage/recognise.ts';
import type { LineOutcome } from '../../../src/usage/shape.ts';
import { fixture } from '../../helpers/usage-fixture.ts';

type Answer = readonly LineOutcome[] | 'not JSON' | 'unsure';

const scanner = new Scanner();

/** What the scanner makes of a line, in the recogniser's words. */
function scanned(line: Buffer): Answer {
  const block = newBlock(line.length + 5);
  // Lines begin anywhere in a block, and what was there before stays behind them.
  block.bytes.fill('}"x');
  line.copy(block.bytes, 3);
  block.bytes[line.length + 3] = 0x0a;
  switch (scanner.scan(block, 3, line.length + 3)) {
    case Verdict.RECORD:
      return [{ kind: 'record', record: scanner.record.toRecord() }];
    case Verdict.CONTEXT:
      return [{ kind: 'context' }];
    case Verdict.NO_USAGE:
      return [{ kind: 'skipped', reason: 'no usage', detail: 'the line holds no usage' }];
    case Verdict.SYNTHETIC:
      return [
        { kind: 'skipped', reason: 'synthetic', detail: 'written by Claude Code itself, not by a model' },
      ];
    case Verdict.UNSURE:
      return 'unsure';
  }
}

/** What the plain way makes of it. */
function parsed(line: Buffer): Answer {
  let value;
  try {
    value = parseJson(line.toString('utf8'));
  } catch {
    return 'not JSON';
  }
  return createLineReader().read(value);
}

/** Holds the two against each other; true where the scanner was sure. */
function agree(line: Buffer): boolean {
  const fast = scanned(line);
  if (fast === 'unsure') return false;
  expect({ line: line.toString('utf8'), answer: fast }).toEqual({
    line: line.toString('utf8'),
    answer: parsed(line),
  });
  return true;
}

describe('keys that stood in the line before', () => {
  const whole = '{"model":"gpt-4o","usage":{"prompt_tokens":3,"completion_tokens":2},"user":"u"}';

  it.each([
    [
      'spaces',
      '{ "model" : "gpt-4o" ,\t"usage": { "prompt_tokens":  3 , "completion_tokens" :2 } , "user":"u" }',
    ],
    ['a comma too many', whole.replace(',"usage"', ',,"usage"')],
    ['a comma behind a brace', whole.replace('{"prompt', '{,"prompt')],
    ['a brace for a comma', whole.replace(',"completion', '{"completion')],
    ['no comma', whole.replace(',"completion', ' "completion')],
    ['no colon', whole.replace('"usage":', '"usage"')],
    ['an empty object', whole.replace(',"user":"u"', ',"metadata":{}')],
    ['an empty key', whole.replace('"user"', '""')],
    ['a key of a hundred letters', whole.replace('user', 'u'.repeat(100))],
    ['one that ends in a key', whole.slice(0, whole.indexOf('"usage"') + 9)],
    ['one that ends in the middle of a key', whole.slice(0, whole.indexOf('"usage"') + 4)],
  ])('are told from %s', (_, line) => {
    for (const before of [whole, line]) {
      for (const text of [before, line, whole, line]) agree(Buffer.from(text));
    }
    expect(scanned(Buffer.from(whole))).not.toBe('unsure');
  });
});

const count = oneof(
  { arbitrary: nat().map(String), weight: 20 },
  constantFrom(
    '0',
    'null',
    '-1',
    '1.5',
    '1e3',
    '007',
    '"12"',
    '999999999999999',
    '9007199254740993',
    '1E400',
    '-0',
    '{}',
  ),
);
const text = oneof(
  {
    arbitrary: constantFrom('"a"', '"claude-sonnet-4-5"', '"gpt-4o"', '"standard"', '"default"'),
    weight: 20,
  },
  constantFrom(
    '""',
    '"<synthetic>"',
    '"assistant"',
    '"error"',
    '"tokens"',
    '"flex"',
    '"scale"',
    '"fast"',
    '"us"',
    'null',
  ),
  constantFrom(
    '"caf\u00e9 \u{1f600}"',
    '"\\u0061"',
    '"\\n\\"usage\\":{}"',
    '"\\x"',
    '"\t"',
    '7',
    'true',
    '[]',
  ),
  string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
);
const moment = constantFrom(
  '"2026-11-01T12:00:00.123Z"',
  '"2026-11-01T12:00:00Z"',
  '"2026-02-30T12:00:00Z"',
  '"2026-11-01T24:00:00Z"',
  '"2026-11-01T12:00:00.5Z"',
  '"2026-11-01 12:00:00"',
  '"1969-01-01T00:00:00Z"',
  '1793534400',
  'null',
);

/** An object with some of these fields, in any order, now and then twice. */
function fields(pairs: readonly (readonly [string, Arbitrary<string>])[]): Arbitrary<string> {
  const every = pairs.map(([name, value]) =>
    tuple(
      oneof(
        { arbitrary: constantFrom(`"${name}"`), weight: 30 },
        constantFrom(`"${name}x"`, `"\\u00${hex(name)}${name.slice(1)}"`),
      ),
      value,
    ).map(([key, shown]) => `${key}:${shown}`),
  );
  return tuple(
    shuffledSubarray(every, { minLength: 0 }),
    shuffledSubarray(every, { maxLength: Math.min(2, every.length) }),
    constantFrom(',', ' , ', ',\t'),
  ).chain(([some, again, comma]) => tuple(...some, ...again).map((all) => `{${all.join(comma)}}`));
}

function hex(name: string): string {
  return name.charCodeAt(0).toString(16);
}

const { json: anything } = letrec<{ json: string }>((tie) => ({
  json: oneof(
    { maxDepth: 3 },
    oneof(text, count, double({ noNaN: true, noDefaultInfinity: true }).map(String)),
    array(
      tuple(
        constantFrom('usage', 'model', 'message', 'x', 'input_tokens', '__proto__', 'us\\u0061ge'),
        tie('json'),
      ),
      {
        maxLength: 3,
      },
    ).map((pairs) => `{${pairs.map(([name, value]) => `"${name}":${value}`).join(',')}}`),
    array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  ),
}));

const decoys: readonly (readonly [string, Arbitrary<string>])[] = [
  ['content', anything],
  ['choices', anything],
  ['data', anything],
  ['toolUseResult', anything],
  ['metadata', anything],
  ['__proto__', anything],
];

const anthropicUsage = fields([
  ['input_tokens', count],
  ['output_tokens', count],
  ['cache_read_input_tokens', count],
  ['cache_creation_input_tokens', constantFrom('30', '0', 'null')],
  [
    'cache_creation',
    oneof(
      constantFrom('null', '{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}', '{"x":1}', '3'),
      fields([
        ['ephemeral_5m_input_tokens', count],
        ['ephemeral_1h_input_tokens', count],
      ]),
    ),
  ],
  ['server_tool_use', oneof(anything, fields([['web_search_requests', count]]))],
  ['service_tier', text],
  ['inference_geo', text],
  ['speed', text],
  ['iterations', anything],
]);

const chatUsage = fields([
  ['prompt_tokens', count],
  ['completion_tokens', count],
  ['total_tokens', oneof(count, constantFrom('0'))],
  [
    'prompt_tokens_details',
    oneof(
      anything,
      fields(
        ['cached_tokens', 'audio_tokens', 'text_tokens', 'cache_write_tokens'].map((name) => [name, count]),
      ),
    ),
  ],
  [
    'completion_tokens_details',
    oneof(
      anything,
      fields(['reasoning_tokens', 'audio_tokens', 'image_tokens'].map((name) => [name, count])),
    ),
  ],
  ['cost', count],
]);

const sessionLine = fields([
  ['type', text],
  ['sessionId', text],
  ['cwd', text],
  ['requestId', text],
  ['timestamp', moment],
  ['parentUuid', text],
  ['costUSD', oneof(count, constantFrom('0.012340', '1.2e-7', '0.0000001', '123456789.123456789'))],
  [
    'message',
    oneof(
      anything,
      fields([
        ['id', text],
        ['model', text],
        ['type', text],
        ['usage', oneof({ arbitrary: anthropicUsage, weight: 5 }, anything)],
        ...decoys,
      ]),
    ),
  ],
  ...decoys,
]);

const responseLine = fields([
  ['id', text],
  ['model', text],
  ['created', oneof(count, constantFrom('1793534400'))],
  ['timestamp', moment],
  ['service_tier', text],
  ['user', text],
  ['session_id', text],
  ['provider', text],
  ['usage', oneof({ arbitrary: chatUsage, weight: 5 }, anything)],
  ...decoys,
]);

describe('the scanner and JSON.parse with the recogniser', () => {
  it('come to the same about lines with any fields in any order, however written', () => {
    let sure = 0;
    assert(
      property(oneof(sessionLine, responseLine), (line) => {
        if (agree(Buffer.from(line))) sure += 1;
      }),
      { numRuns: 20_000 },
    );
    // Random lines are mostly unusual; the test is empty unless many are not.
    expect(sure).toBeGreaterThan(1000);
  });

  it('come to the same about real lines with bytes cut, changed, doubled and put in', () => {
    const lines = fixture('mixed.jsonl').map((value) => Buffer.from(JSON.stringify(value)));
    const byte = oneof(nat(255), constantFrom(...Buffer.from('{}[]",:\\ 0129.eE-tfn\t\r\u0000')));
    const edit = tuple(nat(), nat(3), byte);
    assert(
      property(constantFrom(...lines), array(edit, { minLength: 1, maxLength: 3 }), (line, edits) => {
        let edited = line;
        for (const [at, kind, value] of edits) {
          const i = at % (edited.length + 1);
          const tail = edited.subarray(kind === 1 ? i + 1 : i);
          const put = kind === 0 ? [] : kind === 3 ? [...edited.subarray(i, i + 9)] : [value];
          // 0 cuts the line off, 1 changes a byte, 2 puts one in, 3 doubles a stretch.
          edited = Buffer.concat([
            edited.subarray(0, i),
            Buffer.from(put),
            kind === 0 ? Buffer.alloc(0) : tail,
          ]);
        }
        if (!edited.includes(0x0a)) agree(edited);
      }),
      { numRuns: 20_000 },
    );
  });

  const usage = '{"input_tokens":1,"output_tokens":2}';
  const more = '"type":"user","timestamp":"2026-11-01T12:00:00Z"';
  const chat = '{"prompt_tokens":1,"completion_tokens":2}';
  it.each([
    `{"type":"assistant","sessionId":"s","message":{"model":"a"},"message":{"usage":${usage}}}`,
    `{"type":"assistant","sessionId":"s","message":{"model":"a","usage":${usage}},"message":5}`,
    `{"type":"assistant","sessionId":"s","message":{"model":"a","usage":${usage},"usage":null}}`,
    `{"type":"assistant","sessionId":"s","message":{"model":"a","usage":null,"usage":${usage}}}`,
    `{"type":"assistant","sessionId":"s","message":{"model":"a","usage":{"input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":7},"cache_creation":{}}}}`,
    `{"type":"assistant","sessionId":"s","message":{"model":"a","usage":{"input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":7},"cache_creation":null}}}`,
    `{"type":"assistant","sessionId":"s","usage":${chat},"message":{"model":"a","usage":${usage}}}`,
    `{"type":"assistant","sessionId":"s","usage":null,"message":{"model":"a","usage":${usage}}}`,
    `{${more},"parentUuid":"a","parentUuid":null}`,
    `{${more},"parentUuid":"a","leafUuid":null}`,
    `{"usage":${chat},"usage":null}`,
    `{"usage":null,"usage":${chat}}`,
    `{"usage":{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1},"prompt_tokens_details":null}}`,
    `{"usage":{"prompt_tokens":1,"completion_tokens":2,"completion_tokens_details":{"reasoning_tokens":1},"completion_tokens_details":{}}}`,
    `{"usage":{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens":3,"completion_tokens":null}}`,
    `{"model":"a","model":null,"user":"u","user":"v","service_tier":"flex","service_tier":null,"usage":${chat}}`,
    `{"type":"user","type":"assistant","sessionId":"a","sessionId":"b","message":{"model":"a","model":"b","id":"x","id":null,"usage":${usage}}}`,
    `{"type":"assistant","sessionId":"s","service_tier":"flex","message":{"model":"a","usage":${usage}}}`,
    `{"type":"assistant","sessionId":"s","message":{"model":"a","usage":${usage}},"service_tier":"flex"}`,
  ])('come to the same about %s, where a name comes twice or in an odd place', (line) => {
    const bytes = Buffer.from(line);
    expect(['unsure', parsed(bytes)]).toContainEqual(scanned(bytes));
  });

  it('is sure of the ordinary lines that it is there for', () => {
    const sessions = fixture('claude-code.jsonl').map((value) => scanned(Buffer.from(JSON.stringify(value))));
    expect(sessions.filter((answer) => answer === 'unsure')).toEqual([]);
    const [response] = fixture('openai-chat.json');
    expect(scanned(Buffer.from(JSON.stringify(response)))).not.toBe('unsure');
  });

  it.each([
    '{"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}',
    '{"a":"\u0001"}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":tru}',
    '{"a":"\\u00zz"}',
    '{"a":1,}',
    '{"a":1} x',
    '{"a":[1,]}',
    '{"a":[1}',
    '{a:1}',
    '{"usage":{"prompt_tokens":1,"completion_tokens":1}',
    '\ufeff{"a":1}',
    '',
    'x',
  ])('leave %j to JSON.parse', (line) => {
    expect(scanned(Buffer.from(line))).toBe('unsure');
  });
});
