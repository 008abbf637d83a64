import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asObject, asObjects, field } from '../../../../src/core/json.ts';
import { BIN, ended, makeCliHome } from '../../../helpers/run-cli.ts';
import { mapOf } from '../../../helpers/maps.ts';
import { SAMPLE_MAP } from '../../../helpers/transcript.ts';

/** The built command, asked by the SDK's own client, which holds each answer against the tool's output schema. */
const home = makeCliHome();
const client = new Client({ name: 'test', version: '1' });
const MODELS = ['--map', SAMPLE_MAP];

const REPLY = '{"id":"a","model":"acorn-1","usage":{"prompt_tokens":1000,"completion_tokens":100}}\n';
home.write('logs/a.jsonl', REPLY);
home.write('logs/deep/b.jsonl', REPLY.replace('"a"', '"b"'));
home.write('elsewhere/c.jsonl', REPLY.replace('"a"', '"c"'));
mkdirSync(join(home.dir, 'logs-too'));
symlinkSync('../elsewhere/c.jsonl', join(home.dir, 'logs/out.jsonl'));
symlinkSync('../elsewhere', join(home.dir, 'logs/outside'));

function transport(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home.dir,
    LLMCOST_CACHE_DIR: join(home.dir, 'cache'),
    LLMCOST_CONFIG_DIR: join(home.dir, 'config'),
    LLMCOST_OFFLINE: '1',
    ...more,
  };
  return new StdioClientTransport({
    command: process.execPath,
    args: [BIN, 'mcp', ...args],
    env,
    cwd: home.dir,
    stderr: 'pipe',
  });
}

beforeAll(async () => {
  await client.connect(transport(['--logs', 'logs', ...MODELS]));
  // The client learns the output schemas by listing the tools.
  await client.listTools();
});

afterAll(async () => {
  await client.close();
  home.remove();
});

interface Answer {
  readonly isError: boolean;
  readonly text: string;
  readonly document: ReturnType<typeof asObject>;
}

async function call(name: string, args: Record<string, unknown>, asked = client): Promise<Answer> {
  const result = await asked.callTool({ name, arguments: args });
  const [first] = Array.isArray(result.content) ? result.content : [];
  return {
    isError: result.isError === true,
    text: String(field(asObject(first), 'text') ?? ''),
    document: asObject(result.structuredContent),
  };
}

const errorOf = ({ document }: Answer) => asObject(field(document, 'error'));

