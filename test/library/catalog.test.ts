import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AmbiguousModelError,
  BrokenMapError,
  catalogFromMap,
  catalogFromText,
  estimate,
  LlmcostError,
  loadCatalog,
  MapUnavailableError,
  ModelNotFoundError,
  pricesOf,
  UsageError,
  type LoadCatalogOptions,
} from '../../src/index.ts';
import { map as serving, startMapServer, status, type MapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';

const dir = mkdtempSync(join(tmpdir(), 'llmcost-library-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const MAP = {
  sample_spec: { input_cost_per_token: 'in words' },
  'tern-1': {
    litellm_provider: 'shorebird',
    mode: 'chat',
    input_cost_per_token: 2e-6,
    output_cost_per_token: 8e-6,
  },
  'plover/tern-2': {
    litellm_provider: 'plover',
    mode: 'chat',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 9e-6,
    aliases: ['little-tern'],
    deprecation_date: '2027-01-31',
    max_input_tokens: 128000,
    supports_vision: true,
  },
  'sanderling/gull': { litellm_provider: 'sanderling', mode: 'chat', input_cost_per_token: 1e-6 },
  'dunlin/gull': { litellm_provider: 'dunlin', mode: 'chat', input_cost_per_token: 5e-6 },
  'heron-embed': { litellm_provider: 'shorebird', mode: 'embedding', input_cost_per_token: '2e-8' },
};

async function failure(work: () => unknown): Promise<LlmcostError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof LlmcostError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a catalog', () => {
  const catalog = catalogFromMap(MAP);

  it('knows where its prices are from', () => {
    expect(catalog.size).toBe(5);
    expect(catalog.warnings).toEqual([]);
    expect(catalog.source).toEqual({
      kind: 'object',
      location: null,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      syncedAt: null,
      models: 5,
      modelCount: 5,
    });
  });

  it.each([
    ['tern-1', 'tern-1', 'key'],
    ['TERN-1', 'tern-1', 'case'],
    ['little-tern', 'plover/tern-2', 'alias'],
    ['shorebird/tern-1', 'tern-1', 'provider'],
    ['tern-2', 'plover/tern-2', 'provider'],
  ])('finds %s', (name, key, matchedBy) => {
    expect(catalog.find(name)).toMatchObject({ key, matchedBy });
    expect(catalog.has(name)).toBe(true);
  });

  it('tells of a model what the map says', () => {
    expect(catalog.find('tern-2')).toMatchObject({
      key: 'plover/tern-2',
      name: 'tern-2',
      provider: 'plover',
      mode: 'chat',
      limits: { inputTokens: 128000, outputTokens: null, totalTokens: null, contextTokens: 128000 },
      capabilities: { vision: true, reasoning: null },
      retires: '2027-01-31',
      fields: MAP['plover/tern-2'],
    });
  });

  it('refuses what it does not know, and suggests', async () => {
    expect(catalog.has('tern')).toBe(false);
    const error = await failure(() => catalog.find('tern-11'));
    expect(error).toBeInstanceOf(ModelNotFoundError);
    expect(error).toMatchObject({ name: 'ModelNotFoundError', code: 'MODEL_NOT_FOUND', exitCode: 3 });
    expect(catalog.suggest('tern-11', 1)).toEqual(['tern-1']);
  });

  it('refuses a name that several models have, unless a provider is preferred', async () => {
    expect(await failure(() => catalog.find('gull'))).toBeInstanceOf(AmbiguousModelError);
    expect(catalogFromMap(MAP, { prefer: ['dunlin'] }).find('gull').key).toBe('dunlin/gull');
  });

  it('takes names of the caller', () => {
    expect(catalogFromMap(MAP, { aliases: { cheap: 'tern-1' } }).find('cheap')).toMatchObject({
      key: 'tern-1',
      matchedBy: 'user-alias',
    });
  });

  it('lists models by provider and mode, in the order of the map', () => {
    expect(catalog.models().map(({ key }) => key)).toEqual(Object.keys(MAP).slice(1));
    expect(catalog.models({ provider: 'shorebird' }).map(({ key }) => key)).toEqual([
      'tern-1',
      'heron-embed',
    ]);
    expect(catalog.models({ provider: 'shorebird', mode: 'chat' })).toEqual([
      {
        key: 'tern-1',
        provider: 'shorebird',
        mode: 'chat',
        input: 2e-6,
        output: 8e-6,
        unit: 'token',
        aliases: [],
      },
    ]);
  });

  it('finds models with similar prices', () => {
    expect(catalog.similar('tern-1', { count: 1 })).toEqual([
      { key: 'plover/tern-2', distance: expect.closeTo(Math.log(1.5) + Math.log(9 / 8), 6) },
    ]);
  });

  it('may be taken apart', () => {
    const { find, has } = catalog;
    expect([find('tern-1').key, has('nothing')]).toEqual(['tern-1', false]);
  });

  it('does not change when the object does', () => {
    const own = structuredClone(MAP);
    const copy = catalogFromMap(own);
    own['tern-1'].input_cost_per_token = 5;
    expect(pricesOf(copy.find('tern-1')).prices[0]?.usdPerUnit).toBe(2e-6);
  });

  it('says which values cannot be used', () => {
    const odd = catalogFromMap({ ...MAP, odd: { mode: 'chat', input_cost_per_token: 'cheap' } });
    expect(odd.size).toBe(6);
    expect(odd.warnings).toEqual([
      { code: 'VALUES_UNUSABLE', message: expect.stringContaining('odd.input_cost_per_token') },
    ]);
  });

  it('counts images by the rules of the caller', () => {
    const image = {
      'gpt-image-2': {
        litellm_provider: 'openai',
        mode: 'image_generation',
        output_cost_per_image_token: 1e-5,
      },
    };
    const rule = {
      models: ['gpt-image-2'],
      source: 'me',
      output: { kind: 'flat', tokens: 7 },
      partialImageTokens: 0,
      reference: { kind: 'flat', tokens: 1 },
    };
    const own = catalogFromMap(image, { imageTokens: { rules: [rule] } });
    expect(estimate({ catalog: own, model: 'gpt-image-2', usage: { images: 2 } }).totalUsd).toBe(0.00014);
  });
});

