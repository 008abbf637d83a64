import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toAddress } from '../../../src/map/address.ts';
import { cacheLocation, type CacheLocation } from '../../../src/map/cache/location.ts';
import { removeLeftovers } from '../../../src/core/files.ts';
import {
  HISTORY_BOUNDS,
  keepPublished,
  listSeen,
  listSnapshots,
  pack,
  pruneHistory,
  readPublished,
  sha256Of,
} from '../../../src/map/cache/history.ts';
import { makeHome, type Home } from '../../helpers/home.ts';

const DAY_MS = 86_400_000;
const START = new Date('2026-01-01T00:00:00Z');

let home: Home;
let location: CacheLocation;
let otherLocation: CacheLocation;

beforeEach(() => {
  home = makeHome();
  location = cacheLocation(home.cacheDir, toAddress('https://maps.example/map.json', '/'));
  otherLocation = cacheLocation(home.cacheDir, toAddress('https://other.example/map.json', '/'));
});

afterEach(() => home.remove());

const day = (count: number) => new Date(START.getTime() + count * DAY_MS);

/** Keeps a text as the map of a day; its SHA-256. */
async function keep(text: string, at: Date, where = location): Promise<string> {
  const bytes = Buffer.from(text);
  const sha256 = sha256Of(bytes);
  await keepPublished(where, sha256, await pack(bytes), at);
  return sha256;
}

const seenTexts = async () =>
  (await listSeen(location)).map(({ at, sha256 }) => `${at.slice(0, 10)} ${sha256.slice(0, 4)}`);
const left = async () => (await listSnapshots(home.cacheDir)).map(({ sha256 }) => sha256);

describe('the history of a map', () => {
  it('knows since when each map was the current one', async () => {
    const a = await keep('a', day(0));
    const b = await keep('b', day(1));
    expect(await listSeen(location)).toEqual([
      { at: '2026-01-01T00:00:00.000Z', sha256: a },
      { at: '2026-01-02T00:00:00.000Z', sha256: b },
    ]);
    expect((await readPublished(home.cacheDir, a))?.toString()).toBe('a');
  });

  it('notes a map that comes back, and not one that stays', async () => {
    await keep('a', day(0));
    await keep('a', day(1));
    await keep('b', day(2));
    await keep('a', day(3));
    expect((await seenTexts()).map((text) => text.slice(8, 10))).toEqual(['01', '03', '04']);
    expect(await left()).toHaveLength(2);
  });

  it('counts notes that several processes wrote at once as one', async () => {
    const a = await keep('a', day(0));
    for (const ms of ['001', '002', '003'])
      writeFileSync(join(location.seenDir, `20260101T000000${ms}Z-${a}`), '');
    expect(await listSeen(location)).toHaveLength(1);
  });

  it('never gives out what does not hash to its name', async () => {
    const a = await keep('a', day(0));
    const [file] = await listSnapshots(home.cacheDir);
    writeFileSync(file?.path ?? '', await pack(Buffer.from('b')));
    expect(await readPublished(home.cacheDir, a)).toBeUndefined();
    writeFileSync(file?.path ?? '', 'no gzip');
    expect(await readPublished(home.cacheDir, a)).toBeUndefined();
    await keep('a', day(1));
    expect((await readPublished(home.cacheDir, a))?.toString()).toBe('a');
  });
});

describe('its bounds', () => {
  it('let go of maps older than 180 days, but not of the one that was current then', async () => {
    await keep('a', day(0));
    const b = await keep('b', day(10));
    const c = await keep('c', day(100));
    await pruneHistory(home.cacheDir, HISTORY_BOUNDS, day(200));
    expect((await listSeen(location)).map(({ sha256 }) => sha256)).toEqual([b, c]);
    expect((await left()).sort()).toEqual([b, c].sort());
  });

  it('never let go of the last map, however old or large it is', async () => {
    const a = await keep('a', day(0));
    await pruneHistory(home.cacheDir, { maxAgeMs: 0, maxBytes: 0, maxSnapshots: 0 }, day(1000));
    expect(await left()).toEqual([a]);
    expect(await listSeen(location)).toHaveLength(1);
  });

  it('let go of the oldest beyond a size', async () => {
    await keep('a', day(0));
    const b = await keep('b', day(1));
    const c = await keep('c', day(2));
    const [file] = await listSnapshots(home.cacheDir);
    const maxBytes = 2 * (file?.bytes ?? 0);
    const removed = await pruneHistory(home.cacheDir, { ...HISTORY_BOUNDS, maxBytes }, day(3));
    expect(removed.map(({ sha256 }) => sha256)).toEqual([sha256Of(Buffer.from('a'))]);
    expect((await left()).sort()).toEqual([b, c].sort());
  });

  it('keep what another address still has', async () => {
    const a = await keep('a', day(0));
    await keep('b', day(1));
    await keep('a', day(0), otherLocation);
    await pruneHistory(home.cacheDir, { ...HISTORY_BOUNDS, maxSnapshots: 1 }, day(2));
    expect(await left()).toHaveLength(2);
    expect(await readPublished(home.cacheDir, a)).toBeDefined();
  });

  it('leave a snapshot alone that another process has just written', async () => {
    await keep('a', new Date());
    const stray = join(location.snapshotDir, `${sha256Of(Buffer.from('stray'))}.json.gz`);
    writeFileSync(stray, await pack(Buffer.from('stray')));
    await pruneHistory(home.cacheDir, HISTORY_BOUNDS, new Date());
    expect(existsSync(stray)).toBe(true);
    utimesSync(stray, START, START);
    await pruneHistory(home.cacheDir, HISTORY_BOUNDS, new Date());
    expect(existsSync(stray)).toBe(false);
  });
});

describe('files that interrupted writers left', () => {
  it('go when they are an hour old, with stored forms that nobody points at', async () => {
    await keep('a', day(0));
    const names = ['.tmp-1-abc', '.tmp-2-def', 'old.json', 'young.json', 'pointer.json'];
    for (const name of names) writeFileSync(join(location.dir, name), '');
    for (const name of ['.tmp-1-abc', 'old.json', 'pointer.json'])
      utimesSync(join(location.dir, name), START, START);
    await removeLeftovers(location.dir, new Date(), (name) => name === 'pointer.json');
    expect(readdirSync(location.dir).sort()).toEqual(['.tmp-2-def', 'pointer.json', 'seen', 'young.json']);
    rmSync(location.dir, { recursive: true });
    await removeLeftovers(location.dir, new Date(), () => true);
    expect(readFileSync((await listSnapshots(home.cacheDir))[0]?.path ?? '').length).toBeGreaterThan(0);
  });
});
