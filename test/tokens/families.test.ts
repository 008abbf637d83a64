import { describe, expect, test } from 'vitest';
import { familyOf, parseFamilies } from '../../src/tokens/families.ts';
import { families } from '../helpers/prompts.ts';

describe('the encoding of a model', () => {
  test.each([
    ['gpt-4o', 'o200k_base'],
    ['azure/eu/gpt-4o-2024-08-06', 'o200k_base'],
    ['ft:gpt-4o-mini-2024-07-18:acme::abc', 'o200k_base'],
    ['openrouter/openai/gpt-5.5', 'o200k_base'],
    ['gpt-4.1-nano', 'o200k_base'],
    ['o4-mini', 'o200k_base'],
    ['gpt-image-2', 'o200k_base'],
    ['gpt-4', 'cl100k_base'],
    ['gpt-4-turbo', 'cl100k_base'],
    ['azure/gpt-35-turbo', 'cl100k_base'],
    ['text-embedding-3-large', 'cl100k_base'],
    ['groq/openai/gpt-oss-120b', 'o200k_harmony'],
    ['fireworks_ai/accounts/fireworks/models/gpt-oss-20b', 'o200k_harmony'],
    ['text-davinci-003', 'p50k_base'],
  ])('%s is %s', (model, encoding) => {
    expect(familyOf(families, model).text).toEqual({ encoding });
  });

  test.each([
    ['claude-sonnet-4-5', 'Claude'],
    ['us.anthropic.claude-opus-4-6-v1', 'Claude'],
    ['anthropic/claude-opus-4.8', 'Claude, newer tokenizer'],
    ['vertex_ai/claude-sonnet-5', 'Claude, newer tokenizer'],
    ['gemini/gemini-2.5-flash', 'Gemini'],
    ['meta.llama3-1-70b-instruct-v1:0', 'Llama 3 and later'],
    ['xai/grok-4', 'this model'],
    ['a name that nobody knows', 'this model'],
  ])('%s is an estimate, as of %s', (model, family) => {
    const found = familyOf(families, model);
    expect([found.family, 'perO200k' in found.text]).toEqual([family, true]);
  });
});

test('a table that is wrong says where', () => {
  const rule = {
    family: 'x',
    models: ['*'],
    framing: 'other',
    source: 's',
    perO200k: { low: 2, likely: 1, high: 3 },
  };
  expect(() => parseFamilies({ checked: '2026-11-28', families: [rule], toolPrompts: [] })).toThrow(
    'The tokenizers file is wrong at families[0].perO200k: it must be low, likely and high, in this order.',
  );
});
