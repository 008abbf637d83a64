import { afterAll, describe, expect, it } from 'vitest';
import { NO_FILTERS, type Filters } from '../../../../src/models/search/filter.ts';
import type { ListOptions } from '../../../../src/cli/commands/list/document.ts';
import { list } from '../../../helpers/commands.ts';
import { from, makeChoosingHome, MARKET } from '../../../helpers/choosing.ts';

const home = makeChoosingHome();
afterAll(() => home.remove());

const HERON = 'claude-heron-4';
const HERON_DATED = 'claude-heron-4-20260110';
const HERON_US = 'us.anthropic.claude-heron-4-20260110-v1:0';
const HERON_EU = 'eu.anthropic.claude-heron-4-20260110-v1:0';
const HERON_ROUTED = 'openrouter/anthropic/claude-heron-4';
const HERON_FREE = 'openrouter/anthropic/claude-heron-4:free';
const HERON_COPILOT = 'github_copilot/claude-heron-4';

async function ask(filters: Partial<Filters>, options: Partial<ListOptions> = {}) {
  return await list(
    {
      filters: { ...NO_FILTERS, ...filters },
      sort: 'name',
      descending: false,
      unique: false,
      fields: [],
      load: from(MARKET),
      ...options,
    },
    home.deps(),
  );
}

async function keys(filters: Partial<Filters>, options: Partial<ListOptions> = {}) {
  return (await ask(filters, options)).models.map(({ model }) => model);
}

