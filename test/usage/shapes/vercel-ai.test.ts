import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, recordsOf, usageOf } from '../../helpers/usage-fixture.ts';

describe('Vercel AI SDK', () => {
  const [five, six] = recordsOf(fixture('vercel-ai.jsonl'));

  it('takes the cache of version 5 as part of the input: 220 at the full rate, not 1500', () => {
    expect(five).toEqual({
      shape: 'vercel-ai',
      model: 'gpt-4.1',
      atMs: Date.UTC(2026, 10, 1, 12, 7),
      usage: { inputTokens: 1500, cacheReadTokens: 1280, outputTokens: 220, reasoningTokens: 0 },
    });
    expect(fullRateInput(five?.usage ?? {})).toBe(220);
  });

  it('reads the details of version 6, once where version 5 names stand beside them', () => {
    expect(six?.usage).toEqual({
      inputTokens: 2000,
      cacheReadTokens: 1400,
      cacheWriteTokens: 100,
      outputTokens: 350,
      reasoningTokens: 200,
    });
    // 2000 - 1400 - 100 = the 500 of noCacheTokens.
    expect(fullRateInput(six?.usage ?? {})).toBe(500);
  });

  it('reads the names of version 4', () => {
    expect(usageOf({ promptTokens: 12, completionTokens: 3, totalTokens: 15 })).toEqual({
      inputTokens: 12,
      outputTokens: 3,
    });
  });
});
