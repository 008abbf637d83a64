import { describe, expect, it } from 'vitest';
import { jsonLineAround, jsonNumber, jsonPieces, toJson, toJsonLine } from '../../src/core/json-text.ts';

const BOTH = [toJson, toJsonLine];

describe.each(BOTH)('a document as JSON', (write) => {
  it.each([
    [1.25e-6, '0.00000125'],
    [1e-7, '0.0000001'],
    [-2.5e-8, '-0.000000025'],
    [1e21, '1000000000000000000000'],
    [1.5e300, `15${'0'.repeat(299)}`],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [0.1, '0.1'],
    [123456, '123456'],
  ])('writes %d with all its digits and no exponent', (number, digits) => {
    expect(write({ number }).replaceAll(/\s/g, '')).toBe(`{"number":${digits}}`);
    expect(write([number]).replaceAll(/\s/g, '')).toBe(`[${digits}]`);
  });

  it('leaves texts and keys alone that look like numbers', () => {
    const document = {
      '1e-7': ['1e-7', 'a 1e-7', ' 1e-7,', '"1e-7', '\\" 1e-7', 'x\n1e-7\n'],
      'a 1e-9,': {},
    };
    expect(JSON.parse(write(document))).toEqual(document);
  });

  it('escapes what a terminal takes for a command, and says the same', () => {
    const document = { 'a\u009b2J': 'b\u007f \u202edrow\u2066 \u2028 \uFEFF \u001b[31m \ud800' };
    const json = write(document);
    expect(json.replaceAll(/[\n -~]/g, '')).toBe('');
    expect(JSON.parse(json)).toEqual(document);
  });

  it('gets over megabytes of digits', () => {
    const text = '1'.repeat(3_000_000);
    expect(write({ text, after: 1e-7 })).toContain('0.0000001');
  });
});

describe('a line around its own values', () => {
  it.each([
    [
      ['a', 'c'],
      ['{"a":', ',"b":"x\\u007f","c":', ',"d":[0.0000001]}\n'],
    ],
    [['d'], ['{"a":1,"b":"x\\u007f","c":null,"d":', '}\n']],
    [[], ['{"a":1,"b":"x\\u007f","c":null,"d":[0.0000001]}\n']],
  ])('of %j is in pieces', (fields, pieces) => {
    const document = { a: 1, b: 'x\u007f', c: null, d: [1e-7] };
    expect(jsonLineAround(document, fields)).toEqual(pieces);
  });

  it.each([1.25e-6, -2e-9, 1e21, 0, 12.5, Infinity])('writes %d as the whole line would', (value) => {
    expect(`{"value":${jsonNumber(value)}}\n`).toBe(toJsonLine({ value }));
  });
});

describe('a document in pieces', () => {
  it.each([0, 1, 999, 1000, 1001, 2500])('is the same text, with a list of %d', (count) => {
    const list = Array.from({ length: count }, (_, index) => ({ index, usd: 1e-9, text: 'q\n"2' }));
    const document = { first: 1e-7, absent: undefined, list, rest: { deep: [1, { d: 2 }] }, none: null };
    expect([...jsonPieces(document)].join('')).toBe(toJson(document));
  });

  it('holds no more than a part of a long list in one of them', () => {
    const pieces = [...jsonPieces({ list: Array.from({ length: 10_000 }, (_, index) => index) })];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(20_000);
  });
});
