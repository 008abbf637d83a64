import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CompareOptions } from '../../../../src/cli/commands/compare/document.ts';
import { NO_FILTERS, type Filters } from '../../../../src/models/search/filter.ts';
import { compare } from '../../../helpers/commands.ts';
import { from, makeChoosingHome, MARKET } from '../../../helpers/choosing.ts';
import { SAMPLE_MAP } from '../../../helpers/transcript.ts';

const home = makeChoosingHome();
afterAll(() => home.remove());

const OPTIONS: CompareOptions = {
  models: [],
  similar: 3,
  similarOptions: {},
  filters: NO_FILTERS,
  also: { free: true, deprecated: false, experimental: false },
  unique: false,
  top: 10,
  needsJob: false,
  usage: {},
  load: from(MARKET),
};

const NOTHING_ELSE = { free: false, deprecated: false, experimental: false };

async function ask(options: Partial<CompareOptions>) {
  return await compare({ ...OPTIONS, ...options }, home.deps());
}

const need = (word: string, capability = `supports_${word}`) => ({ word, capability });

describe('models side by side', () => {
  it('have a row for each kind of price that one of them has, the plain ones first', async () => {
    const { prices } = await ask({ models: ['gpt-egret-5', 'claude-heron-4', 'dashscope/stork-ranges'] });
    const rows = prices.map(({ item, condition, byModel }) => [
      item,
      condition,
      ...Object.values(byModel).map((cell) => cell?.per1MUsd ?? null),
    ]);
    expect(rows).toEqual([
      ['Input', null, 1, 3, null],
      ['Output', null, 10, 15, null],
      ['Cached input', null, null, 0.3, null],
      ['Input', '0–32K input tokens', null, null, 1.2],
      ['Output', '0–32K input tokens', null, null, 6],
      ['Input', '32K–128K input tokens', null, null, 2.4],
      ['Output', '32K–128K input tokens', null, null, 12],
      ['Input', 'above 200K input tokens', 2, null, null],
      ['Output', 'above 200K input tokens', 15, null, null],
    ]);
  });

  it('have their limits, and the capabilities in which they differ', async () => {
    const { models, differingCapabilities } = await ask({ models: ['claude-heron-4', 'gpt-egret-5-mini'] });
    expect(models.map(({ model: key, limits }) => [key, limits.contextTokens, limits.outputTokens])).toEqual([
      ['claude-heron-4', 200_000, 64_000],
      ['gpt-egret-5-mini', 400_000, 128_000],
    ]);
    // Both see and call functions; one reads PDF, and of the rest the map says nothing.
    expect(differingCapabilities).toEqual(['pdfInput']);
  });

  it('appear once each, however often and however they are named', async () => {
    const { models } = await ask({ models: ['dodo-1', 'DODO-1', 'shorebird/dodo-1'] });
    expect(models.map(({ model: key, matchedBy }) => [key, matchedBy])).toEqual([['dodo-1', 'key']]);
  });

  it('have no ranking where no job is described', async () => {
    expect(await ask({ models: ['dodo-1'] })).toMatchObject({ job: null, ranking: null, assumptions: [] });
  });

  it.each([
    ['no model at all', {}, 'USAGE'],
    ['a model that there is not', { models: ['dodo-3'] }, 'MODEL_NOT_FOUND'],
    ['a like that there is not', { like: 'dodo-3' }, 'MODEL_NOT_FOUND'],
  ])('are refused for %s', async (_what, options, code) => {
    await expect(ask(options)).rejects.toMatchObject({ code });
  });
});

