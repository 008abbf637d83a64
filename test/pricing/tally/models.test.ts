import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { meanings } from '../../../src/models/catalog.ts';
import { parseMap } from '../../../src/map/parse.ts';
import { storeFromEntries } from '../../../src/models/memory-store.ts';
import type { ModelStore } from '../../../src/models/store.ts';
import { nameFilter } from '../../../src/pricing/tally/models.ts';
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
});
