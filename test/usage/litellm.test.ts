import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { asObject } from '../../src/json.ts';
import { fixture, fullRateInput, onlyRecord, outcomesOf } from './fixture.ts';

describe('LiteLLM spend logs', () => {
  const row: JsonObject = asObject(fixture('litellm.json')[0]) ?? {};

  it('reads the usage object of the row, its spend as plain decimals, its user, team and tags', () => {
    expect(onlyRecord([row])).toEqual({
      shape: 'litellm',
      model: 'gpt-4o-mini',
      provider: 'openai',
      reportedUsd: '0.00006075',
      atMs: Date.UTC(2026, 10, 1, 12, 10, 0, 123),
      user: 'u-17',
      project: 'team-9',
      tags: ['prod', 'chat'],
      usage: {
        inputTokens: 1400,
        cacheReadTokens: 1024,
        inputAudioTokens: 0,
        outputTokens: 50,
        reasoningTokens: 0,
      },
    });
  });

  it('takes cached tokens as part of the prompt: 376 at the full rate, not 1400', () => {
    expect(fullRateInput(onlyRecord([row]).usage)).toBe(376);
  });

  it('falls back to the totals of the row, and reads metadata and tags that are JSON inside a text', () => {
    const record = onlyRecord([
      { ...row, metadata: '{"user_api_key_team_id":"t-1"}', request_tags: '["a"]' },
    ]);
    expect(record).toMatchObject({
      project: 't-1',
      tags: ['a'],
      usage: { inputTokens: 1400, outputTokens: 50 },
    });
  });

  it('does not bill what failed, nor what the gateway answered from its own cache', () => {
    expect(outcomesOf([{ ...row, status: 'failure' }])).toMatchObject([
      { kind: 'skipped', reason: 'failed request' },
    ]);
    expect(outcomesOf([{ ...row, cache_hit: 'True' }])).toMatchObject([
      { kind: 'skipped', reason: 'gateway cache' },
    ]);
  });
});
