import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jsonOf, makeCliHome, type CliHome } from '../../../helpers/run-cli.ts';

const MAP = {
  tern: {
    litellm_provider: 'shorebird',
    mode: 'chat',
    input_cost_per_token: 2e-6,
    output_cost_per_token: 8e-6,
    input_cost_per_token_batches: 1e-6,
    output_cost_per_token_batches: 4e-6,
  },
  'gull/tern': {
    litellm_provider: 'gull',
    mode: 'chat',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 8e-6,
  },
  'gull/dunlin': {
    litellm_provider: 'gull',
    mode: 'chat',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 2e-6,
  },
  'skua/dunlin': {
    litellm_provider: 'skua',
    mode: 'chat',
    input_cost_per_token: 5e-6,
    output_cost_per_token: 6e-6,
  },
};

let home: CliHome;
let map: string;

beforeEach(() => {
  home = makeCliHome();
  mkdirSync(join(home.dir, 'config'));
  map = home.write('map.json', JSON.stringify(MAP));
});
afterEach(() => home.remove());

/** Runs a command on the map above. */
async function run(args: string, cwd = home.dir, env = {}) {
  return await home.run([...args.split(' '), '--map', map], { cwd, env });
}

async function json(args: string, env = {}) {
  return jsonOf(await run(`${args} --json`, home.dir, env));
}

function project(settings: object): string {
  return home.write('llmcost.config.json', JSON.stringify(settings));
}

function user(settings: object): string {
  return home.write('config/config.json', JSON.stringify(settings));
}

describe('an estimate with settings', () => {
  test('takes the user’s price for the map’s, and says so', async () => {
    const file = project({ overrides: { tern: { usdPer1M: { input: 1.5 } } } });
    // 1,000 × 0.0000015 + 100 × 0.000008 = 0.0015 + 0.0008
    expect(await json('estimate tern --input 1000 --output 100')).toMatchObject({
      totalUsd: 0.0023,
      warnings: [],
      overrides: [
        {
          kind: 'price',
          file,
          path: 'overrides.tern.usdPer1M.input',
          message: 'input_cost_per_token is $1.5000 / 1M tokens.',
        },
      ],
    });
    // The batch prices stand beside it and are the map's.
    expect(await json('estimate tern --input 1000 --tier batch')).toMatchObject({
      totalUsd: 0.001,
      overrides: [],
    });
  });

  test('applies the discount of the provider and then the margin, each named', async () => {
    project({
      discounts: [{ name: 'Agreement', provider: 'shorebird', percent: 12.5 }, { percent: 50 }],
      margins: [{ percent: 20, usdPerRequest: 0.01 }],
    });
    const document = await json('estimate tern --input 1000 --output 100 --requests 10');
    // 10 × 0.0028 = 0.028; − 12.5 % = 0.0245; + 20 % + 10 × 0.01 = 0.0245 + 0.0049 + 0.1 = 0.1294
    expect(document).toMatchObject({
      inputUsd: 0.02,
      outputUsd: 0.008,
      adjustmentsUsd: 0.1014,
      totalUsd: 0.1294,
      perRequest: { totalUsd: 0.01294 },
      adjustments: [
        { kind: 'discount', name: 'Agreement', percent: 12.5, usd: -0.0035, path: 'discounts[0]' },
        { kind: 'margin', name: null, percent: 20, usdPerRequest: 0.01, usd: 0.1049, path: 'margins[0]' },
      ],
    });
    // Another provider: the discount that is for all.
    expect(await json('estimate gull/tern --input 1000')).toMatchObject({
      adjustments: [{ percent: 50 }, {}],
    });
    const { stdout } = await run('estimate tern --input 1000 --output 100 --requests 10');
    expect(stdout).toContain('Discount 12.5%, Agreement');
    expect(stdout).toContain('-$0.0035');
  });

  test('weighs the budget and the tiers with the discount', async () => {
    project({ discounts: [{ model: 'tern', percent: 50 }] });
    // 1,000 × 0.000002 × 0.5 = 0.001 a request
    const document = await json('estimate tern --input 1000 --budget 1 --tiers');
    expect(document).toMatchObject({ budget: { requestsAffordable: 1000, exceeded: false } });
    expect(document['tiers']).toMatchObject([
      { tier: 'standard', totalUsd: 0.001 },
      { tier: 'batch', totalUsd: 0.0005, ratioToStandard: 0.5 },
    ]);
  });

  test('takes its tier and region from the settings only where nobody names one', async () => {
    project({ tier: 'batch', region: 'eu' });
    expect(await json('estimate tern --input 1000')).toMatchObject({
      tier: 'batch',
      region: 'eu',
      totalUsd: 0.001,
      overrides: [{ kind: 'tier' }, { kind: 'region' }],
    });
    expect(await json('estimate tern --input 1000 --tier standard --region us')).toMatchObject({
      tier: 'standard',
      region: 'us',
      overrides: [],
    });
  });

  test('shows amounts in the user’s currency beside USD, and JSON keeps both', async () => {
    project({ currency: { code: 'EUR', symbol: '€', perUsd: 0.92, asOf: '2026-11-01' } });
    expect(await json('estimate tern --input 1000 --output 100')).toMatchObject({
      totalUsd: 0.0028,
      converted: { currency: { code: 'EUR', perUsd: 0.92 }, inputAmount: 0.00184, totalAmount: 0.002576 },
    });
    const { stdout } = await run('estimate tern --input 1000 --output 100');
    expect(stdout).toContain('Total   $0.0028  €0.002576');
    expect(stdout).toContain('1 USD = 0.92 EUR (2026-11-01), the rate of your settings.');
    const page = await run('show tern');
    expect(page.stdout).toContain('Input         $2.0000 / 1M tokens (€1.8400)');
  });

  test('a currency without a symbol is named by its code', async () => {
    project({ currency: { code: 'CHF', perUsd: 0.5 } });
    expect((await run('show tern')).stdout).toContain('$2.0000 / 1M tokens (1.0000 CHF)');
  });
});

