import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { fixture, fullRateInput, outcomesOf, recordsOf } from '../../helpers/usage-fixture.ts';

describe('Claude Code sessions', () => {
  const outcomes = outcomesOf(fixture('claude-code.jsonl'));
  const [partial, whole, last] = recordsOf(fixture('claude-code.jsonl'));

  it("tells lines of the conversation, replies and the program's own words apart", () => {
    expect(outcomes.map((outcome) => (outcome.kind === 'skipped' ? outcome.reason : outcome.kind))).toEqual([
      'context',
      'context',
      'record',
      'record',
      'synthetic',
      'record',
    ]);
  });

  it('reads a reply with session, project, time and the key by which its copies count once', () => {
    // 4 + 1200 written + 15000 read = 16204.
    expect(whole).toEqual({
      shape: 'claude-code',
      model: 'claude-sonnet-4-5-20250929',
      tier: 'standard',
      session: '0d1e2f30-5a6b',
      project: '/home/ann/shop',
      atMs: Date.UTC(2026, 10, 1, 12, 11, 2, 900),
      agent: 'claude-code',
      dedupeKey: 'msg_01A',
      requestId: 'req_01A',
      usage: {
        inputTokens: 16204,
        cacheReadTokens: 15000,
        cacheWriteTokens: 1200,
        cacheWrite1hTokens: 200,
        outputTokens: 350,
      },
    });
    expect(partial?.dedupeKey).toBe(whole?.dedupeKey);
    expect(last?.dedupeKey).not.toBe(whole?.dedupeKey);
  });

  it('leaves 4 tokens at the full rate: the cache stands beside input_tokens', () => {
    expect(fullRateInput(whole?.usage ?? {})).toBe(4);
  });

  it('keeps the cost that the log states', () => {
    expect(last?.reportedUsd).toBe('0.006678');
  });

  it('does not take words of the conversation for usage', () => {
    // Both lines say "usage":{"input_tokens":…} inside a text.
    expect(outcomes.slice(0, 2)).toEqual([{ kind: 'context' }, { kind: 'context' }]);
  });

  it('reads the reply of a sub-agent inside a progress line, under the key of the reply itself', () => {
    const [record] = recordsOf([
      {
        type: 'progress',
        sessionId: 's',
        timestamp: '2026-11-01T00:00:09Z',
        data: {
          type: 'agent_progress',
          message: {
            type: 'assistant',
            requestId: 'req_9',
            timestamp: '2026-11-01T00:00:07Z',
            message: { id: 'msg_9', model: 'claude-haiku-4-5', usage: { input_tokens: 5, output_tokens: 2 } },
          },
        },
      },
    ]);
    expect(record).toEqual({
      shape: 'claude-code',
      model: 'claude-haiku-4-5',
      session: 's',
      atMs: Date.UTC(2026, 10, 1, 0, 0, 7),
      agent: 'claude-code',
      dedupeKey: 'msg_9',
      requestId: 'req_9',
      usage: { inputTokens: 5, outputTokens: 2 },
    });
  });

  const reply = (message: JsonObject, rest: JsonObject = {}) => ({
    type: 'assistant',
    sessionId: 's',
    message,
    ...rest,
  });
  const usage = { input_tokens: 5, output_tokens: 2 };

  it('counts a reply by its message alone where a gateway leaves the request out, and never without one', () => {
    expect(recordsOf([reply({ id: 'msg_1', usage })])[0]?.dedupeKey).toBe('msg_1');
    const [record] = recordsOf([reply({ usage }, { requestId: 'req_1' })]);
    expect(record?.usage).toEqual({ inputTokens: 5, outputTokens: 2 });
    expect(record?.dedupeKey).toBeUndefined();
    expect(record?.requestId).toBeUndefined();
  });

  it('knows a reply of a side chain by its message alone: its request ids are its own', () => {
    const [main, side] = recordsOf([
      reply({ id: 'msg_1', usage }, { requestId: 'req_1', isSidechain: false }),
      reply({ id: 'msg_1', usage }, { requestId: 'req_2', isSidechain: true }),
    ]);
    expect([main?.dedupeKey, main?.requestId]).toEqual(['msg_1', 'req_1']);
    expect([side?.dedupeKey, side?.requestId]).toEqual(['msg_1', undefined]);
  });

  it('reads the counts of another provider that a gateway writes into a reply', () => {
    const chat = { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 6 } };
    const [record] = recordsOf([reply({ id: 'msg_2', model: 'gpt-5', usage: chat })]);
    expect(record).toMatchObject({ shape: 'claude-code', model: 'gpt-5', session: 's' });
    expect(record?.usage).toEqual({ inputTokens: 9, cacheReadTokens: 6, outputTokens: 4 });
  });

  it('names a reply whose usage holds no counts', () => {
    expect(outcomesOf([reply({ id: 'msg_3', usage: { service_tier: 'standard' } })])).toEqual([
      { kind: 'skipped', reason: 'no usage', detail: 'the usage of the reply holds no token counts' },
    ]);
  });

  it('reads one reply of a line that holds two', () => {
    const data = { message: { message: { id: 'msg_5', usage: { input_tokens: 7, output_tokens: 1 } } } };
    expect(recordsOf([reply({ id: 'msg_4', usage }, { data })]).map(({ dedupeKey }) => dedupeKey)).toEqual([
      'msg_4',
    ]);
  });

  it.each(['sessionId', 'parentUuid', 'leafUuid', 'isSnapshotUpdate'])('has lines known by %s', (name) => {
    expect(outcomesOf([{ type: 'summary', [name]: 'x' }])).toEqual([{ kind: 'context' }]);
    expect(recordsOf([{ type: 'assistant', [name]: 'x', message: { usage } }])[0]?.shape).toBe('claude-code');
  });

  it('is not what has no type, or nothing of a session', () => {
    expect(recordsOf([{ sessionId: 's', message: { usage } }])[0]?.shape).toBe('anthropic');
    expect(recordsOf([{ type: 'assistant', message: { usage } }])[0]?.shape).toBe('anthropic');
    expect(outcomesOf([{ sessionId: 's' }])).toMatchObject([{ reason: 'no usage' }]);
  });

  it('names a reply without usage, and what the program wrote itself', () => {
    expect(outcomesOf([reply({ id: 'msg_6' })])).toEqual([
      { kind: 'skipped', reason: 'no usage', detail: 'the line holds no usage' },
    ]);
    expect(outcomesOf([reply({ model: '<synthetic>', usage })])).toEqual([
      { kind: 'skipped', reason: 'synthetic', detail: 'written by Claude Code itself, not by a model' },
    ]);
  });
});
