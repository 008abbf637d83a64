import { describe, expect, it } from 'vitest';
import { asList, asNumber, asObject, asText, field, parseJson } from '../../src/core/json.ts';

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
