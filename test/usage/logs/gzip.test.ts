import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip, PackedDataError } from '../../../src/usage/logs/gzip.ts';
import { streamSource } from '../../../src/usage/logs/source.ts';

interface Unpacked {
  readonly text: string;
  readonly problem: string | undefined;
}

/** Everything that comes out before the end, and how it ended. */
async function unpack(bytes: Buffer, pieceBytes = 1000): Promise<Unpacked> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  let text = '';
  try {
    for await (const piece of gunzip(streamSource(Readable.from(pieces)))) text += piece.toString('latin1');
  } catch (error) {
    if (!(error instanceof PackedDataError)) throw error;
    return { text, problem: error.message };
  }
  return { text, problem: undefined };
}

/** Text that does not pack well: some 60 KB of it are some 40 KB packed. */
const LONG = Array.from({ length: 6000 }, (_, index) => `${Math.imul(index, 0x9e3779b1) >>> 0}\n`).join('');

describe('gzip', () => {
  it.each([1, 7, 1000, 100_000])('gives back what was packed, read %i bytes at a time', async (size) => {
    const packed = Buffer.concat([gzipSync(LONG), gzipSync(''), gzipSync('and more\n', { level: 0 })]);
    expect(await unpack(packed, size)).toEqual({ text: `${LONG}and more\n`, problem: undefined });
  });

  it('reads a header with a name, a comment, an extra field and a check sum', async () => {
    const plain = gzipSync('x');
    const header = Buffer.from([0x1f, 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3]);
    const fields = [
      Buffer.from([3, 0]),
      Buffer.from('abc'),
      Buffer.from('name\0note\0'),
      Buffer.from([1, 2]),
    ];
    const packed = Buffer.concat([header, ...fields, plain.subarray(10)]);
    expect(await unpack(packed)).toEqual({ text: 'x', problem: undefined });
  });

  it.each([['x'], ['\u001f'], ['\u001f\u008b'], ['garbage of some length, and more of it']])(
    'loses nothing to %j behind the end',
    async (garbage) => {
      const packed = Buffer.concat([gzipSync(LONG), Buffer.from(garbage, 'latin1')]);
      const { text, problem } = await unpack(packed);
      expect(text).toBe(LONG);
      expect(problem).toBeDefined();
    },
  );

  it('takes zeros behind the end for padding', async () => {
    const packed = Buffer.concat([gzipSync('one'), Buffer.alloc(700), gzipSync('two'), Buffer.alloc(9)]);
    expect(await unpack(packed)).toEqual({ text: 'onetwo', problem: undefined });
  });

  it('gives all that is there of data that was cut off, at whatever byte', async () => {
    const packed = gzipSync(LONG);
    for (let end = 12; end < packed.length; end += 997) {
      const { text, problem } = await unpack(packed.subarray(0, end));
      expect(LONG.startsWith(text)).toBe(true);
      // A byte of packed text is more than a byte of text; a part of a block may lack its beginning.
      if (end > 2000) expect(text.length).toBeGreaterThan(end - 1500);
      expect(problem).toBe('it was cut off');
    }
    expect((await unpack(packed.subarray(0, -3))).text).toBe(LONG);
  });

  it('says what is damaged in the middle, and gives what came before', async () => {
    const packed = gzipSync(LONG);
    packed.fill(0xff, 30_000, 30_040);
    const { text, problem } = await unpack(packed);
    expect(LONG.startsWith(text.slice(0, 20_000))).toBe(true);
    expect(text.length).toBeGreaterThan(20_000);
    expect(problem).toMatch(/damaged|check sum/);
  });

  it('says so where the check sum is another', async () => {
    const packed = gzipSync('right');
    packed.writeUInt32LE(1, packed.length - 8);
    expect(await unpack(packed)).toEqual({ text: 'right', problem: 'it does not match its check sum' });
  });
});
