import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { createLineReader } from '../../src/usage/recognise.ts';

const read = (line: JsonObject) => createLineReader().read(line);

describe('token counts under names that nobody knows', () => {
  it.each([
    ['output', { prompt_tokens: 100, produced_output_tokens: 50 }],
    ['output', { input_tokens: 100, generated_tokens: 50 }],
    ['input', { completion_tokens: 20, context_input_tokens: 50 }],
  ])('are named, and not free, where no %s is told otherwise', (_side, usage) => {
    expect(read({ model: 'tern-1', usage })).toMatchObject([
      { kind: 'record', record: { charges: [{ kind: 'unclassifiedToken', quantity: 50 }] } },
    ]);
  });

  it.each([
    [{ prompt_tokens: 100, completion_tokens: 20, generated_tokens: 20 }],
    [{ input_tokens: 100, output_tokens: 0, speculative_output_tokens: 9 }],
    [{ prompt_tokens: 100, total_tokens: 100 }],
    [{ input_tokens: 100, max_output_tokens: 4096 }],
    [{ input_tokens: 100, output_tokens_details: { reasoning_tokens: 0 } }],
  ])('say nothing beside a count that is read: %j', (usage) => {
    const [outcome] = read({ model: 'tern-1', usage });
    expect(outcome).toMatchObject({ kind: 'record' });
    expect(outcome).not.toHaveProperty('record.charges');
  });
});

describe('the object at a place that only one shape uses', () => {
  it('is not of that shape where it has none of its fields', () => {
    // Read as Cursor's, it would cost nothing, known.
    expect(read({ model: 'tern-1', tokenUsage: { sum: 150, used: 100 } })).toMatchObject([
      { kind: 'skipped', reason: 'unknown usage' },
    ]);
  });

  it('may be of another', () => {
    const tokenUsage = { total: 150, prompt: 100, completion: 50, numRequests: 2, completionDetails: {} };
    expect(read({ model: 'tern-1', tokenUsage })).toMatchObject([
      { kind: 'record', record: { sumOf: 2, usage: { inputTokens: 100, outputTokens: 50 } } },
    ]);
  });
});
