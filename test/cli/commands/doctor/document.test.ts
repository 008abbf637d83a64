import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoctorOptions } from '../../../../src/cli/commands/doctor/document.ts';
import { LlmcostError } from '../../../../src/core/errors.ts';
import { doctorCsv, doctorMarkdown, renderDoctor } from '../../../../src/cli/commands/doctor/render.ts';
import { PLAIN_STYLE } from '../../../../src/cli/render/style.ts';
import { CLEAN, per1M } from '../../../doctor/clean-map.ts';
import { doctor, review, sync } from '../../../helpers/commands.ts';
import { makeHome, type Home } from '../../../helpers/home.ts';
import { map as reply, startMapServer } from '../../../helpers/map-server.ts';
import { mapOf } from '../../../helpers/maps.ts';

const WRONG = {
  ...CLEAN,
  'mudflat/kestrel-7': { ...CLEAN['mudflat/kestrel-7'], input_cost_per_token_batches: per1M(2.2) },
  'kestrel-embed-3': { ...CLEAN['kestrel-embed-3'], input_cost_per_token: 0.02 },
  'kestrel-7-mini': { ...CLEAN['kestrel-7-mini'], deprecation_date: '2026-11-21' },
};

let home: Home;
let map: string;
let clean: string;

beforeEach(() => {
  home = makeHome(new Date('2026-11-22T09:00:00Z'));
  map = join(home.dir, 'map.json');
  clean = join(home.dir, 'clean.json');
  writeFileSync(map, JSON.stringify(WRONG));
  writeFileSync(clean, JSON.stringify(CLEAN));
  writeFileSync(join(home.dir, 'package', 'reviews.json'), '{}');
});

afterEach(() => home.remove());

const BASE: DoctorOptions = {
  models: [],
  rules: [],
  severity: 'info',
  providers: [],
  crossCheck: false,
  load: {},
};

function run(options: Partial<DoctorOptions> = {}, file = map) {
  return doctor({ ...BASE, load: { map: file }, ...options }, home.deps());
}

const rulesIn = async (options: Partial<DoctorOptions>, file = map) =>
  (await run(options, file)).findings.map(({ rule, model }) => `${rule} ${model}`);

async function refusal(work: Promise<unknown>): Promise<LlmcostError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (error instanceof LlmcostError) return error;
  throw new Error(`expected a refusal, not ${String(error)}`);
}

