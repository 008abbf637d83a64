import { describe, expect, it } from 'vitest';
import { timesApart } from '../../src/doctor/words.ts';

describe('how far two figures are apart', () => {
  it.each([
    [3, 1.2, '2.5 times'],
    [1e-9, 3e-6, '3,000 times'],
    [1e305, 1e-6, 'more than 10^308 times'],
    [5e-324, 1.5, 'more than 10^308 times'],
  ])('of %s and %s is said in words', (one, other, words) => {
    expect(timesApart(one, other)).toBe(words);
    expect(timesApart(other, one)).toBe(words);
  });
});
