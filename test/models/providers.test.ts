import { describe, expect, it } from 'vitest';
import { isProvider, providerFamily, providerName } from '../../src/models/providers.ts';
import { HAS_SHARED_MAPS, sharedStore } from '../helpers/shared-maps.ts';

describe('the proper name of a provider', () => {
  it.each([
    ['openai', 'OpenAI'],
    ['vertex_ai-language-models', 'Vertex AI'],
    ['bedrock_converse', 'Amazon Bedrock'],
    ['xai', 'xAI'],
    ['shorebird', 'shorebird'],
    ['constructor', 'constructor'],
    ['toString', 'toString'],
    [null, 'Unknown provider'],
  ])('of %s is %s', (provider, name) => {
    expect(providerName(provider)).toBe(name);
  });
});

describe('shelves of one provider', () => {
  it.each([
    ['vertex_ai-anthropic_models', 'vertex_ai'],
    ['vertex_ai', 'vertex_ai'],
    ['openai', 'openai'],
  ])('%s is of %s', (provider, family) => {
    expect(providerFamily(provider)).toBe(family);
  });
});

describe('what people write before a model', () => {
  it.each([
    ['openai', 'openai', true],
    ['openai', 'OpenAI', true],
    ['text-completion-openai', 'openai', true],
    ['vertex_ai-language-models', 'vertex_ai', true],
    ['vertex_ai-language-models', 'vertex_ai-language-models', true],
    ['vertex_ai', 'vertex', true],
    ['gemini', 'google', true],
    ['bedrock_converse', 'bedrock', true],
    ['dashscope', 'qwen', true],
    ['openai', 'azure', false],
    ['openai', 'open', false],
    ['bedrock', 'bedrock_converse', false],
    ['openai', 'constructor', false],
    [null, 'openai', false],
    [null, '', false],
  ])('%s may be meant by %s: %s', (provider, prefix, is) => {
    expect(isProvider(provider, prefix)).toBe(is);
  });
});

it.skipIf(!HAS_SHARED_MAPS)(
  'most models of the published map have a provider with a name (needs ../shared/cost-maps)',
  () => {
    const all = sharedStore('2026-08-06').summaries();
    const unnamed = all.filter(({ provider }) => provider !== null && providerName(provider) === provider);
    expect(unnamed.length / all.length).toBeLessThan(0.05);
  },
);
