import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord } from '../../helpers/usage-fixture.ts';

describe('Bedrock Converse', () => {
  it('adds the cache to inputTokens, which leaves it out, and knows the one-hour writes', () => {
    // 100 + 4000 read + 1000 written = 5100.
    expect(onlyRecord(fixture('bedrock-converse.json'))).toEqual({
      shape: 'bedrock-converse',
      model: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
      usage: {
        inputTokens: 5100,
        cacheReadTokens: 4000,
        cacheWriteTokens: 1000,
        cacheWrite1hTokens: 600,
        outputTokens: 200,
      },
    });
  });

  it('leaves 100 at the full rate; taking the cache as part of them would leave less than nothing', () => {
    expect(fullRateInput(onlyRecord(fixture('bedrock-converse.json')).usage)).toBe(100);
  });
});
