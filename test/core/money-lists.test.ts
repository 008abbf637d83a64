import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, mixed, movePoint, times, toNumber } from '../../src/core/money.ts';
import { normalizedNumber } from '../../src/models/prices.ts';

describe('moving the point of a price', () => {
  it.each([
    [2.5e-6, 6, 2.5],
    [3e-7, 6, 0.3],
    [0.005, 3, 5],
    [0, 6, 0],
    [12, 0, 12],
    // A double times a million would be 0.15000000000000002.
    [1.5e-7, 6, 0.15],
    [1.1e-6, 6, 1.1],
    [2.9999900000000002e-6, 6, Number('2.9999900000000002')],
  ])('%d by %i places is %d', (value, places, moved) => expect(movePoint(value, places)).toBe(moved));

  it('is what the exact product is, for any price', () => {
    assert(
      property(double({ min: 0, max: 1e6, noNaN: true }), integer({ min: 0, max: 9 }), (value, places) => {
        expect(movePoint(value, places)).toBe(toNumber(times(decimal(value), 10 ** places)));
      }),
    );
  });
});

describe('a price in the amount in which people compare it', () => {
  it.each([
    [2.5e-6, 'token', 2.5, '1M tokens'],
    [0.0001, 'second', 0.006, 'minute'],
    [1.9e-8, 'pixel', 0.019922944, '1024x1024 image'],
    [0.04, 'image', 0.04, 'image'],
    [0.001, 'page', 1, '1K pages'],
  ] as const)('%d a %s is %d a %s', (value, unit, usd, name) => {
    expect(normalizedNumber(value, unit)).toEqual({ usd, unit: name });
  });
});

describe('the mean of two prices', () => {
  it.each([
    [2.5e-6, 1e-5, 4.375e-6],
    [3e-6, 1.5e-5, 6e-6],
    [1e-7, 1e-7, 1e-7],
    [0, 4e-6, 1e-6],
  ])('three times %d and once %d is %d', (input, output, blend) =>
    expect(mixed(input, 3, output, 1)).toBe(blend),
  );
});
