import { describe, expect, it } from 'vitest';
import { fixture, outcomesOf } from '../../helpers/usage-fixture.ts';

describe('OpenAI batch output', () => {
  it('bills a reply as batch although its body says default', () => {
    expect(outcomesOf(fixture('openai-batch.jsonl'))[0]).toEqual({
      kind: 'record',
      record: {
        shape: 'openai-batch',
        dedupeKey: 'chatcmpl-b1',
        model: 'gpt-4o-mini-2024-07-18',
        tier: 'batch',
        atMs: Date.UTC(2026, 10, 1, 12, 4),
        usage: { inputTokens: 82, cacheReadTokens: 0, outputTokens: 17, reasoningTokens: 0 },
      },
    });
  });

  it('names the lines that failed and cost nothing', () => {
    expect(outcomesOf(fixture('openai-batch.jsonl')).slice(1)).toEqual([
      { kind: 'skipped', reason: 'failed request', detail: 'the batch line has status 429' },
      {
        kind: 'skipped',
        reason: 'failed request',
        detail:
          'the batch line reports an error: This request could not be executed before the completion window expired.',
      },
    ]);
  });

  it.each([
    [{ error: 'cut off' }, 'the batch line reports an error: cut off'],
    [{ error: { code: 5 } }, 'the batch line reports an error'],
    [{ error: { message: 'x'.repeat(200) } }, `the batch line reports an error: ${'x'.repeat(120)}`],
    [{ response: { status_code: 400 } }, 'the batch line has status 400'],
  ])('says of %j that %s', (fields, detail) => {
    expect(outcomesOf([{ custom_id: 'a', ...fields }])).toEqual([
      { kind: 'skipped', reason: 'failed request', detail },
    ]);
  });

  it('names a reply that tells no usage, where nothing says that it failed', () => {
    const skipped = {
      kind: 'skipped',
      reason: 'no usage',
      detail: 'the response of this batch line holds no usage',
    };
    expect(outcomesOf([{ custom_id: 'a', response: { status_code: 399 }, error: null }])).toEqual([skipped]);
    expect(outcomesOf([{ custom_id: 'a', response: { body: {} } }])).toEqual([skipped]);
  });
});
