import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { MARKET } from '../helpers/choosing.ts';
import { jsonOf, makeCliHome, BIN } from '../helpers/run-cli.ts';
import { transcript } from '../helpers/transcript.ts';

const home = makeCliHome();
afterAll(() => home.remove());
home.write('market.json', readFileSync(MARKET));

const MAP = ['--map', 'market.json'];

/** Each file of `transcripts/` is one of these, and is read as documentation. */
const TRANSCRIPTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'list: search, filter, sort': [
    ['list', 'heron', ...MAP],
    ['list', '--mode', 'chat', '--supports', 'vision', '--sort', 'blended', '--top', '3', ...MAP],
    ['list', '--mode', 'image_generation', ...MAP],
    ['list', '--free', '--columns', 'model,context,mode', ...MAP],
    ['list', 'no', 'such', 'model', ...MAP],
    ['list', '--provider', 'opnai', ...MAP],
  ],
  'list: one row a model, other formats': [
    ['list', 'heron', '--unique', ...MAP],
    ['list', 'egret', '--format', 'csv', ...MAP],
    ['list', 'egret', '--format', 'markdown', '--columns', 'model,input,max_input_tokens', ...MAP],
    ['list', 'gull', '--json', ...MAP],
  ],
  'providers and modes': [
    ['providers', 'bedrock', ...MAP],
    ['modes', ...MAP],
  ],
  'offers: one model at everybody who sells it': [
    ['offers', 'claude-heron-4', ...MAP],
    ['offers', 'gpt-egret-5-mini', '--region', 'eu', '--format', 'csv', ...MAP],
    ['offers', 'claude-heron-9', ...MAP],
  ],
  'compare: side by side, and a job at each': [
    ['compare', 'claude-heron-4', 'gpt-egret-5', ...MAP],
    [
      'compare',
      'claude-heron-4',
      'gpt-egret-5-mini',
      'github_copilot/claude-heron-4',
      '--input',
      '100k',
      '--output',
      '2k',
      '--chart',
      ...MAP,
    ],
    ['compare', '--like', 'claude-heron-4', '--similar', '2', '--all', ...MAP],
    ['compare', '--cheapest', 'vision,chat', '--input', '10k', '--output', '1k', '--unique', ...MAP],
    ['compare', '--cheapest', 'search', '--format', 'csv', ...MAP],
  ],
  'choosing: wrong input': [
    ['compare', ...MAP],
    ['compare', 'gpt-egret-5', '--cheapest', 'chat', ...MAP],
    ['compare', '--cheapest', 'visoin', ...MAP],
    ['compare', '--like', 'gpt-egret-5', '--same-provider', '--other-providers', ...MAP],
    ['list', '--sort', 'price', ...MAP],
    ['list', '--columns', 'prize', ...MAP],
    ['list', '--deprecated', '--not-deprecated', ...MAP],
    ['list', '--min-context', 'large', ...MAP],
  ],
};

describe('what a user sees who chooses', () => {
  it.each(Object.keys(TRANSCRIPTS))('%s', async (title) => {
    const text = await transcript(home, title, TRANSCRIPTS[title] ?? []);
    const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    await expect(text).toMatchFileSnapshot(`transcripts/${name}.md`);
  });

  it.each(['40', '80', '200'])('fits %s columns, and breaks no key', async (columns) => {
    const { stdout } = await home.run(['list', 'heron', ...MAP], { env: { COLUMNS: columns } });
    expect(stdout).toMatch(/^us\.anthropic\.claude-heron-4-20260110-v1:0\b/m);
    for (const line of stdout.split('\n')) {
      // A key that is longer than the terminal stands alone, so that it can be copied.
      const isKey = /^\S+$/.test(line);
      expect(isKey || line.length <= Number(columns), line).toBe(true);
    }
  });
});

describe('a script that chooses', () => {
  it.each([
    ['list', ['list', 'nothing-of-the-kind'], 'models'],
    ['providers', ['providers', 'nothing-of-the-kind'], 'providers'],
    ['offers', ['offers', 'dodo-1', '--region', 'eu'], 'offers'],
    ['compare', ['compare', '--cheapest', 'search,pdf_input'], 'ranking'],
  ])('gets the same shape and status 0 from %s where nothing matches', async (_command, args, list) => {
    const { code, stdout, stderr } = await home.run([...args, '--json', ...MAP]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document = jsonOf({ stdout, stderr });
    expect(document).toMatchObject({ schemaVersion: 1, [list]: [], source: { kind: 'file' } });
  });

  it('gets no word on stdout where nothing matches, but heads in CSV', async () => {
    const text = await home.run(['list', 'nothing-of-the-kind', ...MAP]);
    expect(text).toMatchObject({ code: 0, stdout: '', stderr: 'llmcost: No model matches.\n' });
    const csv = await home.run(['list', 'nothing-of-the-kind', '--format', 'csv', ...MAP]);
    expect(csv.stdout).toBe('model,provider,input,output,per,context,coding,features\r\n');
  });

  it('finds the figures of --json in --format csv', async () => {
    const csv = (await home.run(['list', '--columns', 'model,input,output', '--format', 'csv', ...MAP]))
      .stdout;
    const document = jsonOf(await home.run(['list', '--json', ...MAP]));
    const models = document['models'];
    if (!Array.isArray(models)) throw new Error('models is a list');
    const lines = csv.trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(models.length);
    expect(lines).toContain('claude-heron-4,3,15');
    expect(lines).toContain('github_copilot/claude-heron-4,,');
  });

  it('gets errors as JSON with --format json too', async () => {
    const { code, stdout } = await home.run(['offers', 'claude-heron-9', '--format', 'json', ...MAP]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'MODEL_NOT_FOUND' } });
  });
});

