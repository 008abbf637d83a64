import { describe, expect, test } from 'vitest';
import { KnownNames } from '../../../../src/cli/commands/lifecycle/known.ts';
import type { Standing } from '../../../../src/cli/commands/lifecycle/words-in-text.ts';
import { storeFromEntries } from '../../../../src/models/memory-store.ts';

const entry = (provider: string, aliases: readonly string[] = []) => ({
  litellm_provider: provider,
  mode: 'chat',
  input_cost_per_token: 1e-6,
  aliases,
});

const NAMES = new KnownNames(
  storeFromEntries(
    new Map([
      ['o1', entry('openai')],
      ['command', entry('cohere')],
      ['gpt-4-0613', entry('openai', ['gpt-4-june'])],
      ['gpt-4-turbo', entry('openai')],
      ['deepgram/base', entry('deepgram')],
      ['moonshot/kimi-latest', entry('moonshot')],
      ['claude-3-5-haiku-20241022', entry('anthropic')],
      ['openrouter/anthropic/claude-3.5-sonnet', entry('openrouter')],
      ['together_ai/Llama-3-8B', entry('together_ai')],
      ['ft:gpt-4-0613', entry('openai')],
    ]),
  ),
  { aliases: { cheap: 'gpt-4-turbo' } },
);

function kindOf(name: string, standing: Standing): string {
  const meaning = NAMES.meaningOf(name, standing);
  return 'models' in meaning
    ? `${meaning.kind} ${meaning.models.map(({ key }) => key).join(' ')}`
    : meaning.kind;
}

describe('what a word is, by where it stands', () => {
  test.each([
    // A name that is no ordinary word is one anywhere.
    ['gpt-4-0613', 'word', 'known gpt-4-0613'],
    ['openai/gpt-4-0613', 'word', 'known gpt-4-0613'],
    ['openai:gpt-4-0613', 'word', 'known gpt-4-0613'],
    ['Llama-3-8B', 'word', 'known together_ai/Llama-3-8B'],
    // Written otherwise it is a brand in a sentence, and a name on the command line.
    ['GPT-4-0613', 'word', 'nothing'],
    ['GPT-4-0613', 'named', 'known gpt-4-0613'],
    // Ordinary words and variables are names only where a model stands.
    ['o1', 'word', 'nothing'],
    ['o1', 'value', 'nothing'],
    ['o1', 'model', 'known o1'],
    ['command', 'value', 'nothing'],
    ['command', 'model', 'known command'],
    ['base', 'value', 'nothing'],
    ['moonshot/kimi-latest', 'word', 'nothing'],
    ['moonshot/kimi-latest', 'value', 'known moonshot/kimi-latest'],
    // A gateway's name for a model is that gateway's, and not renamed.
    ['anthropic/claude-3.5-sonnet', 'value', 'known openrouter/anthropic/claude-3.5-sonnet'],
    // Unknown names of families that only their makers sell.
    ['gpt-4-turbo-2099-01-01', 'value', 'missing'],
    ['gpt-4-turbo-2099-01-01', 'word', 'nothing'],
    ['openai/gpt-4-turbo-2099-01-01', 'value', 'missing'],
    ['github/gpt-4-turbo-2099-01-01', 'value', 'nothing'],
    // The same letters, and a word that no name of the family has.
    ['gpt-4-helper', 'value', 'nothing'],
    ['gpt-4-helper', 'model', 'unjudged'],
    ['gpt-4-helper', 'named', 'missing'],
    // Anybody may run these, and call them as they like.
    ['llama-3-9b', 'value', 'nothing'],
    ['my-own-tune', 'model', 'unjudged'],
    ['string', 'model', 'nothing'],
    // Renamed: an alias of the entry, or other separators.
    ['gpt-4-june', 'named', 'renamed gpt-4-0613'],
    ['claude-3.5-haiku-20241022', 'value', 'renamed claude-3-5-haiku-20241022'],
    // A fine-tune goes with what it was made of.
    ['ft:gpt-4-0613:acme::x1', 'model', 'known ft:gpt-4-0613'],
    ['ft:gpt-4-turbo:acme::x1', 'named', 'known gpt-4-turbo'],
    // A name of the user's own counts where names are listed, and is a word elsewhere.
    ['cheap', 'named', 'known gpt-4-turbo'],
    ['cheap', 'value', 'nothing'],
  ] as const)('%s as a %s: %s', (name, standing, expected) => {
    expect(kindOf(name, standing)).toBe(expected);
  });
});
