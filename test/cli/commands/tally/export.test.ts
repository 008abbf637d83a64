import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCliHome, type CliHome } from '../../../helpers/run-cli.ts';
import { broken, MANDATORY, type Csv } from './focus-rules.ts';

const MAP = {
  tern: {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 2e-6,
    output_cost_per_token: 8e-6,
    cache_read_input_token_cost: 5e-7,
    input_cost_per_token_above_200k_tokens: 4e-6,
    output_cost_per_token_above_200k_tokens: 1.2e-5,
    input_cost_per_token_batches: 1e-6,
    output_cost_per_token_batches: 4e-6,
  },
  'azure/gpt-tern': {
    litellm_provider: 'azure',
    mode: 'chat',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 2e-6,
    off_peak_pricing: { hours_utc: '00:00-12:00', input_cost_per_token: 5e-7, output_cost_per_token: 1e-6 },
  },
  gift: { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 0, output_cost_per_token: 0 },
};

const chat = (at: string | null, model: string, prompt: number, completion: number, more: object = {}) =>
  `${JSON.stringify({
    ...(at === null ? {} : { created: Date.parse(at) / 1000 }),
    model,
    ...more,
    usage: { prompt_tokens: prompt, completion_tokens: completion },
  })}\n`;

let home: CliHome;

beforeAll(() => {
  home = makeCliHome();
  home.write('map.json', JSON.stringify(MAP));
  home.write(
    'logs/a.jsonl',
    chat('2026-11-01T10:00:00Z', 'tern', 1000, 100) +
      chat('2026-11-01T23:59:59Z', 'tern', 500, 10) +
      chat('2026-11-30T00:00:00Z', 'tern', 300_000, 1000, { metadata: { team: '</script>"a\\b' } }) +
      chat('2026-12-31T00:00:00Z', 'tern', 10, 1, { service_tier: 'batch' }) +
      chat('2026-11-01T06:00:00Z', 'azure/gpt-tern', 1000, 0) +
      chat('2026-11-01T18:00:00Z', 'azure/gpt-tern', 1000, 0) +
      chat('2026-11-02T00:00:00Z', 'gift', 7, 0) +
      chat('2026-11-02T00:00:00Z', 'nobody-knows', 70, 5) +
      chat(null, 'tern', 5, 0),
  );
});
afterAll(() => home.remove());

const run = (...args: readonly string[]) => home.run(['tally', 'logs', '--map', 'map.json', ...args]);

function csvOf(text: string): { heads: readonly string[]; rows: Csv } {
  const [heads = [], ...lines] = parse(text, { relax_column_count: false }) as string[][];
  const rows = lines.map((cells) =>
    Object.fromEntries(cells.map((cell, at) => [heads[at] ?? '', cell === '' ? null : cell])),
  );
  return { heads, rows };
}

async function focus(...args: readonly string[]) {
  const { stdout, stderr, code } = await run('--format', 'focus', '--billing-account', 'org-1', ...args);
  return { ...csvOf(stdout), stderr, code };
}

