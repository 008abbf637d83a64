import { describe, expect, test } from 'vitest';
import { vocabularies } from '../../helpers/vocabularies.ts';

const counter = vocabularies.counter('o200k_base');

describe('a text without a boundary', () => {
  test('is counted whole up to a million characters', () => {
    // 8 letters a token, as tiktoken has it: fixtures/tokens/tiktoken.json counts 125,000 for 1,000,000.
    expect(counter.stream().end('a'.repeat(2 ** 20))).toEqual({ tokens: 131_072, forcedCuts: 0 });
  });

  test('is cut by force where it is longer, which costs a few tokens at most', () => {
    const { tokens, forcedCuts } = counter.stream().end('a'.repeat(3_000_001));
    expect(forcedCuts).toBe(2);
    expect(tokens).toBeGreaterThanOrEqual(375_001);
    expect(tokens).toBeLessThanOrEqual(375_001 + 2 * 3);
  });

  test('is never cut inside a character', () => {
    const { tokens, forcedCuts } = counter.stream().end(`x${'😀'.repeat(2 ** 20)}`);
    expect(forcedCuts).toBe(1);
    expect(tokens).toBe(counter.count('x') + 2 ** 20);
  });
});

test('an empty text has no tokens', () => {
  expect(counter.count('')).toBe(0);
});

test('half a character, as a broken text may have, is a replacement character', () => {
  expect(counter.count('a\ud83d b')).toBe(counter.count('a\ufffd b'));
});
