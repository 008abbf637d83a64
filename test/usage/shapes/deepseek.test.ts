import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('DeepSeek', () => {
  it('takes what hit and what missed the cache as the two parts of the prompt', () => {
    const record = onlyRecord(fixture('deepseek.json'));
    expect(record.shape).toBe('deepseek');
    expect(record.usage).toEqual({
      inputTokens: 1300,
      cacheReadTokens: 1024,
      outputTokens: 80,
      reasoningTokens: 30,
    });
  });

  it('leaves 276 at the full rate, not 1300', () => {
    expect(fullRateInput(onlyRecord(fixture('deepseek.json')).usage)).toBe(276);
  });

  it('adds the prompt up where only its parts are told', () => {
    expect(
      usageOf({ prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36, completion_tokens: 5 }),
    ).toEqual({
      inputTokens: 100,
      cacheReadTokens: 64,
      outputTokens: 5,
    });
  });
});
