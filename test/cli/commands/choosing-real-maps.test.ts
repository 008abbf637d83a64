/**
 * The same questions, asked of whole published maps by the commands and by a few plain lines that know
 * nothing of them. Skipped where the maps are absent.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { NO_FILTERS, type Filters } from '../../../src/models/search/filter.ts';
import { compare } from '../../../src/cli/commands/compare/document.ts';
import { list, type ListOptions } from '../../../src/cli/commands/list/document.ts';
import { modes } from '../../../src/cli/commands/modes/document.ts';
import { offers } from '../../../src/cli/commands/offers/document.ts';
import { providers } from '../../../src/cli/commands/providers/document.ts';
import { from, makeChoosingHome } from '../../helpers/choosing.ts';
import {
  HAS_SHARED_MAPS,
  SHARED_MAPS,
  sharedMap,
  sharedMapPath,
  type SharedMap,
} from '../../helpers/shared-maps.ts';

const home = makeChoosingHome();
afterAll(() => home.remove());

/** The entries as they were published, with nothing understood of them. */
type Raw = Readonly<Record<string, unknown>>;
const entriesOf = (date: SharedMap): readonly (readonly [string, Raw])[] => [...sharedMap(date)];
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const inputOf = (raw: Raw): number | undefined => number(raw['input_cost_per_token']);
const outputOf = (raw: Raw): number | undefined => number(raw['output_cost_per_token']);
const contextOf = (raw: Raw): number => number(raw['max_input_tokens']) ?? number(raw['max_tokens']) ?? -1;

