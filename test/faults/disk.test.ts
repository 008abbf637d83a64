/** What a disk can do to a real `llmcost sync`, and what `llmcost show` says afterwards. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asList, asObject, asText, field, parseJson, type JsonObject } from '../../src/core/json.ts';
import { map, startMapServer, type MapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import { start, type Ended } from '../helpers/processes.ts';
import { BIN, jsonOf, makeCliHome, type CliHome, type CliOptions } from '../helpers/run-cli.ts';

const OLD = mapOf(400, 2e-6);
const NEW = mapOf(400, 3e-6);

let home: CliHome;
let server: MapServer;
let cache: string;

beforeEach(async () => {
  home = makeCliHome();
  server = await startMapServer(map(OLD));
  cache = join(home.dir, 'cache');
});

afterEach(async () => {
  await server.close();
  home.remove();
});

const env = (more: CliOptions['env'] = {}) => ({
  LLMCOST_OFFLINE: undefined,
  LLMCOST_MAP_URL: server.url,
  ...more,
});
const run = (args: readonly string[], more?: CliOptions['env']): Promise<Ended> =>
  home.run(args, { env: env(more) });
const show = (...flags: readonly string[]) => run(['show', 'tern-1', '--json', ...flags]);

/** Price, source and codes of warnings. */
function told(document: JsonObject): readonly unknown[] {
  return [
    asObject(field(document, 'headline'))?.['input'],
    asObject(field(document, 'source'))?.['kind'],
    asList(field(document, 'warnings')).map((warning) => asText(field(asObject(warning), 'code'))),
  ];
}

describe('a cache directory that is none', () => {
  it.each<[string, () => void, string]>([
    ['a file', () => writeFileSync(cache, 'mine'), 'a part of the path is not a directory'],
    ['a dangling link', () => symlinkSync(join(home.dir, 'nowhere'), cache), 'leads nowhere|not a directory'],
    ['a link to itself', () => symlinkSync(cache, cache), 'a link leads back to itself'],
    ['below a file', () => writeFileSync(cache, ''), 'a part of the path is not a directory'],
  ])('%s: sync fails, show answers and says so once', async (what, make, reason) => {
    make();
    const more = what === 'below a file' ? { LLMCOST_CACHE_DIR: join(cache, 'deep') } : {};
    const synced = await run(['sync'], more);
    expect(synced.code).toBe(5);
    expect(synced.stderr).toMatch(
      new RegExp(`^llmcost: The map came, but could not be kept in .*(${reason})\\.\n`),
    );
    const shown = await run(['show', 'tern-1'], more);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('$2.0000 / 1M tokens');
    expect(shown.stderr.split('\n').filter((line) => line.includes('could not be kept'))).toHaveLength(1);
    if (what === 'a file') expect(readFileSync(cache, 'utf8')).toBe('mine');
  });

  it('without any home directory the map is used and not kept', async () => {
    const more = { HOME: '/dev/null', LLMCOST_CACHE_DIR: undefined, XDG_CACHE_HOME: undefined };
    const shown = await run(['show', 'tern-1', '--json'], more);
    expect(shown.code).toBe(0);
    expect(told(jsonOf(shown))).toEqual([2e-6, 'network', ['NOT_CACHED']]);
  });
});

describe('a file of the cache', () => {
  const files = (pattern: RegExp) =>
    readdirSync(cache, { recursive: true, encoding: 'utf8' })
      .filter((name) => pattern.test(name))
      .map((name) => join(cache, name));

  function flip(path: string): void {
    const bytes = readFileSync(path);
    const place = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    writeFileSync(path, bytes);
  }

  it.each([
    ['pointer', /pointer\.json$/],
    ['index', /\.index\.json$/],
    ['stored map', /[0-9a-f]{64}\.json$/],
    ['published map', /\.json\.gz$/],
  ])('in which a byte flipped is not believed: the %s', async (_what, pattern) => {
    await run(['sync']);
    for (const path of files(pattern)) flip(path);
    const [price, kind] = told(jsonOf(await show()));
    expect(price).toBe(2e-6);
    expect(kind).not.toBe('price-book');
    expect((await run(['sync'])).code).toBe(0);
    expect(told(jsonOf(await show()))).toEqual([2e-6, 'cache', []]);
    expect(jsonOf(await run(['cache', '--json']))).toMatchObject({ state: 'usable', warnings: [] });
  });

  it('of which all are damaged makes way for the network, and without one for the price book', async () => {
    await run(['sync']);
    for (const path of files(/json/)) flip(path);
    const offline = await run(['show', 'gpt-4o', '--json', '--offline']);
    expect(told(jsonOf(offline))).toEqual([
      expect.any(Number),
      'price-book',
      ['CACHE_DAMAGED', 'PRICE_BOOK'],
    ]);
    expect(told(jsonOf(await show()))).toEqual([2e-6, 'network', ['CACHE_DAMAGED']]);
  });
});

