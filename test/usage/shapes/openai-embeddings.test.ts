import { describe, expect, it } from 'vitest';
import { fixture, onlyRecord } from '../../helpers/usage-fixture.ts';

describe('OpenAI embeddings', () => {
  it('reads what went in, and takes the total for the same tokens and not for more', () => {
    expect(onlyRecord(fixture('openai-embeddings.json'))).toEqual({
      shape: 'openai-embeddings',
      model: 'text-embedding-3-small',
      usage: { inputTokens: 812 },
    });
  });
});
