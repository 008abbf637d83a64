import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncOptions } from '../../../src/cli/commands/sync/document.ts';
import { BrokenMapError, LlmcostError, MapUnavailableError } from '../../../src/core/errors.ts';
import { loadMap } from '../../../src/map/load.ts';
import {
  renderCacheClear,
  renderCachePath,
  renderCachePrune,
  renderCacheStatus,
} from '../../../src/cli/commands/cache/render.ts';
import { renderSync } from '../../../src/cli/commands/sync/render.ts';
import { renderValidate } from '../../../src/cli/commands/validate/render.ts';
import { cacheClear, cachePath, cachePrune, cacheStatus, sync, validate } from '../../helpers/commands.ts';
import { makeHome, type Home } from '../../helpers/home.ts';
import { map, startMapServer, status, type MapServer } from '../../helpers/map-server.ts';
import { mapOf } from '../../helpers/maps.ts';

const OLD = mapOf(120, 2e-6);
const NEW = mapOf(130, 3e-6);

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

const deps = (env: Readonly<Record<string, string>> = {}) =>
  home.deps({ LLMCOST_MAP_URL: server.url, ...env });
const syncNow = (options: SyncOptions = {}) => sync({ timeoutMs: 5000, ...options }, deps());
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function refusal(work: Promise<unknown>): Promise<LlmcostError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (error instanceof LlmcostError) return error;
  throw new Error(`expected a refusal, not ${String(error)}`);
}

function later(ms: number): void {
  home.clock.now = new Date(home.clock.now.getTime() + ms);
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => join(found.parentPath, found.name));
}

describe('sync', () => {
  it('says what came, and where it lies', async () => {
    const document = await syncNow();
    expect(document).toMatchObject({
      schemaVersion: 1,
      status: 'new',
      url: server.url,
      sha256: sha256(OLD),
      bytes: OLD.length,
      modelCount: 120,
      skipped: 0,
      setAside: 0,
      previous: null,
      fetchedAt: '2026-08-06T09:00:00.000Z',
    });
    expect(JSON.parse(readFileSync(document.path ?? '', 'utf8'))).toEqual(JSON.parse(OLD));
    expect(renderSync(document)).toContain('A new map.\n  From       http://127.0.0.1:');
  });

  it('names every file in the cache by the SHA-256 of what it holds', async () => {
    const { path, sha256: published } = await syncNow();
    expect(path).toContain(sha256(readFileSync(path ?? '', 'utf8')));
    const packed = filesIn(home.cacheDir).find((name) => name.endsWith('.gz')) ?? '';
    expect(packed).toContain(published);
    expect(sha256(gunzipSync(readFileSync(packed)).toString())).toBe(published);
  });

  it('says that nothing is new, and since when the copy is confirmed', async () => {
    await syncNow();
    later(3_600_000);
    const document = await syncNow();
    expect(document).toMatchObject({
      status: 'unchanged',
      fetchedAt: '2026-08-06T09:00:00.000Z',
      checkedAt: '2026-08-06T10:00:00.000Z',
      previous: { modelCount: 120 },
    });
    expect(renderSync(document)).toContain('Nothing new: the copy is current.');
  });

  it('says what was there before', async () => {
    await syncNow();
    server.answer(map(NEW));
    const document = await syncNow();
    expect(document).toMatchObject({
      status: 'new',
      sha256: sha256(NEW),
      previous: { sha256: sha256(OLD), modelCount: 120, fetchedAt: '2026-08-06T09:00:00.000Z' },
    });
    expect(renderSync(document)).toContain(
      `${sha256(OLD).slice(0, 12)}, 120 models, fetched 2026-08-06 09:00 UTC`,
    );
  });

  it('with --check writes nothing', async () => {
    const first = await syncNow({ check: true });
    expect(first).toMatchObject({ status: 'new', checkOnly: true, path: null, modelCount: 120 });
    expect(() => readdirSync(home.cacheDir)).toThrow('ENOENT');
    await syncNow();
    const before = filesIn(home.cacheDir).map((path) => [path, readFileSync(path, 'latin1')]);
    later(60_000);
    expect((await syncNow({ check: true })).status).toBe('unchanged');
    server.answer(map(NEW));
    expect((await syncNow({ check: true })).status).toBe('new');
    server.answer(status(404));
    await refusal(syncNow({ check: true }));
    expect(filesIn(home.cacheDir).map((path) => [path, readFileSync(path, 'latin1')])).toEqual(before);
  });

  it('refuses half of the models, unless by force', async () => {
    await syncNow();
    server.answer(map(mapOf(59)));
    const error = await refusal(syncNow());
    expect(error).toBeInstanceOf(BrokenMapError);
    expect(error.message).toBe(
      `The map from ${server.url} holds 59 models, less than half of the 120 that we had.`,
    );
    expect((await loadMap({}, deps())).source.modelCount).toBe(120);
    expect(await syncNow({ force: true })).toMatchObject({ status: 'new', modelCount: 59 });
  });

  it('fails where nothing came, and the copy stays', async () => {
    await syncNow();
    server.answer(status(404));
    expect(await refusal(syncNow())).toBeInstanceOf(MapUnavailableError);
    expect((await loadMap({ offline: true }, deps())).source.modelCount).toBe(120);
  });

  it('fails where the map cannot be kept', async () => {
    writeFileSync(home.cacheDir, 'a file');
    const error = await refusal(syncNow());
    expect(error.exitCode).toBe(5);
    expect(error.message).toMatch(
      /^The map came, but could not be kept in .*: a part of the path is not a directory\.$/,
    );
  });

  it('opens no socket offline', async () => {
    expect((await refusal(syncNow({ offline: true }))).exitCode).toBe(5);
    expect((await refusal(sync({}, deps({ LLMCOST_OFFLINE: '1' })))).exitCode).toBe(5);
    expect(server.asked).toEqual([]);
  });

  it('replaces a damaged copy', async () => {
    const { path } = await syncNow();
    truncateSync(path ?? '', 10);
    const document = await syncNow();
    expect(document.status).toBe('unchanged');
    expect(document.warnings.map(({ code }) => code)).toEqual(['CACHE_DAMAGED']);
    expect(readFileSync(path ?? '', 'utf8')).toContain('tern-119');
    expect((await syncNow()).warnings).toEqual([]);
  });

  it('counts what cannot be used', async () => {
    const odd = { ...JSON.parse(OLD), sample_spec: { mode: 'x' }, bad: { mode: 7 }, worse: { mode: 8 } };
    server.answer(map(JSON.stringify(odd)));
    const document = await syncNow();
    expect(document).toMatchObject({ modelCount: 122, flawed: 2, skipped: 2, setAside: 1 });
    expect(renderSync(document)).toContain(
      '122, 2 with values that cannot be used (llmcost validate lists them), 1 value set aside',
    );
  });
});

