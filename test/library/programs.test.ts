import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeCliHome } from '../helpers/run-cli.ts';

/** The programs of fixtures/examples, run as they stand there: what a reader copies works. */
const pathOf = (name: string) => fileURLToPath(new URL(`../../fixtures/examples/${name}`, import.meta.url));

const home = makeCliHome();
afterAll(() => home.remove());
const env = { PATH: process.env['PATH'], HOME: home.dir, LLMCOST_OFFLINE: '1', PORT: '0' };

function run(args: readonly string[]) {
  return spawnSync(process.execPath, args, { cwd: home.dir, env, encoding: 'utf8' });
}

describe('the example of', () => {
  it('a server prices requests as they come', async () => {
    const child = spawn(process.execPath, [pathOf('server.mjs')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const url = await new Promise<string>((done) =>
        child.stdout.once('data', (text) => done(String(text).trim())),
      );
      const ask = async (body: unknown) => {
        const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
        return [response.status, await response.json()];
      };
      const usage = { prompt_tokens: 1200, completion_tokens: 300 };
      const cost = {
        model: 'gpt-4o',
        inputUsd: 0.003,
        outputUsd: 0.003,
        otherUsd: 0,
        totalUsd: 0.006,
        state: 'known',
      };
      expect(await ask({ model: 'gpt-4o', usage })).toEqual([200, cost]);
      expect(await ask({ model: 'GPT-4o', usage })).toEqual([200, cost]);
      expect(await ask({ model: 'gpt-nine', usage })).toEqual([
        422,
        { error: expect.stringContaining('No model is called') },
      ]);
      expect(await ask({ hello: 'there' })).toEqual([422, { error: expect.stringContaining('No usage') }]);
    } finally {
      child.kill();
    }
  });

  it('a script adds up a log', () => {
    const lines = [
      { model: 'gpt-4o', usage: { prompt_tokens: 1000, completion_tokens: 100 } },
      { model: 'gpt-4o', usage: { prompt_tokens: 3000, completion_tokens: 100 } },
      { model: 'house-model', usage: { prompt_tokens: 3000, completion_tokens: 100 } },
      { event: 'start' },
    ];
    const log = home.write(
      'responses.jsonl',
      `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot JSON\n`,
    );
    const { stdout, stderr, status } = run([pathOf('script.mjs'), log]);
    expect(stdout).toBe(
      'gpt-4o: 2 requests, $0.012\nhouse-model: 1 requests, no price\nTotal: at least $0.012\n',
    );
    expect(stderr).toBe('2 lines hold no usage.\n');
    expect(status).toBe(1);
  });

  it('a test pins prices', () => {
    const { stdout, status } = run(['--test', pathOf('prices.test.mjs')]);
    expect(stdout).toMatch(/# pass 3\b/);
    expect(status).toBe(0);
  });
});
