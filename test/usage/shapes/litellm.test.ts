import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { asObject } from '../../../src/core/json.ts';
import { fixture, fullRateInput, onlyRecord, outcomesOf } from '../../helpers/usage-fixture.ts';

describe('LiteLLM spend logs', () => {
  const row: JsonObject = asObject(fixture('litellm.json')[0]) ?? {};

  it('reads the usage object of the row, its spend as plain decimals, its user, team and tags', () => {
    expect(onlyRecord([row])).toEqual({
      shape: 'litellm',
      model: 'gpt-4o-mini',
      provider: 'openai',
      reportedUsd: '0.00006075',
      atMs: Date.UTC(2026, 10, 1, 12, 10, 0, 123),
      dedupeKey: 'chatcmpl-lt1',
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

  const small = { spend: 0.5, model: 'm', prompt_tokens: 9, completion_tokens: 4 };

  it('falls back to the totals of the row where the usage object is in no known form', () => {
    const metadata = { usage_object: { tok_in: 9 } };
    expect(onlyRecord([{ ...small, metadata }])).toMatchObject({
      model: 'm',
      usage: { inputTokens: 9, outputTokens: 4 },
    });
  });

  it('names a row without counts', () => {
    const empty = { spend: 0.5, custom_llm_provider: 'openai' };
    const skipped = { kind: 'skipped', reason: 'no usage', detail: 'the row holds no token counts' };
    expect(outcomesOf([empty])).toEqual([skipped]);
    expect(outcomesOf([{ ...empty, metadata: { usage_object: { tok_in: 9 } } }])).toEqual([skipped]);
  });

  it.each([
    [{ end_user: 'a', user: 'b' }, 'a'],
    [{ end_user: '', user: 'b', metadata: { user_api_key_user_id: 'c' } }, 'b'],
    [{ user: '', metadata: { user_api_key_user_id: 'c' } }, 'c'],
    [{ user: '' }, undefined],
  ])('of %j takes %s for the user', (fields, user) => {
    expect(onlyRecord([{ ...small, ...fields }]).user).toBe(user);
  });

  it.each([
    ['["a", 5, "b"]', ['a', 'b']],
    ['[5]', undefined],
    ['["a"', undefined],
    ['a', undefined],
  ])('of the tags %s takes %j', (request_tags, tags) => {
    expect(onlyRecord([{ ...small, request_tags }]).tags).toEqual(tags);
  });

  it.each([
    [{ spend: 0.5, response_cost: 0.25 }, '0.5'],
    [{ spend: null, response_cost: 0.25 }, '0.25'],
  ])('of %j takes %s for the cost', (costs, usd) => {
    expect(onlyRecord([{ ...small, ...costs }]).reportedUsd).toBe(usd);
  });

  it.each([[true], ['True'], ['true']])('does not bill a row whose cache_hit is %j', (cache_hit) => {
    expect(outcomesOf([{ ...small, cache_hit }])).toEqual([
      {
        kind: 'skipped',
        reason: 'gateway cache',
        detail: 'LiteLLM answered it from its own cache, so no provider billed it',
      },
    ]);
  });

  it.each([[false], ['False'], ['None'], [null]])('bills a row whose cache_hit is %j', (cache_hit) => {
    expect(onlyRecord([{ ...small, cache_hit }]).usage.inputTokens).toBe(9);
  });

  it.each([
    [{ spend: 0.5, prompt_tokens: 9 }],
    [{ response_cost: 0.5, completion_tokens: 9 }],
    [{ response_cost: 0.5, prompt_tokens: 9 }],
    [{ spend: 0.5, completion_tokens: 9 }],
  ])('are known by a cost and a count: %j', (line) => {
    expect(onlyRecord([line])).toMatchObject({ shape: 'litellm', reportedUsd: '0.5' });
  });

  it.each([
    [{ prompt_tokens: 9 }, 'openai-chat'],
    [{ spend: 0.5, usage: { input_tokens: 9 } }, 'anthropic'],
  ])('are not known by one of them alone: %j', (line, shape) => {
    expect(onlyRecord([line]).shape).toBe(shape);
  });

  it('take the team of the row before that of its metadata', () => {
    const metadata = { user_api_key_team_id: 'of the key' };
    expect(onlyRecord([{ ...small, team_id: 'of the row', metadata }]).project).toBe('of the row');
    expect(onlyRecord([{ ...small, metadata }]).project).toBe('of the key');
  });

  it('say why a failure is not billed', () => {
    expect(outcomesOf([{ ...small, status: 'failure' }])).toEqual([
      { kind: 'skipped', reason: 'failed request', detail: 'LiteLLM logged it as a failure' },
    ]);
  });
});
