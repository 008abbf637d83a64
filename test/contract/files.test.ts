import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { expectDocument } from '../helpers/documents.ts';
import { makeCliHome } from '../helpers/run-cli.ts';

const home = makeCliHome();
afterAll(() => home.remove());

const read = (...path: readonly string[]) => readFileSync(join(home.dir, ...path), 'utf8');
const map = home.write(
  'map.json',
  JSON.stringify({
    'tern-1': {
      litellm_provider: 'shorebird',
      mode: 'chat',
      input_cost_per_token: 2e-6,
      output_cost_per_token: 8e-6,
    },
    'tern-2': {
      litellm_provider: 'shorebird',
      mode: 'chat',
      input_cost_per_token: 1e-6,
      output_cost_per_token: 4e-6,
    },
  }),
);

describe('a file that llmcost writes', () => {
  it.each([[['lock']], [['lock', '--models', 'tern-1']]])('%j is as its schema says', async (command) => {
    const lock = join(home.dir, 'llmcost.lock.json');
    rmSync(lock, { force: true });
    expect(await home.run([...command, '--map', map, '--lock', lock])).toMatchObject({ code: 0 });
    expectDocument('lock file', read('llmcost.lock.json'));
  });

  it('reviews are as their schema says', async () => {
    const args = ['review', 'tern-1', '--source', 'https://prices.example/tern', '--by', 'Ann', '--map', map];
    expect(await home.run([...args, '--no-lock', '--price', 'input=2'])).toMatchObject({ code: 0 });
    expectDocument('reviews file', read('config', 'reviews.json'));
  });
});

describe('llmcost schema', () => {
  it('lists what it can print, and prints each', async () => {
    const { stdout, code } = await home.run(['schema', '--json']);
    expect(code).toBe(0);
    const names = [...stdout.matchAll(/"name": "([^"]+)"/g)].map(([, name = '']) => name);
    expect(names).toEqual(expect.arrayContaining(['show', 'tally each', 'lock file', 'error']));
    for (const name of names) {
      const { stdout: text } = await home.run(['schema', ...name.split(' ')]);
      expect(JSON.parse(text), name).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
      });
    }
  });

  it('takes the short names of actions and files', async () => {
    for (const [short = '', whole = ''] of [
      ['cache', 'cache status'],
      ['config', 'config file'],
    ]) {
      const [one, other] = [
        await home.run(['schema', short]),
        await home.run(['schema', ...whole.split(' ')]),
      ];
      expect(one.stdout).toBe(other.stdout);
    }
  });

  it('says what somebody may have meant', async () => {
    const { code, stderr } = await home.run(['schema', 'estimat']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean: llmcost schema estimate');
  });
});