describe('the cost of a job at each', () => {
  it('is ranked, with the ratio to the cheapest', async () => {
    const { ranking, assumptions } = await ask({
      models: ['claude-heron-4', 'gpt-egret-5-mini', 'gpt-egret-5', 'dashscope/stork-ranges'],
      usage: { inputTokens: 100_000, outputTokens: 2000 },
    });
    expect(
      ranking?.map(({ rank, model: key, totalUsd, ratioToCheapest }) => [
        rank,
        key,
        totalUsd,
        ratioToCheapest,
      ]),
    ).toEqual([
      // 100,000 × 0.25 + 2,000 × 2 = 0.025 + 0.004
      [1, 'gpt-egret-5-mini', 0.029, 1],
      // 100,000 × 1 + 2,000 × 10 = 0.1 + 0.02
      [2, 'gpt-egret-5', 0.12, 4.13793103448],
      // The range up to 128K: 100,000 × 2.4 + 2,000 × 12 = 0.24 + 0.024
      [3, 'dashscope/stork-ranges', 0.264, 9.10344827586],
      // 100,000 × 3 + 2,000 × 15 = 0.3 + 0.03
      [4, 'claude-heron-4', 0.33, 11.3793103448],
    ]);
    expect(assumptions.map(({ code }) => code)).toEqual(['SAME_TOKENS']);
  });

  it('takes the conditions of the job at each: 300,000 tokens are long context for one of them', async () => {
    const { ranking } = await ask({
      models: ['gpt-egret-5', 'claude-heron-4'],
      usage: { inputTokens: 300_000, outputTokens: 1000 },
      requests: 10,
    });
    // 10 × (300,000 × 2 + 1,000 × 15) and 10 × (300,000 × 3 + 1,000 × 15), per 1M.
    expect(ranking?.map(({ model: key, totalUsd }) => [key, totalUsd])).toEqual([
      ['gpt-egret-5', 6.15],
      ['claude-heron-4', 9.15],
    ]);
    expect(ranking?.[1]?.warnings.map(({ code }) => code)).toEqual(['LIMIT_EXCEEDED']);
  });

  it('says free where the map says 0, and puts what has no price last, without a rank or a 0', async () => {
    const { ranking, unpriced, free } = await ask({
      models: ['github_copilot/claude-heron-4', 'dodo-1', 'ollama/plover', 'dodo-2'],
      usage: { inputTokens: 1000, outputTokens: 1000 },
    });
    expect(
      ranking?.map(({ rank, model: key, state, totalUsd, ratioToCheapest }) => [
        rank,
        key,
        state,
        totalUsd,
        ratioToCheapest,
      ]),
    ).toEqual([
      [1, 'ollama/plover', 'free', 0, null],
      [2, 'dodo-1', 'known', 0.003, 1],
      [2, 'dodo-2', 'known', 0.003, 1],
      [null, 'github_copilot/claude-heron-4', 'unknown', null, null],
    ]);
    expect({ unpriced, free }).toEqual({ unpriced: 1, free: 1 });
  });

  it('is at least so much where a part has no price, and stands behind what is wholly known', async () => {
    const { ranking } = await ask({
      models: ['gpt-egret-5-mini', 'claude-heron-4'],
      usage: { inputTokens: 1000, outputTokens: 0, sessions: 1 },
    });
    expect(ranking?.map(({ rank, state, totalUsd }) => [rank, state, totalUsd])).toEqual([
      [null, 'partial', 0.00025],
      [null, 'partial', 0.003],
    ]);
  });

  it('says why a model cannot do the job, instead of failing', async () => {
    const { ranking } = await ask({
      models: ['gpt-image-2', 'listener'],
      // Edges of this model's images are multiples of 16.
      usage: { images: 1, imageSize: '1000x1000' },
      load: from(SAMPLE_MAP),
    });
    expect(ranking?.map(({ rank, model: key, totalUsd, state }) => [rank, key, totalUsd, state])).toEqual([
      [null, 'listener', null, 'unknown'],
      [null, 'gpt-image-2', null, 'unknown'],
    ]);
    expect(ranking?.map(({ refused }) => refused?.includes('1000x1000') ?? null)).toEqual([null, true]);
  });

  it('can be of a usage object', async () => {
    writeFileSync(join(home.dir, 'usage.json'), '{"prompt_tokens": 1000, "completion_tokens": 500}');
    const { ranking, job } = await ask({ models: ['dodo-1', 'claude-heron-4'], usageFile: 'usage.json' });
    expect(job).toMatchObject({ isDefault: false, usage: { inputTokens: 1000, outputTokens: 500 } });
    expect(ranking?.map(({ totalUsd }) => totalUsd)).toEqual([0.002, 0.0105]);
  });

  it('is that of an ordinary job where one is needed and none described, and says so', async () => {
    const { ranking, job, assumptions } = await ask({ models: ['dodo-1'], needsJob: true });
    expect(job).toMatchObject({ isDefault: true, usage: { inputTokens: 3000, outputTokens: 1000 } });
    // 3,000 × 1 + 1,000 × 2, per 1M.
    expect(ranking?.[0]?.totalUsd).toBe(0.005);
    expect(assumptions.map(({ code }) => code)).toEqual(['DEFAULT_JOB']);
  });
});

