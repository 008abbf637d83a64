import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  decimal,
  formatAmount,
  formatCount,
  formatPrice,
  formatRounded,
  fromWholes,
  half,
  inWholes,
  isZero,
  minus,
  mixed,
  movePoint,
  perMillion,
  plain,
  plus,
  ratio,
  sum,
  times,
  toNumber,
  wholesText,
  wholeTimes,
} from '../../src/core/money.ts';

describe('arithmetic in decimals', () => {
  it('is exact where doubles are not', () => {
    // As doubles: 0.000005 × 3 is 0.000015000000000000002, 0.1 + 0.2 is 0.30000000000000004.
    expect(plain(times(decimal(0.000005), 3))).toBe('0.000015');
    expect(plain(plus(decimal(0.1), decimal(0.2)))).toBe('0.3');
    expect(plain(minus(decimal(0.3), decimal(0.1)))).toBe('0.2');
    expect(plain(sum([0.1, 0.2, 0.7].map(decimal)))).toBe('1');
    expect(plain(sum([]))).toBe('0');
  });

  it('keeps every digit of a large count times a small rate', () => {
    // 9,007,199,254,740,991 × 0.0000000123
    expect(plain(times(decimal('0.0000000123'), Number.MAX_SAFE_INTEGER))).toBe('110788550.8333141893');
  });

  it('halves without rounding', () => {
    expect(plain(half(decimal('0.000000000000000000001')))).toBe('0.0000000000000000000005');
  });

  it('takes USD per token to USD per 1M tokens', () => {
    expect(plain(perMillion(decimal(1.25e-6)))).toBe('1.25');
  });

  it('compares', () => {
    expect(compare(decimal(1), decimal(2))).toBe(-1);
    expect(compare(decimal('1.0'), decimal(1))).toBe(0);
    expect(compare(decimal(2), decimal(1))).toBe(1);
    expect(isZero(decimal('0.000'))).toBe(true);
    expect(isZero(decimal('0.001'))).toBe(false);
  });

  it('gives the double nearest to the exact decimal', () => {
    expect(toNumber(plus(decimal(0.1), decimal(0.2)))).toBe(0.3);
    expect(toNumber(times(decimal('1.647'), 1))).toBe(1.647);
  });
});

describe('a ratio', () => {
  it('is a double', () => {
    expect(ratio(decimal(3), decimal(2))).toBe(1.5);
  });

  it('of something to nothing is none', () => {
    expect(ratio(decimal(3), decimal(0))).toBeUndefined();
  });

  it('beyond all doubles is none', () => {
    // The largest double is 1.8e308.
    expect(ratio(decimal(1e300), decimal(1e-8))).toBe(1e308);
    expect(ratio(decimal(1e300), decimal(1e-9))).toBeUndefined();
  });
});

describe('how many whole times a price fits into a budget', () => {
  it.each([
    ['50', '0.0165', 3030, '3030 × 0.0165 = 49.995'],
    ['0.3', '0.1', 3, 'as doubles 0.3 / 0.1 is 2.9999999999999996'],
    ['0.29', '0.1', 2, 'what is left over buys nothing'],
    ['0', '0.1', 0, 'nothing buys nothing'],
    ['0.9999999999999999999999999', '1', 0, 'the quotient rounds to 1, the product decides'],
    ['1', '1', 1, 'the whole budget may be spent'],
  ])('$%s at $%s a time: %i, because %s', (budget, price, count) => {
    expect(wholeTimes(decimal(budget), decimal(price))).toBe(count);
  });

  it('is no number for what costs nothing', () => {
    expect(wholeTimes(decimal(50), decimal(0))).toBeUndefined();
  });
});

describe('all digits of a figure', () => {
  it.each([
    [1.25e-6, '0.00000125'],
    ['3e-7', '0.0000003'],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [1e21, '1000000000000000000000'],
    [0, '0'],
    [1, '1'],
  ])('%s is %s, never an exponent', (value, text) => {
    expect(plain(value)).toBe(text);
  });
});

describe('a price as people read it', () => {
  it.each([
    [0, '$0.0000'],
    [5, '$5.0000'],
    [0.1235, '$0.1235'],
    [0.12345, '$0.12345'],
    [0.0001, '$0.0001'],
    [0.00012, '$0.0001200'],
    [1.25e-5, '$0.00001250'],
    [1.25e-6, '$0.000001250'],
    [1.234567e-6, '$0.000001234567'],
    [1234567.5, '$1,234,567.5000'],
    [999999999, '$999,999,999.0000'],
    [-2, '-$2.0000'],
    // 0.1 + 0.2 in doubles: digits beyond the twelfth are no price.
    [0.1 + 0.2, '$0.3000'],
  ])('%d is %s', (value, text) => {
    expect(formatPrice(value)).toBe(text);
  });
});

