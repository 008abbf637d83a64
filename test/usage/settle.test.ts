import { describe, expect, it } from 'vitest';
import { Notes } from '../../src/usage/notes.ts';
import { settle, type Layout } from '../../src/usage/settle.ts';
import type { ReportedCounts } from '../../src/usage/reported-counts.ts';
import type { Usage } from '../../src/usage/usage.ts';

function settled(reported: ReportedCounts, layout: Layout = {}, isClaude = false) {
  const notes = new Notes();
  const { usage, unclassified } = settle(reported, layout, isClaude, notes);
  return { usage, unclassified, codes: notes.assumptions.map(({ code }) => code), problems: notes.problems };
}

const WITHIN: Layout = {};
const ANTHROPIC: Layout = { beside: ['cacheRead', 'cacheWrite'], isCertain: true };
const XAI: Layout = { beside: ['reasoning'] };

describe('what the total tells', () => {
  it.each<[string, ReportedCounts, Layout, Usage]>([
    [
      'everything within, as the layout says: 100 + 10',
      { inputTokens: 100, cacheReadTokens: 60, outputTokens: 10, reasoningTokens: 4, totalTokens: 110 },
      WITHIN,
      { inputTokens: 100, cacheReadTokens: 60, outputTokens: 10, reasoningTokens: 4 },
    ],
    [
      'the cache beside: 3 + 60 + 5 + 10',
      { inputTokens: 3, cacheReadTokens: 60, cacheWriteTokens: 5, outputTokens: 10, totalTokens: 78 },
      WITHIN,
      { inputTokens: 68, cacheReadTokens: 60, cacheWriteTokens: 5, outputTokens: 10 },
    ],
    [
      'reads within and writes beside, as some rows of LiteLLM have it: 63 + 5 + 10',
      { inputTokens: 63, cacheReadTokens: 60, cacheWriteTokens: 5, outputTokens: 10, totalTokens: 78 },
      WITHIN,
      { inputTokens: 68, cacheReadTokens: 60, cacheWriteTokens: 5, outputTokens: 10 },
    ],
    [
      'the cache beside although it would fit into the input: 100 + 60 + 10',
      { inputTokens: 100, cacheReadTokens: 60, outputTokens: 10, totalTokens: 170 },
      WITHIN,
      { inputTokens: 160, cacheReadTokens: 60, outputTokens: 10 },
    ],
    [
      'reasoning beside: 100 + 10 + 50',
      { inputTokens: 100, outputTokens: 10, reasoningTokens: 50, totalTokens: 160 },
      WITHIN,
      { inputTokens: 100, outputTokens: 60, reasoningTokens: 50 },
    ],
    [
      'reasoning within, although it is usually beside: 100 + 60',
      { inputTokens: 100, outputTokens: 60, reasoningTokens: 50, totalTokens: 160 },
      XAI,
      { inputTokens: 100, outputTokens: 60, reasoningTokens: 50 },
    ],
    [
      'the cache and the reasoning beside: 3 + 60 + 10 + 50',
      { inputTokens: 3, cacheReadTokens: 60, outputTokens: 10, reasoningTokens: 50, totalTokens: 123 },
      WITHIN,
      { inputTokens: 63, cacheReadTokens: 60, outputTokens: 60, reasoningTokens: 50 },
    ],
    [
      'nothing where there is none: the layout stands',
      { inputTokens: 100, outputTokens: 10, reasoningTokens: 50 },
      XAI,
      { inputTokens: 100, outputTokens: 60, reasoningTokens: 50 },
    ],
  ])('%s', (_, reported, layout, usage) => {
    expect(settled(reported, layout)).toEqual({ usage, unclassified: 0, codes: [], problems: [] });
  });

  it('names tokens that no count reports, and gives them to none', () => {
    // 100 + 10 of 150: 40 are of no known kind.
    expect(settled({ inputTokens: 100, outputTokens: 10, totalTokens: 150 })).toMatchObject({
      usage: { inputTokens: 100, outputTokens: 10 },
      unclassified: 40,
    });
  });

  it('is an assumption where two arrangements explain it alike', () => {
    // 100 + 10 + 50: of the cache or of the reasoning?
    const reported = { inputTokens: 100, cacheReadTokens: 50, outputTokens: 10, reasoningTokens: 50 };
    expect(settled({ ...reported, totalTokens: 160 }, WITHIN).codes).toEqual([]);
    // With 60 out either fits.
    expect(settled({ ...reported, outputTokens: 60, totalTokens: 210 }, WITHIN).codes).toEqual([
      'PARTS_AMBIGUOUS',
    ]);
  });
});

