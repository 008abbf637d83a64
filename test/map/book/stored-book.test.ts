import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MapUnavailableError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { renderBook } from '../../../src/map/book/render.ts';
import { openBook } from '../../../src/map/book/stored-book.ts';
import { storeFromEntries } from '../../../src/models/memory-store.ts';
import type { ModelStore } from '../../../src/models/store.ts';
import { readBook } from '../../helpers/book.ts';

const book = readBook();
const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

let packageDir: string;

beforeEach(() => {
  packageDir = mkdtempSync(join(tmpdir(), 'llmcost-book-'));
  mkdirSync(join(packageDir, 'book'));
});

afterEach(() => {
  rmSync(packageDir, { recursive: true });
});

function pack(entries: ReadonlyMap<string, JsonObject>): void {
  for (const [name, text] of Object.entries(renderBook(entries, '2026-08-01', sha256Of))) {
    writeFileSync(join(packageDir, name), text);
  }
}

function packed(entries: Readonly<Record<string, JsonObject>>): ModelStore {
  pack(new Map(Object.entries(entries)));
  return openBook(packageDir).store;
}

describe('the packaged book', () => {
  it('has every entry of the book as it is', () => {
    pack(book.entries);
    const { store, asOf, sha256 } = openBook(packageDir);
    expect([asOf, store.size]).toEqual(['2026-08-01', book.entries.size]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    for (const [key, fields] of book.entries) expect(store.get(key)?.fields).toEqual(fields);
    expect(new Map([...store.all()].map(({ key, fields }) => [key, fields]))).toEqual(book.entries);
  });

  it('sums each model up as a map in memory does', () => {
    pack(book.entries);
    const { store } = openBook(packageDir);
    const whole = storeFromEntries(book.entries);
    const byKey = (some: ModelStore, mode?: string | null) =>
      some.summaries(mode).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(byKey(store)).toEqual(byKey(whole));
    for (const mode of ['chat', 'embedding', 'image_generation', null, 'none such']) {
      expect(byKey(store, mode)).toEqual(byKey(whole, mode));
    }
  });

  it('groups the models of a mode by price as a map in memory does', () => {
    pack(book.entries);
    const pricesOf = (some: ModelStore, mode: string | null) =>
      some
        .priceGroups(mode)
        .flatMap(({ models, ...prices }) => models().map((model) => ({ ...prices, model })))
        .sort((a, b) => (a.model.key < b.model.key ? -1 : 1));
    const [stored, inMemory] = [openBook(packageDir).store, storeFromEntries(book.entries)];
    for (const mode of ['chat', 'embedding', 'image_generation', null, 'none such']) {
      expect(pricesOf(stored, mode)).toEqual(pricesOf(inMemory, mode));
    }
    expect(pricesOf(stored, 'chat').length).toBeGreaterThan(1000);
  });

  it('has odd entries as they are', () => {
    const entries = {
      bare: {},
      'a"quote': { input_cost_per_token: 1e-6, aliases: ['b', 'c'] },
      'ünï/✓': { litellm_provider: 'acme', output_cost_per_image: 0.1, supports_vision: true },
      'odd,\n': { mode: 'chat', supports_vision: false, nothing: null, list: [1, { a: true }], '+': 'plus' },
      '["x",': { mode: 'null', text: ',\n' },
    };
    const store = packed(entries);
    for (const [key, fields] of Object.entries(entries)) expect(store.get(key)?.fields).toEqual(fields);
    expect([...store.all()]).toHaveLength(5);
  });

  it('knows no key that is only the beginning or the end of one, and none of an empty book', () => {
    const store = packed({ 'gpt-4o': { mode: 'chat' }, 'azure/gpt-4o': { mode: 'chat' } });
    for (const key of ['gpt-4', '4o', 'gpt-4o"', '', 'azure', '__proto__', 'mode']) {
      expect(store.get(key)).toBeUndefined();
    }
    const empty = packed({});
    expect([empty.get('gpt-4o'), empty.summaries(), [...empty.all()]]).toEqual([undefined, [], []]);
  });

  it('is read in slices: a look-up takes the index and one of them', () => {
    pack(book.entries);
    const names = readdirSync(join(packageDir, 'book'));
    expect(names.length).toBeGreaterThan(20);
    const { store } = openBook(packageDir);
    expect(store.get('gpt-4o')?.fields).toEqual(book.entries.get('gpt-4o'));
    for (const name of names) rmSync(join(packageDir, 'book', name));
    expect(store.get('gpt-4o')?.provider).toBe('openai');
    expect(() => store.get('claude-opus-4-6')).toThrow(/cannot be read/);
  });
});

describe('a damaged book', () => {
  const damages: readonly (readonly [string, (text: string) => string])[] = [
    ['cut short', (text) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['with another digit', (text) => text.replaceAll(/[1-8](?=e-7|\d\d)/g, '9')],
    ['with other letters', (text) => text.replaceAll(/[aeiou](?=[a-z])/g, 'y')],
    ['that is another file', () => '{"a":[1]}'],
  ];

  it.each(
    ['about.json', 'index.json', 'entries-00.json'].flatMap((name) =>
      damages.map(([what, damage]) => [name, what, damage] as const),
    ),
  )('answers nothing from %s %s', (name, _what, damage) => {
    pack(book.entries);
    const path = join(packageDir, 'book', name);
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    expect(() => {
      const { store } = openBook(packageDir);
      store.summaries();
      for (const entry of store.all())
        expect(store.get(entry.key)?.fields).toEqual(book.entries.get(entry.key));
    }).toThrow(MapUnavailableError);
  });

  it('has models whose own rows are whole, and none that are not', () => {
    pack(book.entries);
    const path = join(packageDir, 'book', 'index.json');
    const whole = readFileSync(path, 'utf8');
    const damaged = whole.replace('["gpt-4o","openai"', '["gpt-4o","opanai"');
    expect(damaged).not.toBe(whole);
    writeFileSync(path, damaged);
    const { store } = openBook(packageDir);
    expect(() => store.get('gpt-4o')).toThrow(`The price book in ${packageDir} is damaged.`);
    expect(() => store.summaries('chat')).toThrow(MapUnavailableError);
    const [far] = [...book.entries].filter(([, { mode }]) => mode === 'image_generation');
    expect(store.get(far?.[0] ?? '')?.fields).toEqual(far?.[1]);
  });

  it('says where it lies and what to do', () => {
    expect(() => openBook(packageDir)).toThrow(`The price book in ${packageDir} is missing or damaged.`);
    try {
      openBook(packageDir);
    } catch (error) {
      expect(error).toMatchObject({
        hint: 'Install llmcost again; in a clone, `npm run build`; in a bundle, import llmcost/price-book and give it as `map`.',
      });
    }
  });
});
