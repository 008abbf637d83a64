import { describe, expect, it } from 'vitest';
import { bucketsOf, type Buckets } from '../../src/pricing/buckets.ts';
import { UsageError } from '../../src/core/errors.ts';
import type { Usage } from '../../src/usage/usage.ts';

function split(usage: Usage, mode: string | null = 'chat', overlap: 'refuse' | 'cut' = 'refuse'): Buckets {
  return bucketsOf(usage, { mode, overlap });
}

function tokens(usage: Usage, mode: string | null = 'chat', overlap: 'refuse' | 'cut' = 'refuse'): object {
  return Object.fromEntries(split(usage, mode, overlap).tokens);
}

describe('a usage', () => {
  it('is text but for its parts', () => {
    expect(
      tokens({
        inputTokens: 1000,
        cacheReadTokens: 500,
        cacheReadImageTokens: 10,
        cacheReadAudioTokens: 20,
        cacheWriteTokens: 100,
        cacheWrite1hTokens: 40,
        inputImageTokens: 30,
        inputAudioTokens: 50,
        inputVideoTokens: 60,
        outputTokens: 200,
        reasoningTokens: 90,
        outputImageTokens: 5,
        outputAudioTokens: 6,
        outputVideoTokens: 7,
      }),
    ).toEqual({
      // 1000 - 500 - 10 - 20 - 100 - 30 - 50 - 60
      input: 230,
      cacheRead: 500,
      cacheReadImage: 10,
      cacheReadAudio: 20,
      cacheWrite: 60,
      cacheWrite1h: 40,
      inputImage: 30,
      inputAudio: 50,
      inputVideo: 60,
      // 200 - 90 - 5 - 6 - 7
      output: 92,
      reasoning: 90,
      outputImage: 5,
      outputAudio: 6,
      outputVideo: 7,
    });
  });

  it('without a total is the sum of its parts', () => {
    const { inputTokens, outputTokens, tokens } = split({
      cacheReadTokens: 5,
      cacheWriteTokens: 3,
      cacheWrite1hTokens: 2,
      inputAudioTokens: 1,
      reasoningTokens: 4,
    });
    expect([inputTokens, outputTokens]).toEqual([9, 4]);
    expect(Object.fromEntries(tokens)).toEqual({
      cacheRead: 5,
      cacheWrite: 1,
      cacheWrite1h: 2,
      inputAudio: 1,
      reasoning: 4,
    });
  });

  it('may name its one-hour writes alone', () => {
    expect(tokens({ cacheWrite1hTokens: 7 })).toEqual({ cacheWrite1h: 7 });
  });

  it('of nothing has no buckets', () => {
    expect(tokens({})).toEqual({});
    expect(tokens({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 0 })).toEqual({});
  });

  it('whose parts fill the total has no text', () => {
    const { tokens, assumptions, cutTokens } = split({ inputTokens: 8, cacheReadTokens: 8 });
    expect(Object.fromEntries(tokens)).toEqual({ cacheRead: 8 });
    expect([assumptions, cutTokens]).toEqual([[], 0]);
  });
});

