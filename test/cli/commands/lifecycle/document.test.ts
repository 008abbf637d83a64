import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LifecycleDocument } from '../../../../src/cli/commands/lifecycle/document.ts';
import { renderLifecycle } from '../../../../src/cli/commands/lifecycle/render.ts';
import { lifecycle } from '../../../helpers/commands.ts';
import { makeHome, type Home } from '../../../helpers/home.ts';
import { makeCliHome } from '../../../helpers/run-cli.ts';
import { HAS_SHARED_MAPS, sharedMap } from '../../../helpers/shared-maps.ts';

/** 22 November 2026. Dates in the map below are counted from it. */
const NOW = new Date('2026-11-22T10:00:00Z');

const model = (provider: string, perMillion: number, deprecation_date?: string) => ({
  litellm_provider: provider,
  mode: 'chat',
  input_cost_per_token: perMillion / 1e6,
  output_cost_per_token: (perMillion * 4) / 1e6,
  ...(deprecation_date === undefined ? {} : { deprecation_date }),
});

const MAP = {
  'gpt-4-0613': model('openai', 30, '2025-06-06'),
  'gpt-5-mini': model('openai', 3),
  'gpt-5': model('openai', 15),
  'gpt-5-2026-01-01': model('openai', 15),
  'gpt-audio-5': model('openai', 30),
  'text-large-1': model('openai', 30),
  'azure/gpt-4-0613': model('azure', 30),
  'xai/grok-3': model('xai', 3, '2026-05-15'),
  'xai/grok-3-latest': model('xai', 3),
  'xai/grok-4': model('xai', 4),
  'azure_ai/grok-3': model('azure_ai', 3),
  'claude-haiku-4-5': model('anthropic', 1, '2026-12-22'),
  'claude-opus-4-1': model('anthropic', 15, '2027-02-21'),
  'claude-sonnet-5': model('anthropic', 2),
  'today-1': model('openai', 1, '2026-11-22'),
};

let home: Home;
let dir: string;

beforeEach(() => {
  home = makeHome(NOW);
  dir = join(home.dir, 'project');
  mkdirSync(dir);
  write('map.json', JSON.stringify(MAP));
});
afterEach(() => home.remove());

function write(name: string, text: string): void {
  writeFileSync(join(dir, name), text);
}

async function ask(inputs: readonly string[], withinDays = 90): Promise<LifecycleDocument> {
  const deps = { ...home.deps({ LLMCOST_CONFIG: 'none' }), cwd: dir };
  return await lifecycle({ inputs, withinDays, load: { map: 'map.json' } }, deps);
}

/** The findings as `name status`. */
async function found(inputs: readonly string[], withinDays = 90): Promise<readonly string[]> {
  const { findings } = await ask(inputs, withinDays);
  return findings.map(({ name, status }) => `${name} ${status}`);
}

describe('models named on the command line', () => {
  test('are told when they are deprecated, due or unknown, and not when they live on', async () => {
    const names = ['gpt-5', 'claude-haiku-4-5', 'gpt-4-0613', 'claude-9', 'today-1'];
    expect(await found(names)).toEqual([
      'gpt-4-0613 deprecated',
      'today-1 deprecated',
      'claude-haiku-4-5 due',
      'claude-9 missing',
    ]);
  });

  test('are due on the last of the days asked for, and not a day before', async () => {
    // 21 February 2027 is 91 days after 22 November 2026.
    expect(await found(['claude-opus-4-1'], 90)).toEqual([]);
    expect(await found(['claude-opus-4-1'], 91)).toEqual(['claude-opus-4-1 due']);
  });

  test('that several providers sell are deprecated when they are so at all of them', async () => {
    // grok-3 is sold by xai, where its day has come, and by azure_ai, where it has none.
    expect(await found(['grok-3'])).toEqual([]);
    expect(await found(['xai/grok-3', 'xai:grok-3'])).toEqual([
      'xai/grok-3 deprecated',
      'xai:grok-3 deprecated',
    ]);
  });
});

describe('alternatives', () => {
  test('are of the same provider and family, living, each once, with what they cost instead', async () => {
    const { findings } = await ask(['gpt-4-0613']);
    expect(findings[0]?.alternatives).toEqual([
      // 15 / 30 and 60 / 120; 3 / 30 and 12 / 120. The model for audio is nearer in price, and for other work.
      expect.objectContaining({
        model: 'gpt-5',
        inputUsdPerUnit: 0.000015,
        inputRatio: 0.5,
        outputRatio: 0.5,
      }),
      expect.objectContaining({ model: 'gpt-5-mini', inputRatio: 0.1, outputRatio: 0.1 }),
      expect.objectContaining({ model: 'gpt-audio-5', inputRatio: 1, outputRatio: 1 }),
    ]);
  });

  test('are not the model itself under another key of its provider', async () => {
    const { findings } = await ask(['xai/grok-3']);
    expect(findings[0]?.alternatives.map(({ model }) => model)).not.toContain('xai/grok-3-latest');
    expect(findings[0]?.alternatives[0]?.model).toBe('xai/grok-4');
  });

  test('of a model that is not in the map are the nearest names, without a ratio', async () => {
    const { findings } = await ask(['claude-sonet-5']);
    expect(findings[0]?.alternatives[0]).toMatchObject({ model: 'claude-sonnet-5', inputRatio: null });
  });
});

