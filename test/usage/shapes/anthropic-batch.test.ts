import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, outcomesOf } from '../../helpers/usage-fixture.ts';

describe('Anthropic batch results', () => {
  it('reads what succeeded as batch, the cache beside the input', () => {
    const record = onlyRecord(fixture('anthropic-batch.jsonl'));
    expect(record).toEqual({
      shape: 'anthropic-batch',
      dedupeKey: 'msg_014VwiXbi91y3JMjcpyGBHX5',
      model: 'claude-haiku-4-5-20251001',
      tier: 'batch',
      // 11 + 500 read.
      usage: { inputTokens: 511, cacheReadTokens: 500, cacheWriteTokens: 0, outputTokens: 36 },
    });
    expect(fullRateInput(record.usage)).toBe(11);
  });

  it('names a reply that tells no usage', () => {
    const line = { custom_id: 'a', result: { type: 'succeeded', message: { model: 'm' } } };
    expect(outcomesOf([line])).toEqual([
      { kind: 'skipped', reason: 'no usage', detail: 'the message of this batch result holds no usage' },
    ]);
  });

  it('names what errored and what expired', () => {
    expect(outcomesOf(fixture('anthropic-batch.jsonl')).slice(1)).toEqual([
      { kind: 'skipped', reason: 'failed request', detail: 'the batch result is "errored"' },
      { kind: 'skipped', reason: 'failed request', detail: 'the batch result is "expired"' },
    ]);
  });

  it.each([
    [{ custom_id: 'a', result: { message: { usage: { input_tokens: 5 } } } }],
    [{ result: { type: 'succeeded', message: { usage: { input_tokens: 5 } } } }],
  ])('is not what has no type or no id of its own: %j', (line) => {
    expect(onlyRecord([line])).toEqual({ shape: 'anthropic', usage: { inputTokens: 5 } });
  });
});
