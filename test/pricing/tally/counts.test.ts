import { assert, constant, nat, oneof, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../../../src/pricing/buckets.ts';
import { Counts, METERS } from '../../../src/pricing/tally/counts.ts';
import { FastRecord } from '../../../src/usage/logs/fast/record.ts';
import { present } from '../../../src/usage/present.ts';
import type { Usage } from '../../../src/usage/usage.ts';

const count = (max: number) => oneof({ arbitrary: nat(max), weight: 3 }, constant(undefined), constant(0));

const usage = record({
  inputTokens: count(100),
  cacheReadTokens: count(30),
  cacheWriteTokens: count(30),
  cacheWrite1hTokens: count(20),
  inputImageTokens: count(10),
  inputAudioTokens: count(10),
  inputVideoTokens: count(10),
  outputTokens: count(60),
  reasoningTokens: count(20),
  outputImageTokens: count(10),
  outputAudioTokens: count(10),
  outputVideoTokens: count(10),
}).map((fields) => present<Usage>(fields));

describe('the counts of a line', () => {
  it('are the buckets of its usage, wherever they are taken at all', () => {
    let taken = 0;
    assert(
      property(usage, (given) => {
        const fast = new FastRecord();
        const counts = new Counts();
        expect(fast.setUsage(given)).toBe(true);
        if (!counts.take(fast)) return;
        taken += 1;
        const buckets = bucketsOf(given, { mode: 'chat', overlap: 'cut' });
        const mine = METERS.flatMap((meter, index) => {
          const tokens = counts.of[index] ?? 0;
          expect((counts.mask & (1 << index)) !== 0).toBe(tokens > 0);
          return tokens > 0 ? [[meter, tokens] as const] : [];
        });
        expect(Object.fromEntries(mine)).toEqual(Object.fromEntries(buckets.tokens));
        expect([counts.inputTokens, counts.outputTokens]).toEqual([
          buckets.inputTokens,
          buckets.outputTokens,
        ]);
        expect([buckets.assumptions, buckets.cutTokens]).toEqual([[], 0]);
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it.each<[string, Usage]>([
    ['parts that are larger than their total', { inputTokens: 10, cacheReadTokens: 11 }],
    ['output parts that are larger than their total', { outputTokens: 5, reasoningTokens: 6 }],
    ['one-hour writes beyond all writes', { inputTokens: 90, cacheWriteTokens: 5, cacheWrite1hTokens: 6 }],
    ['a web search', { inputTokens: 90, webSearches: 1 }],
    ['nothing at all', { inputTokens: 0, outputTokens: 0 }],
    ['counts that cannot be added in doubles', { inputTokens: 2 ** 53 - 1 }],
  ])('leave %s to the buckets', (_, given) => {
    const fast = new FastRecord();
    fast.setUsage(given);
    expect(new Counts().take(fast)).toBe(false);
  });

  it.each<[string, Usage]>([
    ['cached audio', { inputTokens: 10, cacheReadAudioTokens: 3 }],
    ['images', { images: 1 }],
    ['seconds', { seconds: 1.5 }],
  ])('have no room for %s', (_, given) => {
    expect(new FastRecord().setUsage(given)).toBe(false);
  });
});