describe('validate', () => {
  it('counts a file, and lists every issue', async () => {
    const file = join(process.cwd(), 'fixtures/maps/odd-entries.json');
    const document = await validate({ file }, deps());
    expect(document).toMatchObject({ location: file, modelCount: 12, providers: 1, flawed: 6, skipped: 6 });
    expect(document.modes).toEqual([
      { mode: null, modelCount: 6 },
      { mode: 'chat', modelCount: 5 },
      { mode: 'levitation', modelCount: 1 },
    ]);
    expect(document.issues).toHaveLength(8);
    expect(document.setAside).toHaveLength(5);
    const text = renderValidate(document);
    expect(text).toMatch(/^12 models, 6 of them with values that cannot be used\.\n/);
    expect(text).toContain(
      '\n  dunlin-negative.input_cost_per_token: should be a number of 0 or more, but is -0.000001\n',
    );
  });

  it('checks the cached map as it was published', async () => {
    await syncNow();
    const document = await validate({}, deps({ LLMCOST_OFFLINE: '1' }));
    expect(document).toMatchObject({
      location: server.url,
      sha256: sha256(OLD),
      modelCount: 120,
      issues: [],
    });
    expect(renderValidate(document)).toMatch(/^120 models, no issues\.\n/);
    expect(server.asked).toHaveLength(1);
  });

  it('fetches the map where there is no copy, and keeps none', async () => {
    expect((await validate({}, deps())).modelCount).toBe(120);
    expect(() => readdirSync(home.cacheDir)).toThrow('ENOENT');
    expect((await refusal(validate({ offline: true }, deps()))).exitCode).toBe(5);
  });

  it('refuses what is no map at all', async () => {
    const file = join(home.dir, 'page.html');
    writeFileSync(file, '<html>');
    expect((await refusal(validate({ file }, deps()))).exitCode).toBe(6);
    expect((await refusal(validate({ file: 'none.json' }, deps()))).exitCode).toBe(5);
  });

  it('leaves no control character of a map to the terminal', async () => {
    const file = join(home.dir, 'evil.json');
    writeFileSync(file, JSON.stringify({ 'tern\u001b[31m': { mode: 7 }, 'x\u009b2J': 'text' }));
    const text = renderValidate(await validate({ file }, deps()));
    expect(text).toContain('tern[31m.mode');
    expect(text).toMatch(/^[\n -~]*$/);
  });
});

