import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('OpenAI Responses', () => {
  it('reads a whole response: counts, model, served tier, user and time', () => {
    expect(onlyRecord(fixture('openai-responses.json'))).toEqual({
      shape: 'openai-responses',
      dedupeKey: 'resp_68f1c2',
      model: 'gpt-5.5',
      tier: 'flex',
      user: 'ann',
      atMs: Date.UTC(2026, 10, 1, 12, 2),
      usage: { inputTokens: 5200, cacheReadTokens: 4096, outputTokens: 900, reasoningTokens: 640 },
    });
  });

  it('takes cached tokens as part of the input, unlike Anthropic, whose names are the same', () => {
    const { usage } = onlyRecord(fixture('openai-responses.json'));
    expect(fullRateInput(usage)).toBe(1104);
    // Anthropic's reading would make it 5200 + 4096.
    expect(usage.inputTokens).toBe(5200);
  });

  it('is not taken for Images where a gateway tells text and pictures apart', () => {
    const usage = usageOf({
      input_tokens: 700,
      input_tokens_details: { cached_tokens: 0, text_tokens: 200, image_tokens: 500 },
      output_tokens: 90,
      output_tokens_details: { reasoning_tokens: 40 },
    });
    expect(usage).toEqual({
      inputTokens: 700,
      cacheReadTokens: 0,
      inputImageTokens: 500,
      outputTokens: 90,
      reasoningTokens: 40,
    });
  });
});
