import { describe, expect, it } from 'vitest';
import { newBlock } from '../../../src/usage/logs/bytes.ts';
import { skipPlain } from '../../../src/usage/logs/skip.ts';

/** Bytes that lie beside those that are looked for, once a bit is turned or a borrow comes from below. */
const NEIGHBOURS = [0x20, 0x21, 0x23, 0x5b, 0x5d, 0x5e, 0x7f, 0x80, 0x82, 0xa2, 0xdc, 0xff];

describe('plain text', () => {
  const isPlain = (byte: number): boolean => byte >= 0x20 && byte !== 0x22 && byte !== 0x5c;

  it.each(NEIGHBOURS)('ends at a quote, a backslash or a control character among bytes %i', (around) => {
    for (let byte = 0; byte < 256; byte += 1) {
      for (let place = 0; place < 8; place += 1) {
        const block = newBlock(16);
        block.bytes.fill(around);
        block.bytes[place] = byte;
        block.bytes[12] = 0x0a;
        expect({ byte, place, end: skipPlain(block, 0) }).toEqual({
          byte,
          place,
          end: isPlain(byte) ? 12 : place,
        });
      }
    }
  });

  it('ends at the first of two', () => {
    for (const first of [0x00, 0x1f, 0x22, 0x5c]) {
      for (const second of [0x00, 0x0a, 0x22, 0x5c]) {
        const block = newBlock(8);
        block.bytes.fill(0x61);
        block.bytes[1] = first;
        block.bytes[2] = second;
        expect(skipPlain(block, 0)).toBe(1);
      }
    }
  });
});