describe('a disk', () => {
  const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0;

  /** Runs a script that has a disk of its own at the cache; what its commands printed, by the names of their files. */
  async function onDisk(script: readonly string[], names: readonly string[]): Promise<readonly JsonObject[]> {
    mkdirSync(cache, { recursive: true });
    const more: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      HOME: home.dir,
      LLMCOST_CACHE_DIR: cache,
      LLMCOST_CONFIG_DIR: join(home.dir, 'config'),
      LLMCOST_MAP_URL: server.url,
      OUT: home.dir,
    };
    const lines = [
      `llmcost() { '${process.execPath}' '${BIN}' "$@" --json; }`,
      'mount -t tmpfs -o size=1m tmpfs "$LLMCOST_CACHE_DIR"',
      ...script,
      'find "$LLMCOST_CACHE_DIR" > "$OUT/left"',
    ];
    const { stderr } = await start(['unshare', '-rm', 'sh', '-c', lines.join('\n')], { env: more }).ended;
    expect(stderr).toBe('');
    expect(readFileSync(join(home.dir, 'left'), 'utf8')).not.toContain('.tmp-');
    return names.map((name) => asObject(parseJson(readFileSync(join(home.dir, name), 'utf8'))) ?? {});
  }

  it.skipIf(!canMount).each([0, 4, 24, 48, 72, 88])(
    'with room for %d KB keeps the last good map (skipped where nothing can be mounted)',
    async (spareKb) => {
      server.answer(map(OLD), map(NEW));
      const [synced, shown, refreshed] = await onDisk(
        [
          'llmcost sync > /dev/null',
          'used=$(df -k --output=used "$LLMCOST_CACHE_DIR" | tail -1)',
          `mount -o remount,size=$((used + ${spareKb}))k "$LLMCOST_CACHE_DIR"`,
          'llmcost sync > "$OUT/synced"',
          'llmcost show tern-1 --offline > "$OUT/shown"',
          'llmcost show tern-1 --refresh > "$OUT/refreshed"',
        ],
        ['synced', 'shown', 'refreshed'],
      );
      expect(field(synced, 'error')).toMatchObject({
        code: 'MAP_UNAVAILABLE',
        message: expect.stringMatching(/could not be kept in .*: no space is left on the disk\.$/),
      });
      expect(told(shown ?? {})).toEqual([2e-6, 'cache', []]);
      expect(told(refreshed ?? {})).toEqual([3e-6, 'network', ['NOT_CACHED']]);
    },
  );

  it.skipIf(!canMount)('that is read-only is read (skipped where nothing can be mounted)', async () => {
    server.answer(map(OLD), map(NEW));
    const [shown, refreshed, synced, imported] = await onDisk(
      [
        'llmcost sync > /dev/null',
        'mount -o remount,ro "$LLMCOST_CACHE_DIR"',
        'llmcost show tern-1 > "$OUT/shown"',
        'llmcost show tern-1 --refresh > "$OUT/refreshed"',
        'llmcost sync > "$OUT/synced"',
        `llmcost import '${home.write('old.json', OLD)}' --date 2026-05-24 > "$OUT/imported"`,
      ],
      ['shown', 'refreshed', 'synced', 'imported'],
    );
    expect(told(shown ?? {})).toEqual([2e-6, 'cache', []]);
    expect(told(refreshed ?? {})).toEqual([3e-6, 'network', ['NOT_CACHED']]);
    for (const refused of [synced, imported]) {
      expect(field(refused, 'error')).toMatchObject({
        code: 'MAP_UNAVAILABLE',
        message: expect.stringMatching(/could not be kept in .*: the file system is read-only\.$/),
      });
    }
  });

  it.skipIf(!canMount)(
    'without room for a lock that had to be fetched answers all the same (skipped where nothing can be mounted)',
    async () => {
      await run(['lock', '--lock', 'own.lock.json']);
      const [shown] = await onDisk(
        [
          'mount -o remount,size=8k "$LLMCOST_CACHE_DIR"',
          `llmcost show tern-1 --lock '${join(home.dir, 'own.lock.json')}' > "$OUT/shown"`,
        ],
        ['shown'],
      );
      expect(told(shown ?? {})).toEqual([2e-6, 'lock', ['NOT_CACHED']]);
    },
  );
});
