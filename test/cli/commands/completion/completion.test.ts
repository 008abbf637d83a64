import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complete } from '../../../../src/cli/completion/complete.ts';
import { IndexKeys } from '../../../../src/cli/completion/keys.ts';
import { commandWords, type CommandWords } from '../../../../src/cli/completion/command-words.ts';
import { renderSnapshot } from '../../../../src/map/cache/snapshot.ts';
import { BIN, makeCliHome } from '../../../helpers/run-cli.ts';

const entry = (provider: string, mode = 'chat') => ({
  litellm_provider: provider,
  mode,
  input_cost_per_token: 1e-6,
});

/** An index as it lies in the cache: two bare keys, three behind a slash, one that is not ASCII. */
const INDEX = renderSnapshot(
  new Map([
    ['tern-1', entry('shorebird')],
    ['tern-10', entry('shorebird')],
    ['gull/tern:v1', entry('gull')],
    ['gull/eu/tern', entry('gull', 'embedding')],
    ['skua "x"/tern', entry('skua')],
    ['möwe', entry('gull')],
  ]),
).index.toString('latin1');

const COMMANDS: readonly CommandWords[] = [
  commandWords(
    {
      name: 'show',
      args: '<model...>',
      about: '',
      examples: [],
      groups: [
        {
          title: 'Flags',
          flags: [
            { flags: '--tier <name>', description: 'standard, flex or batch (default standard)' },
            { flags: '--provider <names>', description: 'of these' },
            { flags: '--mode <names>', description: 'of these' },
            { flags: '--usage <file|->', description: 'a usage object' },
            { flags: '--within <time>', description: 'how long' },
            { flags: '--all', description: 'all of it' },
            { flags: '-h, --help', description: 'explain' },
          ],
        },
      ],
    },
    'what it costs',
    undefined,
  ),
  commandWords({ name: 'cache', args: '[action]', about: '', examples: [], groups: [] }, 'tidy up', [
    'status',
    'path',
  ]),
  commandWords(
    { name: 'check', args: '[file]', about: '', examples: [], groups: [] },
    'check a file',
    undefined,
  ),
];

/** What Tab offers behind these words, the last one as far as it is typed. */
function offers(...words: string[]): readonly string[] {
  const { offers, files } = complete(words, COMMANDS, () => new IndexKeys(INDEX));
  return [...offers.map(({ value }) => value), ...(files ? ['files'] : [])];
}

describe('Tab offers', () => {
  test.each([
    ['commands', [''], ['show', 'cache', 'check', 'help']],
    ['the commands that begin so', ['c'], ['cache', 'check']],
    ['flags of the program', ['--v'], ['--version']],
    ['models, sorted', ['show', 't'], ['tern-1', 'tern-10']],
    ['models behind a slash and with a colon', ['show', 'gull/t'], ['gull/tern:v1']],
    ['models that are not ASCII', ['show', 'mö'], ['möwe']],
    ['models with a quote', ['show', 'skua '], ['skua "x"/tern']],
    ['models for the second argument too', ['show', 'tern-1', 'mö'], ['möwe']],
    ['nothing where no model begins so', ['show', 'x'], []],
    ['flags', ['show', '--'], ['--tier', '--provider', '--mode', '--usage', '--within', '--all', '--help']],
    ['flags that do not stand there yet', ['show', '--all', 'tern-1', '--a'], []],
    ['the values of a flag', ['show', '--tier', ''], ['standard', 'flex', 'batch']],
    ['the values of a flag behind =', ['show', '--tier=f'], ['--tier=flex']],
    ['providers of the map', ['show', '--provider', 's'], ['shorebird', 'skua']],
    ['the next of a list of providers', ['show', '--provider', 'gull,sk'], ['gull,skua']],
    ['modes of the map', ['show', '--mode', ''], ['chat', 'embedding']],
    ['files for a flag that takes one', ['show', '--usage', ''], ['files']],
    ['nothing for a value that nobody can guess', ['show', '--within', ''], []],
    ['models again behind a flag and its value', ['show', '--tier', 'flex', 'mö'], ['möwe']],
    ['models, not flags, behind --', ['show', '--', 't'], ['tern-1', 'tern-10']],
    ['the words of an action', ['cache', ''], ['status', 'path']],
    ['files for a command that takes one', ['check', ''], ['files']],
    ['commands behind help', ['help', 'sh'], ['show']],
    ['nothing for a command that there is not', ['nothing', ''], []],
  ] as const)('%s', (_what, words, expected) => {
    expect(offers(...words)).toEqual(expected);
  });

  test('a step at a time where there are many models', () => {
    const many = Array.from(
      { length: 200 },
      (_none, index) => [`gull/${index}/tern`, entry('gull')] as const,
    );
    const keys = new IndexKeys(
      renderSnapshot(new Map([...many, ['gull/tern', entry('gull')], ['knot', entry('x')]])).index.toString(
        'latin1',
      ),
    );
    const values = (...words: string[]) =>
      complete(words, COMMANDS, () => keys).offers.map(({ value }) => value);
    expect(values('show', '')).toEqual(['gull/', 'knot']);
    expect(values('show', 'gull/1')).toContain('gull/1/tern');
    expect(values('show', 'gull/')).toContain('gull/tern');
  });

  test('nothing, and no error, where there is no map at all', () => {
    expect(complete(['show', ''], COMMANDS, () => undefined)).toEqual({ offers: [], files: false });
  });
});

