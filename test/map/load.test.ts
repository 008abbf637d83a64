import {
  chmodSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BrokenMapError, LlmcostError, MapUnavailableError, UsageError } from '../../src/core/errors.ts';
import { loadMap, withMap, type LoadOptions } from '../../src/map/load.ts';
import { crc32 } from '../../src/map/cache/checksum.ts';
import type { LoadedMap } from '../../src/models/store.ts';
import { BOOK_PRICE, makeHome, type Home } from '../helpers/home.ts';
import {
  deadUrl,
  map,
  stalledHeaders,
  startMapServer,
  status,
  wrongLength,
  type Answer,
  type MapServer,
} from '../helpers/map-server.ts';
import { mapOf, priceIn } from '../helpers/maps.ts';

const HOUR_MS = 3_600_000;
const OLD = mapOf(60, 2e-6);
const NEW = mapOf(70, 3e-6);

let home: Home;
let server: MapServer;

beforeEach(async () => {
  home = makeHome(new Date('2026-08-06T09:00:00Z'));
  server = await startMapServer(map(OLD));
});

afterEach(async () => {
  await server.close();
  home.remove();
});

function load(options: LoadOptions = {}, env: Readonly<Record<string, string>> = {}): Promise<LoadedMap> {
  return loadMap(options, home.deps({ LLMCOST_MAP_URL: server.url, ...env }));
}

async function failure(
  options: LoadOptions,
  env: Readonly<Record<string, string>> = {},
): Promise<LlmcostError> {
  const error: unknown = await load(options, env).catch((reason: unknown) => reason);
  if (error instanceof LlmcostError) return error;
  throw new Error(`expected a refusal, not ${String(error)}`);
}

function later(ms: number): void {
  home.clock.now = new Date(home.clock.now.getTime() + ms);
}

/** The files of the cache whose names match, as paths. */
function cached(pattern: RegExp, dir = home.cacheDir): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => join(dir, name));
}

const STORED = /[0-9a-f]{64}\.json$/;
const INDEX = /\.index\.json$/;
const POINTER = /pointer\.json$/;
const PUBLISHED = /\.json\.gz$/;

function flip(path: string, at?: number): void {
  const bytes = readFileSync(path);
  const place = at ?? Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  writeFileSync(path, bytes);
}

const codes = ({ warnings }: LoadedMap) => warnings.map(({ code }) => code);

