import { describe, expect, it } from 'vitest';
import { isOpaqueArn, longNames } from '../../src/models/long-names.ts';

const names = (name: string) => longNames(name).map((long) => long.name);

const ARN = 'arn:aws:bedrock:eu-west-1:123456789012';

describe('a longer name stands for', () => {
  it.each([
    ['ft:gpt-4o-2024-08-06:acme::AbC1', ['ft:gpt-4o-2024-08-06']],
    ['ft:gpt-4o-mini-2024-07-18:acme:support:AbC1:ckpt-step-90', ['ft:gpt-4o-mini-2024-07-18']],
    ['openai/ft:gpt-4o-2024-08-06:acme::AbC1', ['openai/ft:gpt-4o-2024-08-06']],
    ['models/gemini-2.5-pro', ['gemini-2.5-pro']],
    ['google/models/gemini-2.5-pro', ['gemini-2.5-pro']],
    [
      'projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929',
      ['vertex_ai/claude-sonnet-4-5@20250929', 'claude-sonnet-4-5@20250929'],
    ],
    ['bedrock/converse/anthropic.claude-v2', ['bedrock/anthropic.claude-v2']],
    ['bedrock/us-gov-west-1/anthropic.claude-v2', ['bedrock/anthropic.claude-v2']],
    // The region's own key comes first.
    [
      `${ARN}:inference-profile/eu.anthropic.claude-v2:1`,
      [
        'bedrock/eu-west-1/eu.anthropic.claude-v2:1',
        'bedrock/eu.anthropic.claude-v2:1',
        'bedrock/eu.anthropic.claude-v2:1',
      ],
    ],
    ['claude-sonnet-4-5[1m]', ['claude-sonnet-4-5']],
    [
      'bedrock/converse/us.anthropic.claude-v2[1m]',
      ['bedrock/converse/us.anthropic.claude-v2', 'bedrock/us.anthropic.claude-v2'],
    ],
    ['moonshotai/kimi-k2:nitro', ['openrouter/moonshotai/kimi-k2', 'moonshotai/kimi-k2']],
    ['openrouter/moonshotai/kimi-k2:FREE', ['openrouter/moonshotai/kimi-k2']],
  ])('%s', (name, expected) => {
    expect(names(name)).toEqual(expected);
  });

  it.each([
    'gpt-4o',
    'ft:gpt-4o',
    // A variant is OpenRouter's, which puts the maker in front.
    'kimi-k2:free',
    'moonshotai/kimi-k2:thinking',
    'ollama/llama3:8b',
    'bedrock/anthropic.claude-v2:1',
    '[1m]',
    'models/',
    '',
  ])('nothing else: %s', (name) => {
    expect(names(name)).toEqual([]);
  });

  it('says what is assumed of a variant, and nothing of a documented form', () => {
    expect(longNames('a/b:floor')[0]).toMatchObject({ by: 'variant', isFree: false });
    expect(longNames('a/b:floor')[0]?.assumption).toContain('routed by price');
    expect(longNames('a/b:free')[0]).toMatchObject({ isFree: true });
    expect(longNames('models/b')[0]).toEqual({ name: 'b', by: 'long-form' });
  });
});

describe('an ARN', () => {
  it.each([
    [`${ARN}:application-inference-profile/abc123`, true],
    [`bedrock/${ARN}:provisioned-model/abc123`, true],
    [`${ARN}:foundation-model/anthropic.claude-v2`, false],
    ['arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-v2', false],
    ['gpt-4o', false],
  ])('%s names no model: %s', (name, isOpaque) => {
    expect(isOpaqueArn(name)).toBe(isOpaque);
  });
});
