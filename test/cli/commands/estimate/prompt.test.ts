import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asObject, field, parseJson, type JsonObject } from '../../../../src/core/json.ts';
import { makeCliHome, type CliHome, type CliOptions } from '../../../helpers/run-cli.ts';

let home: CliHome;
const MAP = {
  // $1 and $2 for a million tokens.
  'gpt-4o': priced('openai', { input_cost_per_token_batches: 5e-7, output_cost_per_token_batches: 1e-6 }),
  'claude-sonnet-4-5': priced('anthropic'),
  'gemini-2.5-pro': priced('gemini', { input_cost_per_audio_token: 5e-6 }),
  'gpt-image-2': {
    litellm_provider: 'openai',
    mode: 'image_generation',
    input_cost_per_token: 5e-6,
    input_cost_per_image_token: 8e-6,
    output_cost_per_image_token: 3e-5,
  },
};

function priced(provider: string, more: object = {}) {
  return {
    litellm_provider: provider,
    mode: 'chat',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 2e-6,
    ...more,
  };
}

function body(model: string, content: unknown, more: object = {}) {
  return { model, messages: [{ role: 'user', content }], ...more };
}

const REMOTE = { type: 'image_url', image_url: { url: 'https://example.org/a.png' } };

beforeAll(() => {
  home = makeCliHome();
  home.write('map.json', JSON.stringify(MAP));
  home.write('prompt.md', 'Hello, world!\n');
  home.write('chat.json', JSON.stringify(body('gpt-4o', 'hello', { max_tokens: 100 })));
  home.write('picture.json', JSON.stringify(body('gpt-4o', [{ type: 'text', text: 'What?' }, REMOTE])));
  const lines = [
    {
      custom_id: 'a',
      method: 'POST',
      url: '/v1/chat/completions',
      body: body('gpt-4o', 'hello', { max_tokens: 100 }),
    },
    {
      custom_id: 'b',
      method: 'POST',
      url: '/v1/chat/completions',
      body: body('gpt-4o', 'hello', { max_tokens: 300 }),
    },
  ];
  home.write('batch.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  // The empty line counts as one.
  home.write('broken.jsonl', `${JSON.stringify(lines[0])}\n\n{"custom_id":"b"}\n`);
  const requests = [10, 20].map((max_tokens, index) => ({
    custom_id: `request-${index + 1}`,
    params: body('claude-sonnet-4-5', 'hello', { max_tokens }),
  }));
  home.write('batch.json', JSON.stringify({ requests }));
  mkdirSync(join(home.dir, 'prompts'));
  for (const count of [1, 2, 3])
    writeFileSync(join(home.dir, `prompts/${count}.txt`), 'hello '.repeat(count).trim());
});
afterAll(() => home.remove());

async function estimate(args: readonly string[], options: CliOptions = {}): Promise<JsonObject> {
  const env = { LLMCOST_MAP_URL: join(home.dir, 'map.json'), LLMCOST_OFFLINE: undefined, ...options.env };
  const { stdout, stderr } = await home.run(['estimate', ...args, '--json'], { ...options, env });
  const document = asObject(parseJson(stdout));
  if (document === undefined) throw new Error(stderr);
  return document;
}

describe('estimate from a prompt', () => {
  test('prices the tokens of a file beside --output', async () => {
    // 4 tokens × $1 and 800 × $2 for a million.
    expect(await estimate(['gpt-4o', 'prompt.md', '--output', '800'])).toMatchObject({
      totalUsd: 0.001604,
      state: 'known',
      range: null,
      assumptions: [],
      prompt: {
        encoding: 'o200k_base',
        isExact: true,
        tokens: { likely: 4 },
        output: { tokens: 800, from: 'flag' },
      },
    });
  });

  test('says what 1,000 tokens of output cost where none are given', async () => {
    expect(await estimate(['gpt-4o', '-'], { stdin: 'Hello, world!\n' })).toMatchObject({
      totalUsd: 0.000004,
      prompt: { output: { tokens: null, from: null, usdPer1kTokens: 0.002 } },
    });
  });

  test('takes the model and the most that the output may be from a request', async () => {
    // 8 tokens in, 100 out.
    expect(await estimate(['chat.json'])).toMatchObject({
      model: 'gpt-4o',
      totalUsd: 0.000208,
      assumptions: [{ code: 'OUTPUT_UPPER_BOUND' }],
      prompt: { output: { tokens: 100, from: 'request' } },
    });
    expect(await estimate(['chat.json', '--output', '10'])).toMatchObject({
      totalUsd: 0.000028,
      assumptions: [],
    });
  });

  test('an estimate has a likely total between the least and the most, and --strict refuses it', async () => {
    // 4 tokens of o200k_base × 1, 1.2 and 1.6: 4, 5 and 7.
    const document = await estimate(['claude-sonnet-4-5', 'prompt.md', '--output', '10']);
    expect(document).toMatchObject({
      state: 'estimated',
      totalUsd: 0.000025,
      range: { lowUsd: 0.000024, likelyUsd: 0.000025, highUsd: 0.000027 },
      error: null,
    });
    expect(await estimate(['claude-sonnet-4-5', 'prompt.md', '--strict'])).toMatchObject({
      error: { code: 'STRICT' },
    });
  });

  test('never fetches a picture: its size is a flag, or a range', async () => {
    // 8 − 1 + 'What?' is 2 tokens: 9; a picture of 255 to 765.
    expect(await estimate(['picture.json', '--output', '0'])).toMatchObject({
      state: 'estimated',
      range: { lowUsd: 0.000264, likelyUsd: 0.000774, highUsd: 0.000774 },
      warnings: [{ code: 'NOT_COUNTED', message: expect.stringContaining('https://example.org/a.png') }],
    });
    expect(await estimate(['picture.json', '--output', '0', '--image-size', '512x512'])).toMatchObject({
      state: 'known',
      totalUsd: 0.000264,
    });
  });

  test('--image and --reference-image are input of a model that reads pictures', async () => {
    const text = await estimate([
      'gpt-4o',
      '--text',
      'hello',
      '--image',
      '1024x1024',
      '--detail',
      'high',
      '--output',
      '0',
    ]);
    expect(text).toMatchObject({ totalUsd: 0.000766, state: 'known' });
    expect(await estimate(['gpt-4o', '--reference-image', '1024x1024'])).toMatchObject({
      totalUsd: 0.000765,
    });
  });

  test('--image is a reference of a model that makes pictures', async () => {
    const args = [
      'gpt-image-2',
      '--text',
      'a cat',
      '--image',
      '1024x1024',
      '--images',
      '1',
      '--size',
      '1024x1024',
    ];
    // 2 tokens × $5, 1,024 × $8 and 1,756 × $30 for a million.
    expect(await estimate([...args, '--quality', 'medium'])).toMatchObject({ totalUsd: 0.060882 });
  });

  test('sound has the price of sound', async () => {
    // 320 tokens × $5 for a million.
    expect(await estimate(['gemini-2.5-pro', '--audio', '10s', '--output', '0'])).toMatchObject({
      totalUsd: 0.0016,
    });
  });

  test('many requests are priced each by itself and added up', async () => {
    const document = await estimate(['gpt-4o', 'prompts', '--requests-each', '--output', '10']);
    expect(document).toMatchObject({
      requests: 3,
      totalUsd: 0.000066,
      tokens: { likely: 6 },
      outputTokens: 30,
    });
    expect(field(document, 'dearest')).toMatchObject({ name: 'prompts/3.txt', totalUsd: 0.000023 });
  });

  test("a batch takes each line's model and limit, at the batch tier", async () => {
    // 2 × 8 tokens at $0.50, 400 at $1 for a million.
    expect(await estimate(['batch.jsonl', '--tier', 'batch'])).toMatchObject({
      models: ['gpt-4o'],
      requests: 2,
      totalUsd: 0.000408,
      rows: [{ name: 'a' }, { name: 'b', outputTokens: 300 }],
    });
  });

  test('a batch may come from standard input, as lines or as the body of a batch', async () => {
    const stdin = (name: string) => readFileSync(join(home.dir, name), 'utf8');
    expect(await estimate(['-', '--tier', 'batch'], { stdin: stdin('batch.jsonl') })).toMatchObject({
      requests: 2,
      totalUsd: 0.000408,
    });
    expect(await estimate(['-'], { stdin: stdin('batch.json') })).toMatchObject({
      models: ['claude-sonnet-4-5'],
      outputTokens: 30,
      rows: [{ name: 'request-1' }, { name: 'request-2' }],
    });
  });

  test('output that nobody says is named as left out of the total', async () => {
    const words = async (...args: string[]) => {
      const env = { LLMCOST_MAP_URL: join(home.dir, 'map.json'), LLMCOST_OFFLINE: undefined };
      return (await home.run(['estimate', ...args], { env })).stdout.replaceAll(/\s+/g, ' ');
    };
    expect(await words('gpt-4o', '--text', 'hello')).toContain(
      'Input: 1 token, exact, in o200k_base. The output is not in the total: 1,000 tokens of it cost $0.0020.',
    );
    expect(await words('gpt-4o', 'prompts', '--requests-each')).toContain(
      'it is not in the total: --output.',
    );
  });

  test('two batches are one job', async () => {
    expect(await estimate(['batch.jsonl', 'batch.json'])).toMatchObject({ requests: 4, outputTokens: 430 });
  });

  test('what flags send in is added to each request', async () => {
    const document = await estimate(['batch.jsonl', '--text', 'prompt.md', '--image', '1024x1024']);
    // A chat of 8 tokens, 4 of the file ("Hello", ",", " world", "!" with its line feed), 765 of the picture.
    expect(document).toMatchObject({ tokens: { likely: 2 * (8 + 4 + 765) } });
  });

  test('one request in one line is no batch', async () => {
    expect(await estimate(['chat.json'])).toMatchObject({
      model: 'gpt-4o',
      prompt: { tokens: { likely: 8 } },
    });
  });

  test('a budget that the requests exceed is a refusal', async () => {
    expect(await estimate(['batch.jsonl', '--budget', '0.0001'])).toMatchObject({
      error: { code: 'BUDGET_EXCEEDED' },
    });
  });
});

describe('what cannot be estimated is a sentence', () => {
  test.each([
    [
      ['gpt-4o', 'prompts'],
      'prompts is a directory. --requests-each makes each file in it a request of its own.',
    ],
    [
      ['gpt-4o', 'claude-sonnet-4-5', '--input', '5'],
      'There is no file claude-sonnet-4-5. A job is estimated at one model.',
    ],
    [['gpt-4o', 'prompt.md', '--input', '5'], '--input and a prompt both say what is sent in.'],
    [['gpt-4o', 'prompt.md', '--usage', 'chat.json'], '--usage and a prompt both say what is used.'],
    [['prompt.md'], 'No model is given, and prompt.md names none.'],
    [['gpt-4o', 'broken.jsonl'], 'Line 3 of broken.jsonl is no request.'],
    [['gpt-4o', 'batch.jsonl', 'prompt.md'], 'batch.jsonl is a batch of requests, and prompt.md is none.'],
  ])('%j: %s', async (args, message) => {
    const { code, stdout, stderr } = await home.run(['estimate', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  });
});

describe('compare', () => {
  test("counts a prompt in each model's own tokens", async () => {
    const env = { LLMCOST_MAP_URL: join(home.dir, 'map.json'), LLMCOST_OFFLINE: undefined };
    const args = ['compare', 'gpt-4o', 'claude-sonnet-4-5', '--text', 'prompt.md', '--output', '0', '--json'];
    const { stdout } = await home.run(args, { env });
    expect(asObject(parseJson(stdout))).toMatchObject({
      assumptions: [],
      ranking: [
        { key: 'gpt-4o', totalUsd: 0.000004, state: 'known', promptTokens: { likely: 4 }, range: null },
        {
          key: 'claude-sonnet-4-5',
          totalUsd: 0.000005,
          state: 'estimated',
          promptTokens: { low: 4, high: 7 },
        },
      ],
    });
  });
});
