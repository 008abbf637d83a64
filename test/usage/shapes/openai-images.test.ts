import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('OpenAI Images', () => {
  it('takes all of the output as image tokens where it is not broken down', () => {
    const record = onlyRecord(fixture('openai-images.json'));
    expect(record.shape).toBe('openai-images');
    expect(record.usage).toEqual({
      inputTokens: 1144,
      inputImageTokens: 1024,
      outputTokens: 1372,
      outputImageTokens: 1372,
    });
  });

  it('takes image tokens as part of the input: 120 of text, not 1144', () => {
    expect(fullRateInput(onlyRecord(fixture('openai-images.json')).usage)).toBe(120);
  });

  it('believes a breakdown of the output', () => {
    const usage = usageOf({
      input_tokens: 50,
      input_tokens_details: { text_tokens: 50, image_tokens: 0 },
      output_tokens: 1400,
      output_tokens_details: { image_tokens: 1372, text_tokens: 28 },
    });
    expect(usage).toEqual({
      inputTokens: 50,
      inputImageTokens: 0,
      outputTokens: 1400,
      outputImageTokens: 1372,
    });
  });
});