describe('similar models', () => {
  // Distances to dodo-1 (1 in, 2 out): dodo-2 0; stork ln 1.2 + ln 3 = 1.28; both egrets ln 4 = 1.39, one
  // of them as ln(1 / 0.275) + ln 1.1, so that the keys decide.
  it.each<[string, CompareOptions['similarOptions'], readonly string[]]>([
    ['of any kind', {}, ['dodo-1', 'dodo-2', 'dashscope/stork-ranges', 'azure/eu/gpt-egret-5-mini']],
    ['that cost less', { cheaper: true }, ['dodo-1', 'gpt-egret-5-mini']],
    ['of the same provider', { sameProvider: true }, ['dodo-1', 'dodo-2']],
    [
      'of other providers',
      { otherProviders: true },
      ['dodo-1', 'dashscope/stork-ranges', 'azure/eu/gpt-egret-5-mini', 'gpt-egret-5-mini'],
    ],
  ])('%s are compared with the model that they are similar to', async (_what, similarOptions, expected) => {
    const { models } = await ask({ like: 'dodo-1', similarOptions });
    expect(models.map(({ model }) => model)).toEqual(expected);
    expect(models[0]).toMatchObject({ model: 'dodo-1', matchedBy: 'key' });
    expect(models.slice(1).every(({ matchedBy }) => matchedBy === null)).toBe(true);
  });
});