describe('--format focus', () => {
  it('conforms to the rules of FOCUS 1.2, its 21 mandatory columns among them', async () => {
    expect(MANDATORY).toHaveLength(21);
    const { heads, rows } = await focus('--by', 'project,.metadata.team');
    expect(rows.length).toBeGreaterThan(0);
    expect(broken(heads, rows)).toEqual([]);
  });

  it('has a row per day, model, meter, tier and price, with exact unit prices', async () => {
    const { rows } = await focus();
    const shown = rows.map((row) => [
      row['ChargePeriodStart']?.slice(0, 10),
      row['SkuId'],
      row['x_ServiceTier'],
      row['PricingQuantity'],
      row['ListUnitPrice'],
      row['EffectiveCost'],
    ]);
    expect(shown.sort()).toEqual(
      [
        // The two requests of the first day are one row; 1,500 × $0.000002.
        ['2026-11-01', 'tern/input', 'standard', '1500', '0.000002', '0.003'],
        ['2026-11-01', 'tern/output', 'standard', '110', '0.000008', '0.00088'],
        // Above 200K the whole prompt has the dearer price.
        ['2026-11-30', 'tern/input', 'standard', '300000', '0.000004', '1.2'],
        ['2026-11-30', 'tern/output', 'standard', '1000', '0.000012', '0.012'],
        ['2026-12-31', 'tern/input', 'batch', '10', '0.000001', '0.00001'],
        ['2026-12-31', 'tern/output', 'batch', '1', '0.000004', '0.000004'],
        // Off-peak and peak on one day are two prices, so two rows.
        ['2026-11-01', 'azure/gpt-tern/input', 'standard', '1000', '0.0000005', '0.0005'],
        ['2026-11-01', 'azure/gpt-tern/input', 'standard', '1000', '0.000001', '0.001'],
        ['2026-11-02', 'gift/input', 'standard', '7', '0', '0'],
      ].sort(),
    );
    const december = rows.find((row) => row['x_ServiceTier'] === 'batch');
    expect(december).toMatchObject({
      BillingPeriodStart: '2026-12-01T00:00:00Z',
      BillingPeriodEnd: '2027-01-01T00:00:00Z',
      ChargePeriodStart: '2026-12-31T00:00:00Z',
      ChargePeriodEnd: '2027-01-01T00:00:00Z',
    });
    expect(rows.find((row) => row['SkuId']?.startsWith('azure/'))).toMatchObject({
      ProviderName: 'Azure',
      InvoiceIssuerName: 'Azure',
      PublisherName: 'OpenAI',
    });
  });

  it('leaves out what has no price and what has no date, and counts both on stderr', async () => {
    const { rows, stderr, code } = await focus();
    expect(rows.filter((row) => row['SkuId']?.includes('nobody-knows'))).toEqual([]);
    expect(stderr).toContain('1 request is missing from it');
    expect(stderr).toContain('1 request without a date is left out');
    expect(code).toBe(0);
    expect((await focus('--strict')).code).toBe(4);
  });

  it('adds what --by names as Tags', async () => {
    const { rows } = await focus('--by', '.metadata.team');
    const tags = new Set(rows.map((row) => row['Tags']));
    expect([...tags]).toEqual([null, JSON.stringify({ 'metadata.team': '</script>"a\\b' })]);
  });

  it('puts the discounts of the settings into the contracted price, and sums per request into rows of their own', async () => {
    home.write(
      'config/config.json',
      JSON.stringify({
        discounts: [{ percent: 10, provider: 'openai' }],
        margins: [{ usdPerRequest: 0.01, provider: 'openai' }],
      }),
    );
    try {
      const { heads, rows } = await focus();
      expect(broken(heads, rows)).toEqual([]);
      const ofDay = rows.filter((row) => row['ChargePeriodStart']?.startsWith('2026-11-01'));
      expect(ofDay.find((row) => row['SkuId'] === 'tern/input')).toMatchObject({
        ListUnitPrice: '0.000002',
        ContractedUnitPrice: '0.0000018',
        ListCost: '0.003',
        EffectiveCost: '0.0027',
      });
      // Two requests of a cent each.
      expect(ofDay.find((row) => row['ChargeCategory'] === 'Adjustment')).toMatchObject({
        EffectiveCost: '0.02',
        ListCost: '0.02',
        ListUnitPrice: null,
      });
    } finally {
      home.write('config/config.json', '{}');
    }
  });

  it.each<[string, readonly string[]]>([
    ['--format focus needs --billing-account', ['--format', 'focus']],
    ['--billing-account is for --format focus alone', ['--billing-account', 'a']],
    ['has a row per day, and none per week', ['--format', 'focus', '--billing-account', 'a', '--by', 'week']],
    ['periods of FOCUS are in UTC', ['--format', 'focus', '--billing-account', 'a', '--timezone', 'local']],
    ['--top changes nothing in --format prometheus', ['--format', 'prometheus', '--top', '3']],
  ])('refuses what does not go with it: %s', async (message, args) => {
    const { stderr, code } = await run(...args);
    expect(stderr.replace(/\s+/g, ' ')).toContain(message);
    expect(code).toBe(2);
  });
});

describe('--format prometheus', () => {
  const sample = /^[a-zA-Z_:]\w*(\{([a-zA-Z_]\w*="(\\["\\n]|[^"\\\n])*",?)*\})? -?\d+(\.\d+)?$/;

  it('is text that Prometheus reads: each metric once with its help and type, then its samples', async () => {
    const { stdout } = await run('--format', 'prometheus', '--by', 'model,.metadata.team');
    const lines = stdout.trimEnd().split('\n');
    const wrong = lines.filter((line) => !line.startsWith('# ') && !sample.test(line));
    expect(wrong).toEqual([]);
    const types = lines.filter((line) => line.startsWith('# TYPE'));
    expect(new Set(types).size).toBe(types.length);
    expect(new Set(lines).size).toBe(lines.length);
    expect(stdout).toContain(String.raw`metadata_team="</script>\"a\\b"`);
  });

  it('has cost and tokens by model and provider, and no cost where there is no price', async () => {
    const { stdout } = await run('--format', 'prometheus');
    const lines = stdout.split('\n');
    // 0.003 + 0.00088 + 1.212 + 0.000014, and 5 tokens without a date: 0.00001.
    expect(lines).toContain('llmcost_cost_usd{model="tern",provider="openai"} 1.215904');
    expect(lines).toContain('llmcost_cost_usd{model="gift",provider="openai"} 0');
    expect(lines).toContain('llmcost_used{model="tern",provider="openai",meter="output",unit="token"} 1111');
    expect(lines).toContain(
      'llmcost_unpriced_used{model="nobody-knows",provider="",meter="input",unit="token"} 70',
    );
    expect(stdout).not.toMatch(/llmcost_cost_usd\{model="nobody-knows"/);
    expect(lines).toContain('llmcost_requests_by_state{state="unknown"} 1');
  });
});