describe('counts that are certain', () => {
  it('are moved by no total, but one that leaves the cache out is an assumption', () => {
    const reported = { inputTokens: 100, cacheReadTokens: 60, outputTokens: 10 };
    const usage = { inputTokens: 160, cacheReadTokens: 60, outputTokens: 10 };
    expect(settled({ ...reported, totalTokens: 170 }, ANTHROPIC)).toMatchObject({ usage, codes: [] });
    expect(settled({ ...reported, totalTokens: 110 }, ANTHROPIC)).toMatchObject({
      usage,
      codes: ['TOTAL_WITHOUT_CACHE'],
    });
    // A cache of 600 cannot be part of the 100, whoever left it out of the total.
    const large = { ...reported, cacheReadTokens: 600, totalTokens: 110 };
    expect(settled(large, ANTHROPIC)).toMatchObject({ usage: { inputTokens: 700 }, codes: [] });
  });
});

describe('parts that do not fit', () => {
  const reported = { inputTokens: 3, cacheReadTokens: 60, outputTokens: 10 };

  it('stand beside the input of a Claude model, as an assumption', () => {
    expect(settled(reported, WITHIN, true)).toMatchObject({
      usage: { inputTokens: 63, cacheReadTokens: 60, outputTokens: 10 },
      codes: ['CACHE_BESIDE'],
    });
    // A total of 3 + 10 tells nothing of the cache.
    expect(settled({ ...reported, totalTokens: 13 }, WITHIN, true).usage.inputTokens).toBe(63);
  });

  it('of a Claude model may be the writes alone: 63 hold the reads', () => {
    expect(settled({ ...reported, inputTokens: 63, cacheWriteTokens: 5 }, WITHIN, true).usage).toEqual({
      inputTokens: 68,
      cacheReadTokens: 60,
      cacheWriteTokens: 5,
      outputTokens: 10,
    });
  });

  it('of any other model stay as they are reported, to be cut when they are priced', () => {
    expect(settled(reported, WITHIN)).toMatchObject({ usage: reported, codes: [] });
  });
});

describe('writes by their time to live', () => {
  it.each<[string, ReportedCounts, Usage]>([
    [
      'add up to all of them',
      { cacheWriteTokens: 8, cacheWrite5mTokens: 5, cacheWrite1hTokens: 3 },
      { cacheWriteTokens: 8, cacheWrite1hTokens: 3 },
    ],
    [
      'are 0 beside thousands: those were written for five minutes',
      { cacheWriteTokens: 8000, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 },
      { cacheWriteTokens: 8000, cacheWrite1hTokens: 0 },
    ],
    [
      'are a part: the rest was written for five minutes',
      { cacheWriteTokens: 8000, cacheWrite1hTokens: 3000 },
      { cacheWriteTokens: 8000, cacheWrite1hTokens: 3000 },
    ],
    [
      'stand alone',
      { cacheWrite5mTokens: 5, cacheWrite1hTokens: 3 },
      { cacheWriteTokens: 8, cacheWrite1hTokens: 3 },
    ],
  ])('%s', (_, reported, usage) => {
    expect(settled(reported)).toMatchObject({ usage, codes: [] });
  });
});

describe('cached parts by modality', () => {
  it('leave what is cached as text, and what is not cached', () => {
    // 300 cached, 100 of them images and 50 audio; of 400 images 300 are not, of 60 audio 10.
    const reported = {
      inputTokens: 1000,
      cacheReadTokens: 300,
      cacheReadImageTokens: 100,
      cacheReadAudioTokens: 50,
      inputImageTokens: 400,
      inputAudioTokens: 60,
    };
    expect(settled(reported, { countsCachedTwice: true }).usage).toEqual({
      inputTokens: 1000,
      cacheReadTokens: 150,
      cacheReadImageTokens: 100,
      cacheReadAudioTokens: 50,
      inputImageTokens: 300,
      inputAudioTokens: 10,
    });
  });
});
