import { describe, expect, it } from 'vitest';
import { printable } from '../../../src/cli/render/text.ts';

const code = (point: number) => String.fromCodePoint(point);

describe('a text for a terminal', () => {
  it.each([
    ['an escape sequence', '\u001B[2Ja', '[2Ja'],
    ['controls and separators', 'a\u0007\u0000\u007F\u009B\u2028\u2029b\r\n\t', 'ab'],
    ['marks of direction', '\u202Ea\u2066b\u200E\u200F\u061C', 'ab'],
    ['a soft hyphen', 'gpt\u00AD-4o', 'gpt-4o'],
    ['a tag', `gpt${code(0xe0001)}${code(0xe0061)}-4o`, 'gpt-4o'],
    ['spaces without width, joiners, a BOM', 'g\u200Bp\u200Ct\u200D-\u20604\uFEFFo', 'gpt-4o'],
    ['variation selectors', `g\uFE00p\uFE0Ft${code(0xe0100)}`, 'gpt'],
    ['selectors and joiners behind what is no emoji', '4\uFE0F❤\u200Da', '4❤a'],
    ['fillers', 'a\u115F\u3164\uFFA0b', 'ab'],
    ['annotations', 'a\uFFF9b\uFFFAc\uFFFB', 'abc'],
    ['halves of characters', 'a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
  ])('has no %s', (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each(['gpt-4o', 'Zürich', '模型', '한글', 'हिन्दी', '👍🏽', '👨‍👩‍👧', '❤️', '🏳️‍🌈', '1️⃣', 'e\u0301', '\u0600'])(
    'keeps what shows: %s',
    (text) => {
      expect(printable(text)).toBe(text);
    },
  );

  it('has no character that does not show, of all that there are', () => {
    const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
    const left: string[] = [];
    for (let point = 0; point <= 0x10ffff; point += 1) {
      if (point === 0xd800) point = 0xe000;
      if (unseen.test(printable(`a${code(point)}`))) left.push(point.toString(16));
    }
    expect(left).toEqual([]);
  });
});
