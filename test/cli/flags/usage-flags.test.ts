import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { Flags } from '../../../src/cli/flags/flags.ts';
import { addUsageFlags, jobOptions } from '../../../src/cli/flags/usage-flags.ts';
import type { JobOptions } from '../../../src/cli/flags/job.ts';
import { UsageError } from '../../../src/core/errors.ts';

/** What a line of flags asks for. */
function job(...words: readonly string[]): JobOptions {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addUsageFlags(command);
  command.parse([...words], { from: 'user' });
  return jobOptions(new Flags(command.opts()));
}

describe('flags about usage', () => {
  it('of tokens have the canonical names', () => {
    const words =
      '--input 300k --cache-read 1 --cache-read-image 2 --cache-read-audio 3 --cache-write 40 --cache-write-1h 5 ' +
      '--input-image 6 --input-audio 7 --input-video 8 --output 4k --reasoning 9 --output-image 10 ' +
      '--output-audio 11 --output-video 12';
    expect(job(...words.split(' ')).usage).toEqual({
      inputTokens: 300_000,
      cacheReadTokens: 1,
      cacheReadImageTokens: 2,
      cacheReadAudioTokens: 3,
      cacheWriteTokens: 40,
      cacheWrite1hTokens: 5,
      inputImageTokens: 6,
      inputAudioTokens: 7,
      inputVideoTokens: 8,
      outputTokens: 4000,
      reasoningTokens: 9,
      outputImageTokens: 10,
      outputAudioTokens: 11,
      outputVideoTokens: 12,
    });
  });

  it('of other units have the canonical names', () => {
    const words =
      '--images 10 --size 1024x1536 --quality high --reference-image 1x1 2x2 --partial-images 3 --seconds 1.5 ' +
      '--characters 4 --pages 5 --annotated-pages 6 --credits 7.5 --queries 8 --results 50 --sessions 9 ' +
      '--web-searches 11 --search-context LOW';
    expect(job(...words.split(' ')).usage).toEqual({
      images: 10,
      imageSize: '1024x1536',
      imageQuality: 'high',
      referenceImages: ['1x1', '2x2'],
      partialImages: 3,
      seconds: 1.5,
      characters: 4,
      pages: 5,
      annotatedPages: 6,
      credits: 7.5,
      queries: 8,
      results: 50,
      sessions: 9,
      webSearches: 11,
      searchContext: 'low',
    });
  });

  it('that are not given are absent', () => {
    expect(job()).toEqual({
      usage: {},
      usageFile: undefined,
      tier: undefined,
      region: undefined,
      speed: undefined,
      at: undefined,
    });
  });

  it('say cached in two ways, but not in both at once', () => {
    expect(job('--cached', '5').usage).toEqual({ cacheReadTokens: 5 });
    expect(() => job('--cached', '5', '--cache-read', '5')).toThrow(
      '--cached and --cache-read are the same flag.',
    );
  });

  it.each([
    [['--input', '-5'], '--input must not be negative: -5.'],
    [['--cache-write-1h', '1.5'], '--cache-write-1h must be a whole number, not 1.5.'],
    [['--images', 'ten'], '--images must be a number, not "ten".'],
    [['--web-searches', '9007199254740993'], '--web-searches must be at most 2^53 - 1'],
    [['--seconds', 'NaN'], '--seconds must be a number, not "NaN".'],
    [['--search-context', 'huge'], '--search-context cannot be "huge".'],
    [['--tier', 'cheap'], '--tier cannot be "cheap".'],
    [['--at', 'noon'], '--at must be a date, not "noon".'],
  ])('are refused with their name: %j', (words, message) => {
    expect(() => job(...words)).toThrow(UsageError);
    expect(() => job(...words)).toThrow(message);
  });
});

describe('flags about conditions', () => {
  it.each([
    ['standard', 'standard'],
    ['default', 'standard'],
    ['FLEX', 'flex'],
    ['priority', 'priority'],
    ['Fast', 'priority'],
    ['ultrafast', 'ultrafast'],
    ['batch', 'batch'],
  ])('--tier %s is %s', (name, tier) => {
    expect(job('--tier', name).tier).toBe(tier);
  });

  it('are read', () => {
    const { region, speed, at, usageFile } = job(
      '--region',
      'eu',
      '--speed',
      'fast',
      '--at',
      '2026-08-06T18:00Z',
      '--usage',
      '-',
    );
    expect([region, speed, at?.toISOString(), usageFile]).toEqual([
      'eu',
      'fast',
      '2026-08-06T18:00:00.000Z',
      '-',
    ]);
  });
});
