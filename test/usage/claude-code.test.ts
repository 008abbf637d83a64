import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, outcomesOf, recordsOf } from './fixture.ts';

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
      dedupeKey: 'msg_01A:req_01A',
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
      dedupeKey: 'msg_9:req_9',
      usage: { inputTokens: 5, outputTokens: 2 },
    });
  });
});
