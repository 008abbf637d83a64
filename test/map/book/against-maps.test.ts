import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../../src/core/json.ts';
import { arrangeBook, factsOf } from '../../../src/map/book/arrange.ts';
import { fileText } from '../../../src/map/book/file-text.ts';
import { bookEntries } from '../../../src/map/book/price-book.ts';
import { parseMap } from '../../../src/map/parse.ts';
import { isPriceName } from '../../../src/models/fields.ts';
import { readBook } from '../../helpers/book.ts';
import { HAS_SHARED_MAPS, sharedMapPath, SHARED_MAPS, type SharedMap } from '../../helpers/shared-maps.ts';

function published(date: SharedMap): ReadonlyMap<string, JsonObject> {
  return parseMap(readFileSync(sharedMapPath(date), 'utf8'), date).entries;
}

/** `model: field` wherever two sets of entries differ, the provider among the fields. */
function differences(
  book: ReadonlyMap<string, JsonObject>,
  map: ReadonlyMap<string, JsonObject>,
): readonly string[] {
  return [...map].flatMap(([key, fields]) => {
    const here = { ...factsOf(book.get(key) ?? {}), provider: book.get(key)?.litellm_provider };
    const there = { ...factsOf(fields), provider: fields.litellm_provider };
    const names = new Set([...Object.keys(here), ...Object.keys(there)]);
    return [...names]
      .filter((name) => !sameValue(Reflect.get(here, name), Reflect.get(there, name)))
      .map((name) => `${key}: ${name}`);
  });
}

/** The order of an object's fields does not count. */
function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]: [string, unknown]) => [name, inOrder(item)]);
}

describe.skipIf(!HAS_SHARED_MAPS)('the book of a published map (skipped where ../shared is absent)', () => {
  it.each(SHARED_MAPS)('says of every priced model what the map of %s says, field by field', (date) => {
    const map = published(date);
    const read = bookEntries(arrangeBook(map).map((file) => parseJson(fileText(file))));
    const priced = new Map(
      [...map].filter(([, fields]) =>
        Object.keys(fields).some((name) => isPriceName(name) && fields[name] !== null),
      ),
    );
    expect(priced.size).toBeGreaterThan(2500);
    expect([...read.keys()].sort()).toEqual([...priced.keys()].sort());
    expect(differences(read, priced)).toEqual([]);
  });

  it.each(SHARED_MAPS)("keeps next to nothing of the map of %s under the map's own names", (date) => {
    const files = arrangeBook(published(date));
    const kept = files.flatMap(({ models }) =>
      [...models.values()].flatMap(({ fields }) =>
        Object.keys(fields ?? {}).filter((name) => isPriceName(name)),
      ),
    );
    const all = [...published(date).values()].flatMap((fields) => Object.keys(fields).filter(isPriceName));
    expect(kept.length / all.length).toBeLessThan(0.03);
  });
});

describe.skipIf(!HAS_SHARED_MAPS)('the book against its map (skipped where ../shared is absent)', () => {
  const book = readBook();

  it('differs in what was reviewed alone', () => {
    const map = new Map([...published('2026-08-06')].filter(([key]) => book.entries.has(key)));
    const found = differences(book.entries, map).filter((text) => !text.endsWith(': deprecation_date'));
    expect(found.toSorted()).toEqual(
      [
        // The cached image rate is on OpenAI's page and on no entry of that map.
        'chatgpt-image-latest: cache_read_input_image_token_cost',
        'gpt-image-1: cache_read_input_image_token_cost',
        'gpt-image-1-mini: cache_read_input_image_token_cost',
        'gpt-image-1.5: cache_read_input_image_token_cost',
        'gpt-image-1.5-2025-12-16: cache_read_input_image_token_cost',
        'gpt-image-2: cache_read_input_image_token_cost',
        'gpt-image-2-2026-04-21: cache_read_input_image_token_cost',
        // The map still has the prices of gpt-image-1 here.
        'chatgpt-image-latest: input_cost_per_image_token',
        'chatgpt-image-latest: output_cost_per_image_token',
        'chatgpt-image-latest: output_cost_per_token',
        // Published beside the text rate, absent in the map.
        'gemini/gemini-2.5-flash-image: input_cost_per_image_token',
        'gemini/gemini-3-pro-image: input_cost_per_image_token',
        'gemini/gemini-3.1-flash-image: input_cost_per_image_token',
        // Half of the published prices in the map, and an image of half a K for every image.
        'gemini/gemini-3.1-flash-image: input_cost_per_token',
        'gemini/gemini-3.1-flash-image: input_cost_per_token_batches',
        'gemini/gemini-3.1-flash-image: output_cost_per_image',
        'gemini/gemini-3.1-flash-image: output_cost_per_token',
        'gemini/gemini-3.1-flash-image: output_cost_per_token_batches',
        'gemini/gemini-3.1-flash-image-preview: input_cost_per_token',
        'gemini/gemini-3.1-flash-image-preview: input_cost_per_token_batches',
        'gemini/gemini-3.1-flash-image-preview: output_cost_per_image',
        'gemini/gemini-3.1-flash-image-preview: output_cost_per_token',
        'gemini/gemini-3.1-flash-image-preview: output_cost_per_token_batches',
        // The price of another model, or of an older one.
        'claude-3-haiku-20240307: cache_creation_input_token_cost_above_1hr',
        'claude-3-opus-20240229: cache_creation_input_token_cost_above_1hr',
        'gpt-4o-mini-tts: input_cost_per_token',
        'gpt-4o-mini-tts: output_cost_per_token',
        'gpt-4o-mini-tts-2025-03-20: input_cost_per_token',
        'gpt-4o-mini-tts-2025-03-20: output_cost_per_token',
        'gpt-4o-mini-tts-2025-12-15: input_cost_per_token',
        'gpt-4o-mini-tts-2025-12-15: output_cost_per_token',
        'gpt-realtime-2: output_cost_per_token',
        'mistral/codestral-latest: input_cost_per_token',
        'mistral/codestral-latest: output_cost_per_token',
      ].toSorted(),
    );
  });
});
