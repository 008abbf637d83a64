import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { meanings, tryLookUp } from '../../../src/models/catalog.ts';
import { parseMap } from '../../../src/map/parse.ts';
import { storeFromEntries } from '../../../src/models/memory-store.ts';
import type { ModelStore } from '../../../src/models/store.ts';
import {
  findModel,
  findOffer,
  nameFilter,
  type Model,
  type NameOptions,
} from '../../../src/pricing/tally/models.ts';
import { storeOf } from '../../helpers/pricing.ts';
import { HAS_SHARED_MAPS, sharedStore } from '../../helpers/shared-maps.ts';

/** Spellings of a name that a look-up may know, and some that it does not. */
function spellings(key: string, provider: string | null): readonly string[] {
  const bare = key.slice(key.indexOf('/') + 1);
  return [
    key,
    bare,
    `${provider}/${key}`,
    `${provider}:${bare}`,
    `${provider}/${bare}`,
    `x/${key}`,
    `${key}x`,
  ].flatMap((name) => [name, name.toUpperCase(), ` ${name} `]);
}

function passesAllThatAreFound(store: ModelStore, every: number): number {
  const mayFind = nameFilter(store);
  let found = 0;
  for (const [index, { key, provider, aliases }] of store.summaries().entries()) {
    if (index % every !== 0) continue;
    for (const name of [...spellings(key, provider), ...aliases]) {
      if (meanings(store, name.trim()) === undefined) continue;
      found += 1;
      expect([name, mayFind(name)]).toEqual([name, true]);
    }
  }
  return found;
}

describe('the filter of names', () => {
  it('lets every name pass that a look-up of a small map finds', () => {
    const text = readFileSync(new URL('../../../fixtures/maps/sample.json', import.meta.url), 'utf8');
    expect(passesAllThatAreFound(storeFromEntries(parseMap(text, 'the sample').entries), 1)).toBeGreaterThan(
      50,
    );
  });

  it.skipIf(!HAS_SHARED_MAPS)('lets every name pass that a look-up of a published map finds', () => {
    expect(passesAllThatAreFound(sharedStore('2026-08-06'), 37)).toBeGreaterThan(500);
  });

  it('keeps out what nobody has heard of, and lets the own names of a user pass', () => {
    const store = storeOf({ 'azure/tern-1': { litellm_provider: 'azure', aliases: ['sea-swallow'] } });
    const mayFind = nameFilter(store, { house: 'azure/tern-1' });
    const names = ['tern-1', 'AZURE:tern-1', 'Sea-Swallow', 'house', 'tern-2', 'tern', 'constructor', ''];
    expect(names.filter(mayFind)).toEqual(['tern-1', 'AZURE:tern-1', 'Sea-Swallow', 'house']);
  });

  it('lets longer names, other spellings of a version and failed keys pass', () => {
    const entries = new Map([['tern-1.5', { litellm_provider: 'openai' }]]);
    const mayFind = nameFilter(storeFromEntries(entries, [{ key: 'knot', reason: 'holds null' }]));
    const names = [
      'models/tern-1.5',
      'TERN-1-5',
      'ft:tern-1.5:acme::1',
      'a/tern-1.5:free',
      'tern-1.5[1m]',
      'arn:aws:bedrock:eu-west-1:1:application-inference-profile/x',
      'knot',
      'openai/KNOT',
    ];
    // The fine-tune has the base behind its separator; the look-up itself knows better.
    expect(names.filter((name) => !mayFind(name))).toEqual([]);
  });
});

describe('the model of a line', () => {
  const chat = (litellm_provider: string, input_cost_per_token = 1e-6) => ({
    litellm_provider,
    mode: 'chat',
    input_cost_per_token,
  });
  const entries = new Map(
    Object.entries({
      'claude-heron-4-5': chat('anthropic'),
      'vertex_ai/claude-heron-4-5': chat('vertex_ai-anthropic_models', 2e-6),
      'gpt-heron': chat('openai'),
      'openrouter/sea/godwit': chat('openrouter'),
      'vercel_ai_gateway/moonshotai/kimi-heron': chat('vercel_ai_gateway'),
      'moonshot/kimi-other': chat('moonshot'),
      'groq/knot': chat('groq'),
      'together_ai/knot': chat('together_ai', 2e-6),
      'bedrock/us-east-1/heron': chat('bedrock'),
      'no-provider': { litellm_provider: 5, mode: 'chat', input_cost_per_token: 1e-6 },
    }),
  );
  const store = storeFromEntries(entries, [{ key: 'azure/gpt-heron', reason: 'holds null, not a model' }]);
  const names: NameOptions = {
    find: (name) => tryLookUp(store, name),
    store,
    aliases: new Map([['house', 'groq/knot']]),
    mayFind: nameFilter(store),
  };
  const told = ({ key, problem, reason, assumptions }: Model) =>
    [key ?? problem, ...assumptions.map(({ code }) => code), reason ?? ''].join(' ').trim();

  it.each([
    ['claude-heron-4-5', undefined, 'claude-heron-4-5'],
    ['claude-heron-4.5', 'anthropic', 'claude-heron-4-5 NAME_SPELLING'],
    // The provider's own offer, in another spelling of the version, before the maker's.
    ['claude-heron-4.5', 'vertex_ai', 'vertex_ai/claude-heron-4-5 NAME_SPELLING'],
    ['claude-heron-4-5', 'gcp.vertex_ai', 'vertex_ai/claude-heron-4-5'],
    ['gpt-heron', 'openai.responses', 'gpt-heron'],
    ['gpt-heron', 'groq', 'gpt-heron OTHER_PROVIDER'],
    ['sea/godwit', 'openrouter', 'openrouter/sea/godwit'],
    ['sea/godwit:floor', 'openrouter', 'openrouter/sea/godwit NAME_VARIANT'],
    // OpenRouter bills what the maker does; another gateway's price says nothing about it.
    ['openai/gpt-heron', 'openrouter', 'gpt-heron OTHER_PROVIDER'],
    [
      'moonshotai/kimi-heron',
      'openrouter',
      'not in the map No price of openrouter for moonshotai/kimi-heron is listed.',
    ],
    ['house', undefined, 'groq/knot'],
    ['knot', undefined, 'ambiguous'],
    ['knot', 'together_ai', 'together_ai/knot'],
    ['nothing', undefined, 'not in the map'],
    [undefined, undefined, 'no model named'],
    [
      'gpt-heron',
      'azure',
      `entry unusable The map's entry "azure/gpt-heron" holds null, not a model; nobody else's price stands in for it.`,
    ],
    ['no-provider', undefined, 'no-provider FIELD_UNUSABLE'],
    [
      'arn:aws:bedrock:us-east-1:1:application-inference-profile/x',
      undefined,
      'not in the map "arn:aws:bedrock:us-east-1:1:application-inference-profile/x" is a resource of your own and does not say which model it runs.',
    ],
  ])('%s of %s is %s', (name, provider, expected) => {
    expect(told(findModel(name, provider, names))).toBe(expected);
  });

  it('at its own provider alone is none where only others list it', () => {
    expect(told(findOffer('sea/godwit', 'openrouter', names))).toBe('openrouter/sea/godwit');
    expect(findOffer('openai/gpt-heron', 'openrouter', names)).toMatchObject({
      key: null,
      problem: 'not in the map',
    });
  });
});
