import { array, assert, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashMap } from '../../../src/usage/relations/hash-map.ts';
import { hashOf, hashOfBytes } from '../../../src/usage/relations/hash.ts';

describe('numbers by hash', () => {
  it('are those of a Map, however many there are', () => {
    assert(
      property(array(tuple(nat(5000), nat(9)), { minLength: 1, maxLength: 4000 }), (pairs) => {
        const map = new HashMap();
        const plain = new Map<number, number>();
        for (const [text, value] of pairs) {
          map.set(hashOf(String(text)), value);
          plain.set(hashOf(String(text)), value);
        }
        expect(new Map(map)).toEqual(plain);
        for (let text = 0; text < 5000; text += 7)
          expect(map.get(hashOf(String(text)))).toBe(plain.get(hashOf(String(text))));
      }),
      { numRuns: 20 },
    );
  });

  it('are told apart where their hashes end alike', () => {
    const map = new HashMap();
    for (let i = 1; i <= 3000; i += 1) map.set(i * 2 ** 32 + 5, i);
    for (let i = 1; i <= 3000; i += 1) expect(map.get(i * 2 ** 32 + 5)).toBe(i);
    expect(map.has(5)).toBe(false);
  });
});

describe('the hash of bytes', () => {
  it('is that of their text, and none where the bytes are not the text', () => {
    const bytes = Buffer.from('{"trace_id":"5b8aa5a2"}');
    expect(hashOfBytes(bytes, 13, 21)).toBe(hashOf('5b8aa5a2'));
    expect(hashOfBytes(bytes, 13, 21, hashOf('x'))).toBe(hashOf('5b8aa5a2', hashOf('x')));
    expect(hashOf('5b8aa5a2', hashOf('x'))).not.toBe(hashOf('5b8aa5a2'));
    expect(hashOfBytes(Buffer.from('caf\u00e9'), 0, 5)).toBeUndefined();
    expect(hashOfBytes(Buffer.from('a\\u0062'), 0, 7)).toBeUndefined();
  });
});
