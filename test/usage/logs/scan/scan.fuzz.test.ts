import { array, assert, constantFrom, nat, oneof, property, tuple, type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFields, type Field, type Fields } from '../../../../src/usage/logs/scan/fields.ts';
import { allOf, SCAN_SHAPES } from '../../../helpers/scan-shapes.ts';
import { fixture } from '../../../helpers/usage-fixture.ts';
import { agree } from './agreement.ts';
import { anything, count, fields as objectOf, longText, moment, text } from './arbitraries.ts';
import { Reading } from './reading.ts';

/** JSON in which every key of a table comes up, with values that mostly fit, among keys that mean nothing. */
function lineFor(fields: Fields): Arbitrary<string> {
  const decoys: readonly (readonly [string, Arbitrary<string>])[] = [
    ['content', anything],
    ['choices', anything],
    ['text', longText],
    ['toolUseResult', anything],
    ['__proto__', anything],
  ];
  const named = Object.entries(fields).filter(([key]) => key !== '*');
  return objectOf([...named.map(([key, field]) => [key, valueFor(field)] as const), ...decoys]);
}

function valueFor(field: Field): Arbitrary<string> {
  return oneof({ arbitrary: fittingFor(field), weight: 12 }, anything);
}

function fittingFor(field: Field): Arbitrary<string> {
  if (isFields(field)) return lineFor(field);
  if (typeof field !== 'string') {
    if (field[0] === 'exactly') return oneof({ arbitrary: constantFrom(`"${field[1]}"`), weight: 9 }, text);
    if (field[0] === 'maybe' || field[0] === 'given' || field[0] === 'others') return lineFor(field[1]);
    return array(lineFor(field[1]), { maxLength: 2 }).map((items) => `[${items.join(',')}]`);
  }
  switch (field) {
    case 'count':
      return count;
    case 'amount':
      return oneof(count, constantFrom('0.012340', '1.2e-7', '0.0000001', '123456789.123456789'));
    case 'moment':
      return moment;
    case 'nothing':
      return oneof({ arbitrary: constantFrom('null'), weight: 9 }, anything);
    case 'label':
      return oneof({ arbitrary: text, weight: 5 }, longText);
    case 'id':
    case 'hash':
      return oneof(
        { arbitrary: constantFrom('"msg_014VwiXbi91y3JMjcpyGBHX5"', '"req_1"', '""'), weight: 5 },
        text,
      );
    case 'text':
      return text;
    case 'null':
      return oneof({ arbitrary: constantFrom('null'), weight: 9 }, anything);
    case 'present':
    case 'given':
      return anything;
  }
}

const EVERYTHING = allOf('claudeCode', 'codex', 'chat', 'batchOutput', 'anthropicBatch', 'gemini');
const TABLES: readonly (readonly [string, Fields])[] = [
  ...Object.entries(SCAN_SHAPES),
  ['everything', EVERYTHING],
];

describe.each(TABLES)('lines of %s', (_, fields) => {
  const reading = new Reading(fields);

  it('are read as JSON.parse reads them, with any fields in any order, however written', () => {
    let sure = 0;
    assert(
      property(lineFor(fields), (line) => {
        // Twice, so that the scanner meets a line that it may have learned.
        if (agree(reading, fields, Buffer.from(line))) sure += 1;
        agree(reading, fields, Buffer.from(line));
      }),
      { numRuns: 1500 },
    );
    // Random lines are mostly unusual; the test is empty unless many are not.
    expect(sure).toBeGreaterThan(100);
  });
});

const FIXTURES = [
  'mixed.jsonl',
  'claude-code.jsonl',
  'codex.jsonl',
  'openai-chat.json',
  'openai-responses.json',
  'openai-batch.jsonl',
  'anthropic-batch.jsonl',
  'gemini.json',
  'litellm.json',
  'opentelemetry.jsonl',
  'llmcost.jsonl',
];

describe('real lines', () => {
  const lines = FIXTURES.flatMap((name) => fixture(name)).map((value) => Buffer.from(JSON.stringify(value)));
  const reading = new Reading(EVERYTHING);

  it('are read as JSON.parse reads them, with bytes cut, changed, doubled and put in', () => {
    const byte = oneof(nat(255), constantFrom(...Buffer.from('{}[]",:\\ 0129.eE-tfn\t\r\u0000\u00e9')));
    const edit = tuple(nat(), nat(3), byte);
    let sure = 0;
    assert(
      property(constantFrom(...lines), array(edit, { minLength: 1, maxLength: 3 }), (line, edits) => {
        const edited = edits.reduce(edit1, line);
        if (edited.includes(0x0a) || edited.toString('latin1').trim() === '') return;
        // The line itself is learned before.
        agree(reading, EVERYTHING, line);
        if (agree(reading, EVERYTHING, edited)) sure += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(sure).toBeGreaterThan(1000);
  });

  it('may be cut off anywhere', () => {
    for (const line of lines) {
      for (let end = 1; end < line.length; end += 1) {
        expect(agree(reading, EVERYTHING, line.subarray(0, end))).toBe(false);
      }
    }
  });
});

/** 0 cuts the line off, 1 changes a byte, 2 puts one in, 3 doubles a stretch. */
function edit1(line: Buffer, [at, kind, value]: readonly [number, number, number]): Buffer {
  const i = at % (line.length + 1);
  const put = kind === 0 ? [] : kind === 3 ? [...line.subarray(i, i + 9)] : [value];
  const tail = kind === 0 ? Buffer.alloc(0) : line.subarray(kind === 1 ? i + 1 : i);
  return Buffer.concat([line.subarray(0, i), Buffer.from(put), tail]);
}