describe('an amount on a bill', () => {
  it.each([
    ['0', '$0.0000'],
    ['1.647', '$1.6470'],
    ['0.00005', '$0.00005'],
    ['0.0000000001', '$0.0000000001'],
    ['0.12345678901234', '$0.1234567890'],
    ['12345.678', '$12,345.6780'],
    // Ten decimals would show nothing.
    ['0.00000000004', '$0.00000000004000'],
    ['0.000000000001', '$0.000000000001000'],
    ['-0.00001', '-$0.00001'],
  ])('%s is %s', (value, text) => {
    expect(formatAmount(decimal(value))).toBe(text);
  });

  it('takes a double as well', () => {
    expect(formatAmount(50)).toBe('$50.0000');
  });
});

describe('an amount in a long table', () => {
  it.each([
    ['0', '$0.0000'],
    ['1.64703', '$1.6470'],
    ['1.64705', '$1.6471'],
    ['0.123456', '$0.1235'],
    ['0.9999999', '$1.0000'],
    ['0.000012345', '$0.00001235'],
    ['0.000000001', '$0.000000001'],
    ['2500000', '$2,500,000.0000'],
    ['-1.5', '-$1.5000'],
  ])('%s is %s', (value, text) => {
    expect(formatRounded(decimal(value))).toBe(text);
  });
});

describe('a count', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_250_000, '1,250,000'],
    [1234.5, '1,234.5'],
    [0.25, '0.25'],
  ])('%d is %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });
});

describe('figures as wholes of one power of ten', () => {
  it('are exact, and back', () => {
    const values = ['0.0000025', '0.3', '12'].map(decimal);
    expect(inWholes(values)).toEqual({ decimals: 7, wholes: [25, 3_000_000, 120_000_000] });
    expect(fromWholes(25, 7)).toBe(0.0000025);
  });

  it.each([
    [0, 7, '0'],
    [25, 7, '0.0000025'],
    [2_500_000, 7, '0.25'],
    [30_000_000, 7, '3'],
    [30_000_001, 7, '3.0000001'],
    [1200, 0, '1200'],
    [-15, 1, '-1.5'],
    [123_456_789_012_345, 20, '0.00000123456789012345'],
    // More digits than every double tells apart: those of the nearest one.
    [9_007_199_254_740_991, 3, '9007199254740.99'],
  ])('%d with %d decimals is written %s', (count, decimals, text) => {
    expect(wholesText(count, decimals)).toBe(text);
  });

  it('are written as the double that they are', () => {
    const count = fc.maxSafeInteger();
    fc.assert(
      fc.property(count, fc.nat(24), (whole, decimals) => {
        expect(wholesText(whole, decimals)).toBe(plain(Number(`${whole}e-${decimals}`)));
      }),
    );
  });

  it('of whole numbers have no decimals', () => {
    expect(inWholes([decimal(5), decimal(70)])).toEqual({ decimals: 0, wholes: [5, 70] });
    expect(inWholes([])).toEqual({ decimals: 0, wholes: [] });
  });

  it('are none where a double cannot hold them', () => {
    expect(inWholes([decimal('9007199254740993')])).toBeUndefined();
    expect(inWholes([decimal('0.0000000001'), decimal('1000000')])).toBeUndefined();
  });
});

describe('a point that is moved', () => {
  it.each([
    [1.25e-6, 6, 1.25],
    [5e-7, 6, 0.5],
    [0.004, 3, 4],
    [1e21, 6, 1e27],
    [0, 6, 0],
    // As doubles: 0.00000123 × 1,000,000 is 1.2299999999999998.
    [0.00000123, 6, 1.23],
  ])('%d by %i is %d', (value, places, moved) => {
    expect(movePoint(value, places)).toBe(moved);
  });
});

it('the mean of two prices counts each so many times', () => {
  // (3 × 1 + 1 × 5) / 4
  expect(mixed(1, 3, 5, 1)).toBe(2);
  // 0.1 × 3 is 0.30000000000000004 as a double.
  expect(mixed(0.1, 3, 0.1, 0)).toBe(0.1);
});
