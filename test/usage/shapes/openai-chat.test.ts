import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('OpenAI Chat Completions', () => {
  it('reads a whole response: counts, model, served tier and time', () => {
    expect(onlyRecord(fixture('openai-chat.json'))).toEqual({
      shape: 'openai-chat',
      dedupeKey: 'chatcmpl-B7kQ2vXn0aTq',
      model: 'gpt-4o-2024-08-06',
      tier: 'standard',
      // 1793534400 seconds are 2026-11-01 12:00 UTC.
      atMs: Date.UTC(2026, 10, 1, 12),
      usage: {
        inputTokens: 2006,
        cacheReadTokens: 1920,
        inputAudioTokens: 0,
        outputTokens: 300,
        reasoningTokens: 128,
        outputAudioTokens: 0,
      },
    });
  });

  it('takes cached tokens as part of the prompt: 86 at the full rate, not 2006', () => {
    const { usage } = onlyRecord(fixture('openai-chat.json'));
    expect(fullRateInput(usage)).toBe(86);
    // The wrong reading adds them: 2006 + 1920.
    expect(usage.inputTokens).not.toBe(3926);
  });

  it('takes reasoning as part of the completion: 300 out, not 428', () => {
    expect(onlyRecord(fixture('openai-chat.json')).usage.outputTokens).toBe(300);
  });

  it('reads an OpenRouter response with its own cost, a write to the cache, and the gateway as provider', () => {
    const record = onlyRecord(fixture('openrouter.json'));
    expect(record).toMatchObject({
      provider: 'openrouter',
      reportedUsd: '0.0012345',
      model: 'anthropic/claude-sonnet-4.5',
    });
    expect(record.usage).toMatchObject({ inputTokens: 1000, cacheReadTokens: 800, cacheWriteTokens: 100 });
    expect(fullRateInput(record.usage)).toBe(100);
  });

  it('counts once what LiteLLM writes under both names of the cache', () => {
    const usage = usageOf({
      prompt_tokens: 5000,
      completion_tokens: 10,
      total_tokens: 5010,
      cache_read_input_tokens: 4000,
      cache_creation_input_tokens: 700,
      prompt_tokens_details: {
        cached_tokens: 4000,
        cache_creation_tokens: 700,
        cache_creation_token_details: { ephemeral_5m_input_tokens: 500, ephemeral_1h_input_tokens: 200 },
      },
    });
    expect(usage).toMatchObject({
      inputTokens: 5000,
      cacheReadTokens: 4000,
      cacheWriteTokens: 700,
      cacheWrite1hTokens: 200,
    });
    expect(fullRateInput(usage)).toBe(300);
  });

  it('says so where the total holds tokens that no part does', () => {
    const { usage, warnings } = onlyRecord([
      { usage: { prompt_tokens: 8, completion_tokens: 9, total_tokens: 500 } },
    ]);
    expect(usage).toEqual({ inputTokens: 8, outputTokens: 9 });
    expect(warnings).toEqual(['the total of 500 tokens is 483 more than the parts: these are not counted']);
  });

  it.each([
    // Reasoning beside the completion: 3 + 4 + 5 = 12; without a completion, or a prompt, 8 and 9.
    [{ prompt_tokens: 3, completion_tokens: 4, total_tokens: 12 }, 9],
    [{ prompt_tokens: 3, total_tokens: 8 }, 5],
    [{ completion_tokens: 4, total_tokens: 9 }, 9],
    // Reasoning inside the completion: 3 + 6 = 9.
    [{ prompt_tokens: 3, completion_tokens: 6, total_tokens: 9 }, 6],
    [{ prompt_tokens: 3, completion_tokens: 6 }, 6],
  ])('of %j with 5 of reasoning counts %i out', (counts, outputTokens) => {
    const usage = { ...counts, completion_tokens_details: { reasoning_tokens: 5 } };
    expect(usageOf(usage)).toMatchObject({ outputTokens, reasoningTokens: 5 });
  });

  it('takes off the grand total of cached tokens those that have a kind of their own', () => {
    // 900 cached: 200 of images, 100 of audio, so 600 of text.
    const details = { cached_tokens_details: { image_tokens: 200, audio_tokens: 100 } };
    expect(
      usageOf({ prompt_tokens: 1000, cached_tokens: 900, prompt_tokens_details: details }),
    ).toMatchObject({
      cacheReadTokens: 600,
      cacheReadImageTokens: 200,
      cacheReadAudioTokens: 100,
    });
    expect(usageOf({ prompt_tokens: 1000, cached_tokens: 900 })).toMatchObject({ cacheReadTokens: 900 });
    expect(
      usageOf({ prompt_tokens: 1000, cached_tokens: 250, prompt_tokens_details: details }),
    ).toMatchObject({ cacheReadTokens: 0 });
  });

  it('reads every part that the details name', () => {
    expect(
      usageOf({
        prompt_tokens: 1000,
        completion_tokens: 500,
        prompt_tokens_details: {
          cached_tokens_details: { text_tokens: 10, image_tokens: 20, audio_tokens: 30 },
          cache_creation_tokens: 40,
          // Of these, 20 and 30 came from the cache.
          image_tokens: 100,
          audio_tokens: 200,
          video_tokens: 60,
        },
        completion_tokens_details: {
          reasoning_tokens: 1,
          image_tokens: 2,
          audio_tokens: 3,
          video_tokens: 4,
        },
      }),
    ).toEqual({
      inputTokens: 1000,
      cacheReadTokens: 10,
      cacheReadImageTokens: 20,
      cacheReadAudioTokens: 30,
      cacheWriteTokens: 40,
      inputImageTokens: 80,
      inputAudioTokens: 170,
      inputVideoTokens: 60,
      outputTokens: 500,
      reasoningTokens: 1,
      outputImageTokens: 2,
      outputAudioTokens: 3,
      outputVideoTokens: 4,
    });
  });
});
