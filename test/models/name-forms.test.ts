import { describe, expect, it } from 'vitest';
import { sameVersion, withDots } from '../../src/models/name-forms.ts';

describe('a version', () => {
  it.each([
    ['claude-sonnet-4-5', 'claude-sonnet-4.5'],
    ['Claude-Sonnet-4-5-20250929', 'claude-sonnet-4.5-20250929'],
    ['claude-3-5-sonnet@20240620', 'claude-3.5-sonnet@20240620'],
    ['gpt-4.1-2025-04-14', 'gpt-4.1-2025-04-14'],
    ['llama-3-1-8b-instruct', 'llama-3.1-8b-instruct'],
    ['kimi-k2-5', 'kimi-k2.5'],
    ['deepseek-v3-2', 'deepseek-v3.2'],
    ['a-1-2-3', 'a-1.2.3'],
  ])('of %s has dots: %s', (name, expected) => {
    expect(withDots(name)).toBe(expected);
  });

  it.each([
    // A size, a date, and the month and day of a release.
    'llama-3-8b',
    'gemma-3-27b-it',
    'o1-2024-12-17',
    'gpt-4-0613',
    'deepseek-v3-0324',
    'mistral-large-2411',
    'gpt-5',
    'claude',
    '',
  ])('is none in %s', (name) => {
    expect(withDots(name)).toBe(name);
  });

  it('is one, with dots or dashes', () => {
    expect(sameVersion('claude-opus-4.1', 'CLAUDE-OPUS-4-1')).toBe(true);
    expect(sameVersion('claude-opus-4.1', 'claude-opus-41')).toBe(false);
    expect(sameVersion('llama-3.8b', 'llama-3-8b')).toBe(false);
  });
});
