import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_SETTINGS, type CostRule, type Settings } from '../../src/config/settings.ts';
import { overlayStore } from '../../src/config/overlay.ts';
import { sizedKeyOf } from '../../src/pricing/images/entry.ts';
import type { ModelStore } from '../../src/models/store.ts';
import { priceTables } from '../../src/engines/tables/tables.ts';
import { NOON, storeOf } from '../helpers/pricing.ts';
import { HAS_SHARED_MAPS, SHARED_MAPS, sharedStore } from '../helpers/shared-maps.ts';
import { answersOf, rowScript, scriptFor, tablesOf, type Engine } from './engine.ts';
import { expectedAnswers, type Answer } from './expected.ts';
import { IMAGE_RULES } from './image-rules.ts';
import { Dice, randomRow, type Row } from './rows.ts';

const PROVIDERS = [
  'openai',
  'azure',
  'Azure',
  'anthropic',
  'openrouter',
  'google',
  'gcp.vertex_ai',
  'vertex-ai',
  'nobody',
  'bedrock',
  'vercel_ai_gateway',
  'mistralai',
  'openai.responses',
];

/** A discount in percent, one by the request, and a margin; the default tier is flex. */
const AGREED: Settings = {
  ...NO_SETTINGS,
  lookUp: { aliases: { 'house-model': 'gpt-4o' }, prefer: ['azure'] },
  tier: {
    value: 'flex',
    override: { kind: 'tier', file: 'config.json', path: 'tier', message: '', field: null },
  },
  region: {
    value: 'eu',
    override: { kind: 'region', file: 'config.json', path: 'region', message: '', field: null },
  },
  overlay: (store) => overlayStore(store, { own: new Map(), overrides: new Map() }),
  rulesFor: ({ provider }) => [
    ...(provider === 'openai' ? [rule('discount', 12.5, 0)] : []),
    ...(provider === 'anthropic' ? [rule('discount', 7, 0.002)] : []),
    rule('margin', 3, provider === 'xai' ? 0.01 : 0),
  ],
};

function rule(kind: CostRule['kind'], percent: number, usdPerRequest: number): CostRule {
  return {
    kind,
    name: null,
    provider: null,
    model: null,
    percent,
    usdPerRequest,
    file: 'config.json',
    path: kind,
  };
}

function randomRows(store: ModelStore, seed: number, many: number, units: boolean): readonly Row[] {
  const dice = new Dice(seed);
  const keys = [...store.summaries().map(({ key }) => key), 'house-model'];
  const changing = keys.filter((key) =>
    /above_|tiered|multiplier|specific/.test(JSON.stringify(store.get(key)?.fields ?? {})),
  );
  // Names of models that make images, with those that stand in the map under keys with sizes alone.
  const making = keys.flatMap((key) => {
    const isMaking = /image|pixel|second_|max_results/.test(JSON.stringify(store.get(key)?.fields ?? {}));
    return isMaking ? [key, sizedKeyOf(key)?.model ?? key] : [];
  });
  return Array.from({ length: many }, () =>
    randomRow(dice, store, {
      units,
      names: units && dice.is(3) ? making : dice.is(3) ? changing : keys,
      providers: PROVIDERS,
    }),
  );
}

