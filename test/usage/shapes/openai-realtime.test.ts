import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('OpenAI Realtime', () => {
  it('takes the cached part of each modality out of its uncached count', () => {
    // Audio 900 of which 576 cached: 324. Images 100 of which 64 cached: 36.
    expect(onlyRecord(fixture('openai-realtime.json'))).toEqual({
      shape: 'openai-realtime',
      dedupeKey: 'resp_CCXGQ4e1ht4cOraEYcuR2',
      model: 'gpt-realtime',
      usage: {
        inputTokens: 1632,
        cacheReadTokens: 512,
        cacheReadImageTokens: 64,
        cacheReadAudioTokens: 576,
        inputImageTokens: 36,
        inputAudioTokens: 324,
        outputTokens: 321,
        outputAudioTokens: 250,
      },
    });
  });

  it('bills each token once: 632 of text of which 512 cached are 120 at the full rate', () => {
    // Leaving the cached audio in the audio count would make it 120 - 576 - 64: below nothing.
    expect(fullRateInput(onlyRecord(fixture('openai-realtime.json')).usage)).toBe(120);
  });

  it('takes cached tokens for text where nothing tells their modality', () => {
    const usage = usageOf({
      input_tokens: 400,
      input_token_details: { text_tokens: 300, audio_tokens: 100, cached_tokens: 128 },
      output_tokens: 10,
    });
    expect(usage).toEqual({
      inputTokens: 400,
      cacheReadTokens: 128,
      inputAudioTokens: 100,
      outputTokens: 10,
    });
  });
});
