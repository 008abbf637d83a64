import { array, assert, constantFrom, double, integer, oneof, property, tuple, constant } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, minus, plain, plus, ZERO } from '../../../src/core/money.ts';
import { ReportedSum } from '../../../src/pricing/tally/reported-sum.ts';

const amount = oneof(
  integer({ min: 0, max: 1_000_000_000 }).map((units) => units / 1e8),
  double({ min: 0, max: 2000, noNaN: true }),
  constantFrom(0, 3.0000000000000004e-5, 0.1, 0.2, 1e-12, 1e-13, 999.999999999999, 1e20, 5e-324),
  constantFrom('0.1', '0.1000000000000000055', '12345678901234567890.5'),
);

describe('what providers report', () => {
  it('adds up to what their decimals do, whatever is taken back', () => {
    assert(
      property(array(tuple(amount, oneof(constant(true), constant(true), constant(false)))), (changes) => {
        const sum = new ReportedSum();
        let expected = ZERO;
        for (const [usd, isAdded] of changes) {
          if (isAdded) sum.add(usd);
          else sum.remove(usd);
          expected = (isAdded ? plus : minus)(expected, decimal(String(usd)));
        }
        expect(plain(sum.total)).toBe(plain(expected));
      }),
      { numRuns: 2000 },
    );
  });

  it('is exact where doubles are not', () => {
    const sum = new ReportedSum();
    for (let i = 0; i < 10; i += 1) sum.add(0.1);
    sum.add(3.0000000000000004e-5);
    expect(plain(sum.total)).toBe('1.000030000000000000004');
  });
});
