/** A cache that somebody else could have written to, as a real command meets it. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asList, asObject, asText, field, type JsonObject } from '../../src/core/json.ts';
import { map, startMapServer, type MapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import { start, type Ended } from '../helpers/processes.ts';
import { BIN, jsonOf, makeCliHome, type CliHome, type CliOptions } from '../helpers/run-cli.ts';

const OLD = mapOf(60, 2e-6);
const NEW = mapOf(60, 3e-6);
const IS_ROOT = process.getuid?.() === 0;
const OTHER_UID = 31_337;

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

function run(args: readonly string[], options: CliOptions = {}): Promise<Ended> {
  const env = { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: server.url, ...options.env };
  return home.run(args, { ...options, env });
}

/** Price, source and codes of warnings of `tern-1`. */
async function told(options?: CliOptions): Promise<readonly unknown[]> {
  const document: JsonObject = jsonOf(await run(['show', 'tern-1', '--json'], options));
  return [
    asObject(field(document, 'headline'))?.['input'],
    asObject(field(document, 'source'))?.['kind'],
    asList(field(document, 'warnings')).map((warning) => asText(field(asObject(warning), 'code'))),
  ];
}

const names = (pattern: RegExp) =>
  readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => join(cache, name));

const onlyDirectories = () => [cache, ...names(/^/).filter((path) => statSync(path).isDirectory())];

/** What makes a directory one that somebody else could have written to. */
const HARMS: readonly (readonly [string, (path: string) => void, string])[] = [
  ['writable by every user', (path) => chmodSync(path, 0o777), 'every user can write to it'],
  ...(IS_ROOT
    ? [
        [
          'of another user',
          (path: string) => chownSync(path, OTHER_UID, OTHER_UID),
          `it belongs to another user (uid ${OTHER_UID})`,
        ] as const,
      ]
    : []),
];