describe('the order of sources', () => {
  it('is the network first, then the copy, which asks nobody', async () => {
    const first = await load();
    expect(first.source).toMatchObject({ kind: 'network', location: server.url, modelCount: 60 });
    later(23 * HOUR_MS);
    const second = await load();
    expect(second.source).toEqual({ ...first.source, kind: 'cache' });
    expect(priceIn(second.store)).toBe(2e-6);
    expect(second.warnings).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  it('asks on condition when the copy is a day old, and a 304 makes it fresh again', async () => {
    const { source } = await load();
    later(24 * HOUR_MS);
    expect((await load()).source).toEqual(source);
    expect(server.asked[1]?.headers['if-none-match']).toBeDefined();
    later(23 * HOUR_MS);
    expect((await load()).source.kind).toBe('cache');
    expect(server.asked).toHaveLength(2);
  });

  it('takes the new map when there is one', async () => {
    const before = await load();
    server.answer(map(NEW));
    later(25 * HOUR_MS);
    const after = await load();
    expect(after.source).toMatchObject({
      kind: 'network',
      modelCount: 70,
      syncedAt: '2026-08-07T10:00:00.000Z',
    });
    expect(after.source.sha256).not.toBe(before.source.sha256);
    expect(priceIn(after.store)).toBe(3e-6);
    expect(priceIn((await load()).store)).toBe(3e-6);
  });

  it('falls back to the old copy, and says why', async () => {
    await load();
    server.answer(status(404));
    later(25 * HOUR_MS);
    const stale = await load();
    expect(stale.source.kind).toBe('stale-cache');
    expect(priceIn(stale.store)).toBe(2e-6);
    expect(stale.warnings).toEqual([
      {
        code: 'STALE_COPY',
        message: `The map could not be fetched from ${server.url}: the server answered 404 Not Found. The copy of 2026-08-06 answers.`,
      },
    ]);
  });

  it('ends at the price book, and says so', async () => {
    server.answer(status(404));
    const book = await load();
    expect(book.source).toMatchObject({
      kind: 'price-book',
      location: null,
      modelCount: 3,
      syncedAt: '2026-01-15T00:00:00.000Z',
    });
    expect(priceIn(book.store)).toBe(BOOK_PRICE);
    expect(book.warnings[0]?.message).toContain('The embedded price book of 2026-01-15 answers.');
  });

  it('does not wait for a failure twice within ten minutes', async () => {
    server.answer(status(404));
    await load();
    later(9 * 60_000);
    const again = await load();
    expect(again.source.kind).toBe('price-book');
    expect(again.warnings[0]?.message).toContain('404 Not Found (tried 9 min ago)');
    expect(server.asked).toHaveLength(1);
    later(61_000);
    await load();
    expect(server.asked).toHaveLength(2);
  });

  it('asks after a failure when that is asked for, and forgets it when the map comes', async () => {
    server.answer(status(404), status(404), map(OLD));
    await load();
    expect((await load({ refresh: true })).source.kind).toBe('price-book');
    expect((await load({ refresh: true })).source.kind).toBe('network');
    expect(cached(/failure/)).toEqual([]);
  });

  it.each<[string, Answer, RegExp]>([
    ['an HTML page', status(200, {}, '<!doctype html><p>Please log in'), /is an HTML page, not JSON/],
    ['a list', status(200, {}, '[]'), /is JSON, but a list/],
    ['49 models', map(mapOf(49)), /holds 49 models/],
    ['half of the models', map(mapOf(59)), /less than half of the 120/],
    ['a cut map', wrongLength(mapOf(120), 1000), /cut off after 1000 bytes/],
    ['nothing', stalledHeaders, /nothing came within 0.4 s/],
  ])('keeps the old copy when %s comes', async (_name, answer, message) => {
    server.answer(map(mapOf(120)));
    await load();
    server.answer(answer);
    const kept = await load({ refresh: true, timeoutMs: 400 });
    expect(kept.source).toMatchObject({ kind: 'stale-cache', modelCount: 120 });
    expect(kept.warnings[0]?.message).toMatch(message);
    expect(kept.warnings[0]?.message).not.toContain('\n');
  });
});

describe('the flags', () => {
  it('--refresh asks though the copy is fresh', async () => {
    await load();
    expect((await load({ refresh: true })).source.kind).toBe('network');
    expect(server.asked).toHaveLength(2);
  });

  it('--max-age says how old a copy may be', async () => {
    await load();
    later(2 * HOUR_MS);
    await load({ maxAgeMs: 3 * HOUR_MS });
    expect(server.asked).toHaveLength(1);
    await load({ maxAgeMs: HOUR_MS });
    expect(server.asked).toHaveLength(2);
  });

  it("--map FILE takes a small map of one's own, and leaves the cache alone", async () => {
    const path = join(home.dir, 'mine.json');
    writeFileSync(path, '{"tern-1":{"mode":"chat","input_cost_per_token":9},"bad":{"mode":7}}');
    const { source, store, warnings } = await load({ map: 'mine.json' });
    expect(source).toMatchObject({ kind: 'file', location: 'mine.json', modelCount: 2 });
    expect(priceIn(store)).toBe(9);
    expect(warnings).toEqual([
      {
        code: 'VALUES_UNUSABLE',
        message: '1 entry has values in mine.json that cannot be used; llmcost validate lists them.',
      },
    ]);
    expect(() => readdirSync(home.cacheDir)).toThrow('ENOENT');
  });

  it('--map FILE may be gzipped, as the snapshots in the cache are', async () => {
    await load();
    const [path = ''] = cached(PUBLISHED);
    expect((await load({ map: path })).source).toMatchObject({ kind: 'file', modelCount: 60 });
    writeFileSync(join(home.dir, 'cut.gz'), readFileSync(path).subarray(0, 50));
    expect((await failure({ map: 'cut.gz' })).exitCode).toBe(6);
  });

  it('--map FILE that is not there, or no map, answers from nothing else', async () => {
    expect(await failure({ map: 'none.json' })).toBeInstanceOf(MapUnavailableError);
    writeFileSync(join(home.dir, 'list.json'), '[]');
    expect(await failure({ map: 'list.json' })).toBeInstanceOf(BrokenMapError);
    expect(await failure({ map: 'ftp://maps.example/map.json' })).toBeInstanceOf(UsageError);
  });

  it('--map URL has a copy of its own', async () => {
    const other = await startMapServer(map(NEW));
    try {
      await load();
      expect((await load({ map: other.url })).source).toMatchObject({ kind: 'url', modelCount: 70 });
      expect((await load()).source).toMatchObject({ kind: 'cache', modelCount: 60 });
      expect((await load({ map: other.url })).source).toMatchObject({ kind: 'cache', modelCount: 70 });
    } finally {
      await other.close();
    }
  });

  it('--map URL answers from its own old copy, but never from another map', async () => {
    const other = await startMapServer(map(NEW), status(500));
    try {
      await load();
      await load({ map: other.url });
      later(25 * HOUR_MS);
      expect((await load({ map: other.url })).source).toMatchObject({ kind: 'stale-cache', modelCount: 70 });
    } finally {
      await other.close();
    }
    expect(await failure({ map: await deadUrl() })).toBeInstanceOf(MapUnavailableError);
  });
});

describe('offline', () => {
  const ways: readonly [string, LoadOptions, Readonly<Record<string, string>>][] = [
    ['--offline', { offline: true }, {}],
    ['LLMCOST_OFFLINE=1', {}, { LLMCOST_OFFLINE: '1' }],
    ["LiteLLM's variable", {}, { LITELLM_LOCAL_MODEL_COST_MAP: 'True' }],
  ];

  it.each(ways)('by %s opens no socket, whatever else is given', async (_name, options, env) => {
    expect((await load(options, env)).source.kind).toBe('price-book');
    expect((await load({ ...options, refresh: true, maxAgeMs: 0 }, env)).source.kind).toBe('price-book');
    expect((await failure({ ...options, map: server.url }, env)).exitCode).toBe(5);
    expect(server.asked).toEqual([]);
  });

  it.each(ways)('by %s answers from a copy of any age', async (_name, options, env) => {
    await load();
    later(1000 * HOUR_MS);
    const { source, warnings } = await load(options, env);
    expect(source).toMatchObject({ kind: 'stale-cache', modelCount: 60 });
    expect(warnings[0]?.message).toMatch(
      /^The map was not fetched \(.*\)\. The copy of 2026-08-06 answers\.$/,
    );
    expect(server.asked).toHaveLength(1);
  });

  it('answers for --map URL from the copy of that URL', async () => {
    await load({ map: server.url });
    expect((await load({ map: server.url, offline: true })).source.kind).toBe('cache');
  });

  it('is what our variable says where both are set', async () => {
    const env = { LLMCOST_OFFLINE: '0', LITELLM_LOCAL_MODEL_COST_MAP: 'True' };
    expect((await load({}, env)).source.kind).toBe('network');
  });
});

describe('the address of the map', () => {
  it("comes from LiteLLM's variable where ours is not set", async () => {
    const env = { LLMCOST_MAP_URL: '', LITELLM_MODEL_COST_MAP_URL: server.url };
    expect((await load({}, env)).source.location).toBe(server.url);
  });

  it('is shown without what may be a secret', async () => {
    const url = `${server.url.replace('//', '//anna:s3cret@')}?token=s3cret`;
    const { source } = await load({}, { LLMCOST_MAP_URL: url });
    expect(source.location).toBe(`${server.url}?…`);
    for (const path of cached(POINTER)) expect(readFileSync(path, 'utf8')).not.toContain('s3cret');
  });

  it.each([
    ['a path', (path: string) => path],
    ['a file URL', (path: string) => `file://${path}`],
  ])('can be %s, whose changes are seen at once', async (_name, urlOf) => {
    const path = join(home.dir, 'team.json');
    const env = { LLMCOST_MAP_URL: urlOf(path), LLMCOST_OFFLINE: '1' };
    writeFileSync(path, mapOf(3, 5e-6));
    expect((await load({}, env)).source).toMatchObject({ kind: 'file', modelCount: 3 });
    expect((await load({}, env)).source).toMatchObject({ kind: 'cache', modelCount: 3 });
    writeFileSync(path, mapOf(4, 6e-6));
    utimesSync(path, 1, 2);
    const changed = await load({}, env);
    expect(changed.source).toMatchObject({ kind: 'file', modelCount: 4 });
    expect(priceIn(changed.store)).toBe(6e-6);
    rmSync(path);
    expect((await load({}, env)).source).toMatchObject({ kind: 'stale-cache', modelCount: 4 });
  });
});

describe('a cache that cannot be written', () => {
  const isRoot = process.getuid?.() === 0;

  it.each<[string, () => void]>([
    ['is a file', () => writeFileSync(home.cacheDir, 'not a directory')],
    ['is a link to nowhere', () => symlinkSync(join(home.dir, 'gone', 'away'), home.cacheDir)],
    [
      'lies under a file',
      () => (writeFileSync(join(home.dir, 'x'), ''), symlinkSync(join(home.dir, 'x', 'y'), home.cacheDir)),
    ],
  ])('because it %s is done without, and that is said once', async (_name, spoil) => {
    spoil();
    const loaded = await load();
    expect(loaded.source.kind).toBe('network');
    expect(priceIn(loaded.store)).toBe(2e-6);
    expect(codes(loaded)).toEqual(['NOT_CACHED']);
    expect(loaded.warnings[0]?.message).toContain(home.cacheDir);
  });

  it.skipIf(isRoot)(
    'because it is read-only is still read (skipped for root, whom nothing stops)',
    async () => {
      await load();
      for (const dir of ['', ...readdirSync(home.cacheDir, { recursive: true, encoding: 'utf8' })]) {
        chmodSync(join(home.cacheDir, dir), 0o555);
      }
      expect((await load()).source.kind).toBe('cache');
      later(25 * HOUR_MS);
      expect(codes(await load())).toEqual(['NOT_CACHED']);
    },
  );
});

describe('a damaged copy', () => {
  const everywhere = [STORED, INDEX, POINTER, PUBLISHED];
  const deps = () => home.deps({ LLMCOST_MAP_URL: server.url });
  const price = (options: LoadOptions = {}) =>
    withMap(options, deps(), ({ store, source }) => ({ price: priceIn(store), kind: source.kind }));

  it.each([
    ['snapshot', STORED],
    ['index', INDEX],
    ['pointer', POINTER],
  ])('is made anew from the published map when its %s lost its end', async (_name, pattern) => {
    await load();
    for (const path of cached(pattern)) truncateSync(path, 100);
    expect((await price({ offline: true })).price).toBe(2e-6);
    expect((await price({ offline: true })).price).toBe(2e-6);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['snapshot', STORED],
    ['index', INDEX],
    ['pointer', POINTER],
  ])('is made anew from the published map when its %s is gone', async (_name, pattern) => {
    await load();
    for (const path of cached(pattern)) rmSync(path);
    // Without a pointer nobody knows of the copy: the map is fetched again.
    expect((await price()).price).toBe(2e-6);
  });

  it('is noticed when the entry is read, and another one answers', async () => {
    await load();
    const [path = ''] = cached(STORED);
    flip(path, readFileSync(path, 'utf8').indexOf('"tern-1":') + 40);
    expect(await price({ offline: true })).toEqual({ price: 2e-6, kind: 'cache' });
    expect(server.asked).toHaveLength(1);
  });

  it('of which nothing is left whole is fetched again', async () => {
    await load();
    for (const path of cached(PUBLISHED)) flip(path);
    const [path = ''] = cached(STORED);
    flip(path, readFileSync(path, 'utf8').indexOf('"tern-1":') + 40);
    server.answer(map(NEW));
    expect(await price()).toEqual({ price: 3e-6, kind: 'network' });
    expect(server.asked[1]?.headers['if-none-match']).toBeUndefined();
  });

  it('never answers wrongly, wherever a byte was flipped', async () => {
    await load();
    const files = everywhere.flatMap((pattern) => cached(pattern));
    const originals = new Map(files.map((path) => [path, readFileSync(path)]));
    for (const [path, bytes] of originals) {
      for (const share of [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999]) {
        for (const [other, content] of originals) writeFileSync(other, content);
        flip(path, Math.floor(bytes.length * share));
        const { price: found, kind } = await price({ offline: true });
        expect([path, found]).toEqual([path, kind === 'price-book' ? BOOK_PRICE : 2e-6]);
      }
    }
  });

  it('of which only rubbish is left gives way to the price book', async () => {
    await load();
    for (const path of cached(/\.(json|gz)$/)) writeFileSync(path, 'rubbish');
    const loaded = await load({ offline: true });
    expect(loaded.source.kind).toBe('price-book');
    expect(codes(loaded)).toEqual(['CACHE_DAMAGED', 'PRICE_BOOK']);
  });

  it('from another version of llmcost is made anew', async () => {
    await load();
    const [path = ''] = cached(POINTER);
    const { pointer } = JSON.parse(readFileSync(path, 'utf8'));
    const body = { ...pointer, format: 0 };
    const check = crc32(Buffer.from(JSON.stringify(body)));
    writeFileSync(path, JSON.stringify({ check, pointer: body }));
    const loaded = await load({ offline: true });
    expect(loaded.source.kind).toBe('cache');
    expect(loaded.warnings).toEqual([]);
    expect(readFileSync(path, 'utf8')).toContain('"format":4');
  });
});

describe('the clock', () => {
  it('of a copy from the future makes it old, not eternally fresh', async () => {
    await load();
    home.clock.now = new Date('2020-01-01T00:00:00Z');
    await load();
    expect(server.asked).toHaveLength(2);
    later(HOUR_MS);
    expect((await load()).source.kind).toBe('cache');
  });

  it('of a failure from the future does not keep anybody from trying', async () => {
    server.answer(status(404), map(OLD));
    await load();
    home.clock.now = new Date('2020-01-01T00:00:00Z');
    expect((await load()).source.kind).toBe('network');
  });
});

describe('--as-of', () => {
  it('answers from the map that was the current one', async () => {
    await load();
    server.answer(map(NEW));
    home.clock.now = new Date('2026-08-10T09:00:00Z');
    await load({ refresh: true });
    const then = await load({ asOf: new Date('2026-08-08T00:00:00Z') });
    expect(then.source).toMatchObject({
      kind: 'snapshot',
      modelCount: 60,
      syncedAt: '2026-08-06T09:00:00.000Z',
    });
    expect(priceIn(then.store)).toBe(2e-6);
    expect(priceIn((await load({ asOf: new Date('2026-08-11') })).store)).toBe(3e-6);
  });

  it('before the first map says which dates there are', async () => {
    expect((await failure({ asOf: new Date('2026-08-01') })).message).toBe(
      'There is no history of the map yet.',
    );
    await load();
    expect((await failure({ asOf: new Date('2026-08-01') })).message).toBe(
      'There is no map of 2026-08-01: the history has one map, of 2026-08-06.',
    );
  });
});
