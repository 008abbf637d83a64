/** A key whose value is no model, and a price that cannot be used, are remembered wherever a map comes from. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnusableEntryError } from '../../src/core/errors.ts';
import { loadMap, type LoadOptions } from '../../src/map/load.ts';
import { lookUp } from '../../src/models/catalog.ts';
import type { LoadedMap } from '../../src/models/store.ts';
import { makeHome, type Home } from '../helpers/home.ts';
import { map, startMapServer, type MapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';

const HEX = { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: '0x10' };
const TEXT = JSON.stringify({
  ...JSON.parse(mapOf(60)),
  sample_spec: { mode: 'prose' },
  'gpt-heron': null,
  'azure/gpt-heron': { litellm_provider: 'azure', mode: 'chat', input_cost_per_token: 1e-6 },
  'gpt-curlew': HEX,
  'azure/gpt-curlew': { litellm_provider: 'azure', mode: 'chat', input_cost_per_token: 1e-6 },
  'gpt-infinite': { ...HEX, input_cost_per_token: '@' },
}).replace('"@"', '1e999');

let home: Home;
let server: MapServer;

beforeEach(async () => {
  home = makeHome(new Date('2026-08-06T09:00:00Z'));
  server = await startMapServer(map(TEXT));
});

afterEach(async () => {
  await server.close();
  home.remove();
});

const load = async (options: LoadOptions = {}): Promise<LoadedMap> =>
  await loadMap(options, home.deps({ LLMCOST_MAP_URL: server.url }));

const SOURCES: Readonly<Record<string, () => Promise<LoadedMap>>> = {
  async file() {
    writeFileSync(join(home.dir, 'map.json'), TEXT);
    return await load({ map: 'map.json' });
  },
  network: async () => await load(),
  async cache() {
    await load();
    return await load({ offline: true });
  },
  async 'stale-cache'() {
    await load();
    await server.close();
    home.clock.now = new Date('2026-08-09T09:00:00Z');
    return await load();
  },
  async snapshot() {
    await load();
    return await load({ asOf: new Date('2026-08-06T10:00:00Z') });
  },
  async lock() {
    const { source } = await load();
    mkdirSync(join(home.dir, 'project'));
    const lock = {
      lockVersion: 1,
      url: server.url,
      sha256: source.sha256,
      date: '2026-08-06T09:00:00.000Z',
      modelCount: 63,
    };
    writeFileSync(join(home.dir, 'llmcost.lock.json'), JSON.stringify(lock));
    return await load({ lock: true });
  },
};

describe.each(Object.keys(SOURCES))('from %s', (kind) => {
  it('no other entry answers for them', async () => {
    const { store, source } = await (SOURCES[kind] ?? load)();
    expect(source.kind).toBe(kind);
    for (const name of ['gpt-heron', 'GPT-HERON', 'openai/gpt-heron']) {
      expect(() => lookUp(store, name)).toThrow(UnusableEntryError);
    }
    expect(store.setAside()).toEqual([{ key: 'gpt-heron', reason: 'holds null, not a model' }]);
    expect(lookUp(store, 'gpt-curlew').entry.fields).toEqual(HEX);
    expect(lookUp(store, 'gpt-infinite').entry.fields['input_cost_per_token']).toBe('Infinity');
    expect(lookUp(store, 'azure/gpt-heron').entry.provider).toBe('azure');
  });
});