describe.each(HARMS)('a cache of which a directory is %s', (_what, harm, reason) => {
  it('is not read and not written: the network answers, and a sentence says so', async () => {
    await run(['sync']);
    const directories = onlyDirectories();
    expect(directories.length).toBeGreaterThan(3);
    server.answer(map(NEW));
    for (const directory of directories) {
      const { mode, uid, gid } = statSync(directory);
      harm(directory);
      const before = names(/^/);
      expect([directory, await told()]).toEqual([directory, [3e-6, 'network', ['CACHE_NOT_USED']]]);
      const { stderr } = await run(['show', 'tern-1']);
      expect(stderr).toBe(
        `llmcost: The cache in ${cache} is not used: ${reason}. LLMCOST_CACHE_DIR names another place.\n`,
      );
      expect(names(/^/)).toEqual(before);
      chmodSync(directory, mode & 0o777);
      if (IS_ROOT) chownSync(directory, uid, gid);
    }
    expect(await told()).toEqual([2e-6, 'cache', []]);
  });

  it('answers without a network from the price book', async () => {
    await run(['sync']);
    harm(cache);
    const document = jsonOf(await run(['show', 'gpt-4o', '--json', '--offline']));
    expect(document).toMatchObject({
      source: { kind: 'price-book' },
      warnings: [{ code: 'CACHE_NOT_USED' }, { code: 'PRICE_BOOK' }],
    });
  });

  it('is refused by what is about the cache itself', async () => {
    await run(['sync']);
    server.answer(map(NEW));
    harm(cache);
    const before = names(/^/);
    for (const args of [
      ['sync'],
      ['cache', 'clear'],
      ['cache', 'prune', '--keep', '1'],
      ['history', 'tern-1'],
      ['show', 'tern-1', '--as-of', '2026-11-01'],
      ['import', home.write('old.json', OLD), '--date', '2026-05-24'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect([args, code, stdout]).toEqual([args, 5, '']);
      expect(stderr).toContain(reason);
    }
    const status = await run(['cache', '--json']);
    expect(jsonOf(status)).toMatchObject({ state: 'none', files: 0, warnings: [{ code: 'CACHE_NOT_USED' }] });
    expect(names(/^/)).toEqual(before);
  });

  it('is not asked by Tab either', async () => {
    await run(['sync']);
    const offers = async () => (await run(['__complete', 'show', 'ter'])).stdout;
    expect(await offers()).toContain('tern-1');
    harm(cache);
    expect(await offers()).toBe('');
  });
});

describe('a file of the cache', () => {
  const FILES: readonly (readonly [string, RegExp])[] = [
    ['pointer', /pointer\.json$/],
    ['index', /\.index\.json$/],
    ['stored map', /[0-9a-f]{64}\.json$/],
    ['published map', /\.json\.gz$/],
  ];
  const INSTEAD: readonly (readonly [string, (path: string) => void])[] = [
    ['a pipe', (path) => void spawnSync('mkfifo', [path])],
    ['/dev/zero', (path) => symlinkSync('/dev/zero', path)],
    ['/proc/kmsg', (path) => symlinkSync('/proc/kmsg', path)],
    ['a directory', (path) => mkdirSync(path)],
    ['a link to itself', (path) => symlinkSync(path, path)],
  ];

  it.each(
    FILES.flatMap(([file, pattern]) => INSTEAD.map(([what, make]) => [file, what, pattern, make] as const)),
  )(
    'in the place of which there is something else is not waited for: the %s, %s',
    async (_file, _what, pattern, make) => {
      await run(['sync']);
      for (const path of names(pattern)) {
        rmSync(path);
        make(path);
      }
      for (const args of [
        ['show', 'tern-1', '--json'],
        ['cache', '--json'],
        ['history', 'tern-1', '--json'],
        ['sync', '--json'],
      ]) {
        const { code, stdout } = await run(args);
        expect([0, 5]).toContain(code);
        expect(stdout).not.toContain('INTERNAL');
      }
      expect((await told())[0]).toBe(2e-6);
    },
  );

  it('that is a pipe in the place of the pointer is told', async () => {
    await run(['sync']);
    for (const path of names(/pointer\.json$|\.gz$/)) rmSync(path);
    for (const path of names(/maps\/[^/]*$/)) spawnSync('mkfifo', [join(path, 'pointer.json')]);
    const { stderr } = await run(['show', 'tern-1']);
    expect(stderr).toContain('The cached copy is not used: its pointer cannot be read (it is a named pipe');
    expect(await told()).toEqual([2e-6, 'cache', []]);
  });

  it('that every user can write to is not believed', async () => {
    await run(['sync']);
    for (const [, pattern] of FILES) for (const path of names(pattern)) chmodSync(path, 0o666);
    expect(await told()).toEqual([2e-6, 'network', ['CACHE_DAMAGED']]);
    expect(await told()).toEqual([2e-6, 'cache', []]);
  });
});

describe('LLMCOST_CACHE_DIR', () => {
  it.each(['/proc/x', '/proc/self/x/y', '/sys/x', '/dev/null', '/dev/null/x', '/dev/full/a/b'])(
    'as %s is refused in a sentence, and the network answers',
    async (dir) => {
      const options = { env: { LLMCOST_CACHE_DIR: dir } };
      expect(await told(options)).toEqual([2e-6, 'network', ['NOT_CACHED']]);
      const { code, stderr } = await run(['sync'], options);
      expect(code).toBe(5);
      expect(stderr).toContain(`The map came, but could not be kept in ${dir}: `);
      expect((await run(['cache', 'clear'], options)).code).toBe(0);
    },
  );

  it('is made so that nobody else can write to it, whatever the umask', async () => {
    const script = `umask 0; exec '${process.execPath}' '${BIN}' sync`;
    const env = { HOME: home.dir, LLMCOST_CACHE_DIR: cache, LLMCOST_MAP_URL: server.url };
    expect((await start(['sh', '-c', script], { env }).ended).code).toBe(0);
    for (const path of [cache, ...names(/^/)]) expect([path, statSync(path).mode & 0o002]).toEqual([path, 0]);
    expect(await told()).toEqual([2e-6, 'cache', []]);
  });
});

describe.skipIf(!IS_ROOT)('a cache in a directory like /tmp', () => {
  it('is used, but nothing in it of another user', async () => {
    mkdirSync(cache);
    chmodSync(cache, 0o1777);
    expect(await told()).toEqual([2e-6, 'network', []]);
    expect(await told()).toEqual([2e-6, 'cache', []]);
    rmSync(join(cache, 'maps'), { recursive: true });
    mkdirSync(join(cache, 'maps'));
    chownSync(join(cache, 'maps'), OTHER_UID, OTHER_UID);
    expect(await told()).toEqual([2e-6, 'network', ['CACHE_NOT_USED']]);
  });
});

describe.skipIf(!IS_ROOT)('two users', () => {
  it('each trust what root keeps, and root nothing of theirs', async () => {
    chmodSync(home.dir, 0o755);
    await run(['sync']);
    expect(await told({ uid: OTHER_UID })).toEqual([2e-6, 'cache', []]);
    const theirs = join(home.dir, 'theirs');
    mkdirSync(theirs);
    chownSync(theirs, OTHER_UID, OTHER_UID);
    const options = { env: { LLMCOST_CACHE_DIR: join(theirs, 'cache') } };
    expect(await told({ ...options, uid: OTHER_UID })).toEqual([2e-6, 'network', []]);
    expect(await told({ ...options, uid: OTHER_UID })).toEqual([2e-6, 'cache', []]);
    expect(await told(options)).toEqual([2e-6, 'network', ['CACHE_NOT_USED']]);
    // Nor does root clear it, wherever its links lead.
    expect((await run(['cache', 'clear'], options)).code).toBe(5);
    expect(existsSync(join(theirs, 'cache', 'maps'))).toBe(true);
  });
});
