import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookUp } from '../../src/models/catalog.ts';
import { similar } from '../../src/models/similar.ts';
import { suggest } from '../../src/models/suggest.ts';
import { AmbiguousModelError, LlmcostError, ModelNotFoundError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { ModelStore } from '../../src/models/store.ts';
import { storeOf } from '../helpers/pricing.ts';

const providers = ['openai', 'azure', 'groq', 'vertex_ai-language-models', 'bedrock'] as const;
const word = fc.constantFrom(
  'tern',
  'TERN',
  'Tern',
  'tern-1',
  'tern-10',
  'plover',
  'eu',
  'openai',
  'azure',
  '',
);
const separator = fc.constantFrom('/', ':', '-', '');
const name = fc
  .array(fc.tuple(word, separator), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.flat().join(''));
/** A key or an alias: it neither is nor ends in nothing. */
const modelName = name.map((text) => text.replace(/[/:]+$/, '')).filter((text) => text !== '');

const model = fc.record({
  litellm_provider: fc.constantFrom(...providers),
  mode: fc.constant('chat'),
  input_cost_per_token: fc.constantFrom(1e-6, 2e-6),
  aliases: fc.array(modelName, { maxLength: 2 }),
});
const models: fc.Arbitrary<Readonly<Record<string, JsonObject>>> = fc.dictionary(modelName, model, {
  maxKeys: 12,
});

/** Every name, in small letters, by which somebody may ask for a model: written out, not searched for. */
function spellings(key: string, fields: JsonObject): ReadonlySet<string> {
  const provider = String(fields['litellm_provider']);
  const prefixes = [provider, provider.startsWith('vertex_ai') ? 'vertex_ai' : provider];
  if (provider.startsWith('vertex_ai')) prefixes.push('vertex', 'vertex-ai');
  const bare = prefixes
    .flatMap((prefix) => [`${prefix}/`, `${prefix}:`])
    .flatMap((start) => (key.toLowerCase().startsWith(start) ? [key.slice(start.length)] : []));
  const names = [key, ...bare];
  const aliases = Array.isArray(fields['aliases']) ? fields['aliases'].map(String) : [];
  return new Set(
    [
      ...names,
      ...aliases,
      ...prefixes.flatMap((prefix) => names.flatMap((one) => [`${prefix}/${one}`, `${prefix}:${one}`])),
    ]
      .map((one) => one.toLowerCase().trim())
      .filter((one) => one !== ''),
  );
}

function found(store: ModelStore, wanted: string): string {
  try {
    return lookUp(store, wanted).entry.key;
  } catch (error) {
    if (error instanceof AmbiguousModelError)
      return `one of ${error.candidates.map(({ key }) => key).join(' ')}`;
    if (error instanceof ModelNotFoundError) return 'none';
    throw error;
  }
}

describe('look-up', () => {
  it('never finds a model that was not asked for', () => {
    fc.assert(
      fc.property(models, name, (entries, wanted) => {
        const key = found(storeOf(entries), wanted);
        if (key === 'none' || key.startsWith('one of ')) return;
        const asked = wanted.trim().toLowerCase();
        expect([...spellings(key, entries[key] ?? {}), key.toLowerCase()]).toContain(asked);
      }),
      { numRuns: 500 },
    );
  });

  it('finds a model by each of its names, or says that there are several', () => {
    fc.assert(
      fc.property(models, (entries) => {
        const store = storeOf(entries);
        for (const [key, fields] of Object.entries(entries)) {
          for (const asked of spellings(key, fields)) expect(found(store, asked)).not.toBe('none');
        }
      }),
    );
  });

  it('does not depend on the order of the map', () => {
    fc.assert(
      fc.property(models, name, (entries, wanted) => {
        const other = storeOf(Object.fromEntries(Object.entries(entries).toReversed()));
        expect(found(other, wanted)).toBe(found(storeOf(entries), wanted));
      }),
    );
  });

  it('answers any text with a model or with its own errors', () => {
    fc.assert(
      fc.property(models, fc.string({ unit: 'binary' }), (entries, wanted) => {
        try {
          lookUp(storeOf(entries), wanted);
        } catch (error) {
          expect(error).toBeInstanceOf(LlmcostError);
        }
      }),
    );
  });
});

describe('suggestions and similar models', () => {
  it('do not depend on the order of the map', () => {
    fc.assert(
      fc.property(models, name, (entries, wanted) => {
        const store = storeOf(entries);
        const other = storeOf(Object.fromEntries(Object.entries(entries).toReversed()));
        const keys = (from: ModelStore) => suggest(from.summaries(), wanted, 5).map(({ key }) => key);
        expect(keys(other)).toEqual(keys(store));
        for (const summary of store.summaries()) {
          expect(similar(other, summary, 5)).toEqual(similar(store, summary, 5));
        }
      }),
    );
  });

  it('are as far from one model to another as back', () => {
    fc.assert(
      fc.property(models, (entries) => {
        const store = storeOf(entries);
        const all = store.summaries();
        for (const a of all) {
          for (const { key, distance } of similar(store, a, all.length)) {
            const b = all.find((one) => one.key === key);
            const back = b === undefined ? [] : similar(store, b, all.length);
            expect(back.find((one) => one.key === a.key)?.distance).toBe(distance);
          }
        }
      }),
    );
  });
});
