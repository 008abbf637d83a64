import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../../src/core/dates.ts';
import { asObject, parseJson, type JsonObject } from '../../../../src/core/json.ts';
import { renderBook } from '../../../../src/map/book/render.ts';
import { parseMap } from '../../../../src/map/parse.ts';
import { sync } from '../../../helpers/commands.ts';
import { makeHome, type Home } from '../../../helpers/home.ts';
import { map, startMapServer, status, type MapServer } from '../../../helpers/map-server.ts';
import { mapOf } from '../../../helpers/maps.ts';

const OLD: JsonObject = asObject(parseJson(mapOf(120, 2e-6))) ?? {};
const PLAIN = { mode: 'chat', input_cost_per_token: 1e-6 };

let home: Home;
let server: MapServer;

beforeEach(async () => {
  home = makeHome(new Date('2026-08-06T09:00:00Z'));
  server = await startMapServer(map(JSON.stringify(OLD)));
});

afterEach(async () => {
  await server.close();
  home.remove();
});

/** Syncs on the next day, with this map on the server. */
async function synced(entries: JsonObject, lastModified?: string) {
  const text = JSON.stringify(entries);
  server.answer(
    lastModified === undefined ? map(text) : status(200, { 'last-modified': lastModified }, text),
  );
  home.clock.now = new Date(home.clock.now.getTime() + DAY_MS);
  const document = await sync({ timeoutMs: 5000 }, home.deps({ LLMCOST_MAP_URL: server.url }));
  expect(document.status).toBe('new');
  return document.warnings.map(({ code, message }) => `${code}: ${message}`);
}

const few = (count: number): JsonObject => Object.fromEntries(Object.entries(OLD).slice(0, count));

describe('sync says of a map that came', () => {
  it('nothing where it has more models than before, at usual prices', async () => {
    expect(await synced(OLD)).toEqual([]);
    expect(await synced({ ...OLD, another: PLAIN })).toEqual([]);
  });

  it('that prices cannot be right, once', async () => {
    const dear = { litellm_provider: 'mudflat', mode: 'chat', input_cost_per_token: 0.015 };
    expect(await synced({ ...OLD, dear })).toEqual([
      'SUSPICIOUS_PRICE: A price looks wrong in what came: dear. `llmcost doctor` says why.',
    ]);
    expect(await synced({ ...OLD, dear, another: PLAIN })).toEqual([]);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(await synced({ ...OLD, ...Object.fromEntries(names.map((name) => [name, dear])) })).toEqual([
      'SUSPICIOUS_PRICE: 7 prices look wrong in what came: a, b, c, d, e and 2 more models. `llmcost doctor` says why.',
    ]);
  });

  it('that a price is a thousandth of the one before', async () => {
    await synced(OLD);
    const fallen = { ...asObject(OLD['tern-1']), input_cost_per_token: 2e-9 };
    expect(await synced({ ...OLD, 'tern-1': fallen })).toEqual([
      expect.stringMatching(/^SUSPICIOUS_PRICE: .* in what came: tern-1\./),
    ]);
  });

  it('first of prices that were others before, then of new ones', async () => {
    const dear = { litellm_provider: 'mudflat', mode: 'chat', input_cost_per_token: 0.015 };
    await synced({ ...OLD, zeta: PLAIN });
    const names = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, dear]));
    const zeta = { ...PLAIN, input_cost_per_token: 1e-3 };
    expect(await synced({ ...names, ...OLD, zeta })).toEqual([
      expect.stringMatching(/ in what came: zeta, a, b, c, d and 1 more model\./),
    ]);
  });

  it('that it is of an earlier day than the one before', async () => {
    await synced(OLD, 'Sat, 01 Aug 2026 09:00:00 GMT');
    expect(await synced({ ...OLD, another: PLAIN }, 'Sun, 24 May 2026 09:00:00 GMT')).toEqual([
      'MAP_OLDER: The map is older than the one it replaces: it is of 2026-05-24, and that one of 2026-08-01.',
    ]);
  });

  it('that it was the published one before', async () => {
    await synced(OLD);
    await synced({ ...OLD, another: PLAIN });
    expect(await synced(OLD)).toEqual([
      'MAP_OLDER: The map is older than the one it replaces: the history has it as that of 2026-08-07.',
    ]);
  });

  it('that more of its models are gone than new', async () => {
    await synced(OLD);
    expect(await synced({ ...few(100), another: PLAIN })).toEqual([
      'MAP_OLDER: The map may be older than the one it replaces: of that one 20 models are gone, and there are 1 others.',
    ]);
    // A few that are retired are nothing unusual.
    expect(await synced(few(91))).toEqual([]);
  });

  it('that a first one is small beside the price book', async () => {
    const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');
    const book = renderBook(parseMap(mapOf(150), 'the book').entries, '2026-01-15', sha256Of);
    mkdirSync(join(home.dir, 'package', 'book'), { recursive: true });
    for (const [name, content] of Object.entries(book)) {
      writeFileSync(join(home.dir, 'package', name), content);
    }
    expect(await synced(few(60))).toEqual([
      'MAP_SMALL: The map has 60 models, and the embedded price book 150: is it the whole one?',
    ]);
    // One that replaces it is measured by it.
    expect(await synced(few(61))).toEqual([]);
  });
});
