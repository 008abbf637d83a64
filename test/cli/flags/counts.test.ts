import { describe, expect, it } from 'vitest';
import { parseAmount, parseCount } from '../../../src/cli/flags/counts.ts';
import { UsageError } from '../../../src/core/errors.ts';

describe('a count as people write it', () => {
  it.each([
    ['0', 0],
    ['12000', 12_000],
    ['300k', 300_000],
    ['300K', 300_000],
    ['300 k', 300_000],
    ['1.5M', 1_500_000],
    ['1.1m', 1_100_000],
    ['0.001k', 1],
    ['.5k', 500],
    ['2b', 2_000_000_000],
    ['2G', 2_000_000_000],
    ['1_000', 1000],
    ['1_0_0', 100],
    ['1,000', 1000],
    ['1,250,000', 1_250_000],
    ['1,000.5k', 1_000_500],
    ['1.000', 1],
    [' 7 ', 7],
    ['007', 7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    // As doubles: 1.1 × 1,000,000 is 1100000.0000000002, 4.35 × 100 × 10 is 4349.999999999999.
    ['4.35k', 4350],
    ['8.2m', 8_200_000],
  ])('%s is %i', (text, count) => {
    expect(parseCount(text, '--input')).toBe(count);
  });

  it.each([
    ['-5', '--input must not be negative: -5.'],
    ['-.5k', '--input must not be negative: -.5k.'],
    ['- 5', '--input must not be negative: - 5.'],
    ['1.5', '--input must be a whole number, not 1.5.'],
    ['1.0005k', '--input must be a whole number, not 1.0005k.'],
    // Too fine for a double, which would be 1 and 9007199254740991.
    ['1.00000000000000000001', '--input must be a whole number, not 1.00000000000000000001.'],
    ['9007199254740990.6', '--input must be a whole number, not 9007199254740990.6.'],
    ['9007199254740993', '--input must be at most 2^53 - 1, not 9007199254740993.'],
    ['10000000G', '--input must be at most 2^53 - 1, not 10000000G.'],
    ['9'.repeat(400), `--input must be at most 2^53 - 1, not ${'9'.repeat(400)}.`],
    ['', '--input must be a number, not "".'],
    ['k', '--input must be a number, not "k".'],
    ['.', '--input must be a number, not ".".'],
    ['5.', '--input must be a number, not "5.".'],
    ['NaN', '--input must be a number, not "NaN".'],
    ['Infinity', '--input must be a number, not "Infinity".'],
    ['1e6', '--input must be a number, not "1e6".'],
    ['0x10', '--input must be a number, not "0x10".'],
    ['+5', '--input must be a number, not "+5".'],
    ['1,00', '--input must be a number, not "1,00".'],
    ['1__0', '--input must be a number, not "1__0".'],
    ['_1', '--input must be a number, not "_1".'],
    ['1 000', '--input must be a number, not "1 000".'],
    ['5kk', '--input must be a number, not "5kk".'],
    ['٣', '--input must be a number, not "٣".'],
    ['ten', '--input must be a number, not "ten".'],
    ['-', '--input must be a number, not "-".'],
  ])('is refused: %s', (text, message) => {
    expect(() => parseCount(text, '--input')).toThrow(UsageError);
    expect(() => parseCount(text, '--input')).toThrow(message);
  });
});

describe('an amount', () => {
  it.each([
    ['0.5', 0.5],
    ['.25', 0.25],
    ['12.75', 12.75],
    ['1.5k', 1500],
    ['50', 50],
  ])('%s is %d', (text, amount) => {
    expect(parseAmount(text, '--seconds')).toBe(amount);
  });

  it.each(['-1', 'NaN', '1e999', ''])('is refused: %s', (text) => {
    expect(() => parseAmount(text, '--seconds')).toThrow('--seconds must');
  });
});
