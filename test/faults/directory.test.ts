/** What a directory of somebody else's can do to whoever runs a real command in it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asList, asObject, asText, field, type JsonObject } from '../../src/core/json.ts';
import { map, startMapServer, type MapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import type { Ended } from '../helpers/processes.ts';
import { jsonOf, makeCliHome, type CliHome, type CliOptions } from '../helpers/run-cli.ts';

const OURS = mapOf(60, 2e-6);
const THEIRS = mapOf(60, 9e-6);
/** Stands in files that no answer may show anything of. */
const SECRET = 'canary-7f3a';
const IS_ROOT = process.getuid?.() === 0;
const OTHER_UID = 31_337;

const CONFIG = 'llmcost.config.json';
const LOCK = 'llmcost.lock.json';
const REVIEWS = 'llmcost.reviews.json';

let home: CliHome;
let ours: MapServer;
let theirs: MapServer;
/** The directory that does harm. */
let clone: string;

beforeEach(async () => {
  home = makeCliHome();
  ours = await startMapServer(map(OURS));
  theirs = await startMapServer(map(THEIRS));
  clone = join(home.dir, 'clone');
  mkdirSync(clone);
});

afterEach(async () => {
  await Promise.all([ours.close(), theirs.close()]);
  home.remove();
});

function run(args: readonly string[], options: CliOptions = {}): Promise<Ended> {
  const env = { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: ours.url, ...options.env };
  return home.run(args, { cwd: clone, ...options, env });
}