/** The command on a PATH of its own, with the price book as its map. */
const home = makeCliHome();
const dir = join(home.dir, 'bin');
beforeAll(() => {
  execFileSync('mkdir', ['-p', dir]);
  writeFileSync(join(dir, 'llmcost'), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  chmodSync(join(dir, 'llmcost'), 0o755);
  writeFileSync(join(home.dir, 'my usage.json'), '{}');
});
afterAll(() => home.remove());

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** Runs lines in a shell that has learnt completion; what it prints. */
function shell(command: string, args: readonly string[], script: string): string {
  const env = { PATH: `${dir}:${process.env['PATH'] ?? ''}`, HOME: home.dir, TERM: 'dumb' };
  const cache = { LLMCOST_CACHE_DIR: join(home.dir, 'cache'), LLMCOST_CONFIG_DIR: join(home.dir, 'config') };
  const ran = spawnSync(command, [...args, script], {
    cwd: home.dir,
    env: { ...env, ...cache },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return ran.stdout + ran.stderr;
}

test('the answer is one word a line, its meaning behind a tab', async () => {
  expect((await home.run(['__complete', '--', 'esti'])).stdout).toBe('estimate\twhat a job costs\n');
  expect((await home.run(['__complete', '--', 'show', 'gpt-image-2'])).stdout).toMatch(/^gpt-image-2\n/);
  expect((await home.run(['__complete', '--', 'estimate', '--usage', ''])).stdout).toBe(':files\n');
  expect((await home.run(['__complete', '--', 'tally', ''])).stdout).toBe(':files\n');
  expect((await home.run(['__complete', '--', 'site', ''])).stdout).toBe(':files\n');
});

test('names of the user’s own are models too', async () => {
  const settings = home.write(
    'own.json',
    '{"aliases": {"cheap": "gpt-4o-mini"}, "models": {"charon-1": {}}}',
  );
  const env = { LLMCOST_CONFIG: settings };
  expect((await home.run(['__complete', '--', 'show', 'ch'], { env })).stdout).toMatch(/^charon-1\ncheap\n/);
  home.write('own.json', '{');
  expect((await home.run(['__complete', '--', 'show', 'ch'], { env })).stdout).not.toContain('cheap');
});

describe.runIf(has('bash'))('in bash', () => {
  const reply = (line: string) =>
    shell(
      'bash',
      ['--norc', '-c'],
      `eval "$(llmcost completion bash)"
COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}; _llmcost; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ).trim();

  test.each([
    ['llmcost esti', 'estimate'],
    ['llmcost show claude-opus-4-6', 'claude-opus-4-6'],
    // bash replaces what stands behind the last colon or equals sign.
    ['llmcost estimate x --tier=fl', 'flex'],
    ['llmcost estimate x --usage my', 'my usage.json'],
    ['llmcost cache st', 'status'],
  ])('%s', (line, expected) => {
    expect(reply(line).split('\n')[0]).toBe(expected);
  });

  test('a key with a colon is completed behind it', () => {
    const key = 'us.anthropic.claude-opus-4-6-v1';
    expect(reply(`llmcost show ${key}`)).toContain(key);
    expect(reply('llmcost show anthropic.claude-haiku-4-5-20251001-v1:')).toBe('0');
  });
});

describe.runIf(has('fish'))('in fish', () => {
  test.each([
    ['llmcost esti', 'estimate\twhat a job costs'],
    ['llmcost estimate x --tier=fl', '--tier=flex'],
    ['llmcost cache st', 'status'],
    ['llmcost show anthropic.claude-haiku-4-5-20251001-v1:', 'anthropic.claude-haiku-4-5-20251001-v1:0'],
    ['llmcost estimate x --usage my', 'my usage.json'],
  ])('%s', (line, expected) => {
    const script = `llmcost completion fish | source; complete -C ${JSON.stringify(line)}`;
    expect(shell('fish', ['--no-config', '-c'], script).split('\n')).toContain(expected);
  });
});

describe.runIf(has('zsh'))('in zsh', () => {
  /** Types a line and Tab into an interactive zsh, and reads what stands there then. */
  const typed = (line: string) =>
    shell(
      'zsh',
      ['-f', '-c'],
      `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PS1="> "; unset zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; eval "$(llmcost completion zsh)"; echo READY'
zpty -r -m z _ '*READY*READY*' 2>/dev/null
zpty -w -n z $'${line}\\t'
sleep 2
zpty -w z '#END'
zpty -r -m z out '*END*'
print -r -- "$out"
zpty -d z`,
    );

  test.each([
    ['llmcost esti', 'llmcost estimate '],
    ['llmcost estimate x --tier=fl', 'llmcost estimate x --tier=flex '],
    [
      'llmcost show anthropic.claude-haiku-4-5-20251001-v1',
      'llmcost show anthropic.claude-haiku-4-5-20251001-v1:0 ',
    ],
  ])('%s', (line, expected) => {
    expect(typed(line)).toContain(expected);
  });
});

test.skipIf(has('fish') && has('zsh'))('fish and zsh were not both here: what needs them was skipped', () => {
  expect(has('fish') && has('zsh')).toBe(false);
});

test('a shell that there is not is named in the error', async () => {
  const { code, stderr } = await home.run(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain(
    'There is no completion for "tcsh".\n  Choose one of bash, zsh, fish, powershell.',
  );
});