/** Holds an engine to what the tally says of the same rows, figure by figure. @param many rows of each published map. */
export function agreesWithTally(name: string, open: () => Promise<Engine> | Engine, many: number): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(async () => {
    await engine.close();
  });

  const wrong = async (rows: readonly Row[], store: ModelStore, settings: Settings = NO_SETTINGS) => {
    await engine.run(rowScript(rows, engine));
    await engine.run(scriptFor(engine, tablesOf(store, settings), settings));
    const answers = await answersOf(engine);
    expect(answers).toHaveLength(rows.length);
    const expected = expectedAnswers(rows, store, settings);
    expect(expected.filter((answer) => answer === undefined).length).toBeLessThan(rows.length * 0.01);
    return expected.flatMap((answer, index) =>
      answer === undefined || isSame(answers[index], answer)
        ? []
        : [{ row: rows[index], answer: answers[index], expected: answer }],
    );
  };

  /** To the last digit, or as near as the engine's doubles are. */
  const isSame = (answer: Answer | undefined, expected: Answer): boolean => {
    const { tolerance } = engine;
    if (tolerance === undefined || answer === undefined) return isDeepStrictEqual(answer, expected);
    const values = new Map<string, unknown>(Object.entries(answer));
    return Object.entries(expected).every(([name, value]: [string, unknown]) => {
      const other = values.get(name);
      if (typeof value !== 'number' || typeof other !== 'number') return isDeepStrictEqual(other, value);
      return Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(value));
    });
  };

  describe.skipIf(!HAS_SHARED_MAPS || many === 0)(`${name} and the published maps`, () => {
    it.each(SHARED_MAPS)(
      'prices random rows of the map of %s as tally does',
      { timeout: 120_000 },
      async (date) => {
        const store = sharedStore(date);
        expect(await wrong(randomRows(store, 11, many, false), store)).toEqual([]);
      },
    );

    it('prices units and searches as tally does', { timeout: 120_000 }, async () => {
      const store = sharedStore('2026-08-06');
      expect(await wrong(randomRows(store, 12, many, true), store)).toEqual([]);
    });

    it('applies discounts, margins, aliases and defaults as tally does', { timeout: 120_000 }, async () => {
      const store = sharedStore('2026-08-06');
      expect(await wrong(randomRows(store, 13, many, true), store, AGREED)).toEqual([]);
    });
  });

  describe(`${name} and a map by hand`, () => {
    const store = storeOf({
      'long-1': {
        litellm_provider: 'shorebird',
        mode: 'chat',
        input_cost_per_token: 1e-6,
        input_cost_per_token_above_200k_tokens: 2e-6,
        output_cost_per_token: 4e-6,
      },
      'grok-1': {
        litellm_provider: 'xai',
        mode: 'chat',
        input_cost_per_token: 1e-6,
        input_cost_per_token_above_200k_tokens: 2e-6,
        output_cost_per_token: 4e-6,
      },
      'night-1': {
        litellm_provider: 'deepseek',
        mode: 'chat',
        input_cost_per_token: 2e-6,
        output_cost_per_token: 4e-6,
        off_peak_pricing: { hours_utc: '16:30-00:30', input_cost_per_token: 1e-6 },
      },
      'mixed-1': {
        litellm_provider: 'openai',
        mode: 'chat',
        input_cost_per_token: 1.23e-7,
        output_cost_per_token: 4.56e-6,
        cache_read_input_token_cost: 1.7e-8,
        input_cost_per_audio_token: 1e-5,
        input_cost_per_token_batches: 6e-8,
        output_cost_per_token_priority: 9e-6,
        regional_processing_uplift_multiplier_eu: 1.1,
        provider_specific_entry: { us: 1.15, fast: 6 },
        input_cost_per_second: 0.0001,
        input_cost_per_character: 0.000015,
        ocr_cost_per_page: 0.002,
        input_cost_per_query: 0.001,
      },
      'gpt-image-2': {
        litellm_provider: 'openai',
        mode: 'image_generation',
        input_cost_per_token: 5e-6,
        output_cost_per_image_token: 3e-5,
      },
      'pixels-1': { litellm_provider: 'nscale', mode: 'image_generation', input_cost_per_pixel: 1.3e-9 },
      'azure/hd/1024-x-1024/easel-3': {
        litellm_provider: 'azure',
        mode: 'image_generation',
        output_cost_per_image: 0.08,
      },
      'azure/1024-x-1024/easel-3': {
        litellm_provider: 'azure',
        mode: 'image_generation',
        input_cost_per_image: 0.04,
      },
      'film-1': {
        litellm_provider: 'gemini',
        mode: 'video_generation',
        output_cost_per_second: 0.05,
        output_cost_per_second_1080p: 0.08,
      },
      'find-1': {
        litellm_provider: 'exa_ai',
        mode: 'search',
        tiered_pricing: [
          { input_cost_per_query: 0.005, max_results_range: [0, 25] },
          { input_cost_per_query: 0.025, max_results_range: [26, 100] },
        ],
      },
      'acme.tern-v1:0': { litellm_provider: 'bedrock_converse', mode: 'chat', input_cost_per_token: 3e-6 },
      'bedrock/acme.gull': { litellm_provider: 'bedrock', mode: 'chat', input_cost_per_token: 3e-6 },
      'gem-1': { litellm_provider: 'gemini', mode: 'chat', input_cost_per_token: 5e-6 },
      Twin: {
        litellm_provider: 'shorebird',
        mode: 'chat',
        input_cost_per_token: 1e-6,
        output_cost_per_token: 0,
      },
      twin: {
        litellm_provider: 'shorebird',
        mode: 'chat',
        input_cost_per_token: 3e-6,
        output_cost_per_token: 0,
      },
    });
    const price = async (...rows: readonly Row[]) => {
      await engine.run(rowScript(rows, engine));
      await engine.run(scriptFor(engine, tablesOf(store)));
      return (await answersOf(engine)).map(({ totalUsd, state }) => [totalUsd, state]);
    };

    it('prices random rows as tally does', { timeout: 120_000 }, async () => {
      expect(await wrong(randomRows(store, 14, 300, true), store)).toEqual([]);
      expect(await wrong(randomRows(store, 15, 300, true), store, AGREED)).toEqual([]);
    });

    it('changes rates above a threshold, and at it for xAI', async () => {
      const lengths = [199_999, 200_000, 200_001];
      expect(await price(...lengths.map((input) => ({ model: 'long-1', input })))).toEqual([
        [0.199999, 'known'],
        [0.2, 'known'],
        [0.400002, 'known'],
      ]);
      expect(await price(...lengths.map((input) => ({ model: 'grok-1', input })))).toEqual([
        [0.199999, 'known'],
        [0.4, 'known'],
        [0.400002, 'known'],
      ]);
    });

    it('shows the total in the currency of the settings', async () => {
      const currency = { code: 'EUR', symbol: null, perUsd: 0.9137, asOf: null };
      const settings = { ...NO_SETTINGS, currency };
      await engine.run(
        rowScript(
          [
            { model: 'long-1', input: 1_000_003 },
            { model: 'gpt-99', input: 1 },
          ],
          engine,
        ),
      );
      await engine.run(scriptFor(engine, tablesOf(store), settings));
      // 1,000,003 × $0.000002 × 0.9137.
      const euro = 1.8274054822;
      const amounts = await engine.ask('SELECT total_amount FROM llmcost_cost ORDER BY id');
      const numbers = amounts.map(({ total_amount: each }) => each && Number(each));
      expect(numbers).toEqual([euro, null]);
      const [sum] = await engine.ask('SELECT SUM(total_amount) AS total FROM llmcost_total');
      expect(Number(sum?.['total'])).toBe(euro);
    });

    it('prices images by size and quality: by tokens, by pixels, and each', async () => {
      const images = (model: string, count: number, size: string, quality?: string): Row => ({
        model,
        images: count,
        'image-size': size,
        ...(quality === undefined ? {} : { 'image-quality': quality }),
      });
      expect(
        await price(
          // 1,756 tokens at $30 per 1M; OpenAI's list says $0.053.
          images('gpt-image-2', 1, '1024x1024', 'medium'),
          // 13,342 tokens; 3856 pixels are more than an edge may have.
          images('gpt-image-2', 10, '3840x2160', 'high'),
          images('gpt-image-2', 1, '3856x2160', 'high'),
          // 700 × 800 × $0.0000000013.
          images('pixels-1', 1, '700x800'),
          images('azure/easel-3', 3, '1024x1024', 'hd'),
          images('azure/easel-3', 3, '1024-x-1024'),
          images('azure/easel-3', 3, '512x512'),
        ),
      ).toEqual([
        [0.05268, 'known'],
        [4.0026, 'known'],
        [null, 'unknown'],
        [0.000728, 'known'],
        [0.24, 'known'],
        [0.12, 'known'],
        [null, 'unknown'],
      ]);
    });

    it('prices seconds by resolution, and queries by the number of results', async () => {
      expect(
        await price(
          { model: 'film-1', seconds: 8, resolution: '1080P' },
          { model: 'film-1', seconds: 8, resolution: '720p' },
          { model: 'find-1', queries: 2, results: 25 },
          { model: 'find-1', queries: 2, results: 26 },
          { model: 'find-1', queries: 2, results: 101 },
        ),
      ).toEqual([
        [0.64, 'known'],
        [0.4, 'known'],
        [0.01, 'known'],
        [0.05, 'known'],
        [null, 'unknown'],
      ]);
    });

    it('finds names behind a provider, though the key has a colon', async () => {
      const input = 1_000_000;
      expect(
        await price(
          { model: 'bedrock/acme.tern-v1:0', input },
          { model: 'models/gem-1', input },
          { model: 'bedrock/acme.tern-v2:0', input },
        ),
      ).toEqual([
        [3, 'known'],
        [5, 'known'],
        [null, 'unknown'],
      ]);
    });

    it('takes off-peak prices by the minute', async () => {
      const at = (time: string) => ({ model: 'night-1', input: 1_000_000, at: `2026-11-02T${time}:00Z` });
      expect(await price(at('16:29'), at('16:30'), at('00:29'), at('00:30'))).toEqual([
        [2, 'known'],
        [1, 'known'],
        [1, 'known'],
        [2, 'known'],
      ]);
    });

    it('needs no column but the model and one that counts', async () => {
      const roles = ['id', 'model', 'input'] as const;
      const rows = [{ model: 'long-1', input: 200_001 }, { model: 'grok-1', input: 5 }, { input: 5 }];
      await engine.run(rowScript(rows, engine));
      const tables = tablesOf(store, NO_SETTINGS, undefined, roles);
      await engine.run(scriptFor(engine, tables, NO_SETTINGS, false, roles));
      const answers = await answersOf(engine);
      expect(answers.map(({ totalUsd, state }) => [totalUsd, state])).toEqual([
        [0.400002, 'known'],
        [0.000005, 'known'],
        [null, 'unknown'],
      ]);
      const [sum] = await engine.ask('SELECT SUM(requests) AS requests FROM llmcost_total');
      expect(Number(sum?.['requests'])).toBe(3);
    });

    it('tells keys apart that differ in case alone', async () => {
      const input = 1_000_000;
      expect(
        await price({ model: 'Twin', input }, { model: 'twin', input }, { model: 'TWIN', input }),
      ).toEqual([
        [1, 'known'],
        [3, 'known'],
        [null, 'unknown'],
      ]);
    });

    it('says unknown, and adds nothing, for what it cannot read', async () => {
      const model = 'long-1';
      const rows = [
        { model, input: 'many' },
        { model, input: -1 },
        { model, input: 1.5 },
        { model, input: 1e13 },
        { input: 5 },
        { model: 'gpt-99', input: 5 },
        { model },
      ];
      expect(await price(...rows)).toEqual(rows.map(() => [null, 'unknown']));
      const problems = await engine.ask('SELECT id, problem FROM llmcost_cost ORDER BY id');
      const odd = 'a count is not a whole number from 0 to 9999999999999';
      expect(problems.map(({ problem }) => problem)).toEqual([
        odd,
        odd,
        odd,
        odd,
        'no model named',
        'not in the map',
        'no counts',
      ]);
    });

    it('reads counts from texts, and empty texts as none', async () => {
      expect(
        await price(
          { model: 'long-1', input: ' 1000000 ' },
          { model: 'long-1', input: '1000000.0', output: '' },
        ),
      ).toEqual([
        [2, 'known'],
        [2, 'known'],
      ]);
    });

    it('takes for each row the map of its own date, and the current one for what is older or has no date', async () => {
      const mapWith = (usd: number) =>
        storeOf({ 'tern-1': { litellm_provider: 'shorebird', input_cost_per_token: usd } });
      const at = (moment: string) => ({ model: 'tern-1', input: 1_000_000, at: moment });
      const rows = [
        at('2026-01-01'),
        at('2026-03-01T00:00:00Z'),
        at('2026-06-01T01:59:59.999+02:00'),
        at('2026-06-01T00:00:00Z'),
        { model: 'tern-1', input: 1_000_000 },
      ];
      await engine.run(rowScript(rows, engine));
      const maps = [
        { store: mapWith(1e-6), validFrom: new Date('2026-03-01') },
        { store: mapWith(2e-6), validFrom: new Date('2026-06-01') },
      ];
      const tables = priceTables({
        maps,
        current: 1,
        settings: NO_SETTINGS,
        has: () => true,
        readImageRules: () => IMAGE_RULES,
        now: NOON,
      });
      await engine.run(scriptFor(engine, tables));
      const answers = await answersOf(engine);
      expect(answers.map(({ totalUsd }) => totalUsd)).toEqual([2, 1, 1, 2, 2]);
      const supposed = answers.map(({ assumptions }) => assumptions.includes('MAP_OF_OTHER_DATE'));
      expect(supposed).toEqual([true, false, false, false, true]);
    });

    it('adds up to the same total by sums as by requests, and when it is run again', async () => {
      const rows: readonly Row[] = [...Array(50).keys()].map((index) => ({
        model: index % 2 === 0 ? 'long-1' : 'grok-1',
        input: 199_980 + index,
        output: index,
      }));
      await price(...rows);
      await engine.run(scriptFor(engine, tablesOf(store)));
      const [sums] = await engine.ask(
        'SELECT SUM(total_usd) AS usd, SUM(requests) AS requests FROM llmcost_total',
      );
      const [each] = await engine.ask('SELECT SUM(total_usd) AS usd, COUNT(*) AS requests FROM llmcost_cost');
      expect(sums).toEqual(each);
      expect(sums?.['requests']).toBe('50');
    });
  });
}