describe('llmcost doctor', () => {
  it('finds nothing in a clean map, and says so', async () => {
    const document = await run({}, clean);
    expect(document.findings).toEqual([]);
    expect(document.counts).toEqual({ error: 0, warning: 0, info: 0 });
    expect(renderDoctor(document, { all: true }, PLAIN_STYLE)).toBe(
      '9 models: nothing found.\nThere is no map before it in the history, so that nothing can be said of changes.\n',
    );
  });

  it('prints the findings under their rules, the gravest first', async () => {
    expect(renderDoctor(await run(), { all: true }, PLAIN_STYLE)).toBe(
      [
        'error implausible (1) a price that nobody has ever charged',
        '  kestrel-embed-3',
        '    Input is $20,000.0000 / 1M tokens, more than anybody charges (at most $10.0000 / 1M tokens).',
        '',
        'error batch-dearer (1) a batch price above the standard one',
        '  mudflat/kestrel-7',
        '    Input in a batch is $2.2000 / 1M tokens, more than the standard $2.0000 / 1M tokens.',
        '',
        'info past-deprecation (1) a deprecation date that has passed',
        '  kestrel-7-mini',
        '    It was to end on 2026-11-21, yesterday.',
        '',
        '9 models: 2 errors, 0 warnings, 1 to know.',
        'There is no map before it in the history, so that nothing can be said of changes.',
        '',
      ].join('\n'),
    );
  });

  it('gives each figure with its unit, in USD where it is USD', async () => {
    const { findings } = await run({ rules: ['implausible'] });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      field: 'input_cost_per_token',
      figure: 0.02,
      unit: 'token',
      usdPerUnit: 0.02,
    });
  });

  it('keeps to the rules, the severity, the providers and the models that were asked for', async () => {
    expect(await rulesIn({ rules: ['Batch-Dearer', 'past-deprecation'] })).toEqual([
      'batch-dearer mudflat/kestrel-7',
      'past-deprecation kestrel-7-mini',
    ]);
    expect(await rulesIn({ severity: 'warning' })).toEqual([
      'batch-dearer mudflat/kestrel-7',
      'implausible kestrel-embed-3',
    ]);
    expect(await rulesIn({ providers: ['mudflat'] })).toEqual(['batch-dearer mudflat/kestrel-7']);
    const document = await run({ models: ['KESTREL-embed-3'] });
    expect(document.findings.map(({ model }) => model)).toEqual(['kestrel-embed-3']);
    expect(document.asked).toEqual([
      { model: 'kestrel-embed-3', requested: 'KESTREL-embed-3', matchedBy: 'case' },
    ]);
    expect(document.modelCount).toBe(1);
  });

  it('refuses rules and providers that there are none of, and names the nearest', async () => {
    const rule = await refusal(run({ rules: ['batch-deerer'] }));
    expect(rule.message).toBe('--rule has no rule "batch-deerer"; did you mean batch-dearer?');
    const provider = await refusal(run({ providers: ['mudflap'] }));
    expect(provider.message).toBe('--provider has no model of "mudflap" in the map.');
    expect(provider.hint).toBe('Did you mean mudflat?');
  });

  it('holds a map against the one that --previous names', async () => {
    const lost = join(home.dir, 'lost.json');
    const image = { ...CLEAN['kestrel-image-2'], cache_read_input_image_token_cost: undefined };
    writeFileSync(lost, JSON.stringify({ ...CLEAN, 'kestrel-image-2': image }));
    const document = await run({ previous: clean }, lost);
    expect(document.previous?.location).toBe(clean);
    expect(document.findings.map(({ rule, field }) => `${rule} ${field}`)).toEqual([
      'lost-field cache_read_input_image_token_cost',
    ]);
  });

  it('takes the map before from the history, when there is one', async () => {
    const server = await startMapServer(reply(mapOf(120, 2e-6)));
    const deps = home.deps({ LLMCOST_MAP_URL: server.url });
    try {
      await sync({ timeoutMs: 5000 }, deps);
      const first = await doctor({ ...BASE, rules: ['jumped'], load: {} }, deps);
      expect(first.previous).toBeNull();
      home.clock.now = new Date('2026-11-23T09:00:00Z');
      server.answer(reply(mapOf(120, 2e-5)));
      await sync({ timeoutMs: 5000 }, deps);
      const second = await doctor({ ...BASE, rules: ['jumped'], load: {} }, deps);
      expect(second.previous?.syncedAt).toBe('2026-11-22T09:00:00.000Z');
      // Every price of 120 models, ten times what it was.
      expect(second.counts.warning).toBe(240);
    } finally {
      await server.close();
    }
  });

  it('says what a review of the price book contradicts', async () => {
    const book = {
      'kestrel-image-2': {
        on: '2026-09',
        against: 'the price page',
        source: 'https://example.com/prices',
        figures: { output_cost_per_image_token: per1M(32) },
      },
    };
    writeFileSync(join(home.dir, 'package', 'reviews.json'), JSON.stringify(book));
    const [found] = (await run({ rules: ['review-differs'] }, clean)).findings;
    expect(found).toMatchObject({ severity: 'error', model: 'kestrel-image-2', figure: 0.00003 });
  });

  it('says what a review of the user contradicts: the page at once, the map when it changes', async () => {
    const made = { model: 'kestrel-7-mini', source: 'https://x.example', by: 'Ada', prices: ['output=2'] };
    const rest = { list: false, stale: false, remove: false, project: false };
    await review({ ...made, ...rest, load: { map: clean } }, home.deps());
    const at = await run({ rules: ['review-differs'] }, clean);
    expect(at.findings.map(({ severity, field }) => `${severity} ${field}`)).toEqual([
      'error output_cost_per_token',
    ]);
    writeFileSync(
      clean,
      JSON.stringify({
        ...CLEAN,
        'kestrel-7-mini': { ...CLEAN['kestrel-7-mini'], input_cost_per_token: per1M(0.5) },
      }),
    );
    const later = await run({ rules: ['review-differs'] }, clean);
    expect(later.findings.map(({ severity, field }) => `${severity} ${field}`)).toEqual([
      'error output_cost_per_token',
      'warning input_cost_per_token',
    ]);
  });

  it('asks the second list only with --cross-check', async () => {
    expect((await run({}, clean)).crossCheck).toBeNull();
    const { crossCheck } = await run({ crossCheck: true }, clean);
    expect(crossCheck?.source).toBe('@pydantic/genai-prices');
    expect(crossCheck?.onlyHere).toHaveLength(9);
  });

  it('counts what is only to know when there is much of it', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_unused, index) => [
        `tern-${index}`,
        { litellm_provider: 'local', mode: 'chat' },
      ]),
    );
    writeFileSync(map, JSON.stringify(many));
    const document = await run();
    const short = renderDoctor(document, { all: false }, PLAIN_STYLE);
    expect(short).toContain('  … and 4 more: llmcost doctor --rule no-price\n');
    expect(short.match(/unknown, not 0/g)).toHaveLength(5);
    expect(renderDoctor(document, { all: true }, PLAIN_STYLE).match(/unknown, not 0/g)).toHaveLength(9);
  });

  it('is a table in Markdown and CSV, figures in plain decimals', async () => {
    const document = await run({ severity: 'error', rules: ['batch-dearer'] });
    expect(doctorMarkdown(document)).toBe(
      [
        '| Severity | Rule | Model | Provider | Field | Figure | Reason | Neighbours |',
        '| --- | --- | --- | --- | --- | ---: | --- | --- |',
        '| error | batch-dearer | mudflat/kestrel-7 | mudflat | input_cost_per_token_batches | 0.0000022 | Input in a batch is $2.2000 / 1M tokens, more than the standard $2.0000 / 1M tokens. | mudflat/kestrel-7 input_cost_per_token 0.000002 |',
        '',
      ].join('\n'),
    );
    expect(doctorCsv(document).split('\r\n')[1]).toBe(
      'error,batch-dearer,mudflat/kestrel-7,mudflat,input_cost_per_token_batches,0.0000022,"Input in a batch is $2.2000 / 1M tokens, more than the standard $2.0000 / 1M tokens.",mudflat/kestrel-7 input_cost_per_token 0.000002',
    );
  });

  it('strips what commands a terminal from a name of the map', async () => {
    writeFileSync(map, JSON.stringify({ 'tern\u001b[31m': { litellm_provider: 'x', mode: 'chat' } }));
    expect(renderDoctor(await run(), { all: true }, PLAIN_STYLE)).not.toContain('\u001b');
  });
});
