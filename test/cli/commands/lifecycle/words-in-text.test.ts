import { describe, expect, test } from 'vitest';
import { listedNames, wordsOf, type Standing } from '../../../../src/cli/commands/lifecycle/words-in-text.ts';

/** How a name stands in a text; undefined where it is no word there. */
function standing(text: string, name = 'gpt-4-0613'): Standing | undefined {
  return wordsOf(text).find((word) => word.name === name)?.standing;
}

describe('a name stands as a model', () => {
  test.each([
    ['Python', 'create(model="gpt-4-0613", messages=[])'],
    ['TypeScript', "const options = { model: 'gpt-4-0613' };"],
    ['a longer name', 'const defaultModel = `gpt-4-0613`;'],
    ['JSON', '  "modelId": "gpt-4-0613",'],
    ['YAML', '  model: gpt-4-0613  # the old one'],
    ['.env', 'OPENAI_MODEL=gpt-4-0613'],
    ['.env for a shell', 'export OPENAI_MODEL="gpt-4-0613"'],
    ['a flag', 'llm --model gpt-4-0613 "hello"'],
    ['a flag with =', 'llm --chat-model=gpt-4-0613'],
    ['a list in one line', 'models = ["o3", "gpt-4-0613"]'],
    ['a list over lines', '"models": [\n  "o3",\n  "gpt-4-0613"\n]'],
    ['Ruby', "{ :model => 'gpt-4-0613' }"],
  ])('in %s', (_where, text) => {
    expect(standing(text)).toBe('model');
  });
});

describe('a name stands as a value', () => {
  test.each([
    ['quoted', 'call("gpt-4-0613")'],
    ['in a list of YAML', '  - gpt-4-0613'],
    ['behind the name of a variable', 'LLM=gpt-4-0613'],
    ['behind a field of YAML', 'engine: gpt-4-0613'],
  ])('%s', (_how, text) => {
    expect(standing(text)).toBe('value');
  });
});

describe('a name stands as a word', () => {
  test.each([
    ['in a sentence', 'We used gpt-4-0613 before.'],
    ['at the end of a sentence', 'We used gpt-4-0613.'],
    ['before a colon', 'gpt-4-0613: the old one'],
    ['in brackets', 'the old one (gpt-4-0613)'],
    ['in a quoted sentence', '"we used gpt-4-0613 before"'],
  ])('%s', (_where, text) => {
    expect(standing(text)).toBe('word');
  });
});

describe('a part of something longer is no name', () => {
  test.each([
    ['my-gpt-4-0613'],
    ['gpt-4-0613-${date}'],
    ['`gpt-4-0613-${date}`'],
    ['gpt-4-0613*'],
    ['docs/gpt-4-0613.md'],
    ['https://example.org/models/gpt-4-0613'],
    ['prices["gpt-4-0613_old"]'],
    ['#gpt-4-0613'],
    ['$gpt-4-0613'],
    ['~gpt-4-0613'],
  ])('%s', (text) => {
    expect(standing(text)).toBeUndefined();
  });
});

test('a word knows its line', () => {
  expect(wordsOf('a1\n\n  "gpt-4"\r\nb2')).toEqual([
    { name: 'a1', standing: 'word', line: 1 },
    { name: 'gpt-4', standing: 'value', line: 3 },
    { name: 'b2', standing: 'word', line: 4 },
  ]);
});

test('one line of a megabyte is read in time', () => {
  const words = wordsOf('x="gpt-4",'.repeat(100_000)).filter(({ name }) => name === 'gpt-4');
  expect(words).toHaveLength(100_000);
});

describe('a list of names', () => {
  test('is one name a line, with comments and empty lines between', () => {
    expect(listedNames('# ours\ngpt-4o\n\n  azure/gpt-4o  # theirs\n')).toEqual([
      { name: 'gpt-4o', standing: 'named', line: 2 },
      { name: 'azure/gpt-4o', standing: 'named', line: 4 },
    ]);
  });

  test.each([['gpt-4o is good'], ['model: gpt-4o'], ['MODEL=gpt-4o'], [''], ['# nothing']])(
    'is not %j',
    (text) => {
      expect(listedNames(text)).toBeUndefined();
    },
  );
});
