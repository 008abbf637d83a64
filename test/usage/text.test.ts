import { describe, expect, it } from 'vitest';
import { decimalText } from '../../src/usage/decimal-text.ts';
import { momentMs } from '../../src/usage/time.ts';

describe('moments', () => {
  it.each([
    ['2026-11-01T12:00:00Z', Date.UTC(2026, 10, 1, 12)],
    ['2026-11-01T12:00:00.1234567Z', Date.UTC(2026, 10, 1, 12, 0, 0, 123)],
    ['2026-11-01 12:00:00.5+02:00', Date.UTC(2026, 10, 1, 10, 0, 0, 500)],
    ['2026-11-01T12:00:00-0330', Date.UTC(2026, 10, 1, 15, 30)],
    ['2026-11-01T12:00:00+02', Date.UTC(2026, 10, 1, 10)],
    // Without an offset it is UTC, wherever the machine stands.
    ['2026-11-01T12:00', Date.UTC(2026, 10, 1, 12)],
    ['2026-11-01', Date.UTC(2026, 10, 1)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2026-11-01T12:00:00 UTC', Date.UTC(2026, 10, 1, 12)],
    ['2026-11-01T12:00:00,25z', Date.UTC(2026, 10, 1, 12, 0, 0, 250)],
    ['1970-01-01', 0],
    ['2026-01-15', Date.UTC(2026, 0, 15)],
    ['2026-12-31T23:59:59Z', Date.UTC(2026, 11, 31, 23, 59, 59)],
    // A leap second is the last one of its minute.
    ['2026-12-31T23:59:60Z', Date.UTC(2026, 11, 31, 23, 59, 59)],
    ['1793534400000000000', Date.UTC(2026, 10, 1, 12)],
    ['1793534400.25', Date.UTC(2026, 10, 1, 12, 0, 0, 250)],
    [1_793_534_400, Date.UTC(2026, 10, 1, 12)],
    [1_793_534_400.25, Date.UTC(2026, 10, 1, 12, 0, 0, 250)],
    [1_793_534_400_000, Date.UTC(2026, 10, 1, 12)],
    [1_793_534_400_000_000, Date.UTC(2026, 10, 1, 12)],
    // From 1e11 on they are milliseconds, from 1e14 on micro- and from 1e17 on nanoseconds.
    [1e11 - 1, 99_999_999_999_000],
    [1e11, 1e11],
    [1e14, 1e11],
    [1e17, 1e11],
  ])('reads %j', (text, expected) => {
    expect(momentMs(text)).toBe(expected);
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-11-01T24:00:00Z',
    'yesterday',
    '',
    '12:00',
    null,
    true,
    -5,
    0,
    1e30,
    1e20,
    [1_793_534_400],
    '1793534400 s',
    '1793534400e3',
    '+1793534400',
    'at 1793534400',
    'on 2026-11-01',
    '2026-11-01 or so',
    '2026-11-01T12:00:00xZ',
    '1969-12-31',
    '2026-00-10',
    '2026-01-00',
    '2026-11-01T12:60:00Z',
    '2026-11-01T12:00:61Z',
  ])('reads %j as no moment', (value) => {
    expect(momentMs(value)).toBeUndefined();
  });
});

describe('amounts that a provider reports', () => {
  it.each([
    [0.0012345, 0, '0.0012345'],
    [6.075e-5, 0, '0.00006075'],
    [1e-7, 0, '0.0000001'],
    [1.5e21, 0, '1500000000000000000000'],
    [0, 0, '0'],
    ['0.10', 0, '0.1'],
    ['12', 0, '12'],
    [2_085_000, -10, '0.0002085'],
    [10_000_000_000, -10, '1'],
    [123_456_789_012_345, -10, '12345.6789012345'],
    // Thirty digits are the longest amount, and four hundred decimals.
    ['1e29', 0, `1${'0'.repeat(29)}`],
    ['1e-400', 0, `0.${'0'.repeat(399)}1`],
    ['007.50', 0, '7.5'],
    ['5e-1', 0, '0.5'],
    ['1.25E+2', 0, '125'],
  ])('writes %j shifted by %j as %s', (value, tens, expected) => {
    expect(decimalText(value, tens)).toBe(expected);
  });

  it.each([
    -1,
    'free',
    '',
    null,
    true,
    Number.POSITIVE_INFINITY,
    [5],
    {},
    '1e30',
    '1e-401',
    '1e9999',
    '.5',
    '5 USD',
    '$5',
  ])('reads %j as no amount', (value) => {
    expect(decimalText(value)).toBeUndefined();
  });
});