describe('loadCatalog', () => {
  let server: MapServer;
  beforeEach(async () => {
    server = await startMapServer(serving(mapOf(60)));
  });
  afterEach(() => server.close());

  const write = (name: string, content: string | Uint8Array) => {
    const path = join(dir, name);
    writeFileSync(path, content);
    return path;
  };

  it.each<[string, () => LoadCatalogOptions, string | null]>([
    ['an object', () => ({ map: MAP }), null],
    ['a text', () => ({ text: JSON.stringify(MAP) }), null],
    ['a text with a byte order mark', () => ({ text: `\uFEFF${JSON.stringify(MAP)}` }), null],
    ['a file', () => ({ file: write('map.json', JSON.stringify(MAP)) }), join(dir, 'map.json')],
    ['a gzipped file', () => ({ file: write('map.gz', gzipSync(JSON.stringify(MAP))) }), join(dir, 'map.gz')],
  ])('takes %s', async (_what, options, location) => {
    const catalog = await loadCatalog(options());
    expect(catalog.find('tern-1').provider).toBe('shorebird');
    expect(catalog.source.location).toBe(location);
  });

  it('fetches an address, and keeps nothing', async () => {
    const catalog = await loadCatalog({ url: server.url, env: {}, cacheDir: join(dir, 'unused') });
    expect(catalog.size).toBe(60);
    expect(catalog.source).toMatchObject({ kind: 'url', location: server.url, models: 60 });
    await loadCatalog({ url: server.url, env: {} });
    expect(server.asked).toHaveLength(2);
  });

  it('asks as the command does where nothing else is said: the network, then the cache', async () => {
    const options = { env: { LLMCOST_MAP_URL: server.url }, cacheDir: join(dir, 'cache') };
    expect((await loadCatalog(options)).source.kind).toBe('network');
    expect((await loadCatalog(options)).source.kind).toBe('cache');
    expect(server.asked).toHaveLength(1);
    expect((await loadCatalog({ ...options, maxAgeMs: 0 })).size).toBe(60);
    expect(server.asked).toHaveLength(2);
    server.answer(status(500));
    const stale = await loadCatalog({ ...options, refresh: true });
    expect(stale.source.kind).toBe('stale-cache');
    expect(stale.warnings).toMatchObject([{ code: 'STALE_COPY' }]);
    // What is in memory stays when the cache goes.
    rmSync(options.cacheDir, { recursive: true });
    expect(stale.find('tern-1').key).toBe('tern-1');
  });

  it.each<[string, LoadCatalogOptions, new (...args: never[]) => LlmcostError, string]>([
    [
      'two sources',
      { priceBook: true, text: '{}' },
      UsageError,
      'text and priceBook cannot be given together',
    ],
    ['a file that is not there', { file: join(dir, 'none.json') }, MapUnavailableError, 'no such file'],
    ['a file that is an address', { file: 'https://maps.example/map.json' }, UsageError, '`file`'],
    ['an address that is a path', { url: './map.json' }, UsageError, '`url`'],
    ['an address of another kind', { url: 'ftp://maps.example/map.json' }, UsageError, 'ftp'],
    [
      'an address where nobody listens',
      { url: 'http://127.0.0.1:9/', env: {} },
      MapUnavailableError,
      'refused',
    ],
    ['a page', { text: '<html>' }, BrokenMapError, 'an HTML page'],
    ['a list', { text: '[]' }, BrokenMapError, 'a list'],
    ['nothing', { text: '' }, BrokenMapError, 'empty'],
    ['a list as a map', { map: [] }, UsageError, 'must be an object'],
  ])('refuses %s', async (_what, options, kind, message) => {
    const error = await failure(() => loadCatalog(options));
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });

  it('refuses what cannot be JSON', async () => {
    const round: Record<string, unknown> = {};
    round['self'] = round;
    expect((await failure(() => catalogFromMap(round))).message).toContain('cannot be JSON');
    expect((await failure(() => catalogFromMap({ a: 1n }))).message).toContain('cannot be JSON');
    expect(() => catalogFromText(JSON.stringify(MAP))).not.toThrow();
  });
});