describe('the tools', () => {
  it('are six, all of which only read and say what they answer', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'show_model',
      'search_models',
      'estimate_cost',
      'compare_models',
      'tally_logs',
      'diff_prices',
    ]);
    for (const { annotations, outputSchema, inputSchema, description } of tools) {
      expect(annotations?.readOnlyHint).toBe(true);
      expect(outputSchema?.['anyOf']).toHaveLength(description?.startsWith('Every price') ? 3 : 2);
      expect(inputSchema['additionalProperties']).toBe(false);
      // Names that documents had in 1.0 are for scripts that were written then.
      expect(JSON.stringify(outputSchema)).not.toContain('"deprecated":true');
    }
    expect(tools.find(({ name }) => name === 'tally_logs')?.description).toContain(join(home.dir, 'logs'));
  });

  it('show what a model costs', async () => {
    const answer = await call('show_model', { model: 'acorn-1', similar: 1 });
    expect(answer.isError).toBe(false);
    // fixtures/maps/sample.json: input 2e-6 a token.
    expect(field(asObject(field(answer.document, 'headline')), 'inputUsdPerUnit')).toBe(0.000002);
    expect(asObjects(field(answer.document, 'similar'))).toHaveLength(1);
    expect(answer.text).toContain('$2.0000 / 1M tokens');
  });

  it('find models, 20 where no number is asked for', async () => {
    const { document } = await call('search_models', { words: 'acorn', sort: 'input', top: 2 });
    expect(asObjects(field(document, 'models')).map((each) => each['model'])).toEqual([
      'acorn-1-mini',
      'acorn-1',
    ]);
    expect(field(document, 'matches')).toBe(3);
    const every = await call('search_models', {});
    expect(asObjects(field(every.document, 'models'))).toHaveLength(12);
  });

  it('estimate a job from counts, also written as people write them', async () => {
    // 12,000 × 2e-6 + 800 × 8e-6 = 0.0304; a thousand of them 30.4.
    const job = { model: 'acorn-1', input: '12k', output: 800, requests: 1000 };
    const { document, text } = await call('estimate_cost', job);
    expect([field(document, 'totalUsd'), field(document, 'state')]).toEqual([30.4, 'known']);
    expect(text).toContain('$30.4000');
  });

  it('estimate a job from the usage object of a response', async () => {
    const usageObject = { model: 'acorn-1', usage: { prompt_tokens: 1200, completion_tokens: 300 } };
    // 1,200 × 2e-6 + 300 × 8e-6
    expect(field((await call('estimate_cost', { usageObject })).document, 'totalUsd')).toBe(0.0048);
  });

  it('answer that a cost is unknown, which is no error and no 0', async () => {
    const { document, isError, text } = await call('estimate_cost', { model: 'acorn-1', seconds: 4 });
    expect([isError, field(document, 'totalUsd'), field(document, 'state')]).toEqual([
      false,
      null,
      'unknown',
    ]);
    expect(text).toContain('the cost is unknown, not 0');
  });

  it('compare models, and a job at each', async () => {
    const { document } = await call('compare_models', { models: ['acorn-1', 'acorn-1-mini'], input: 1000 });
    const ranking = asObjects(field(document, 'ranking'));
    // 1,000 × 0.4e-6, and 1,000 × 2e-6
    expect(ranking.map((row) => [row['model'], row['totalUsd']])).toEqual([
      ['acorn-1-mini', 0.0004],
      ['acorn-1', 0.002],
    ]);
  });

  it('rank all models that can do a job', async () => {
    const { document } = await call('compare_models', { cheapest: 'chat', input: 1000, output: 1, top: 1 });
    expect(asObjects(field(document, 'ranking'))).toHaveLength(1);
  });

  it('tally the logs of all directories, or of one', async () => {
    const all = await call('tally_logs', {});
    // Twice 1,000 × 2e-6 + 100 × 8e-6; the link that leads out is not read.
    expect(field(all.document, 'totalUsd')).toBe(0.0056);
    expect(all.text).toContain('a link out of the directories of --logs');
    const deep = await call('tally_logs', { paths: ['deep'], by: ['model', 'file'] });
    expect(field(deep.document, 'totalUsd')).toBe(0.0028);
  });

  it('say what changed between two maps of the history', async () => {
    const url = home.write('map.json', mapOf(60, 2e-6));
    const online = { env: { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: url } };
    await home.run(['sync'], online);
    home.write('map.json', mapOf(60, 3e-6));
    expect((await home.run(['sync'], online)).code).toBe(0);
    const other = new Client({ name: 'test', version: '1' });
    await other.connect(transport([], { LLMCOST_MAP_URL: url }));
    await other.listTools();
    const { document, isError } = await call('diff_prices', { model: ['tern-1'], pricesOnly: true }, other);
    const [changed] = asObjects(field(document, 'changed'));
    const prices = asObjects(field(changed, 'prices'));
    await other.close();
    expect([isError, field(changed, 'model'), prices.map(({ field: name }) => name)]).toEqual([
      false,
      'tern-1',
      ['input_cost_per_token', 'output_cost_per_token'],
    ]);
  });

  it('say where there is no history yet', async () => {
    const answer = await call('diff_prices', {});
    expect([answer.isError, field(errorOf(answer), 'code')]).toEqual([true, 'MAP_UNAVAILABLE']);
  });
});

