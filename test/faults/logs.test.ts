/** Logs, and directories of logs, that are made to harm a real `llmcost tally`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asList, asObject, field } from '../../src/core/json.ts';
import { jsonOf, makeCliHome, type CliHome } from '../helpers/run-cli.ts';

const USAGE = '"model":"gpt-4o","usage":{"prompt_tokens":1000,"completion_tokens":100}';
const LINE = `{${USAGE}}\n`;
/** Files of the same content count once. */
const lineOf = (id: string) => `{"id":"${id}",${USAGE}}\n`;

let home: CliHome;

beforeEach(() => {
  home = makeCliHome();
  mkdirSync(join(home.dir, 'logs'));
});

afterEach(() => home.remove());

const tally = (...args: readonly string[]) => home.run(['tally', ...args]);

/** Requests that were priced. */
async function priced(...args: readonly string[]): Promise<unknown> {
  const document = jsonOf(await tally(...args, '--json'));
  return field(asObject(field(asObject(field(document, 'counts')), 'requests')), 'known');
}

describe('a pattern', () => {
  it.each([
    '[z-a].jsonl',
    '[',
    '{',
    '{a,',
    '**/[z-a]/*.jsonl',
    '[[:alpha',
    '*'.repeat(12) + '.jsonl',
    '(a+)+*',
    `*${'x'.repeat(1e5)}`,
  ])('that means nothing is no bug: %s', async (pattern) => {
    const { code, stdout, stderr } = await tally(pattern);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^llmcost: (Nothing matches|There is no|The pattern)/);
  });

  it.each([4, 8, 12, 30])('of %d stars does not try for minutes', async (stars) => {
    for (let at = 0; at < 20; at += 1) home.write(join('logs', `${'a'.repeat(200)}${at}`), LINE);
    const { code, stderr } = await tally(`logs/${'*a'.repeat(stars)}.jsonl`);
    expect(code).toBe(2);
    expect(stderr).toContain('more than 3 wildcards in a name');
  });

  it('may have a slash between its braces', async () => {
    for (const name of ['a', 'a/b', 'c']) mkdirSync(join(home.dir, 'logs', name));
    for (const name of ['a/b/x.jsonl', 'c/x.jsonl', 'a/x.jsonl'])
      home.write(join('logs', name), lineOf(name));
    expect(await priced('logs/{a/b,c}/x.jsonl')).toBe(2);
  });
});

describe('a directory', () => {
  it('with links that lead round in circles, out, or nowhere is read', async () => {
    const link = (to: string, name: string) => symlinkSync(to, join(home.dir, 'logs', name));
    home.write('logs/a.jsonl', LINE);
    home.write('other.jsonl', lineOf('other'));
    link('loop.jsonl', 'loop.jsonl');
    link('.', 'self');
    link('..', 'up');
    link('/', 'root');
    link('nowhere', 'gone.jsonl');
    link('/dev/zero', 'zero.jsonl');
    link('../other.jsonl', 'b.jsonl');
    spawnSync('mkfifo', [join(home.dir, 'logs', 'pipe.jsonl')]);
    expect(await priced('logs')).toBe(2);
    expect(await priced('logs/**/*.jsonl')).toBe(2);
  });

  it.each([
    ['a pipe', (path: string) => void spawnSync('mkfifo', [path])],
    ['a link to /dev/zero', (path: string) => symlinkSync('/dev/zero', path)],
    ['a directory', (path: string) => mkdirSync(path)],
  ])('with %s for the settings of an agent is read', async (_what, make) => {
    mkdirSync(join(home.dir, 'logs', 'sessions', 'g', 's'), { recursive: true });
    home.write('logs/sessions/g/s/wire.jsonl', LINE);
    make(join(home.dir, 'logs', 'config.json'));
    expect(await priced('logs/sessions')).toBe(1);
  });
});

describe('a line', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it.each([
    ['a million brackets', deep(1e6)],
    ['objects in objects', `${'{"x":'.repeat(3e5)}1${'}'.repeat(3e5)}`],
  ])('with %s is counted, and grouped', async (_what, value) => {
    home.write('log.jsonl', `{${USAGE},"a":${value}}\n${LINE}`);
    for (const by of ['.a', '.a.x', '.a.0', 'model']) expect(await priced('log.jsonl', '--by', by)).toBe(2);
    const document = jsonOf(await tally('log.jsonl', '--by', '.a', '--json'));
    expect(asList(field(document, 'groups')).map((row) => field(asObject(row), 'group'))).toEqual([
      { '.a': 'nested too deep' },
      { '.a': null },
    ]);
    const { code, stderr } = await tally('log.jsonl', '--each', '--by', '.a');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('A bug')]);
  });
});