describe('files', () => {
  test('of any kind are read, and each place is told', async () => {
    write('app.py', '# gpt-4-0613 was good\nask(model="gpt-4-0613")\nask(model="gpt-5")\n');
    write('.env', 'MODEL=gpt-4-0613\n');
    write('names.txt', 'gpt-5\nclaude-9\n');
    write('settings.json', '{"model": "auth.user-1", "llm": {"model": "claude-haiku-4-5"}}');
    const document = await ask(['app.py', '.env', 'names.txt', 'settings.json']);
    expect(document).toMatchObject({ files: 4, modelCount: 4, notJudged: ['auth.user-1'] });
    expect(document.findings).toMatchObject([
      {
        name: 'gpt-4-0613',
        places: [
          { file: 'app.py', line: 1 },
          { file: 'app.py', line: 2 },
          { file: '.env', line: 1 },
        ],
      },
      { name: 'claude-haiku-4-5', status: 'due', places: [{ file: 'settings.json', line: 1 }] },
      { name: 'claude-9', status: 'missing', places: [{ file: 'names.txt', line: 2 }] },
    ]);
  });

  test('that list other words are no lists of models', async () => {
    write('words.txt', 'apple\npear\ngpt-4-0613\nplum\n');
    expect(await found(['words.txt'])).toEqual(['gpt-4-0613 deprecated']);
  });

  test('that are no text are passed over with a warning', async () => {
    write('picture.png', 'gpt-4-0613\0');
    const { findings, warnings } = await ask(['picture.png', 'gpt-5']);
    expect(findings).toEqual([]);
    expect(warnings).toEqual([{ code: 'NO_TEXT', message: 'picture.png is no text and was passed over.' }]);
  });

  test('that are not there, and directories, are an error', async () => {
    await expect(ask(['gone.py'])).rejects.toThrow('There is no file gone.py.');
    mkdirSync(join(dir, 'src'));
    await expect(ask(['src'])).rejects.toThrow('src is a directory.');
  });

  test('called like a model are named by their path', async () => {
    write('gpt-5', 'ask(model="gpt-4-0613")\n');
    expect(await found(['gpt-5'])).toEqual([]);
    expect(await found(['./gpt-5'])).toEqual(['gpt-4-0613 deprecated']);
  });
});

test('the answer reads as a list of what to change', async () => {
  write('app.py', Array.from({ length: 6 }, () => 'ask(model="gpt-4-0613")\n').join(''));
  expect(renderLifecycle(await ask(['app.py', 'claude-haiku-4-5', 'claude-9']))).toMatchInlineSnapshot(`
    "gpt-4-0613
      Deprecated since 2025-06-06 (534 days ago).
      in app.py:1, 2, 3, 4 and 2 more
      Instead                     Input                 Output  Costs
      gpt-5        $15.0000 / 1M tokens   $60.0000 / 1M tokens  0.5x
      gpt-5-mini    $3.0000 / 1M tokens   $12.0000 / 1M tokens  0.1x
      gpt-audio-5  $30.0000 / 1M tokens  $120.0000 / 1M tokens  the same

    claude-haiku-4-5
      Will be deprecated on 2026-12-22 (in 30 days).
      Instead                         Input                Output  Costs
      claude-sonnet-5   $2.0000 / 1M tokens   $8.0000 / 1M tokens  2x
      claude-opus-4-1  $15.0000 / 1M tokens  $60.0000 / 1M tokens  15x
      azure_ai/grok-3   $3.0000 / 1M tokens  $12.0000 / 1M tokens  3x

    claude-9
      Not in the map.

    3 models in 1 file: 1 deprecated, 1 due within 90 days, 1 not in the map.
    "
  `);
});

describe.skipIf(!HAS_SHARED_MAPS)('on a published map (skipped where it is absent)', () => {
  test('what is deprecated or due is what has a day until then, key by key', async () => {
    const map = sharedMap('2026-08-06');
    // 22 November 2026 and 90 days.
    const expected = [...map].filter(
      ([, fields]) => String(fields['deprecation_date'] ?? '9999') <= '2027-02-20',
    );
    write('map.json', JSON.stringify(Object.fromEntries(map)));
    const { findings } = await ask([...map.keys()]);
    expect(findings.map(({ name }) => name).sort()).toEqual(expected.map(([key]) => key).sort());
    expect(findings.filter(({ alternatives }) => alternatives.length === 0)).toEqual([]);
    const dying = new Set(expected.map(([key]) => key));
    expect(
      findings.flatMap(({ alternatives }) => alternatives).filter(({ model: key }) => dying.has(key)),
    ).toEqual([]);
  });
});

describe('the command', () => {
  test('exits with 4 only where --exit-code asks for it', async () => {
    const cli = makeCliHome();
    try {
      const map = cli.write('map.json', JSON.stringify(MAP));
      const run = (...args: string[]) => cli.run(['lifecycle', ...args, '--map', map]);
      expect((await run('gpt-4-0613')).code).toBe(0);
      expect((await run('gpt-4-0613', '--exit-code')).code).toBe(4);
      expect((await run('gpt-5', '--exit-code')).code).toBe(0);
      const piped = await cli.run(['lifecycle', '-', '--map', map, '--json'], { stdin: 'x = "gpt-4-0613"' });
      expect(piped.stdout).toContain('"file": "standard input"');
    } finally {
      cli.remove();
    }
  });
});
