import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('Gemini', () => {
  it('adds thoughts and tool prompts, which stand beside, and takes the cache, which is inside', () => {
    // In: 3000 + 250 by tools. Out: 400 + 600 thoughts. Cached 1500 = 642 text, 600 audio, 258 image.
    // Uncached audio 1200 - 600, image 516 - 258, video 284.
    expect(onlyRecord(fixture('gemini.json'))).toEqual({
      shape: 'gemini',
      dedupeKey: 'aZ3xT9',
      model: 'gemini-2.5-pro',
      tier: 'standard',
      atMs: Date.UTC(2026, 10, 1, 12, 5, 0, 250),
      usage: {
        inputTokens: 3250,
        cacheReadTokens: 642,
        cacheReadImageTokens: 258,
        cacheReadAudioTokens: 600,
        inputImageTokens: 258,
        inputAudioTokens: 600,
        inputVideoTokens: 284,
        outputTokens: 1000,
        reasoningTokens: 600,
      },
    });
  });

  it('bills each token once: 1000 of text less 642 cached, and 250 by tools, are 608 at the full rate', () => {
    expect(fullRateInput(onlyRecord(fixture('gemini.json')).usage)).toBe(608);
  });

  it('does not take thoughts for a part of the candidates: 1000 out, not 400', () => {
    expect(onlyRecord(fixture('gemini.json')).usage.outputTokens).toBe(1000);
  });

  it('reads the spelling of the Python SDK, and images made', () => {
    const usage = usageOf({
      prompt_token_count: 20,
      candidates_token_count: 1290,
      total_token_count: 1310,
      cached_content_token_count: null,
      candidates_tokens_details: [{ modality: 'MediaModality.IMAGE', token_count: 1290 }],
    });
    expect(usage).toEqual({ inputTokens: 20, outputTokens: 1290, outputImageTokens: 1290 });
  });

  it('leaves cached video in the text part of the cache and out of the video that is billed in full', () => {
    const usage = usageOf({
      promptTokenCount: 1000,
      cachedContentTokenCount: 300,
      promptTokensDetails: [{ modality: 'VIDEO', tokenCount: 900 }],
      cacheTokensDetails: [{ modality: 'VIDEO', tokenCount: 300 }],
    });
    expect(usage).toEqual({ inputTokens: 1000, cacheReadTokens: 300, inputVideoTokens: 600 });
  });

  it('reads the answer of the Live API, told by modality, and the cache of a whole prompt', () => {
    const usage = usageOf({
      promptTokenCount: 100,
      cachedContentTokenCount: 40,
      responseTokenCount: 9,
      responseTokensDetails: [
        { modality: 'AUDIO', tokenCount: 6 },
        { modality: 'VIDEO', tokenCount: 3 },
      ],
    });
    expect(usage).toEqual({
      inputTokens: 100,
      cacheReadTokens: 40,
      outputTokens: 9,
      outputAudioTokens: 6,
      outputVideoTokens: 3,
    });
  });

  it('adds the cache up where only its parts are told', () => {
    // 30 of text and 10 of audio; these have a count of their own.
    const cacheTokensDetails = [
      { modality: 'TEXT', tokenCount: 30 },
      { modality: 'AUDIO', tokenCount: 10 },
    ];
    expect(usageOf({ promptTokenCount: 100, cacheTokensDetails })).toEqual({
      inputTokens: 100,
      cacheReadTokens: 30,
      cacheReadAudioTokens: 10,
    });
  });

  it('is known by its total alone, which says that something was not counted', () => {
    for (const name of ['totalTokenCount', 'total_token_count']) {
      const record = onlyRecord([{ usage: { [name]: 5 } }]);
      expect(record).toEqual({
        shape: 'gemini',
        usage: {},
        charges: [{ kind: 'unclassifiedToken', quantity: 5 }],
        warnings: ['the total of 5 tokens is 5 more than the parts: these are not counted'],
      });
    }
  });

  it('counts nothing for a part without a modality', () => {
    expect(usageOf({ promptTokenCount: 9, cacheTokensDetails: [{ tokenCount: 5 }] })).toEqual({
      inputTokens: 9,
    });
  });
});