describe('all models that can do a job', () => {
  it('are ranked by its cost', async () => {
    const document = await ask({
      cheapest: [need('vision'), need('chat')],
      usage: { inputTokens: 10_000, outputTokens: 1000 },
    });
    expect(document.models).toEqual([]);
    expect(document.ranking?.map(({ model: key, totalUsd }) => [key, totalUsd])).toEqual([
      ['gpt-egret-5-mini', 0.0045],
      ['azure/eu/gpt-egret-5-mini', 0.00495],
      ['openrouter/anthropic/claude-heron-4', 0.0405],
      ['claude-heron-4', 0.045],
      ['claude-heron-4-20260110', 0.045],
      // 10,000 × 3.3 + 1,000 × 16.5 = 0.0495; 10,000 × 3.6 + 1,000 × 15 = 0.051
      ['us.anthropic.claude-heron-4-20260110-v1:0', 0.0495],
      ['eu.anthropic.claude-heron-4-20260110-v1:0', 0.051],
      ['github_copilot/claude-heron-4', null],
    ]);
    expect(document).toMatchObject({ considered: 8, unpriced: 1 });
  });

  it('are those that answer in text where no mode is named', async () => {
    const { ranking } = await ask({ cheapest: [need('vision')], usage: { inputTokens: 1000 }, top: 20 });
    expect(ranking?.map(({ model }) => model)).toContain('gpt-egret-5');
    expect(ranking?.map(({ model }) => model)).not.toContain('gpt-image-rail');
  });

  it('are not those past their day, nor those whose limits the job breaks', async () => {
    const { ranking } = await ask({
      cheapest: [need('chat')],
      usage: { inputTokens: 150_000, outputTokens: 70_000 },
      top: 50,
    });
    const keys = ranking?.map(({ model }) => model) ?? [];
    expect(keys).not.toContain('dodo-1');
    // 128,000 tokens at most, and 64,000 of output at most.
    expect(keys).not.toContain('dashscope/stork-ranges');
    expect(keys).not.toContain('claude-heron-4');
    // The map knows no limit of its output.
    expect(keys).toContain('openrouter/anthropic/claude-heron-4');
  });

  it('can be one row a model, without those that are free, of some providers, and the first few', async () => {
    const usage = { inputTokens: 1000, outputTokens: 1000 };
    const unique = await ask({ cheapest: [need('vision'), need('chat')], usage, unique: true });
    expect(unique.ranking?.map(({ model }) => model)).toEqual([
      'gpt-egret-5-mini',
      'openrouter/anthropic/claude-heron-4',
    ]);
    const paid = await ask({ cheapest: [need('chat')], usage, also: NOTHING_ELSE, top: 1 });
    expect(paid.ranking?.map(({ model }) => model)).toEqual(['gpt-egret-5-mini']);
    const some = await ask({
      cheapest: [need('chat')],
      usage,
      filters: { ...NO_FILTERS, providers: ['bedrock*'] },
    });
    expect(some.considered).toBe(2);
  });

  it('leave free, deprecated and experimental ones out unless asked for, and count them', async () => {
    const map = join(home.dir, 'exp.json');
    const chat = { mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_token: 1e-6 };
    const entries = {
      plain: chat,
      'gemini/gull-exp-1114': chat,
      'gemini/experimental-gull': chat,
      expert: chat,
      gone: { ...chat, deprecation_date: '2026-01-01' },
      given: { ...chat, input_cost_per_token: 0, output_cost_per_token: 0 },
    };
    writeFileSync(map, JSON.stringify(entries));
    const run = (also: CompareOptions['also']) =>
      ask({ cheapest: [need('chat')], usage: { inputTokens: 10 }, also, load: from(map) });
    const { ranking, leftOut } = await run(NOTHING_ELSE);
    expect(ranking?.map(({ model }) => model)).toEqual(['expert', 'plain']);
    expect(leftOut).toEqual({ free: 1, deprecated: 1, experimental: 2 });
    const all = await run({ free: true, deprecated: true, experimental: true });
    expect([all.considered, all.leftOut]).toEqual([6, { free: 0, deprecated: 0, experimental: 0 }]);
  });

  it('are those that pass the filters of a list', async () => {
    const usage = { inputTokens: 1000, outputTokens: 100 };
    const keys = async (filters: Partial<Filters>) => {
      const found = await ask({ cheapest: [], usage, filters: { ...NO_FILTERS, ...filters }, top: 50 });
      return found.ranking?.map(({ model }) => model) ?? [];
    };
    const roomy = await keys({ minContext: 300_000 });
    expect(roomy).toContain('gpt-egret-5');
    expect(roomy).not.toContain('claude-heron-4');
    expect(await keys({ maxInputUsd: 0.3, priced: true })).not.toContain('gpt-egret-5');
    expect(await keys({ modes: ['embedding'] })).toEqual(['text-embedding-3-wren']);
    await expect(keys({ providers: ['opnai'] })).rejects.toThrow('is of the provider "opnai"');
  });

  it.each([
    ['embedding', 'text-embedding-3-wren', 0.00002],
    ['search', 'gull/search', 0.005],
    ['audio_transcription', 'deepgram/sandpiper', 0.006],
  ])('do one of what %s models do where no job is described', async (mode, key, usd) => {
    const { ranking, assumptions } = await ask({ cheapest: [need(mode)] });
    expect(ranking?.map((cost) => [cost.model, cost.totalUsd])).toEqual([[key, usd]]);
    expect(assumptions.map(({ code }) => code)).toContain('DEFAULT_JOB');
  });

  it('makes images at a key of one size only where the job asks for that size and quality', async () => {
    const images = async (imageSize: string, imageQuality: string) => {
      const usage = { images: 1, imageSize, imageQuality };
      const { ranking } = await ask({ cheapest: [need('image_generation')], usage });
      return ranking?.map(({ model }) => model) ?? [];
    };
    expect(await images('1024x1024', 'low')).toContain('low/1024-x-1024/rail-pixel');
    expect(await images('1024x1024', 'high')).not.toContain('low/1024-x-1024/rail-pixel');
    expect(await images('1024x1536', 'low')).not.toContain('low/1024-x-1024/rail-pixel');
  });

  it('are refused for a word that is neither a mode nor a capability', async () => {
    await expect(ask({ cheapest: [need('visoin')] })).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('vision'),
    });
  });
});
