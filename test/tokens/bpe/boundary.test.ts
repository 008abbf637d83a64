import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBoundary } from '../../../src/tokens/bpe/boundary.ts';
import { ENCODINGS, ENCODING_NAMES } from '../../../src/tokens/bpe/encodings.ts';

/** Texts of what the patterns tell apart: letters of each case, marks, digits, spaces, apostrophes, the rest. */
const text = fc.string({
  unit: fc.constantFrom(...`aBcé中ǅʰ\u030119٣ \u00a0\u3000\t\r\n\ufeff\u0085'’.,-/!<|>😀ſsStTlLdDmM`),
  minLength: 2,
  maxLength: 30,
});

describe.each(ENCODING_NAMES)('%s', (encoding) => {
  const pieces = (part: string) => part.match(ENCODINGS[encoding].pattern()) ?? [];

  test('a text cut at a boundary has the pieces of the whole', () => {
    fc.assert(
      fc.property(text, fc.nat(), (whole, place) => {
        const at = place % whole.length;
        fc.pre(isBoundary(whole, at));
        expect([...pieces(whole.slice(0, at)), ...pieces(whole.slice(at))]).toEqual([...pieces(whole)]);
      }),
      { numRuns: 3000 },
    );
  });

  test('the pieces are the whole text', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(pieces(whole).join('')).toBe(whole);
      }),
    );
  });
});

test('there is no boundary inside a character, a word, a number or before an apostrophe', () => {
  const places = (whole: string) =>
    Array.from({ length: whole.length }, (_, at) => at).filter((at) => isBoundary(whole, at));
  expect(places('ab')).toEqual([]);
  expect(places("don't")).toEqual([]);
  expect(places('12')).toEqual([]);
  expect(places('a😀')).toEqual([1]);
  expect(places('a b')).toEqual([1]);
});
