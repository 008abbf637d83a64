import { array, assert, constantFrom, double, integer, nat, property, record, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METERS } from '../../../src/pricing/tally/counts.ts';
import { Dedupe } from '../../../src/pricing/tally/dedupe.ts';
import type { CountedReplies } from '../../../src/usage/logs/reply-ids.ts';
import { Scanner } from '../../../src/usage/logs/scan/scanner.ts';
import { compileFields } from '../../../src/usage/logs/scan/table.ts';
import { scannerModule } from '../../usage/logs/scan/reading.ts';

/** A copy of a reply, as it is kept without any trick. */
interface Kept {
  request: number;
  row: number;
  used: readonly number[];
  counts: readonly number[];
}

const copy = record({
  reply: integer({ min: 1, max: 6 }),
  // 0 is a line that names no request; hashes are large.
  request: constantFrom(0, 0, 7, 2 ** 52 + 1, 2 ** 52 + 3),
  row: nat(1_000_000),
  used: subarray([...METERS.keys()]),
  count: constantFrom(0, 1, 4_294_967_295),
  replaces: constantFrom(true, false),
  spread: double({ min: 0, max: 1, noNaN: true }),
});

/** In the memory of a scanner, where replies have the numbers of their ids. */
function scanned() {
  const scanner = new Scanner<number>(scannerModule, compileFields({}), {
    meet: () => 0,
    line: () => undefined,
    unusual: () => undefined,
  });
  return { dedupe: scanner.replies, numberOf: (reply: number) => scanner.idOf(`reply ${reply}`) };
}

interface Store {
  readonly dedupe: CountedReplies;
  readonly numberOf: (reply: number) => number;
}

const STORES: readonly (readonly [string, () => Store])[] = [
  ['in the memory of a scanner', scanned],
  ['without a scanner', () => ({ dedupe: new Dedupe(), numberOf: (reply) => reply })],
];

describe.each(STORES)('replies that are remembered %s', (_, store) => {
  it('are found by their request, with the row and the counts of the copy that was put last', () => {
    assert(
      property(array(copy, { maxLength: 60 }), (copies) => {
        const { dedupe, numberOf } = store();
        const replies = new Map<number, Kept[]>();
        for (const { reply: id, request, row, used, count, replaces, spread } of copies) {
          const reply = numberOf(id);
          const kept = replies.get(id) ?? [];
          replies.set(id, kept);
          // One that names no request fits any, and takes the name of the first that does.
          const known = kept.find((each) => each.request === request || each.request === 0 || request === 0);
          const found = dedupe.find({ reply, request });
          expect(found > 0).toBe(known !== undefined);
          if (known !== undefined) {
            if (known.request === 0) known.request = request;
            const counts = new Float64Array(METERS.length);
            dedupe.take(found, counts, known.used);
            expect([...counts]).toEqual(known.counts);
            expect(dedupe.rowOf(found)).toBe(known.row);
            expect(dedupe.tokensOf(found)).toBe(known.counts.reduce((sum, each) => sum + each, 0));
            if (!replaces) continue;
          }
          const counts = new Float64Array(METERS.length);
          for (const meter of used) counts[meter] = Math.floor(count * spread);
          dedupe.put(dedupe.entryFor({ reply, request }, found, used.length), row, counts, used);
          if (known === undefined) kept.push({ request, row, used, counts: [...counts] });
          else Object.assign(known, { row, used, counts: [...counts] });
        }
      }),
      { numRuns: 500 },
    );
  });
});