describe('cache status', () => {
  it('of an empty cache', async () => {
    const document = await cacheStatus(deps());
    expect(document).toMatchObject({ state: 'none', current: null, snapshots: [], files: 0, totalBytes: 0 });
    expect(renderCacheStatus(document)).toMatch(/^Nothing is cached for this map\.\n/);
  });

  it('of a copy and its history', async () => {
    await syncNow();
    later(86_400_000);
    server.answer(map(NEW));
    await syncNow();
    later(7200_000);
    const document = await cacheStatus(deps());
    expect(document).toMatchObject({
      path: home.cacheDir,
      url: server.url,
      state: 'usable',
      current: {
        sha256: sha256(NEW),
        modelCount: 130,
        publishedBytes: NEW.length,
        ageSeconds: 7200,
        isFresh: true,
      },
      lastFailure: null,
      snapshots: [
        { sha256: sha256(OLD), at: '2026-08-06T09:00:00.000Z' },
        { sha256: sha256(NEW), at: '2026-08-07T09:00:00.000Z' },
      ],
    });
    expect(renderCacheStatus(document)).toMatch(/Checked +2026-08-07 09:00 UTC \(2 h\)/);
    expect(renderCacheStatus(document)).toMatch(/Snapshots +2, 2026-08-06 to 2026-08-07/);
  });

  it('of a copy that is damaged where an ordinary command would not look', async () => {
    const { path = '' } = await syncNow();
    const bytes = readFileSync(path ?? '');
    bytes.writeUInt8(bytes.readUInt8(500) ^ 1, 500);
    writeFileSync(path ?? '', bytes);
    const document = await cacheStatus(deps());
    expect(document.state).toBe('damaged');
    expect(document.current?.isFresh).toBe(false);
    expect(renderCacheStatus(document)).toMatch(/^The cached copy is damaged/);
  });

  it('of a fetch that failed', async () => {
    server.answer(status(404));
    await refusal(syncNow());
    const { lastFailure } = await cacheStatus(deps());
    expect(lastFailure).toEqual({
      at: '2026-08-06T09:00:00.000Z',
      reason: `The map could not be fetched from ${server.url}: the server answered 404 Not Found.`,
    });
  });
});

describe('cache path, clear and prune', () => {
  it('say where the cache lies, whether or not it exists', () => {
    expect(renderCachePath(cachePath(deps()))).toBe(`${home.cacheDir}\n`);
  });

  it('clear what llmcost keeps, and nothing else that lies there', async () => {
    await syncNow();
    const own = filesIn(home.cacheDir).length;
    writeFileSync(join(home.cacheDir, 'letter.txt'), 'dear');
    writeFileSync(join(home.cacheDir, 'maps', 'letter.txt'), 'dear');
    writeFileSync(join(home.cacheDir, 'snapshots', 'letter.json.gz'), 'dear');
    const document = await cacheClear(deps());
    expect(document.removedFiles).toBe(own);
    expect(document.freedBytes).toBeGreaterThan(OLD.length / 2);
    expect(renderCacheClear(document)).toMatch(/^Removed 5 files \(\d+ KB\) from /);
    expect(filesIn(home.cacheDir).map((path) => path.slice(home.cacheDir.length))).toEqual([
      '/letter.txt',
      '/maps/letter.txt',
      '/snapshots/letter.json.gz',
    ]);
    expect(renderCacheClear(await cacheClear(deps()))).toMatch(/^There was nothing to clear/);
  });

  it('leave no directory behind that is empty', async () => {
    await syncNow();
    await cacheClear(deps());
    expect(() => readdirSync(home.cacheDir)).toThrow('ENOENT');
  });

  it('keep the newest snapshots', async () => {
    for (const [index, text] of [OLD, NEW, mapOf(140), mapOf(150)].entries()) {
      later(index * 86_400_000);
      server.answer(map(text));
      await syncNow();
    }
    const document = await cachePrune({ keep: 2 }, deps());
    expect(document).toMatchObject({ removedFiles: 2, keptSnapshots: 2 });
    expect(renderCachePrune(document)).toMatch(/^Removed 2 snapshots \(\d+ KB\); 2 snapshots kept\.\n/);
    const { snapshots, current } = await cacheStatus(deps());
    expect(snapshots.map(({ sha256: hash }) => hash)).toEqual([sha256(mapOf(140)), sha256(mapOf(150))]);
    expect(current?.modelCount).toBe(150);
    expect(renderCachePrune(await cachePrune({}, deps()))).toBe('Nothing to remove: 2 snapshots kept.\n');
    rmSync(home.cacheDir, { recursive: true });
    expect((await cachePrune({ keep: 1 }, deps())).keptSnapshots).toBe(0);
  });
});
