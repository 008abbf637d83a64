import { describe, expect, it } from 'vitest';
import { fixture, recordsOf } from '../../helpers/usage-fixture.ts';

describe('Cohere', () => {
  const [chat, rerank] = recordsOf(fixture('cohere.jsonl'));

  it('reads the units that are billed: 17 tokens in, not the 215 that the model saw', () => {
    expect(chat).toEqual({
      shape: 'cohere',
      dedupeKey: 'c14c80c3',
      model: 'command-r-plus-08-2024',
      usage: { inputTokens: 17, outputTokens: 12 },
    });
  });

  it('reads search units of a rerank as queries', () => {
    expect(rerank).toEqual({
      shape: 'cohere',
      dedupeKey: '07734bd2',
      model: 'rerank-v3.5',
      usage: { queries: 2 },
    });
  });
});
