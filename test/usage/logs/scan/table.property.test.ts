import {
  assert,
  constantFrom,
  dictionary,
  jsonValue,
  letrec,
  nat,
  oneof,
  property,
  record,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/core/json.ts';
import { mergeFields, type Field, type Fields } from '../../../../src/usage/logs/scan/fields.ts';
import { compileFields } from '../../../../src/usage/logs/scan/table.ts';
import { factsOf } from './oracle.ts';
import { Reading } from './reading.ts';

// Names that share their beginnings, ends and lengths, short ones and long ones.
const NAMES = [
  'a',
  'b',
  'id',
  'usage',
  'usages',
  'model',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation',
  'cache_creation_xnput_tokens',
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.cache_creation_input_tokens',
  '__proto',
  'caf\u00e9',
];

const scalar = constantFrom<Field>(
  'count',
  'amount',
  'moment',
  'label',
  'id',
  'hash',
  'text',
  'present',
  'given',
  'null',
  'nothing',
);
const exactly = constantFrom<Field>(['exactly', 'message'], ['exactly', ''], ['exactly', 'a', '', 'message']);

const NAMED: Fields = { usage: 'nothing', input_tokens: 'nothing', a: 'nothing' };
const rest = constantFrom<Fields>(
  {},
  {},
  {},
  { '*': 'nothing' },
  { '*': 'present' },
  { '*': ['others', NAMED] },
  { '*': ['others', NAMED, 'token'] },
);

const { fields: anyFields } = letrec<{ fields: Fields; field: Field; listed: Fields }>((tie) => ({
  fields: tuple(
    dictionary(constantFrom(...NAMES), tie('field'), { maxKeys: 6, noNullPrototype: true }),
    rest,
  ).map(([named, unnamed]): Fields => ({ ...named, ...unnamed })),
  field: oneof(
    { maxDepth: 3 },
    oneof(scalar, exactly),
    tie('fields'),
    tie('fields').map((inner): Field => ['maybe', inner]),
    tie('fields').map((inner): Field => ['given', inner]),
    tie('listed').map((inner): Field => ['list', inner]),
  ),
  listed: dictionary(
    constantFrom(...NAMES),
    oneof(
      { maxDepth: 2 },
      constantFrom<Field>('count', 'nothing', ['exactly', 'x']),
      tie('listed').map((inner): Field => ['list', inner]),
    ),
    { maxKeys: 3, noNullPrototype: true },
  ),
}));

/** A value that comes near to what a field asks for. */
function valueFor(field: Field): Arbitrary<JsonValue> {
  const any = oneof(
    constantFrom<JsonValue>(null, 0, 5, 'message', '', true, [], {}),
    jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
  );
  const fitting = fittingValue(field);
  return oneof({ arbitrary: fitting, weight: 9 }, any);
}

function fittingValue(field: Field): Arbitrary<JsonValue> {
  if (typeof field === 'string') {
    switch (field) {
      case 'count':
        return oneof(nat(), constantFrom(0, 999_999_999_999_999));
      case 'amount':
        return constantFrom(0.0125, 1e-7, -3, 12);
      case 'moment':
        return constantFrom<JsonValue>('2026-11-01T12:00:00.123Z', 1_793_534_400);
      case 'id':
      case 'hash':
        return constantFrom('msg_01', 'chatcmpl-0123456789abcdef', '', '123456789', '1234567890');
      case 'nothing':
      case 'null':
        return constantFrom(null);
      case 'text':
        return constantFrom('ann', 'a b');
      default:
        return constantFrom<JsonValue>('gpt-4o', 'caf\u00e9\n', 3, false, null, ['x'], { type: 'flex' });
    }
  }
  if (isTagged(field)) {
    if (field[0] === 'exactly') return constantFrom(...field.slice(1));
    if (field[0] === 'list') return tuple(objectFor(field[1]), objectFor(field[1])).map((items) => items);
    return objectFor(field[1]);
  }
  return objectFor(field);
}

function isTagged(field: Field): field is Extract<Field, readonly unknown[]> {
  return Array.isArray(field);
}

function objectFor(fields: Fields): Arbitrary<JsonValue> {
  const named = Object.entries(fields).filter(([key]) => key !== '*');
  const known = Object.fromEntries(named.map(([key, field]) => [key, valueFor(field)]));
  return tuple(
    record<Record<string, JsonValue>>(known, { requiredKeys: [], noNullPrototype: true }),
    dictionary(constantFrom(...NAMES, 'other', 'myTokens'), constantFrom<JsonValue>(null, 1, 'x', {}), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  ).map(([own, more]) => ({ ...more, ...own }));
}

/** True for lines that the scanner may leave alone: with escapes, letters beyond ASCII, or numbers with fractions. */
function isOdd(line: string): boolean {
  return !/^[ -~]*$/.test(line) || /\\|\d\.\d|\de/.test(line);
}

const caseOf = anyFields.chain((fields) =>
  tuple(constantFrom(fields), tuple(objectFor(fields), objectFor(fields), objectFor(fields))),
);

describe('a table of fields', () => {
  it('finds in any object what a plain look at the object finds, and refuses what that refuses', () => {
    let told = 0;
    assert(
      property(caseOf, ([fields, values]) => {
        const reading = new Reading(fields);
        // Twice, so that lines are met again that are like one before.
        for (const value of [...values, ...values]) {
          const line = JSON.stringify(value);
          const answer = reading.readLine(line);
          const facts = factsOf(fields, value);
          if ('unusual' in answer && isOdd(line)) continue;
          expect({ line, answer }).toEqual({
            line,
            answer: facts === undefined ? { line: 1, unusual: line } : { line: 1, facts },
          });
          if (facts !== undefined && Object.keys(facts).length > 0) told += 1;
        }
      }),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(200);
  });

  it('of two merged ones finds what either finds', () => {
    assert(
      property(anyFields, anyFields, (a, b) => {
        let merged: Fields;
        try {
          merged = mergeFields(a, b);
        } catch {
          return;
        }
        const paths = (fields: Fields): readonly string[] =>
          compileFields(fields).slots.map(({ path }) => path);
        expect([...paths(merged)].sort()).toEqual([...new Set([...paths(a), ...paths(b)])].sort());
      }),
      { numRuns: 500 },
    );
  });
});
