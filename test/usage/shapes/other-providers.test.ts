import { describe, expect, it } from 'vitest';
import { fixture, onlyRecord, recordsOf, usageOf } from '../../helpers/usage-fixture.ts';
import type { Usage } from '../../../src/usage/usage.ts';

/** Each line tells of 26 tokens in and 290 out, in its own words; what it tells beside them. */
const PARTS: readonly (readonly [shape: string, parts: Usage])[] = [
  ['ollama', {}],
  ['bedrock-llama', {}],
  ['yandex', { reasoningTokens: 0 }],
  ['hunyuan', {}],
  ['openai-responses', { cacheReadTokens: 10 }],
  ['token-counts', {}],
  ['token-counts', { cacheReadTokens: 10, reasoningTokens: 200 }],
  ['embedding-total', {}],
  // 26 + 90 + 200 = 316: the thoughts stand beside the output.
  ['gemini-interactions', { cacheReadTokens: 10, reasoningTokens: 200 }],
  ['openai-chat', { cacheReadTokens: 10 }],
  ['pydantic-ai', { cacheReadTokens: 10, cacheWriteTokens: 0, reasoningTokens: 0 }],
  // 200 + 90, a list of two texts.
  ['titan', {}],
  ['watsonx', {}],
  // 20 + 6, and nothing comes out.
  ['vertex-embeddings', {}],
  ['llama-api', {}],
  ['llama.cpp', {}],
  ['openai-chat', {}],
  ['llamaindex', {}],
  // 26 + 90 + 200 = 316.
  ['genkit', { cacheReadTokens: 10, reasoningTokens: 200 }],
  // 16 + 10 + 290 = 316: the cache stands beside the input.
  ['openai-responses', { cacheReadTokens: 10, reasoningTokens: 200 }],
  ['tokens-in-out', {}],
  ['openai-chat', {}],
  ['posthog', { cacheReadTokens: 10 }],
  // Anthropic's 16 leave the 10 out.
  ['posthog', { cacheReadTokens: 10 }],
  ['promptfoo', { reasoningTokens: 200 }],
  ['continue', {}],
  ['dotnet', { cacheReadTokens: 10 }],
  ['anthropic', {}],
];

const EMBEDDINGS = new Set(['embedding-total', 'vertex-embeddings']);

describe('usage in the words of other providers', () => {
  const records = recordsOf(fixture('other-providers.jsonl'));

  it('is read line by line', () => {
    expect(records.map(({ shape }) => shape)).toEqual(PARTS.map(([shape]) => shape));
    expect(records.map(({ usage }) => usage)).toEqual(
      PARTS.map(([shape, parts]) => ({
        inputTokens: 26,
        ...(EMBEDDINGS.has(shape) ? {} : { outputTokens: 290 }),
        ...parts,
      })),
    );
  });

  it('supposes nothing', () => {
    expect(records.flatMap(({ assumptions = [], warnings = [] }) => [...assumptions, ...warnings])).toEqual(
      [],
    );
  });

  it('reads counts that are written as texts', () => {
    expect(usageOf({ prompt_tokens: '26', completion_tokens: '290.0', total_tokens: ' 316 ' })).toEqual({
      inputTokens: 26,
      outputTokens: 290,
    });
    expect(usageOf({ input_tokens: '26', output_tokens: '290', cache_read_input_tokens: '' })).toEqual({
      inputTokens: 26,
      outputTokens: 290,
    });
  });

  it('adds what OpenRouter charges for its own to what the upstream key paid', () => {
    // 0.000225 + 0.0045, where `cost` alone is OpenRouter's fee.
    expect(onlyRecord(fixture('openrouter-byok.json')).reportedUsd).toBe('0.004725');
  });
});

describe('usage of several models in one line', () => {
  it('is one record of each', () => {
    const [compound, inspect] = fixture('several-models.jsonl');
    expect(recordsOf([compound ?? null])).toMatchObject([
      {
        model: 'llama-3.3-70b-versatile',
        usage: { inputTokens: 600, outputTokens: 100 },
        charges: [{ kind: 'toolCall', quantity: 1 }],
      },
      { model: 'openai/gpt-oss-120b', usage: { inputTokens: 400, outputTokens: 200 } },
    ]);
    expect(recordsOf([inspect ?? null])).toMatchObject([
      { model: 'openai/gpt-5', usage: { inputTokens: 1000, outputTokens: 300 }, sumOf: null },
      // 100 + 900 + 300 = 1300.
      { model: 'anthropic/claude-opus-5', usage: { inputTokens: 1000, cacheReadTokens: 900 }, sumOf: null },
    ]);
  });
});