describe('a name that is not one model', () => {
  it('is answered with the candidates where it is ambiguous', async () => {
    const answer = await call('show_model', { model: 'twin' });
    expect(answer.isError).toBe(false);
    expect(field(errorOf(answer), 'code')).toBe('MODEL_AMBIGUOUS');
    expect(asObjects(field(errorOf(answer), 'candidates')).map((each) => each['model'])).toEqual([
      'cedar/twin',
      'dune/twin',
    ]);
    expect(answer.text).toContain('- dune/twin  $1.5000 in, $2.0000 out / 1M tokens');
  });

  it('is an error with suggestions where there is none', async () => {
    const answer = await call('estimate_cost', { model: 'acorn', input: 10 });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('No model is called "acorn" among 12 models.');
    expect(answer.text).toContain('- acorn-1  $2.0000 in');
  });

  it('is no file, though one of that name is there', async () => {
    home.write('prompt.md', 'Translate: hello');
    expect((await call('estimate_cost', { model: 'prompt.md', input: 10 })).text).toContain(
      'No model is called',
    );
  });
});

describe('input that is wrong', () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ['an argument that is missing', 'show_model', {}, 'The argument model is missing.'],
    ['a null for it', 'show_model', { model: null }, 'The argument model is missing.'],
    ['a mistyped one', 'show_model', { modle: 'x' }, 'There is no argument "modle".\nDid you mean model?'],
    ['a number for a name', 'show_model', { model: 5 }, 'model must be text.'],
    [
      'a count that is none',
      'estimate_cost',
      { model: 'acorn-1', input: -5 },
      '--input must not be negative: -5',
    ],
    ['a word for another', 'search_models', { sort: 'price' }, 'sort cannot be "price".\nChoose one of name'],
    ['a text for a switch', 'search_models', { unique: 'yes' }, 'unique must be true or false.'],
    ['a long name', 'show_model', { model: 'x'.repeat(5000) }, 'model must be at most 4000 characters long.'],
    [
      'a usage object of nobody',
      'estimate_cost',
      { usageObject: { a: 1 } },
      'holds no usage that could be read',
    ],
    ['a group that reads the lines', 'tally_logs', { by: ['.prompt'] }, 'by cannot be ".prompt".'],
    ['a file as a map', 'diff_prices', { before: SAMPLE_MAP }, 'is no map of the history.'],
    ['an address as a map', 'diff_prices', { after: 'http://127.0.0.1:1/' }, 'is no map of the history.'],
    ['a tool that there is not', 'buy', {}, 'There is no tool buy.\nThere are show_model, search_models'],
  ])('is answered with a sentence: %s', async (_what, tool, args, sentence) => {
    const answer = await call(tool, args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(sentence);
    expect(answer.text).not.toContain('A bug in llmcost');
  });
});

