import { describe, expect, it } from 'vitest';
import type { LineKind } from '../../../../src/usage/logs/scan/kinds.ts';
import type { Cells } from '../../../../src/usage/logs/scan/cells.ts';
import { Scanner } from '../../../../src/usage/logs/scan/scanner.ts';
import { ScanLines } from '../../../../src/usage/logs/lines.ts';
import { compileFields } from '../../../../src/usage/logs/scan/table.ts';
import { scannerModule } from './reading.ts';

/** The numbers that the scanner gives to the ids of a log, and the scanner. */
function numbersOf(ids: readonly string[]) {
  const numbers: number[] = [];
  const scanner = new Scanner<number>(scannerModule, compileFields({ n: 'count', id: 'id' }), {
    meet: (kind: LineKind) => kind.layout.cells.get('id') ?? -1,
    line: (cell: number, cells: Cells, at: number) => numbers.push(cells.numbers[at + cell] ?? 0),
    unusual: () => numbers.push(-1),
  });
  const lines = new ScanLines(scanner, () => undefined);
  const log = Buffer.from(ids.map((id, n) => `{"n":${n},"id":${JSON.stringify(id)}}\n`).join(''));
  for (let at = 0; at < log.length;) {
    const { bytes, offset, length } = lines.room;
    const count = log.copy(bytes, offset, at, at + length);
    lines.filled(count);
    at += count;
  }
  lines.end();
  return { numbers, scanner };
}

describe('ids', () => {
  it('are numbered in the order in which they come, the same id always the same', () => {
    const ids = ['b', 'a', 'b', '7f0123456', 'msg_01', 'a', 'x'.repeat(5000), 'msg_02', 'x'.repeat(5000)];
    expect(numbersOf(ids).numbers).toEqual([1, 2, 1, -1, 3, 2, 4, 5, 4]);
  });

  it('have the same number when they are asked for by their text', () => {
    const { scanner } = numbersOf(['msg_01', 'msg_02', 'x'.repeat(5000)]);
    expect(
      ['x'.repeat(5000), 'msg_02', 'caf\u00e9', 'msg_01', 'caf\u00e9'].map((id) => scanner.idOf(id)),
    ).toEqual([3, 2, 4, 1, 4]);
  });

  it('are told apart where there are many, which differ in little', () => {
    const distinct = 400_000;
    const nameOf = (n: number): string => (n % 2 === 0 ? `chatcmpl-${n}` : `id${n}-${'z'.repeat(n % 40)}`);
    // Each comes twice, the second time far away from the first.
    const ids = Array.from({ length: distinct * 2 }, (_, i) => nameOf((i * 7) % distinct));
    const { numbers } = numbersOf(ids);
    const expected = ids.map((_, i) => (i % distinct) + 1);
    expect(numbers).toEqual(expected);
  });
});
