import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MapUnavailableError, UsageError } from '../../src/core/errors.ts';
import { toAddress } from '../../src/map/address.ts';
import { mapsBySnapshot } from '../../src/map/as-of.ts';
import { cacheLocation, type CacheLocation } from '../../src/map/cache/location.ts';
import { importPublished, listSnapshots, pack, sha256Of } from '../../src/map/cache/history.ts';
import { makeHome, type Home } from '../helpers/home.ts';
import { mapOf, priceIn } from '../helpers/maps.ts';

const URL_OF_MAP = 'https://maps.example/map.json';
const PRICES = [1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6, 7e-6, 8e-6, 9e-6, 1e-5];

let home: Home;
let location: CacheLocation;

/** A map on the tenth of each month, each with a price of its own. */
beforeEach(async () => {
  home = makeHome(new Date('2026-11-22T00:00:00Z'));
  location = cacheLocation(home.cacheDir, toAddress(URL_OF_MAP, '/'));
  for (const [month, price] of PRICES.entries()) {
    const bytes = Buffer.from(mapOf(60, price));
    await importPublished(location, sha256Of(bytes), await pack(bytes), new Date(Date.UTC(2026, month, 10)));
  }
});

afterEach(() => home.remove());

const open = () => mapsBySnapshot({}, home.deps({ LLMCOST_MAP_URL: URL_OF_MAP }));
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('maps by the date of each line', () => {
  it('are found by a moment, from the one at which they came on', async () => {
    const maps = await open();
    expect(maps.seen).toHaveLength(10);
    const indexes = [
      ['2026-01-09', -1],
      ['2026-01-10', 0],
      ['2026-02-09', 0],
      ['2026-02-10', 1],
      ['2026-06-30', 5],
      ['2026-10-10', 9],
      ['2030-01-01', 9],
    ] as const;
    for (const [text, index] of indexes) expect(maps.indexAt(day(text).getTime()), text).toBe(index);
    expect(maps.indexAt(day('2026-03-10').getTime() - 1)).toBe(1);
  });

  it('hold the prices of their time', async () => {
    const maps = await open();
    for (const [month, price] of PRICES.entries()) {
      const map = await maps.at(new Date(Date.UTC(2026, month, 20)));
      expect(priceIn(map.store)).toBe(price);
      expect(map.source).toMatchObject({ kind: 'snapshot', location: URL_OF_MAP });
      expect(await maps.open(month)).toMatchObject({ source: map.source });
    }
  });

  it('are read once while they are in use', async () => {
    const maps = await open();
    const first = await maps.open(3);
    expect(await maps.at(day('2026-04-20'))).toBe(first);
    for (const { path } of await listSnapshots(home.cacheDir)) rmSync(path);
    expect(await maps.open(3)).toBe(first);
    await expect(maps.open(4)).rejects.toThrow(MapUnavailableError);
  });

  it('do not all stay in memory', async () => {
    const maps = await open();
    const first = await maps.open(0);
    for (let index = 1; index < PRICES.length; index += 1) await maps.open(index);
    expect(await maps.open(0)).not.toBe(first);
  });

  it('refuse a moment before the first, with the dates that there are', async () => {
    const maps = await open();
    await expect(maps.at(day('2026-01-09'))).rejects.toThrow(
      'There is no map of 2026-01-09: the history has 10 maps, 2026-01-10 to 2026-10-10.',
    );
  });

  it('need a history', async () => {
    const other = home.deps({ LLMCOST_MAP_URL: 'https://other.example/map.json' });
    await expect(mapsBySnapshot({}, other)).rejects.toThrow('There is no history of the map yet.');
    await expect(mapsBySnapshot({ map: 'map.json' }, other)).rejects.toThrow(UsageError);
  });
});
