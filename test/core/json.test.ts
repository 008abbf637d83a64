import { describe, expect, it } from 'vitest';
import {
  asList,
  asNumber,
  asObject,
  asText,
  CUT_OFF,
  field,
  parseJson,
  parseJsonFile,
} from '../../src/core/json.ts';

describe('a figure', () => {
  it.each([
    [0, 0],
    [3e-7, 3e-7],
    ['3e-7', 3e-7],
    [' 256000.0 ', 256_000],
    ['.5', 0.5],
    ['-1', -1],
    ['+2E3', 2000],
    ['5.', 5],
  ])('is read from %j', (value, number) => {
    expect(asNumber(value)).toBe(number);
  });

  it.each([
    NaN,
    Infinity,
    '',
    ' ',
    'free',
    '1e999',
    '0x10',
    '1,5',
    'NaN',
    true,
    null,
    undefined,
    [],
    {},
    '.',
  ])('is none in %j', (value) => {
    expect(asNumber(value)).toBeUndefined();
  });
});

describe('values from outside', () => {
  it('are narrowed before use', () => {
    expect(asObject({ a: 1 })).toEqual({ a: 1 });
    for (const value of [null, [], 'a', 1, undefined]) expect(asObject(value)).toBeUndefined();
    expect(asText('a')).toBe('a');
    for (const value of ['', null, 1, undefined]) expect(asText(value)).toBeUndefined();
    expect(asList([1])).toEqual([1]);
    for (const value of [null, {}, 'a', undefined]) expect(asList(value)).toEqual([]);
  });

  it('are no inherited ones', () => {
    expect(field({ a: 1 }, 'a')).toBe(1);
    expect(field({}, 'constructor')).toBeUndefined();
    expect(field(undefined, 'a')).toBeUndefined();
    const own = asObject(parseJson('{"__proto__":5}'));
    expect(field(own, '__proto__')).toBe(5);
  });
});

/** What is thrown says nothing of the text but where it breaks: it may be a secret. */
describe('a text that is not JSON', () => {
  const messageOf = (parse: () => unknown): string => {
    try {
      parse();
    } catch (error) {
      return error instanceof SyntaxError ? error.message : 'another kind of error';
    }
    return 'no error';
  };

  it.each([
    ['secret', 1, 1],
    ['{"a": secret}', 1, 7],
    ['{\n  "a": 1,\n  "b": secret\n}', 3, 8],
    ['{"a": 1} secret', 1, 10],
    ['{"a": 1}\n{"b": 2}', 2, 1],
    ['["secret\u0001"]', 1, 9],
    [String.raw`["se\xcret"]`, 1, 6],
    ['[1 2]', 1, 4],
    ['{"a": 1,}', 1, 9],
  ])('%j is refused at line %d, column %d', (text, line, column) => {
    expect(messageOf(() => parseJson(text))).toBe('not JSON');
    expect(messageOf(() => parseJsonFile(text))).toBe(`not JSON (line ${line}, column ${column})`);
  });

  it.each(['{', '{"a"', '{"a":', '{"a":1', '[1,', '"secret', '["se\\', 'tru', '-', '[1', '{"a":1,'])(
    '%j is JSON that is cut off',
    (text) => {
      expect(messageOf(() => parseJson(text))).toBe(CUT_OFF);
      expect(messageOf(() => parseJsonFile(`${text}\n`))).toMatch(/^not JSON \(line \d, column \d+\)$/);
    },
  );
});

describe('a small file', () => {
  const deep = (levels: number, inner = '') => `${'['.repeat(levels)}${inner}${']'.repeat(levels)}`;

  it('may be nested a hundred levels deep, brackets in texts aside', () => {
    expect(parseJsonFile(deep(100))).toEqual(JSON.parse(deep(100)));
    expect(parseJsonFile(JSON.stringify([deep(500), '\\', '"[[[']))).toHaveLength(3);
  });

  it.each([101, 500_000])('of %d levels is refused in words', (levels) => {
    expect(() => parseJsonFile(deep(levels))).toThrow('nested more than 100 levels deep');
    expect(() => parseJsonFile('{"a":'.repeat(levels))).toThrow('nested more than 100 levels deep');
  });
});
