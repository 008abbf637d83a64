import { chmodSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { EXIT_CODES, type ErrorCode } from '../../src/core/errors.ts';
import { asObject, field } from '../../src/core/json.ts';
import { startMapServer, status } from '../helpers/map-server.ts';
import { jsonOf, makeCliHome, type CliOptions } from '../helpers/run-cli.ts';

const BREAKING = fileURLToPath(new URL('../helpers/breaking.cjs', import.meta.url));

const home = makeCliHome();
afterAll(() => home.remove());

const map = home.write(
  'map.json',
  JSON.stringify({
    'tern-1': {
      litellm_provider: 'shorebird',
      mode: 'chat',
      input_cost_per_token: 2e-6,
      output_cost_per_token: 8e-6,
    },
    'sandpiper/twin': { litellm_provider: 'sandpiper', mode: 'chat', input_cost_per_token: 1e-6 },
    'plover/twin': { litellm_provider: 'plover', mode: 'chat', input_cost_per_token: 3e-6 },
    mystery: { litellm_provider: 'shorebird', mode: 'chat', max_tokens: 1000 },
  }),
);
const broken = home.write('broken.json', '[1, 2]');
const page = home.write('page.json', '<html><body>Log in</body></html>');
const log = home.write(
  'log.jsonl',
  '{"model":"tern-1","usage":{"prompt_tokens":10,"completion_tokens":1}}\n',
);
const MAP = ['--map', map];

interface Failure {
  readonly code: ErrorCode;
  readonly args: readonly string[];
  /** A part of what is said. */
  readonly says: string;
  readonly options?: CliOptions;
}

const FAILURES: Readonly<Record<string, Failure>> = {
  'an unknown command': { code: 'USAGE', args: ['shwo', 'tern-1'], says: 'shwo' },
  'an unknown flag': { code: 'USAGE', args: ['show', 'tern-1', '--mpa', map], says: '--mpa' },
  'no model': { code: 'USAGE', args: ['show'], says: "Missing required argument 'model'" },
  'no count': { code: 'USAGE', args: ['estimate', 'tern-1', ...MAP], says: 'no count is given' },
  'a count that is none': { code: 'USAGE', args: ['estimate', 'tern-1', '--input', 'ten'], says: '--input' },
  'parts larger than the whole': {
    code: 'USAGE',
    args: ['estimate', 'tern-1', '--input', '5', '--cache-read', '6', ...MAP],
    says: 'more than its total of 5',
  },
  'a usage object that is no JSON': {
    code: 'USAGE',
    args: ['estimate', 'tern-1', '--usage', '-', ...MAP],
    says: 'standard input is not JSON',
    options: { stdin: '{"prompt_tokens": ' },
  },
  'settings that cannot be used': {
    code: 'USAGE',
    args: ['show', 'tern-1', ...MAP],
    says: 'nonsense.json',
    options: { env: { LLMCOST_CONFIG: home.write('nonsense.json', '{"tier": 5}') } },
  },
  'a provider that no model has': {
    code: 'USAGE',
    args: ['list', '--provider', 'opnai', ...MAP],
    says: 'No model of the map is of the provider "opnai".',
  },
  'a flag in the place of a value': {
    code: 'USAGE',
    args: ['list', '--provider', '--unique', ...MAP],
    says: '--provider needs a value, and --unique is a flag.',
  },
  'a flag that changes nothing': {
    code: 'USAGE',
    args: ['estimate', 'tern-1', '--input', '10', '--quality', 'high', ...MAP],
    says: '--quality changes nothing of what this costs at tern-1.',
  },
  'no such model': {
    code: 'MODEL_NOT_FOUND',
    args: ['show', 'tern-9', ...MAP],
    says: 'No model is called "tern-9"',
  },
  'a name that several models have': {
    code: 'MODEL_AMBIGUOUS',
    args: ['show', 'twin', ...MAP],
    says: '"twin" is 2 models',
  },
  'a file that is not there': {
    code: 'MAP_UNAVAILABLE',
    args: ['show', 'tern-1', '--map', join(home.dir, 'none.json')],
    says: 'there is no such file',
  },
  'an address that is not cached, offline': {
    code: 'MAP_UNAVAILABLE',
    args: ['show', 'tern-1', '--map', 'http://127.0.0.1:9/map.json', '--offline'],
    says: '--offline forbids to fetch it',
  },
  'an address where nobody listens': {
    code: 'MAP_UNAVAILABLE',
    args: ['sync', '--map', 'http://127.0.0.1:9/map.json', '--timeout', '3s'],
    says: 'the connection was refused',
    options: { env: { LLMCOST_OFFLINE: undefined } },
  },
  'a map that is a list': { code: 'MAP_BROKEN', args: ['show', 'tern-1', '--map', broken], says: 'a list' },
  'a map that is a page': { code: 'MAP_BROKEN', args: ['validate', page], says: 'an HTML page' },
};

/** Refusals that come with the answer: all of it stands in the document, with the reason in `error`. */
const REFUSALS: Readonly<Record<string, Failure>> = {
  'no price for what was used': {
    code: 'PRICE_MISSING',
    args: ['estimate', 'mystery', '--input', '10', ...MAP],
    says: 'the cost is unknown, not 0',
  },
  'an assumption under --strict': {
    code: 'STRICT',
    args: ['estimate', 'tern-1', '--input', '10', '--input-audio', '5', '--strict', ...MAP],
    says: '--strict refuses this estimate',
  },
  'a total that leaves something out': {
    code: 'PRICE_MISSING',
    args: ['estimate', 'tern-1', '--input', '10', '--pages', '2', ...MAP],
    says: 'the total is at least',
  },
  'a budget of logs that is exceeded': {
    code: 'BUDGET_EXCEEDED',
    args: ['tally', log, '--budget', '$0.000001', ...MAP],
    says: 'more than the budget of $0.000001',
  },
  'a budget that is exceeded': {
    code: 'BUDGET_EXCEEDED',
    args: ['estimate', 'tern-1', '--input', '10M', '--budget', '1', ...MAP],
    says: 'more than the budget of $1.0000',
  },
};

it('takes a total that leaves something out where it is allowed', async () => {
  const args = ['estimate', 'tern-1', '--input', '10', '--pages', '2', '--allow-partial', ...MAP];
  expect(await home.run(args)).toMatchObject({ code: 0, stderr: '' });
});

describe('a command that fails', () => {
  const cases = Object.entries(FAILURES);

  it.each(cases)(
    'says so on stderr, and nothing on stdout: %s',
    async (_what, { code, args, says, options }) => {
      const end = await home.run(args, options);
      expect(end.stderr).toContain(says);
      expect(end.stderr).toMatch(/^llmcost: \S/);
      expect({ code: end.code, stdout: end.stdout }).toEqual({ code: EXIT_CODES[code], stdout: '' });
    },
  );

  it.each(cases)('with --json prints one document, and nothing on stderr: %s', async (_what, failure) => {
    const { code, args, says, options } = failure;
    const end = await home.run([...args, '--json'], options);
    const error = asObject(field(jsonOf(end), 'error'));
    expect({ code: end.code, stderr: end.stderr }).toEqual({ code: EXIT_CODES[code], stderr: '' });
    expect(field(error, 'code')).toBe(code);
    expect(field(error, 'message')).toContain(says);
  });
});

describe('an answer that is also a refusal', () => {
  const cases = Object.entries(REFUSALS);

  it.each(cases)('is printed, with the reason on stderr: %s', async (_what, { code, args, says }) => {
    const end = await home.run(args);
    expect(end.code).toBe(EXIT_CODES[code]);
    expect(end.stdout).toContain('Total');
    expect(end.stderr).toContain(says);
  });

  it.each(cases)('holds the reason in its document: %s', async (_what, { code, args, says }) => {
    const end = await home.run([...args, '--json']);
    const document = jsonOf(end);
    expect({ code: end.code, stderr: end.stderr }).toEqual({ code: EXIT_CODES[code], stderr: '' });
    expect(field(document, 'schemaVersion')).toBe(1);
    expect(asObject(field(document, 'error'))).toMatchObject({
      code,
      message: expect.stringContaining(says),
    });
  });
});

describe('exit status', () => {
  it('0 stands for an answer, warnings and all', async () => {
    const end = await home.run(['show', 'gpt-4o']);
    expect(end).toMatchObject({ code: 0, stderr: expect.stringContaining('price book') });
  });

  it('1 stands for a bug, which is reported as one', async () => {
    const bug = { node: ['--require', BREAKING] };
    const hint =
      'Please report it with the command that you typed. LLMCOST_DEBUG=1 prints where it happened.';
    expect(await home.run(['show', 'tern-1', ...MAP], bug)).toMatchObject({
      code: 1,
      stderr: `llmcost: A bug in llmcost: a part is missing\n  ${hint}\n`,
    });
    const end = await home.run(['show', 'tern-1', ...MAP, '--json'], bug);
    expect(end).toMatchObject({ code: 1, stderr: '' });
    expect(jsonOf(end)).toEqual({
      error: { code: 'INTERNAL', message: 'A bug in llmcost: a part is missing', hint },
    });
  });

  it('5 stands for a server that refuses, when no copy answers', async () => {
    const server = await startMapServer(status(403));
    const env = { LLMCOST_OFFLINE: undefined };
    const end = await home.run(['show', 'tern-1', '--map', server.url, '--json'], { env });
    await server.close();
    expect(end.code).toBe(5);
    expect(asObject(field(jsonOf(end), 'error'))).toMatchObject({ message: expect.stringContaining('403') });
  });

  it('of every documented error is provoked here or where its own faults are', () => {
    const codes = [...Object.values(FAILURES), ...Object.values(REFUSALS)].map(({ code }) => code);
    // What cannot be written is held by streams.test.ts.
    expect([...new Set([...codes, 'INTERNAL', 'OUTPUT_FAILED'])].sort()).toEqual(
      Object.keys(EXIT_CODES).sort(),
    );
  });
});

describe('odd surroundings', () => {
  it('a directory that is gone is no reason to fail', async () => {
    const cwd = join(home.dir, 'gone');
    mkdirSync(cwd);
    // The shell goes there, removes it, and starts the command.
    const child = home.start(['show', 'tern-1', ...MAP, '--json'], {
      cwd,
      node: ['--require', removing(cwd)],
    });
    const end = await new Promise((done) => child.on('close', done));
    expect(end).toBe(0);
  });

  it('a home that cannot be written costs the cache, not the answer', async () => {
    const cache = join(home.dir, 'locked');
    mkdirSync(cache);
    chmodSync(cache, 0o500);
    const end = await home.run(['show', 'gpt-4o', '--json'], { env: { LLMCOST_CACHE_DIR: cache } });
    chmodSync(cache, 0o700);
    rmdirSync(cache);
    expect(end.code).toBe(0);
  });
});

function removing(directory: string): string {
  return home.write('removing.cjs', `require('node:fs').rmdirSync(${JSON.stringify(directory)});`);
}