const show = async (options?: CliOptions) => jsonOf(await run(['show', 'tern-1', '--json'], options));
const inClone = (name: string, value: object | string) => {
  const path = join(clone, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

/** Price, source, project files and codes of warnings. */
function told(document: JsonObject): readonly unknown[] {
  const source = asObject(field(document, 'source'));
  return [
    asObject(field(document, 'headline'))?.['input'],
    source?.['kind'],
    source?.['projectFiles'],
    asList(field(document, 'warnings')).map((warning) => asText(field(asObject(warning), 'code'))),
  ];
}

const ENTRY = { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 9e-6 };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const lockOf = (url: string, text = THEIRS) => ({
  lockVersion: 1,
  url,
  sha256: sha256(text),
  date: '2026-11-01T00:00:00Z',
  modelCount: 60,
});
const entries = { 'tern-1': ENTRY };
const kept = {
  models: ['tern-1'],
  entries,
  entriesSha256: sha256(JSON.stringify(Object.entries(entries))),
};

describe('the address in a lock', () => {
  it('is not asked because the lock says so, and nothing answers in its place', async () => {
    const path = inClone(LOCK, lockOf(theirs.url));
    for (const args of [
      ['show', 'tern-1'],
      ['list'],
      ['estimate', 'tern-1', '--input', '1'],
      ['diff', 'lock'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect([args, code, stdout]).toEqual([args, 5, '']);
      expect(stderr).toContain(
        `It is at ${theirs.url}, which is not the configured address, and was not asked`,
      );
      expect(stderr).toContain(`If you trust it: llmcost config allow ${path}`);
    }
    const updated = await run(['lock', '--update']);
    expect(updated.code).toBe(2);
    expect(updated.stderr).toContain('which is not the configured address.');
    expect(theirs.asked).toHaveLength(0);
  });

  it('is asked where the user allowed the lock, as long as it stays the same', async () => {
    const path = inClone(LOCK, lockOf(theirs.url));
    const allowed = jsonOf(await run(['config', 'allow', '--json']));
    expect(allowed).toMatchObject({ allowed: [{ path, sha256: sha256(readFileSync(path, 'utf8')) }] });
    expect(told(await show())).toEqual([9e-6, 'lock', [path], []]);
    expect(theirs.asked).toHaveLength(1);
    inClone(LOCK, { ...lockOf(`${theirs.origin}/other.json`, OURS) });
    expect((await run(['show', 'tern-1'])).code).toBe(5);
    expect(theirs.asked).toHaveLength(1);
  });

  it('is asked where the user names the lock, or wrote it', async () => {
    inClone(LOCK, lockOf(theirs.url));
    expect(told(await show({ env: {} }))[0]).toBeUndefined();
    const named = jsonOf(await run(['show', 'tern-1', '--json', '--lock', LOCK]));
    expect(told(named)[0]).toBe(9e-6);
    rmSync(join(clone, LOCK));
    expect((await run(['lock', '--map', theirs.url])).code).toBe(0);
    const bare = { LLMCOST_CACHE_DIR: join(home.dir, 'bare') };
    expect(told(await show({ env: bare }))).toEqual([9e-6, 'lock', [join(clone, LOCK)], []]);
  });

  it('may be that of a file that came along, and of no other file', async () => {
    inClone('map.json', THEIRS);
    const path = inClone(LOCK, lockOf('./map.json'));
    expect(told(await show())).toEqual([9e-6, 'lock', [path], []]);
    const secret = home.write('secret.txt', SECRET);
    symlinkSync(secret, join(clone, 'link.json'));
    for (const url of [
      '../secret.txt',
      secret,
      `file://${secret}`,
      './link.json',
      '/etc/passwd',
      '/dev/zero',
    ]) {
      inClone(LOCK, lockOf(url, OURS));
      const { code, stdout, stderr } = await run(['show', 'tern-1', '--json']);
      expect([url, code, stderr]).toEqual([url, 5, '']);
      expect(stdout).toContain('was not asked for');
      expect(stdout).not.toContain(SECRET);
    }
  });

  it.each([
    ['a secret', (path: string) => writeFileSync(path, SECRET)],
    ['a pipe', (path: string) => void spawnSync('mkfifo', [path])],
    ['a directory', (path: string) => mkdirSync(path)],
  ])('that is %s shows nothing of it, nor of its hash', async (_what, make) => {
    make(join(clone, 'map.json'));
    inClone(LOCK, lockOf('./map.json'));
    const { code, stdout, stderr } = await run(['show', 'tern-1', '--json']);
    expect([code, stderr]).toEqual([5, '']);
    expect(stdout).toMatch(/has now is not the locked map|There is no regular file/);
    expect(stdout).not.toContain(SECRET);
    expect(stdout).not.toContain(sha256(SECRET).slice(0, 6));
  });
});

describe('the entries in a lock', () => {
  it('answer under their own SHA-256, never under that of the map', async () => {
    const path = inClone(LOCK, { ...lockOf(ours.url, OURS), ...kept });
    const { source, totalUsd } = jsonOf(await run(['estimate', 'tern-1', '--input', '1k', '--json']));
    expect(totalUsd).toBe(0.009);
    expect(source).toMatchObject({
      kind: 'lock-entries',
      location: path,
      sha256: kept.entriesSha256,
      models: 1,
    });
    const page = await run(['show', 'tern-1', '--offline']);
    expect(page.stdout).toContain('(kept in the lock)');
    expect(page.stdout + page.stderr).not.toContain(sha256(OURS));
    expect(ours.asked).toHaveLength(0);
  });
});

/** What may stand in the place of a file of the project. */
const UNFIT: readonly (readonly [string, (path: string) => void, RegExp])[] = [
  ['a link to /dev/zero', (path) => symlinkSync('/dev/zero', path), /it is a link, not a regular file/],
  [
    'a link to a secret',
    (path) => symlinkSync(join(home.dir, 'secret.txt'), path),
    /it is a link, not a regular/,
  ],
  ['a link to /proc', (path) => symlinkSync('/proc/self/environ', path), /it is a link, not a regular file/],
  ['a link to itself', (path) => symlinkSync(path, path), /it is a link, not a regular file/],
  ['a link to nowhere', (path) => symlinkSync('nowhere', path), /it is a link, not a regular file/],
  ['a pipe', (path) => void spawnSync('mkfifo', [path]), /it is a named pipe, not a regular file/],
  ['a directory', (path) => mkdirSync(path), /it is a directory, not a regular file/],
  ['two million brackets', (path) => writeFileSync(path, '['.repeat(2e6)), /it is larger than 1 MB/],
];

describe.each([CONFIG, LOCK, REVIEWS])('%s in a directory', (name) => {
  it.each(UNFIT)('that is %s is passed over in a sentence', async (_what, make, reason) => {
    home.write('secret.txt', JSON.stringify({ aliases: { 'tern-1': SECRET }, [SECRET]: 1 }));
    make(join(clone, name));
    const deep = join(clone, 'deep');
    mkdirSync(deep);
    const document = await show({ cwd: deep });
    expect(told(document)).toEqual([2e-6, 'network', [], ['PROJECT_FILE_NOT_USED']]);
    const { stdout, stderr } = await run(['show', 'tern-1'], { cwd: deep });
    expect(stderr).toMatch(reason);
    expect(stdout + stderr).not.toContain(SECRET);
  });

  it.each([
    ['no JSON', `{"a": ${SECRET}`],
    ['one more word', `{} ${SECRET}`],
    ['400,000 brackets', '['.repeat(4e5)],
    ['objects in objects', '{"aliases":'.repeat(9e4)],
  ])('that holds %s is refused, and not quoted', async (_what, text) => {
    inClone(name, text);
    for (const args of [
      ['show', 'tern-1'],
      ['config', 'show'],
      ['config', 'check'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect([0, 2]).toContain(code);
      if (args[0] === 'show') expect([code, stdout]).toEqual([2, '']);
      expect(stdout + stderr).not.toMatch(/canary|A bug in llmcost/);
    }
  });

  it.skipIf(!IS_ROOT)('of another user counts for nobody but him and whom he is allowed by', async () => {
    const contents: Readonly<Record<string, object>> = {
      [CONFIG]: { overrides: { 'tern-1': { usdPer1M: { input: 9 } } } },
      [LOCK]: { ...lockOf(ours.url, THEIRS), ...kept },
      [REVIEWS]: { reviews: { 'tern-1': { on: '2026-11-01', by: SECRET, against: 'x' } } },
    };
    const path = inClone(name, contents[name] ?? {});
    chownSync(path, OTHER_UID, OTHER_UID);
    const { stdout, stderr } = await run(['show', 'tern-1']);
    expect(stderr).toContain(`${path} is not used: it belongs to another user (uid ${OTHER_UID}).`);
    expect(stderr).toContain(`If you trust it: llmcost config allow ${path}`);
    expect(stdout).not.toContain(SECRET);
    expect(told(await show())).toEqual([2e-6, 'cache', [], ['PROJECT_FILE_NOT_USED']]);
    expect((await run(['config', 'allow', path])).code).toBe(0);
    const isUsed = (document: JsonObject) =>
      JSON.stringify([
        field(document, 'overrides'),
        field(document, 'source'),
        field(document, 'reviewedBy'),
      ]);
    expect(isUsed(await show())).toContain(path);
    // He changes it, and it counts no more.
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n`);
    expect(isUsed(await show())).not.toContain(path);
    expect((await run(['show', 'tern-1'])).stderr).toContain('and it has changed since you allowed it.');
  });
});

describe('settings', () => {
  it('are named by every answer that they had a say in', async () => {
    const path = inClone(CONFIG, { aliases: { mine: 'tern-1' }, prefer: ['shorebird'] });
    for (const args of [
      ['show', 'mine'],
      ['estimate', 'mine', '--input', '1'],
      ['list'],
      ['compare', 'mine', 'tern-2'],
    ]) {
      expect(jsonOf(await run([...args, '--json']))).toMatchObject({ source: { projectFiles: [path] } });
      const { stdout, stderr } = await run(args);
      expect(stdout + stderr).toContain(path);
    }
  });

  it('may be anybody’s where the user names them', async () => {
    const path = home.write('theirs.json', JSON.stringify({ tier: 'batch' }));
    if (IS_ROOT) chownSync(path, OTHER_UID, OTHER_UID);
    const ended = await run(['estimate', 'tern-1', '--input', '1', '--json'], {
      env: { LLMCOST_CONFIG: path },
    });
    expect(jsonOf(ended)).toMatchObject({ tier: 'batch' });
  });

  it.each(['/dev/zero', '/proc/self/environ', '/proc/kmsg', '/', 'fifo'])(
    'that are named as %s are refused, or empty',
    async (name) => {
      spawnSync('mkfifo', [join(clone, 'fifo')]);
      const { code, stdout, stderr } = await run(['show', 'tern-1'], { env: { LLMCOST_CONFIG: name } });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/not a regular file|is not JSON \(line 1, column 1\)/);
    },
  );

  it.each<[string, () => string]>([
    ['outside of its directory', () => '../secret.json'],
    ['by its whole path', () => join(home.dir, 'secret.json')],
    ['behind a link', () => (symlinkSync(home.dir, join(clone, 'in')), 'in/secret.json')],
    ['/dev/zero', () => '/dev/zero'],
    ['/proc', () => '/proc/self/environ'],
  ])('that name a file of scores %s are refused, and it is not shown', async (_what, name) => {
    home.write('secret.json', `{"models": {"${SECRET}": "${SECRET}"}}`);
    const path = inClone(CONFIG, { scores: name() });
    for (const args of [['show', 'tern-1'], ['config', 'check'], ['list']]) {
      const { code, stdout, stderr } = await run(args);
      expect([args, code]).toEqual([args, 2]);
      expect(stdout + stderr).toContain('outside of its directory');
      expect(stdout + stderr).not.toContain(SECRET);
    }
    // Who allows the settings allows what they name.
    await run(['config', 'allow', path]);
    const { code, stdout, stderr } = await run(['show', 'tern-1']);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain('outside of its directory');
  });

  it.each([
    ['a pipe', (path: string) => void spawnSync('mkfifo', [path]), /it is a named pipe, not a regular file/],
    [
      'a text',
      (path: string) => writeFileSync(path, `${SECRET} and more`),
      /is not JSON \(line 1, column 1\)/,
    ],
    [
      'two million brackets',
      (path: string) => writeFileSync(path, '['.repeat(2e6)),
      /it is larger than 1 MB/,
    ],
    ['deep', (path: string) => writeFileSync(path, '['.repeat(2e5)), /nested more than 100 levels deep/],
  ])('that name a file of scores that is %s are refused in a sentence', async (_what, make, reason) => {
    make(join(clone, 'scores.json'));
    inClone(CONFIG, { scores: 'scores.json' });
    for (const args of [
      ['show', 'tern-1'],
      ['config', 'check'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect([args, code]).toEqual([args, 2]);
      expect(stdout + stderr).toMatch(reason);
      expect(stdout + stderr).not.toContain(SECRET);
    }
  });
});

describe('what is allowed', () => {
  it('is refused for what is no small regular file', async () => {
    spawnSync('mkfifo', [join(clone, CONFIG)]);
    const { code, stderr } = await run(['config', 'allow']);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be read: it is a named pipe, not a regular file.');
  });

  it('is said to be nothing where there is no project', async () => {
    const { code, stderr } = await run(['config', 'allow']);
    expect(code).toBe(2);
    expect(stderr).toContain('There is no file of a project in this directory or above it.');
  });

  it('may be a link, by what it leads to', async () => {
    const shared = home.write('shared.json', JSON.stringify({ tier: 'batch' }));
    symlinkSync(shared, join(clone, CONFIG));
    expect((await run(['config', 'allow'])).stdout).toContain(`Allowed as it is now: ${join(clone, CONFIG)}`);
    const tier = async () => jsonOf(await run(['estimate', 'tern-1', '--input', '1', '--json']))['tier'];
    expect(await tier()).toBe('batch');
    writeFileSync(shared, JSON.stringify({ tier: 'flex' }));
    expect(await tier()).toBe('standard');
  });

  it.each([
    ['writable by every user', (path: string) => chmodSync(path, 0o666)],
    ['cut', (path: string) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20))],
    ['no JSON', (path: string) => writeFileSync(path, 'oops')],
    ['of another user', (path: string) => IS_ROOT && chownSync(path, OTHER_UID, OTHER_UID)],
  ])('is nothing where the file that says so is %s', async (what, harm) => {
    inClone(LOCK, lockOf(theirs.url));
    const { file } = jsonOf(await run(['config', 'allow', '--json']));
    harm(String(file));
    const isHarmed = IS_ROOT || what !== 'of another user';
    expect((await run(['show', 'tern-1'])).code).toBe(isHarmed ? 5 : 0);
  });
});

describe.skipIf(!IS_ROOT)('another user', () => {
  it('is not told what root keeps, and his directory does not price root’s runs', async () => {
    // A directory above belongs to him; root works in one of its own below.
    inClone(CONFIG, { overrides: { 'tern-1': { usdPer1M: { input: 9 } } } });
    chownSync(join(clone, CONFIG), OTHER_UID, OTHER_UID);
    chownSync(clone, OTHER_UID, OTHER_UID);
    const below = join(clone, 'roots');
    mkdirSync(below);
    expect(told(await show({ cwd: below }))).toEqual([2e-6, 'network', [], ['PROJECT_FILE_NOT_USED']]);
    // His own run takes it, and root's files count for him.
    chmodSync(home.dir, 0o755);
    const own = { LLMCOST_CACHE_DIR: join(clone, 'cache'), LLMCOST_CONFIG_DIR: join(clone, 'config') };
    expect(told(await show({ uid: OTHER_UID, env: own }))).toEqual([
      9e-6,
      'network',
      [join(clone, CONFIG)],
      [],
    ]);
    chownSync(join(clone, CONFIG), 0, 0);
    expect(told(await show({ uid: OTHER_UID, env: own }))[0]).toBe(9e-6);
  });
});

describe('a name that is longer than a file can have', () => {
  const long = '1'.repeat(400);

  it.each([
    ['diff', long],
    ['diff', 'current', long],
    ['show', long],
    ['show', 'tern-1', '--map', long],
    ['show', 'tern-1', '--lock', long],
    ['validate', long],
    ['import', long, '--date', '2026-01-01'],
    ['config', 'check', long],
    ['config', 'allow', long],
    ['lock', '--lock', long],
    ['tally', long],
    ['lifecycle', `${long}.py`],
  ])('is refused in a sentence: %s %s', async (...args) => {
    const { code, stdout, stderr } = await run(args);
    expect([2, 3, 5]).toContain(code);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^llmcost: (?!A bug)/);
  });
});
