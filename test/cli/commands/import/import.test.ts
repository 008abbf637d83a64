import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importMap } from '../../../../src/cli/commands/import/document.ts';
import { sync } from '../../../../src/cli/commands/sync/document.ts';
import { loadMap } from '../../../../src/map/load.ts';
import { makeHome, type Home } from '../../../helpers/home.ts';
import { map, startMapServer, type MapServer } from '../../../helpers/map-server.ts';
import { mapOf, priceIn } from '../../../helpers/maps.ts';

const SERVED = mapOf(60, 2e-6);
const IMPORTED = mapOf(60, 3e-6);

let home: Home;
let server: MapServer;

beforeEach(async () => {
  home = makeHome(new Date('2026-08-06T09:00:00Z'));
  server = await startMapServer(map(SERVED));
  writeFileSync(join(home.dir, 'map.json'), IMPORTED);
});

afterEach(async () => {
  await server.close();
  home.remove();
});

const deps = () => home.deps({ LLMCOST_MAP_URL: server.url });
const importOf = (date: string) => importMap({ file: 'map.json', date }, deps());
const priceAt = async (moment: string) => priceIn((await loadMap({ asOf: new Date(moment) }, deps())).store);

describe('a map that is imported for a day at which the server may have had it', () => {
  it('gives way to the map that the server has confirmed since', async () => {
    await sync({}, deps());
    home.clock.now = new Date('2026-08-09T09:00:00Z');
    expect((await sync({}, deps())).status).toBe('unchanged');
    const { history } = await importOf('2026-08-07');
    expect(history.map(({ at }) => at)).toEqual([
      '2026-08-06T09:00:00.000Z',
      '2026-08-07T00:00:00.000Z',
      '2026-08-09T09:00:00.000Z',
    ]);
    expect(await priceAt('2026-08-06T23:00:00Z')).toBe(2e-6);
    expect(await priceAt('2026-08-08T00:00:00Z')).toBe(3e-6);
    expect(await priceAt('2026-08-09T23:00:00Z')).toBe(2e-6);
    expect(priceIn((await loadMap({}, deps())).store)).toBe(2e-6);
  });

  it('is refused for a day after that', async () => {
    await sync({}, deps());
    home.clock.now = new Date('2026-08-12T09:00:00Z');
    await expect(importOf('2026-08-10')).rejects.toThrow(
      'The cached map was still the published one on 2026-08-06: what is newer comes with `llmcost sync`.',
    );
  });
});