describe('parts larger than their total', () => {
  it.each<[string, Usage, string]>([
    [
      'input',
      { inputTokens: 10, cacheReadTokens: 11 },
      'The parts of inputTokens are 11 tokens, more than its total of 10.',
    ],
    [
      'output',
      { outputTokens: 3, reasoningTokens: 2, outputAudioTokens: 2 },
      'The parts of outputTokens are 4 tokens, more than its total of 3.',
    ],
    [
      'writes',
      { cacheWriteTokens: 1, cacheWrite1hTokens: 2 },
      'The parts of cacheWriteTokens are 2 tokens, more than its total of 1.',
    ],
  ])('are refused from flags: %s', (_what, usage, message) => {
    expect(() => split(usage)).toThrow(UsageError);
    expect(() => split(usage)).toThrow(message);
  });

  it.each<[string, Usage, object]>([
    [
      'cache read before everything',
      { inputTokens: 10, cacheReadTokens: 12, cacheWriteTokens: 5, inputImageTokens: 5 },
      { cacheRead: 10 },
    ],
    [
      'cache write before media',
      { inputTokens: 10, cacheReadTokens: 4, cacheWriteTokens: 5, inputAudioTokens: 3, inputImageTokens: 3 },
      { cacheRead: 4, cacheWrite: 5, inputAudio: 1 },
    ],
    [
      'audio before image before video',
      { inputTokens: 10, inputVideoTokens: 5, inputImageTokens: 5, inputAudioTokens: 3 },
      { inputAudio: 3, inputImage: 5, inputVideo: 2 },
    ],
    [
      'audio, image, video and then reasoning of the output',
      {
        outputTokens: 10,
        reasoningTokens: 5,
        outputVideoTokens: 3,
        outputImageTokens: 2,
        outputAudioTokens: 1,
      },
      { outputAudio: 1, outputImage: 2, outputVideo: 3, reasoning: 4 },
    ],
    [
      'one-hour writes to all writes',
      { inputTokens: 10, cacheWriteTokens: 4, cacheWrite1hTokens: 6 },
      { cacheWrite1h: 4, input: 6 },
    ],
  ])('are cut to it from a provider’s object: %s', (_what, usage, left) => {
    expect(tokens(usage, 'chat', 'cut')).toEqual(left);
    expect(split(usage, 'chat', 'cut').assumptions.map(({ code }) => code)).toEqual(['PARTS_CUT']);
  });

  it.each<[Usage, number]>([
    [{ inputTokens: 10, cacheReadTokens: 12, cacheWriteTokens: 5, inputImageTokens: 5 }, 12],
    [{ outputTokens: 3, reasoningTokens: 2, outputAudioTokens: 2 }, 1],
    [{ inputTokens: 10, cacheWriteTokens: 4, cacheWrite1hTokens: 6 }, 2],
    [{ cacheWrite1hTokens: 6 }, 0],
  ])('leave %j with %i tokens that stand nowhere', (usage, cut) => {
    expect(split(usage, 'chat', 'cut').cutTokens).toBe(cut);
  });

  it('are told in a sentence', () => {
    const [notice] = split({ inputTokens: 10, cacheReadTokens: 12 }, 'chat', 'cut').assumptions;
    expect(notice?.message).toBe(
      'The parts of inputTokens are 12 tokens, more than its total of 10; they are cut to it.',
    );
    expect(() => split({ inputTokens: 10, cacheReadTokens: 12 })).toThrow(
      expect.objectContaining({
        hint: 'Cached, written and media tokens are part of the total: raise the total or lower the parts.',
      }),
    );
  });

  it('never change the total that thresholds look at', () => {
    expect(split({ inputTokens: 10, cacheReadTokens: 99 }, 'chat', 'cut').inputTokens).toBe(10);
  });
});

describe('output of an image model', () => {
  it.each(['image_generation', 'image_edit'])('of mode %s without a breakdown is image tokens', (mode) => {
    const { tokens, assumptions } = split({ inputTokens: 5, outputTokens: 70 }, mode);
    expect(Object.fromEntries(tokens)).toEqual({ input: 5, outputImage: 70 });
    expect(assumptions).toEqual([
      {
        code: 'OUTPUT_ALL_IMAGE',
        message:
          'The usage does not break its output down; all of it is counted as image tokens, as image models bill it.',
      },
    ]);
  });

  it.each(['chat', null])('of mode %s is text', (mode) => {
    expect(tokens({ outputTokens: 70 }, mode)).toEqual({ output: 70 });
    expect(split({ outputTokens: 70 }, mode).assumptions).toEqual([]);
  });

  it('that is broken down is what it says', () => {
    expect(tokens({ outputTokens: 70, outputImageTokens: 60 }, 'image_generation')).toEqual({
      output: 10,
      outputImage: 60,
    });
    expect(tokens({ outputTokens: 70, reasoningTokens: 60 }, 'image_generation')).toEqual({
      output: 10,
      reasoning: 60,
    });
  });

  it('that says it made no image tokens is text', () => {
    expect(tokens({ outputTokens: 70, outputImageTokens: 0 }, 'image_generation')).toEqual({ output: 70 });
  });

  it('that says only that it did not reason is not broken down', () => {
    expect(tokens({ outputTokens: 70, reasoningTokens: 0 }, 'image_generation')).toEqual({ outputImage: 70 });
  });

  it('of nothing supposes nothing', () => {
    expect(split({ outputTokens: 0 }, 'image_generation').assumptions).toEqual([]);
  });
});
