import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('xAI chat', () => {
  it('adds reasoning to the completion where the total says that it stands beside it', () => {
    // 1029 = 700 + 9 + 320, so 329 tokens came out and not 9. 2085000 ticks are 0.0002085 USD.
    const record = onlyRecord(fixture('xai.json'));
    expect(record).toMatchObject({ shape: 'xai', reportedUsd: '0.0002085' });
    expect(record.usage).toMatchObject({
      inputTokens: 700,
      cacheReadTokens: 640,
      outputTokens: 329,
      reasoningTokens: 320,
    });
    expect(fullRateInput(record.usage)).toBe(60);
  });

  it('leaves it inside where the total says so', () => {
    const usage = usageOf({
      prompt_tokens: 700,
      completion_tokens: 329,
      total_tokens: 1029,
      completion_tokens_details: { reasoning_tokens: 320 },
      num_sources_used: 0,
    });
    expect(usage).toEqual({ inputTokens: 700, outputTokens: 329, reasoningTokens: 320 });
  });
});