describe.skipIf(!HAS_SHARED_MAPS)('whole maps (skipped where there is no copy of them)', () => {
  describe.each(SHARED_MAPS)('of %s', (date) => {
    const load = from(HAS_SHARED_MAPS ? sharedMapPath(date) : '');
    const ask = async (filters: Partial<Filters>, options: Partial<ListOptions> = {}) => {
      return await list(
        {
          filters: { ...NO_FILTERS, ...filters },
          sort: 'name',
          descending: false,
          unique: false,
          fields: [],
          load,
          ...options,
        },
        home.deps(),
      );
    };
    const expected = (wanted: (raw: Raw, key: string) => boolean) =>
      entriesOf(date)
        .filter(([key, raw]) => wanted(raw, key))
        .map(([key]) => key)
        .sort();

    it.each<[string, Partial<Filters>, (raw: Raw, key: string) => boolean]>([
      ['a provider', { providers: ['openai'] }, (raw) => raw['litellm_provider'] === 'openai'],
      ['a mode', { modes: ['embedding'] }, (raw) => raw['mode'] === 'embedding'],
      [
        'capabilities',
        { supports: ['supports_vision', 'supports_function_calling'] },
        (raw) => raw['supports_vision'] === true && raw['supports_function_calling'] === true,
      ],
      ['a context', { minContext: 200_000 }, (raw) => contextOf(raw) >= 200_000],
      [
        'an endpoint',
        { endpoints: ['/v1/responses'] },
        (raw) => JSON.stringify(raw['supported_endpoints'] ?? []).includes('"/v1/responses"'),
      ],
      [
        'words',
        { words: ['sonnet', '4'] },
        (raw, key) => /sonnet/i.test(`${key} ${String(raw['litellm_provider'])}`) && /4/.test(key),
      ],
      [
        'an input price, of models without ranges',
        { maxInputUsd: 0.1, modes: ['responses', 'completion', 'moderation'] },
        (raw) =>
          ['responses', 'completion', 'moderation'].includes(String(raw['mode'])) &&
          (inputOf(raw) ?? Infinity) * 1e6 <= 0.1,
      ],
      [
        'the day of deprecation',
        { deprecated: true },
        (raw) => typeof raw['deprecation_date'] === 'string' && raw['deprecation_date'] <= '2026-11-22',
      ],
    ])('filters by %s', async (_what, filters, wanted) => {
      const { models } = await ask(filters);
      const keys = expected(wanted);
      expect(keys.length).toBeGreaterThan(0);
      expect(models.map(({ model }) => model)).toEqual(keys);
    });

    it('sorts by output price', async () => {
      const { models } = await ask(
        { providers: ['anthropic', 'mistral'] },
        { sort: 'output', descending: true },
      );
      const prices = entriesOf(date)
        .filter(([, raw]) => raw['litellm_provider'] === 'anthropic' || raw['litellm_provider'] === 'mistral')
        .flatMap(([, raw]) => outputOf(raw) ?? [])
        .sort((a, b) => b - a);
      expect(
        models.flatMap(({ rates }) => (rates.output?.unit === 'token' ? rates.output.usdPerUnit : [])),
      ).toEqual(prices);
    });

    it('writes every price per 1M tokens as the published figure times a million', async () => {
      const { models } = await ask({ modes: ['chat'] });
      const raws = sharedMap(date);
      for (const { model: key, rates, isSmallestRange } of models) {
        const raw = raws.get(key) ?? {};
        if (isSmallestRange || rates.input?.unit !== 'token' || inputOf(raw) === undefined) continue;
        expect(rates.input.per1MUsd, key).toBeCloseTo((inputOf(raw) ?? 0) * 1e6, 10);
      }
    });

    it('counts providers and modes', async () => {
      const countBy = (field: string) => {
        const counts = new Map<unknown, number>();
        for (const [, raw] of entriesOf(date))
          counts.set(raw[field] ?? null, (counts.get(raw[field] ?? null) ?? 0) + 1);
        return counts;
      };
      const byProvider = (await providers({ words: [], sort: 'models', load }, home.deps())).providers;
      expect(new Map(byProvider.map(({ provider, modelCount: models }) => [provider, models]))).toEqual(
        countBy('litellm_provider'),
      );
      const byMode = (await modes({ sort: 'models', load }, home.deps())).modes;
      expect(new Map(byMode.map(({ mode, modelCount: models }) => [mode, models]))).toEqual(countBy('mode'));
    });

    it('folds without losing or doubling an offer', async () => {
      const { models, matches } = await ask({ modes: ['chat'] }, { unique: true });
      const keys = models.flatMap(({ offers }) => offers?.keys ?? []);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBe(matches);
      for (const { model: key, offers } of models) expect(offers?.keys[0]).toBe(key);
    });

    it('finds the sellers of a model, and no other model', async () => {
      const document = await offers({ model: 'gpt-4o', providers: [], regions: [], load }, home.deps());
      const keys = document.offers.map(({ model }) => model);
      // The bare name at any seller; the days of it and its smaller sisters are other models.
      expect(keys.toSorted()).toEqual(expected((_raw, key) => /(^|\/)(openai-)?gpt-4o$/.test(key)));
      expect(document.maker).toBe('gpt-4o');
    });

    it('prices a job at every model that can do it', async () => {
      const usage = { inputTokens: 5000, outputTokens: 500 };
      const document = await compare(
        {
          models: [],
          similar: 0,
          similarOptions: {},
          cheapest: [
            { word: 'vision', capability: 'supports_vision' },
            { word: 'chat', capability: 'supports_chat' },
          ],
          filters: NO_FILTERS,
          also: { free: true, deprecated: false, experimental: true },
          unique: false,
          top: 5000,
          needsJob: false,
          usage,
          load,
        },
        home.deps(),
      );
      const able = expected((raw) => {
        const fits = (limit: unknown, used: number) =>
          !(typeof limit === 'number' && limit > 0 && limit < used);
        const dead = typeof raw['deprecation_date'] === 'string' && raw['deprecation_date'] <= '2026-11-22';
        return (
          raw['mode'] === 'chat' &&
          raw['supports_vision'] === true &&
          !dead &&
          fits(raw['max_input_tokens'] ?? raw['max_tokens'], 5000) &&
          fits(raw['max_output_tokens'], 500)
        );
      });
      expect(document.ranking?.map(({ model }) => model).toSorted()).toEqual(able);
      const raws = sharedMap(date);
      for (const { model: key, totalUsd } of document.ranking ?? []) {
        const raw: Raw = raws.get(key) ?? {};
        const isPlain = ['tiered_pricing', 'off_peak_pricing', 'input_cost_per_request'].every(
          (name) => raw[name] === undefined,
        );
        const [input, output] = [inputOf(raw), outputOf(raw)];
        if (!isPlain || input === undefined || output === undefined) continue;
        expect(totalUsd).toBeCloseTo(5000 * input + 500 * output, 12);
      }
      const totals = (document.ranking ?? []).flatMap(({ rank, totalUsd }) =>
        rank === null ? [] : (totalUsd ?? []),
      );
      expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    });
  });

  it('compares three models at a job worked by hand', async () => {
    const { ranking } = await compare(
      {
        models: ['gpt-4o', 'claude-sonnet-4-5', 'gemini-2.5-pro'],
        similar: 0,
        similarOptions: {},
        filters: NO_FILTERS,
        also: { free: true, deprecated: false, experimental: true },
        unique: false,
        top: 10,
        needsJob: false,
        usage: { inputTokens: 100_000, outputTokens: 2000 },
        load: from(sharedMapPath('2026-08-06')),
      },
      home.deps(),
    );
    expect(ranking?.map(({ model: key, totalUsd }) => [key, totalUsd])).toEqual([
      // 0.1 × 1.25 + 0.002 × 10; 0.1 × 2.50 + 0.002 × 10; 0.1 × 3 + 0.002 × 15
      ['gemini-2.5-pro', 0.145],
      ['gpt-4o', 0.27],
      ['claude-sonnet-4-5', 0.33],
    ]);
  });

  it('takes the similar models of gpt-image-2 in their order', async () => {
    const { models } = await compare(
      {
        models: [],
        like: 'gpt-image-2',
        similar: 6,
        similarOptions: {},
        filters: NO_FILTERS,
        also: { free: true, deprecated: false, experimental: true },
        unique: false,
        top: 10,
        needsJob: false,
        usage: {},
        load: from(sharedMapPath('2026-05-24')),
      },
      home.deps(),
    );
    expect(models.map(({ model }) => model)).toEqual([
      'gpt-image-2',
      'azure/gpt-image-2',
      'azure/gpt-image-2-2026-04-21',
      'gpt-image-1.5',
      'gpt-image-1.5-2025-12-16',
      'gpt-image-2-2026-04-21',
      'gemini-3-pro-image-preview',
    ]);
  });
});