describe("the user's settings", () => {
  const own = makeCliHome();
  afterAll(() => own.remove());
  own.write('market.json', readFileSync(MARKET));
  own.write(
    'llmcost.config.json',
    JSON.stringify({
      aliases: { mine: 'dodo-2' },
      overrides: { 'dodo-1': { usdPer1M: { input: 0.5 } } },
      discounts: [{ provider: 'shorebird', percent: 50 }],
    }),
  );

  it('change the prices of a list, and the list says so', async () => {
    const { stdout } = await own.run(['list', 'dodo', '--sort', 'input', ...MAP]);
    expect(stdout).toMatch(/^dodo-1 .*\$0\.5000 .*\ndodo-2 .*\$1\.0000 /m);
    expect(stdout).toMatch(/From your settings\n- .*llmcost\.config\.json: overrides\.dodo-1/);
    const document = jsonOf(await own.run(['list', 'dodo', '--json', ...MAP]));
    expect(document['overrides']).toMatchObject([{ kind: 'price', path: 'overrides.dodo-1.usdPer1M.input' }]);
  });

  it('change what a job costs, by alias and discount too', async () => {
    const args = ['compare', 'mine', 'dodo-1', '--input', '1M', '--output', '1M', '--json', ...MAP];
    const document = jsonOf(await own.run(args));
    // Half of 0.5 + 2, and half of 1 + 2.
    expect(document['ranking']).toMatchObject([
      { key: 'dodo-1', totalUsd: 1.25 },
      { key: 'dodo-2', totalUsd: 1.5 },
    ]);
  });
});

/** A terminal of so many rows, made by `script`; what comes out is what stands on it. */
function onTerminal(args: readonly string[], env: Readonly<Record<string, string>>, rows = 10): string {
  const command = `stty rows ${rows} cols 100; exec ${[process.execPath, BIN, ...args].map((arg) => `'${arg}'`).join(' ')}`;
  return execFileSync('script', ['-qec', command, '/dev/null'], {
    cwd: home.dir,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home.dir,
      TERM: 'xterm',
      NO_COLOR: '1',
      LLMCOST_OFFLINE: '1',
      ...env,
    },
    encoding: 'utf8',
    timeout: 30_000,
  }).replaceAll('\r\n', '\n');
}

const HAS_TERMINAL = ((): boolean => {
  try {
    execFileSync('script', ['-qec', 'true', '/dev/null']);
    return process.platform === 'linux';
  } catch {
    return false;
  }
})();

describe.skipIf(!HAS_TERMINAL)('the pager (skipped where `script` makes no terminal)', () => {
  const PAGER = "sed 's/^/> /'";
  const LONG = ['list', ...MAP];
  const SHORT = ['list', 'dodo', ...MAP];

  it('gets what is longer than the screen, LLMCOST_PAGER before PAGER', () => {
    const shown = onTerminal(LONG, { LLMCOST_PAGER: PAGER, PAGER: 'false' });
    expect(shown.split('\n').filter((line) => line.startsWith('> ')).length).toBeGreaterThan(20);
    expect(onTerminal(LONG, { PAGER })).toBe(shown);
  });

  it.each([
    ['what fits the screen', SHORT, { PAGER }],
    ['anything with --no-pager', [...LONG, '--no-pager'], { PAGER }],
    ['anything where it is switched off', LONG, { PAGER, LLMCOST_PAGER: '' }],
    ['anything where it is cat', LONG, { PAGER: 'cat' }],
    ['anything on a terminal that can do nothing', LONG, { PAGER, TERM: 'dumb' }],
    ['JSON', [...LONG, '--json'], { PAGER }],
  ])('does not get %s', (_what, args, env) => {
    const shown = onTerminal(args, env);
    expect(shown).toContain('dodo-1');
    expect(shown).not.toContain('> ');
  });

  it('that is left early ends quietly', () => {
    const shown = onTerminal(LONG, { PAGER: 'head -n 2' });
    expect(shown.trimEnd().split('\n')).toHaveLength(2);
  });

  it('that cannot be started leaves the text to the terminal', () => {
    expect(onTerminal(LONG, { PAGER: 'no-such-pager-anywhere 2>/dev/null' })).toContain('dodo-1');
  });

  it('is told to end at once when all fits, unless the user has settings of their own', () => {
    const PRINT = 'echo "LESS=$LESS"; cat >/dev/null';
    expect(onTerminal(LONG, { PAGER: PRINT })).toContain('LESS=FRX');
    expect(onTerminal(LONG, { PAGER: PRINT, LESS: '-i' })).toContain('LESS=-i');
  });

  it('is never used where the output is piped', async () => {
    const { stdout } = await home.run(LONG, { env: { PAGER } });
    expect(stdout).not.toContain('> ');
  });
});
