import { afterAll, describe, expect, it } from 'vitest';
import type { OffersOptions } from '../../../../src/cli/commands/offers/document.ts';
import { offers } from '../../../helpers/commands.ts';
import { from, makeChoosingHome, MARKET } from '../../../helpers/choosing.ts';

const home = makeChoosingHome();
afterAll(() => home.remove());

async function ask(model: string, options: Partial<OffersOptions> = {}) {
  return await offers({ model, providers: [], regions: [], load: from(MARKET), ...options }, home.deps());
}

describe('the offers of a model', () => {
  it.each([
    ['its own key', 'claude-heron-4'],
    ['the key of a seller', 'us.anthropic.claude-heron-4-20260110-v1:0'],
    ['its name in another spelling, which is no key', 'Claude-Heron-4.0'.replace('.0', '')],
    ['a name with its day, at no seller in particular', 'claude-heron-4@20260110'],
  ])('are the same by %s', async (_what, name) => {
    const document = await ask(name);
    expect(document.offers.map(({ model }) => model)).toEqual([
      'openrouter/anthropic/claude-heron-4',
      'claude-heron-4',
      'claude-heron-4-20260110',
      'eu.anthropic.claude-heron-4-20260110-v1:0',
      'us.anthropic.claude-heron-4-20260110-v1:0',
      'github_copilot/claude-heron-4',
    ]);
    expect(document).toMatchObject({ name: 'claude-heron-4', maker: 'claude-heron-4', all: 6 });
  });

  it("stand against the maker's own price, which is the list price under the plain key", async () => {
    const { offers } = await ask('claude-heron-4');
    const against = Object.fromEntries(offers.map(({ model: key, againstMaker }) => [key, againstMaker]));
    // 2.7 / 3 and 13.5 / 15; 3.6 / 3 and 15 / 15; 3.3 / 3 and 16.5 / 15.
    expect(against).toEqual({
      'openrouter/anthropic/claude-heron-4': { inputRatio: 0.9, outputRatio: 0.9 },
      'claude-heron-4': { inputRatio: 1, outputRatio: 1 },
      'claude-heron-4-20260110': { inputRatio: 1, outputRatio: 1 },
      'eu.anthropic.claude-heron-4-20260110-v1:0': { inputRatio: 1.2, outputRatio: 1 },
      'us.anthropic.claude-heron-4-20260110-v1:0': { inputRatio: 1.1, outputRatio: 1.1 },
      'github_copilot/claude-heron-4': { inputRatio: null, outputRatio: null },
    });
    expect(offers.filter(({ isMaker }) => isMaker).map(({ model }) => model)).toEqual(['claude-heron-4']);
  });

  it('name the region of each', async () => {
    const { offers } = await ask('gpt-egret-5-mini');
    expect(offers.map(({ model: key, regions }) => [key, regions])).toEqual([
      ['gpt-egret-5-mini', []],
      ['azure/eu/gpt-egret-5-mini', ['eu']],
    ]);
  });

  it('have no comparison where the maker is not known', async () => {
    const document = await ask('dodo-1');
    expect(document.maker).toBeNull();
    expect(document.offers.map(({ againstMaker }) => againstMaker)).toEqual([null]);
  });

  it.each<[string, Partial<OffersOptions>, number, readonly string[]]>([
    ['of a provider', { providers: ['bedrock*'] }, 2, ['eu.', 'us.']],
    ['in a region', { regions: ['us'] }, 1, ['us.']],
    ['the cheapest', { top: 1 }, 1, ['openrouter/']],
  ])('can be those %s only, still against the maker', async (_what, options, count, beginnings) => {
    const document = await ask('claude-heron-4', options);
    expect(document.all).toBe(6);
    expect(document.offers).toHaveLength(count);
    for (const [index, beginning] of beginnings.entries()) {
      expect(document.offers[index]?.model.startsWith(beginning)).toBe(true);
      expect(document.offers[index]?.againstMaker?.inputRatio).not.toBeNull();
    }
  });

  it('of a name that no model has are an error that names the nearest', async () => {
    await expect(ask('claude-heron-5')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      candidates: expect.arrayContaining([expect.objectContaining({ key: 'claude-heron-4' })]),
    });
  });
});
