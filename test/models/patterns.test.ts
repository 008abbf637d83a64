import { describe, expect, it } from 'vitest';
import { ModelNotFoundError } from '../../src/core/errors.ts';
import { keyOf, matcherOf } from '../../src/models/patterns.ts';
import { storeOf } from '../helpers/pricing.ts';

const KEYS = ['gpt-5', 'gpt-5-mini', 'azure/gpt-5', 'GPT-5-turbo', 'claude-5', 'gpt-50'];

describe('a pattern', () => {
  it.each([
    ['gpt-5', ['gpt-5']],
    ['gpt-5*', ['gpt-5', 'gpt-5-mini', 'GPT-5-turbo', 'gpt-50']],
    ['*gpt-5', ['gpt-5', 'azure/gpt-5']],
    ['*/gpt-5', ['azure/gpt-5']],
    ['gpt*mini', ['gpt-5-mini']],
    ['*5*', KEYS],
    ['*', KEYS],
    ['**', KEYS],
    ['g*-*-*', ['gpt-5-mini', 'GPT-5-turbo']],
    ['gpt-5*5', []],
    ['gpt-5*gpt-5', []],
    ['.*', []],
  ])('%j fits %j', (pattern, fitting) => {
    expect(KEYS.filter(matcherOf(pattern))).toEqual(fitting);
  });
});

describe('a name', () => {
  const older = storeOf({ 'tern-1': {}, 'only-old': {} });
  const newer = storeOf({ 'tern-1': { litellm_provider: 'shorebird' }, 'only-new': {} });

  it.each([
    ['tern-1', 'tern-1'],
    ['TERN-1', 'tern-1'],
    ['shorebird/tern-1', 'tern-1'],
    ['only-old', 'only-old'],
    ['mine', 'only-new'],
  ])('%j is the key %j', (name, key) => {
    expect(keyOf(name, [newer, older], { aliases: { mine: 'only-new' } })).toBe(key);
  });

  it('that no map knows is a miss of the first', () => {
    expect(() => keyOf('only-neu', [newer, older], {})).toThrow(ModelNotFoundError);
    expect(() => keyOf('only-neu', [newer, older], {})).toThrow('among 2 models');
  });
});
