import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asObject, field, parseJson, type JsonObject } from '../../../../src/core/json.ts';
import { makeCliHome, type CliHome, type CliOptions } from '../../../helpers/run-cli.ts';

let home: CliHome;
beforeAll(() => {
  home = makeCliHome();
  home.write('prompt.md', 'Hello, world!\n');
  home.write(
    'chat.json',
    JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] }),
  );
  home.write('data.json', '{"name":"Ada"}');
  home.write('utf16.txt', Buffer.from('\ufeffhello', 'utf16le'));
  home.write('blob.bin', Buffer.from([1, 0, 2, 0]));
  home.write('tokenizer.json', JSON.stringify(TOKENIZER));
  mkdirSync(join(home.dir, 'prompts/.hidden'), { recursive: true });
  writeFileSync(join(home.dir, 'prompts/a.txt'), 'one two');
  writeFileSync(join(home.dir, 'prompts/b.txt'), 'three');
  writeFileSync(join(home.dir, 'prompts/.hidden/c.txt'), 'not counted');
});
afterAll(() => home.remove());

/** Words apart, each known one a token: what Hugging Face calls WordLevel. */
const TOKENIZER = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: null,
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: { '[UNK]': 0, Hello: 1, world: 2, ',': 3, '!': 4 },
  },
};

async function counted(args: readonly string[], options?: CliOptions): Promise<JsonObject> {
  const { stdout, stderr } = await home.run(['tokens', ...args, '--json'], options);
  const document = asObject(parseJson(stdout));
  if (document === undefined) throw new Error(stderr);
  return document;
}

async function likely(args: readonly string[], options?: CliOptions) {
  return field(asObject(field(await counted(args, options), 'tokens')), 'likely');
}

describe('llmcost tokens', () => {
  test('counts a file, a text and standard input alike', async () => {
    // Hello , ' world' ! newline, of which o200k_base merges the last two.
    expect(await likely(['prompt.md'])).toBe(4);
    expect(await likely(['--text', 'Hello, world!\n'])).toBe(4);
    expect(await likely(['--text', 'prompt.md'])).toBe(4);
    expect(await likely(['-'], { stdin: 'Hello, world!\n' })).toBe(4);
  });

  test('counts in the encoding of a model, or in one by its name', async () => {
    expect(await counted(['--text', '你好世界', '--model', 'gpt-4'])).toMatchObject({
      encoding: 'cl100k_base',
      isExact: true,
      tokens: { likely: 5 },
    });
    expect(await likely(['--text', '你好世界', '--encoding', 'r50k_base'])).toBe(8);
  });

  test('a request is counted with what its format adds, its text with --as-text without', async () => {
    expect(await likely(['chat.json', '--model', 'gpt-4o'])).toBe(8);
    expect(Number(await likely(['chat.json', '--as-text']))).toBeGreaterThan(12);
    expect(await likely(['data.json'])).toBe(5);
  });

  test('special tokens in a text are text', async () => {
    expect(await likely(['--text', '<|endoftext|>'])).toBe(7);
  });

  test('an estimate has a range, and --strict refuses it', async () => {
    expect(await counted(['prompt.md', '--model', 'claude-sonnet-4-5'])).toMatchObject({
      isExact: false,
      tokens: { low: 4, likely: 5, high: 7 },
      assumptions: [{ code: 'TOKENS_ESTIMATED' }],
    });
    const refused = await home.run(['tokens', 'prompt.md', '--model', 'claude-sonnet-4-5', '--strict']);
    expect([refused.code, refused.stderr]).toEqual([
      4,
      expect.stringContaining('--strict refuses an estimate'),
    ]);
  });

  test('a tokenizer.json counts exactly', async () => {
    expect(await counted(['prompt.md', '--tokenizer', 'tokenizer.json'])).toMatchObject({
      isExact: true,
      encoding: 'tokenizer.json',
      tokens: { likely: 4 },
    });
  });

  test('a directory is its files, each by itself where it is asked for', async () => {
    const document = await counted(['prompts/', '--each-file']);
    expect(document).toMatchObject({ requests: 2, tokens: { likely: 3 } });
    expect(field(document, 'files')).toEqual([
      { name: 'prompts/a.txt', low: 2, likely: 2, high: 2 },
      { name: 'prompts/b.txt', low: 1, likely: 1, high: 1 },
    ]);
    const { stdout } = await home.run(['tokens', 'prompts', '--each-file', '--format', 'csv']);
    expect(stdout).toBe('file,tokens,low,high\r\nprompts/a.txt,2,2,2\r\nprompts/b.txt,1,1,1\r\n');
  });

  test('a picture is counted by its size', async () => {
    expect(await likely(['--image', '1024x1024', '--model', 'gpt-4o'])).toBe(765);
    expect(await likely(['--image', '1024x1024', '--detail', 'low', '--model', 'gpt-4o'])).toBe(85);
    expect(await likely(['--pdf', '3', '--model', 'gemini-2.5-pro'])).toBe(774);
    expect(await likely(['--audio', '90s', '--model', 'gemini-2.5-pro'])).toBe(2880);
  });
});

describe('what cannot be counted is a sentence', () => {
  test.each([
    [[], 'Nothing is given to count.'],
    [['absent.txt'], 'There is no file absent.txt.'],
    [['utf16.txt'], 'utf16.txt is not UTF-8 but UTF-16.'],
    [['blob.bin'], 'blob.bin is no text: it holds bytes that are 0.'],
    [['--image', 'prompt.md'], '--image names a file that is none: prompt.md.'],
    [['--image-size', 'large', '--text', 'a'], '--image-size must be a size, not "large".'],
    [['--text', 'a', '--detail', 'fine'], '--detail cannot be "fine".'],
    [['--text', 'a', '--tokenizer', 'data.json'], '--tokenizer names a file that is no tokenizer: data.json'],
    [
      ['--text', 'a', '--model', 'gpt-4o', '--encoding', 'r50k_base'],
      '--model, --encoding and --tokenizer each say',
    ],
    [['--text', 'a', '--encoding', 'o300k'], '--encoding cannot be "o300k".'],
  ])('%j: %s', async (args, message) => {
    const { code, stdout, stderr } = await home.run(['tokens', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  });
});