describe('logs outside the directories of --logs', () => {
  it.each([
    ['a path from the root', () => join(home.dir, 'elsewhere/c.jsonl'), 'is outside the directories'],
    ['a path up', () => '../elsewhere/c.jsonl', 'has ".."'],
    ['a path up from within', () => 'deep/../../elsewhere', 'has ".."'],
    ['a link to a file', () => 'out.jsonl', 'is outside the directories'],
    ['a link to a directory', () => 'outside', 'is outside the directories'],
    ['a file behind such a link', () => 'outside/c.jsonl', 'is outside the directories'],
    [
      'a directory whose name begins like one of them',
      () => join(home.dir, 'logs-too'),
      'is outside the directories',
    ],
    ['a pattern', () => '**/*.jsonl', 'There is no "**/*.jsonl"'],
    ['standard input', () => '-', 'There is no "-"'],
  ])('are not read: %s', async (_what, path, sentence) => {
    const answer = await call('tally_logs', { paths: [path()] });
    expect([answer.isError, answer.document]).toEqual([true, { error: expect.anything() }]);
    expect(answer.text).toContain(sentence);
  });

  it('are none where no directory is named', async () => {
    const other = new Client({ name: 'test', version: '1' });
    await other.connect(transport(MODELS));
    const { content } = await other.callTool({ name: 'tally_logs', arguments: {} });
    expect(content).toEqual([
      { type: 'text', text: expect.stringContaining('This server may read no logs.') },
    ]);
    await other.close();
  });

  it('may be below the home directory, where no shell says what ~ is', async () => {
    const { code, stderr } = await home.run(['mcp', '--logs', '~/logs']);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('cannot be named where the server starts', async () => {
    const { code, stderr, stdout } = await home.run(['mcp', '--logs', 'logs/a.jsonl']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--logs: logs/a.jsonl is no directory.');
  });
});

describe.skipIf(process.platform === 'win32')('a call that is cancelled', () => {
  it('reads no further, and the next is answered', async () => {
    const pipe = join(home.dir, 'logs', 'pipe.jsonl');
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('sh', ['-c', `while printf '%s' "$LINE"; do :; done > '${pipe}' 2>/dev/null`], {
      env: { PATH: process.env['PATH'], LINE: REPLY },
    });
    const stopped = new Promise((done) => writer.on('close', done));
    const abort = new AbortController();
    const result = client.callTool({ name: 'tally_logs', arguments: { paths: ['pipe.jsonl'] } }, undefined, {
      signal: abort.signal,
      // Told after half a second, for there is no end.
      onprogress: ({ progress }) => progress > 0 && abort.abort('no longer wanted'),
    });
    await expect(result).rejects.toThrow('no longer wanted');
    // It writes for ever, unless nobody reads any more.
    await stopped;
    expect((await call('show_model', { model: 'acorn-1' })).isError).toBe(false);
  });
});

describe('the server', () => {
  const LIST = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n';

  it('answers what was asked before standard input ended, and then ends', async () => {
    const args = '{"name":"tally_logs","arguments":{}}';
    const asked = `${LIST}{"jsonrpc":"2.0","id":2,"method":"tools/call","params":${args}}\n`;
    const { code, stdout, stderr } = await home.run(['mcp', '--logs', 'logs/deep', ...MODELS], {
      stdin: asked,
    });
    expect([code, stderr]).toEqual([0, '']);
    const ids = stdout
      .trimEnd()
      .split('\n')
      .map((line) => field(asObject(JSON.parse(line)), 'id'));
    expect(ids).toEqual([1, 2]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at %s with status %i, and says nothing', async (signal, status) => {
    const child = home.start(['mcp', ...MODELS], { stdin: LIST, staysOpen: true });
    const end = ended(child);
    await new Promise((done) => child.stdout?.once('data', done));
    child.kill(signal);
    const { code, stderr } = await end;
    expect([code, stderr]).toEqual([status, '']);
  });

  it('needs no package beside it', async () => {
    // Node looks for packages beside the command, and there are none beside this copy.
    for (const part of ['bin', 'dist']) {
      cpSync(resolve(BIN, '../..', part), join(home.dir, 'copy', part), { recursive: true });
    }
    const child = spawn(process.execPath, [join(home.dir, 'copy/bin/llmcost.js'), 'mcp'], { stdio: 'pipe' });
    const end = ended(child);
    child.stdin.end(LIST);
    const { code, stdout } = await end;
    expect([code, stdout]).toEqual([0, expect.stringContaining('tally_logs')]);
  });

  it('takes no --json, and no map that cannot be', async () => {
    const json = await home.run(['mcp', '--json']);
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([2, { error: { code: 'USAGE' } }]);
    const maps = await home.run(['mcp', '--lock', 'a.json', '--as-of', '2026-01-01']);
    expect([maps.code, maps.stderr]).toEqual([
      2,
      expect.stringContaining('--lock and --as-of name two maps.'),
    ]);
  });
});