describe('names', () => {
  test('an alias comes before the map’s own names, and is named as the user’s', async () => {
    project({ aliases: { bird: 'tern', tern: 'gull/dunlin' } });
    expect(await json('show bird')).toMatchObject({ model: 'tern', matchedBy: 'user-alias' });
    expect(await json('show tern')).toMatchObject({ model: 'gull/dunlin', matchedBy: 'user-alias' });
  });

  test('a preferred provider or an alias settles a name that several models have', async () => {
    const ambiguous = await run('show dunlin');
    expect(ambiguous.code).toBe(3);
    project({ prefer: ['skua', 'gull'] });
    expect(await json('show dunlin')).toMatchObject({ model: 'skua/dunlin' });
    project({ aliases: { dunlin: 'gull/dunlin' } });
    expect(await json('show dunlin')).toMatchObject({ model: 'gull/dunlin', matchedBy: 'user-alias' });
  });

  test('the page lists under Sources what is the user’s', async () => {
    project({ models: { mine: { sameAs: 'tern', usdPer1M: { input: 4 } } }, margins: [{ percent: 5 }] });
    const { stdout } = await run('show mine');
    expect(stdout).toMatch(/Sources\n[^]*From your settings\n- It is a model of your own, like tern/);
    expect(stdout).toContain('Margin of 5% (all models).');
  });
});