describe('which models a list has', () => {
  it('has all of them without a filter', async () => {
    const document = await ask({});
    expect(document).toMatchObject({ matches: 20, rows: 20, warnings: [] });
    expect(document.models).toHaveLength(20);
  });

  it.each<[string, Partial<Filters>, readonly string[]]>([
    [
      'every word in the key, in any order and case',
      { words: ['MINI', 'egret'] },
      ['azure/eu/gpt-egret-5-mini', 'gpt-egret-5-mini'],
    ],
    ['a word in the name of the provider', { words: ['shorebird'] }, ['dodo-1', 'dodo-2', 'mystery']],
    ['a word in its proper name', { words: ['alibaba'] }, ['dashscope/stork-ranges']],
    ['words of both', { words: ['bedrock', 'heron'] }, [HERON_EU, HERON_US]],
    ['a provider as the map spells it', { providers: ['azure'] }, ['azure/eu/gpt-egret-5-mini']],
    [
      'any of several providers',
      { providers: ['azure', 'gull'] },
      ['azure/eu/gpt-egret-5-mini', 'gull/search'],
    ],
    ['every provider that begins so, with a star', { providers: ['bedrock*'] }, [HERON_EU, HERON_US]],
    ['a mode', { modes: ['search'] }, ['gull/search']],
    ['models without a mode', { modes: ['none'] }, ['mystery']],
    ['a capability', { supports: ['supports_pdf_input'] }, [HERON]],
    [
      'all of several capabilities',
      { supports: ['supports_vision', 'supports_function_calling'] },
      [HERON, HERON_DATED, 'gpt-egret-5-mini'],
    ],
    [
      'a context, where max_tokens stands in for it',
      { words: ['plover'], minContext: 8192 },
      ['ollama/plover'],
    ],
    ['a context that is larger', { words: ['plover'], minContext: 8193 }, []],
    ['no model of unknown context', { words: ['dodo'], minContext: 1 }, []],
    [
      'an input price, the limit included',
      { maxInputUsd: 0.25, modes: ['chat'] },
      ['gpt-egret-5-mini', 'ollama/plover', HERON_FREE],
    ],
    [
      'the first range of a model priced by ranges',
      { maxInputUsd: 1.2, words: ['stork'] },
      ['dashscope/stork-ranges'],
    ],
    [
      'an output price, for models with one per token',
      { maxOutputUsd: 1, modes: ['none', 'search'] },
      ['mystery'],
    ],
    [
      'what has a price',
      { words: ['heron-4'], priced: true, regions: [], providers: ['github_copilot'] },
      [],
    ],
    ['what is wholly free', { free: true }, ['ollama/plover', HERON_FREE]],
    ['what is past its day', { deprecated: true }, ['dodo-1']],
    ['what is not', { deprecated: false, words: ['dodo'] }, ['dodo-2']],
    ['an endpoint in full', { endpoints: ['/v1/batch'] }, ['gpt-egret-5']],
    [
      'an endpoint by its end',
      { endpoints: ['chat/completions', 'batch'] },
      ['gpt-egret-5', 'gpt-egret-5-mini'],
    ],
    ['a region in the key', { regions: ['eu'] }, ['azure/eu/gpt-egret-5-mini', HERON_EU]],
  ])('%s', async (_what, filters, expected) => {
    expect(await keys(filters)).toEqual([...expected].sort());
  });

  it.each<[Partial<Filters>, string]>([
    [{ providers: ['opnrouter'] }, 'No model of the map is of the provider "opnrouter".'],
    [{ providers: ['openai', 'opnrouter'] }, 'No model of the map is of the provider "opnrouter".'],
    // No other provider whose name begins so.
    [{ providers: ['bedrock'] }, 'No model of the map is of the provider "bedrock".'],
    [{ modes: ['chta'] }, 'No model of the map has the mode "chta".'],
    [{ supports: ['supports_visoin'] }, 'No model of the map has the capability "visoin".'],
    [{ endpoints: ['batches'] }, 'No model of the map lists the endpoint "batches".'],
    [{ regions: ['mars'] }, 'No model of the map names the region "mars".'],
  ])('refuses a value that no model has: %j', async (filters, message) => {
    await expect(ask(filters)).rejects.toThrow(message);
  });

  it('names the nearest value that there is', async () => {
    await expect(ask({ providers: ['opnrouter'] })).rejects.toMatchObject({
      hint: 'Did you mean openrouter?',
    });
    await expect(ask({ supports: ['supports_visoin'] })).rejects.toMatchObject({
      hint: 'Did you mean vision?',
    });
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'has no model of %s, whatever it is asked as',
    async (name) => {
      const filters = { providers: [name], modes: [name], endpoints: [name], regions: [name] };
      for (const [filter, value] of Object.entries({ ...filters, supports: [`supports_${name}`] })) {
        await expect(ask({ [filter]: value })).rejects.toThrow('No model of the map');
      }
    },
  );

  it('leaves out what is free where it is asked to', async () => {
    const free = await keys({ free: true });
    expect(free).not.toEqual([]);
    const others = await keys({ free: false });
    expect(others.filter((key) => free.includes(key))).toEqual([]);
    expect(free.length + others.length).toBe(20);
  });

  it('does not blame a value that models have when two filters exclude each other', async () => {
    const document = await ask({ providers: ['openai'], modes: ['search'] });
    expect(document).toMatchObject({ matches: 0, warnings: [] });
  });
});

describe('how a list is sorted', () => {
  it.each<[ListOptions['sort'], boolean, Partial<Filters>, readonly string[]]>([
    ['name', false, { words: ['dodo'] }, ['dodo-1', 'dodo-2']],
    ['name', true, { words: ['dodo'] }, ['dodo-2', 'dodo-1']],
    [
      'input',
      false,
      { providers: ['anthropic', 'ollama'], modes: ['chat'] },
      ['ollama/plover', HERON, HERON_DATED],
    ],
    // 0.25, 1, 5 per 1M tokens; then an embedding at 0.02 before them; the pixel model is of another unit.
    [
      'input',
      false,
      { providers: ['openai'] },
      [
        'text-embedding-3-wren',
        'gpt-egret-5-mini',
        'gpt-egret-5',
        'gpt-image-rail',
        'low/1024-x-1024/rail-pixel',
      ],
    ],
    [
      'input',
      true,
      { providers: ['openai'] },
      [
        'gpt-image-rail',
        'gpt-egret-5',
        'gpt-egret-5-mini',
        'text-embedding-3-wren',
        'low/1024-x-1024/rail-pixel',
      ],
    ],
    [
      'output',
      true,
      { words: ['heron'], priced: true },
      [HERON_US, HERON, HERON_DATED, HERON_EU, HERON_ROUTED, HERON_FREE],
    ],
    // (3 × input + output) / 4 per 1M: 5.4 routed, 6 heron, 6.45 eu, 6.6 us; the unpriced one has none.
    [
      'blended',
      false,
      { words: ['heron'] },
      [HERON_FREE, HERON_ROUTED, HERON, HERON_DATED, HERON_EU, HERON_US, HERON_COPILOT],
    ],
    ['context', false, { words: ['openrouter'] }, [HERON_FREE, HERON_ROUTED]],
    ['deprecation', false, { words: ['shorebird'] }, ['dodo-1', 'dodo-2', 'mystery']],
    ['deprecation', true, { words: ['shorebird'] }, ['dodo-2', 'dodo-1', 'mystery']],
    [
      'image-output',
      false,
      { modes: ['image_generation'] },
      ['gpt-image-rail', 'low/1024-x-1024/rail-pixel'],
    ],
  ])('by %s (highest first: %s)', async (sort, descending, filters, expected) => {
    expect(await keys(filters, { sort, descending })).toEqual(expected);
  });

  it('shows so many of them, and says how many there are', async () => {
    const document = await ask({ words: ['heron'] }, { sort: 'blended', top: 2 });
    expect(document.models.map(({ model }) => model)).toEqual([HERON_FREE, HERON_ROUTED]);
    expect(document).toMatchObject({ matches: 7, rows: 7 });
  });

  it('takes coding scores from the file that the user names', async () => {
    const { writeFileSync } = await import('node:fs');
    const path = `${home.dir}/scores.json`;
    writeFileSync(path, JSON.stringify({ models: { 'dodo-1': 12.5, 'dodo-2': 80 } }));
    const document = await list(
      {
        filters: { ...NO_FILTERS, words: ['shorebird'] },
        sort: 'coding',
        descending: true,
        unique: false,
        fields: [],
        load: from(MARKET),
      },
      home.deps({ LLMCOST_SCORES: path }),
    );
    expect(document.models.map(({ model: key, codingPercent }) => [key, codingPercent])).toEqual([
      ['dodo-2', 80],
      ['dodo-1', 12.5],
      ['mystery', null],
    ]);
  });
});

describe('what a row says', () => {
  const rowOf = async (key: string, fields: readonly string[] = []) => {
    const { models } = await ask({}, { fields });
    const row = models.find((model) => model.model === key);
    if (row === undefined) throw new Error(`there is no ${key}`);
    return row;
  };

  it('has prices per unit, per 1M tokens, and per the amount in which people compare them', async () => {
    const row = await rowOf(HERON);
    expect(row).toMatchObject({
      model: HERON,
      provider: 'anthropic',
      providerName: 'Anthropic',
      mode: 'chat',
      state: 'known',
      blendedPer1MUsd: 6,
      isSmallestRange: false,
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
      dimensions: null,
      codingPercent: null,
      features: ['Vision', 'Tools'],
      deprecation: null,
      offers: null,
      fields: {},
    });
    const token = { unit: 'token', normalizedUnit: '1M tokens' };
    expect(row.rates).toEqual({
      input: { ...token, usdPerUnit: 3e-6, per1MUsd: 3, normalizedUsd: 3 },
      output: { ...token, usdPerUnit: 1.5e-5, per1MUsd: 15, normalizedUsd: 15 },
      cacheRead: { ...token, usdPerUnit: 3e-7, per1MUsd: 0.3, normalizedUsd: 0.3 },
    });
  });

  it.each([
    // 0.0001 USD a second.
    ['deepgram/sandpiper', 'second', 0.006, 'minute'],
    // 0.005 USD a query.
    ['gull/search', 'query', 5, '1K queries'],
    // 0.00000001 USD × 1024 × 1024, where the other side's 0 is no price of an image.
    ['low/1024-x-1024/rail-pixel', 'image', 0.01048576, 'image'],
    ['gpt-image-rail', 'imageOutput', 30, '1M tokens'],
  ] as const)('%s has the price of a %s', async (key, name, usd, unit) => {
    expect((await rowOf(key)).rates[name]).toMatchObject({ normalizedUsd: usd, normalizedUnit: unit });
  });

  it.each([
    ['ollama/plover', 'free'],
    [HERON_FREE, 'free'],
    [HERON_COPILOT, 'unknown'],
    ['gpt-image-rail', 'known'],
    ['text-embedding-3-wren', 'known'],
  ])('%s is %s', async (key, state) => expect((await rowOf(key)).state).toBe(state));

  it('shows the first range of a model priced by ranges, and says so', async () => {
    const row = await rowOf('dashscope/stork-ranges');
    expect(row).toMatchObject({
      isSmallestRange: true,
      rates: { input: { per1MUsd: 1.2 }, output: { per1MUsd: 6 } },
    });
  });

  it('has the day of deprecation with the days that are left', async () => {
    // To 22 November 2026: the 365 days of 2025 and 325 of 2026; from it: four years and 70 days.
    expect((await rowOf('dodo-1')).deprecation).toEqual({ date: '2025-01-01', daysLeft: -690 });
    expect((await rowOf('dodo-2')).deprecation).toEqual({ date: '2031-01-31', daysLeft: 1531 });
  });

  it('has the fields of the map that were asked for, as they stand there', async () => {
    const row = await rowOf('gpt-egret-5', [
      'input_cost_per_token_above_200k_tokens',
      'supported_endpoints',
      'absent_field',
    ]);
    expect(row.fields).toEqual({
      input_cost_per_token_above_200k_tokens: 2e-6,
      supported_endpoints: ['/v1/responses', '/v1/batch'],
      absent_field: null,
    });
  });
});

describe('one row a model', () => {
  it('is the cheapest offer, with all who sell it', async () => {
    const document = await ask({ words: ['heron'] }, { unique: true });
    expect(document).toMatchObject({ matches: 7, rows: 2 });
    const [paid, free] = document.models;
    expect(paid?.model).toBe(HERON_ROUTED);
    expect(paid?.offers).toEqual({
      count: 6,
      keys: [HERON_ROUTED, HERON, HERON_DATED, HERON_EU, HERON_US, HERON_COPILOT],
    });
    expect(free?.model).toBe(HERON_FREE);
    expect(free?.offers).toEqual({ count: 1, keys: [HERON_FREE] });
  });

  it('folds what passes the filters, and nothing else', async () => {
    const document = await ask({ words: ['heron'], providers: ['bedrock_converse'] }, { unique: true });
    expect(document.models.map(({ model: key, offers }) => [key, offers?.count])).toEqual([[HERON_EU, 2]]);
  });

  it('knows a model by the whole map, not by what passes', async () => {
    // The day is let go because the map knows one only, though no undated key passes.
    const all = await ask({ words: ['20260110'] }, { unique: true });
    expect(all.models.map(({ offers }) => offers?.count)).toEqual([3]);
  });
});
