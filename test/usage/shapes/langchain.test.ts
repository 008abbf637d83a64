import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('LangChain', () => {
  it('takes the details as parts of the totals, even those of an Anthropic model', () => {
    const record = onlyRecord(fixture('langchain.json'));
    expect(record).toMatchObject({ shape: 'langchain', model: 'claude-haiku-4-5-20251001' });
    expect(record.usage).toEqual({
      inputTokens: 3500,
      cacheReadTokens: 2000,
      cacheWriteTokens: 900,
      inputAudioTokens: 10,
      outputTokens: 240,
      reasoningTokens: 100,
      outputAudioTokens: 5,
    });
    // 3500 - 2000 - 900 - 10; Anthropic's reading would make the input 6400.
    expect(fullRateInput(record.usage)).toBe(590);
  });

  it('reads writes by time to live where cache_creation is 0 beside them', () => {
    const usage = usageOf({
      input_tokens: 100,
      output_tokens: 1,
      input_token_details: {
        cache_read: 0,
        cache_creation: 0,
        ephemeral_5m_input_tokens: 30,
        ephemeral_1h_input_tokens: 50,
      },
    });
    expect(usage).toMatchObject({ cacheWriteTokens: 80, cacheWrite1hTokens: 50 });
  });
});