describe('where settings lie', () => {
  test('the project’s come before the user’s, name by name', async () => {
    const mine = user({ aliases: { a: 'tern', b: 'tern' }, tier: 'batch' });
    const ours = project({ aliases: { a: 'gull/tern' } });
    expect(await json('config show')).toMatchObject({
      settings: [
        { path: 'aliases.a', value: 'gull/tern', file: ours },
        { path: 'aliases.b', value: 'tern', file: mine },
        { path: 'tier', value: 'batch', file: mine },
      ],
    });
  });

  test('the nearest file above the working directory is the project’s', async () => {
    project({ aliases: { bird: 'tern' } });
    const below = join(home.dir, 'a', 'b');
    mkdirSync(below, { recursive: true });
    const { stdout } = await run('show bird --json', below);
    expect(jsonOf({ stdout, stderr: '' })).toMatchObject({ model: 'tern' });
  });

  test('LLMCOST_CONFIG names another file, or none', async () => {
    project({ tier: 'batch' });
    home.write('other.json', '{"tier": "flex"}');
    expect(await json('estimate tern --input 1', { LLMCOST_CONFIG: 'other.json' })).toMatchObject({
      tier: 'flex',
    });
    expect(await json('estimate tern --input 1', { LLMCOST_CONFIG: 'none' })).toMatchObject({
      tier: 'standard',
    });
    const gone = await run('estimate tern --input 1', home.dir, { LLMCOST_CONFIG: 'gone.json' });
    expect(gone).toMatchObject({ code: 2, stdout: '' });
    expect(gone.stderr).toMatch(/^llmcost: The settings file .*gone\.json does not exist\.\n/);
  });

  test('config path names every place, and which of them are there', async () => {
    user({});
    const { stdout } = await home.run(['config', 'path']);
    expect(stdout).toBe(
      `project  ${join(home.dir, 'llmcost.config.json')}  not there\nuser     ${join(home.dir, 'config/config.json')}\n`,
    );
    const document = jsonOf(await home.run(['config', 'path', '--json']));
    expect(Object.keys(document)).toEqual(['schemaVersion', 'files', 'warnings']);
  });
});

describe('a file that cannot be used', () => {
  test('stops every answer that would need it, with the file and the place', async () => {
    const file = project({ discounts: [{ percent: 120 }], zzz: 1 });
    const { code, stdout, stderr } = await run('show tern');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `llmcost: ${file}: zzz is not known (and 1 more).\n  See all of it with: llmcost config check\n`,
    );
  });

  test('is told mistake by mistake by config check, which exits with 2', async () => {
    const file = project({ discounts: [{ percent: 120 }], zzz: 1 });
    const { code, stdout } = await run('config check');
    expect(code).toBe(2);
    expect(stdout).toBe(
      `${file}\n2 mistakes:\n- zzz is not known.\n- discounts[0].percent must be a number, above 0 and at most 100, not 120.\n`,
    );
  });

  test('is told where its JSON breaks', async () => {
    home.write('llmcost.config.json', '{"tier": ');
    const { code, stdout } = await run('config check');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^.*\n1 mistake:\n- the file is not JSON \(line 1, column 10\)\.\n$/);
  });

  test('config check also says which names the map does not know', async () => {
    const file = home.write(
      'new.json',
      JSON.stringify({
        aliases: { tern: 'gull/tern', lost: 'trn' },
        models: { 'gull/tern': { usdPer1M: { input: 1 } } },
        overrides: { tern: { usdPer1M: { input: 2, output: 7 } }, tren: { usdPer1M: { input: 1 } } },
        discounts: [{ provider: 'nobody', percent: 5 }],
      }),
    );
    const { code, stdout } = await run(`config check ${file}`);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        file,
        'It can be used.',
        '7 notes:',
        '- aliases.tern: The map has a model called "tern"; your alias comes first.',
        '- aliases.lost: It leads nowhere: No model is called "trn" among 4 models. The nearest is "tern".',
        '- models["gull/tern"]: The map has a model of this key; yours stands in its place.',
        '- overrides.tern.usdPer1M.input: The map says the same of input_cost_per_token.',
        '- overrides.tern.usdPer1M.output: These prices of the map stay as they are: output_cost_per_token_batches.',
        '- overrides.tren: It has no effect: no model has this key. The nearest is "tern".',
        '- discounts[0].provider: It has no effect: no model of the map is of a provider "nobody".',
        '',
      ].join('\n'),
    );
  });
});
