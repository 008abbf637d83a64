import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  string,
  tuple,
} from 'fast-check';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../../src/usage/logs/read-log.ts';
import { streamSource } from '../../../src/usage/logs/source.ts';
import { rowsIn } from '../../../src/usage/logs/table-rows.ts';

async function rowsOf(text: string, pieceBytes = Infinity): Promise<readonly (readonly string[])[]> {
  const bytes = Buffer.from(text);
  const size = Math.min(pieceBytes, bytes.length);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const log = await openLog(streamSource(Readable.from(pieces)));
  const rows: (readonly string[])[] = [];
  for await (const some of rowsIn(log, ',')) rows.push(...some);
  return rows;
}

const HEADER = ['model', 'input_tokens', 'note'];
const plain = oneof(constantFrom('tern', '12', '', 'größe 価'), string({ maxLength: 5 })).map((text) =>
  text.replaceAll(/[",\r\n]/g, ''),
);
const inQuotes = constantFrom('a, b', 'say "x"', 'two\nlines', 'two\r\nlines', '');
const cell = oneof(
  { arbitrary: plain.map((text) => ({ text, written: text })), weight: 30 },
  inQuotes.map((text) => ({ text, written: `"${text.replaceAll('"', '""')}"` })),
);

describe('the rows of a table', () => {
  it('are its cells, with quotes and without, however the log comes in pieces', async () => {
    const rows = array(tuple(cell, cell, cell), { maxLength: 12 });
    const ending = constantFrom('\n', '\r\n');
    await assert(
      asyncProperty(
        rows,
        ending,
        boolean(),
        integer({ min: 1, max: 40 }),
        async (all, end, isEnded, piece) => {
          const lines = [HEADER, ...all.map((row) => row.map(({ written }) => written))].map((row) =>
            row.join(','),
          );
          // An empty line here and there is no row.
          const text = lines.join(end + (all.length % 3 === 0 ? end : '')) + (isEnded ? end : '');
          const expected = [HEADER, ...all.map((row) => row.map(({ text }) => text))];
          expect(await rowsOf(text, piece)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,b\nc,d\r\ne', [['a', 'b'], ['c', 'd\r'], ['e']]],
    [
      '\uFEFFa,b\n"c",d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,b\n\n\nc', [['a', 'b'], ['c']]],
    ['a,b\n \nc', [['a', 'b'], [' '], ['c']]],
  ])('of %j are as csv-parse has them', async (text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
  });

  it('are read where a line is longer than what is read at once', async () => {
    const long = 'x'.repeat(1_000_000);
    expect(await rowsOf(`a,b\n1,2\n${long},3\n4,5\n`)).toEqual([
      ['a', 'b'],
      ['1', '2'],
      [long, '3'],
      ['4', '5'],
    ]);
  });

  it('say where a quote is never closed by the lines of the whole table', async () => {
    const text = `a,b\n${'1,2\n'.repeat(100_000)}3,"4\n`;
    await expect(rowsOf(text)).rejects.toThrow('an opening quote at line 100002');
  });
});
