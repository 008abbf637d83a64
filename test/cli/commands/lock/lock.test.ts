import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asList, asObject, field } from '../../../../src/core/json.ts';
import { map, startMapServer, status, type MapServer } from '../../../helpers/map-server.ts';
import { mapOf } from '../../../helpers/maps.ts';
import type { Ended } from '../../../helpers/processes.ts';
import { jsonOf, makeCliHome, type CliHome } from '../../../helpers/run-cli.ts';

const OLD = mapOf(60, 2e-6);
const NEW = mapOf(61, 3e-6);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let home: CliHome;
let server: MapServer;
let project: string;

beforeEach(async () => {
  home = makeCliHome();
  server = await startMapServer(map(OLD));
  project = join(home.dir, 'project');
  mkdirSync(join(project, 'deep'), { recursive: true });
});

afterEach(async () => {
  await server.close();
  home.remove();
});

interface Where {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const run = (args: readonly string[], where: Where = {}): Promise<Ended> =>
  home.run(args, {
    cwd: where.cwd ?? project,
    env: { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: server.url, ...where.env },
  });

const lockFile = () => join(project, 'llmcost.lock.json');
const readLock = () => asObject(JSON.parse(readFileSync(lockFile(), 'utf8'))) ?? {};

/** Price and source of `tern-1`, as `show` tells them. */
async function answer(flags: readonly string[] = [], where: Where = {}): Promise<readonly unknown[]> {
  const document = jsonOf(
    await run(['estimate', 'tern-1', '--input', '10k', '--requests', '100', '--json', ...flags], where),
  );
  const source = asObject(field(document, 'source'));
  return [field(document, 'totalUsd'), field(source, 'kind'), field(source, 'sha256')];
}

/** Another computer: nothing of the map is there. */
const bare = (): Where => ({ env: { LLMCOST_CACHE_DIR: join(home.dir, 'bare') } });

describe('llmcost lock', () => {
  it('writes which map it is, and commands below use exactly that one', async () => {
    const { stdout, code } = await run(['lock']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Locked\. Commands below the directory of .*llmcost\.lock\.json use exactly this map\.\n/,
    );
    expect(readLock()).toEqual({
      lockVersion: 1,
      url: server.url,
      sha256: sha256(OLD),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      modelCount: 60,
    });
    server.answer(map(NEW));
    await run(['sync']);
    expect(await answer([], { cwd: join(project, 'deep') })).toEqual([2, 'lock', sha256(OLD)]);
    expect(await answer([], { cwd: home.dir })).toEqual([3, 'cache', sha256(NEW)]);
    expect(await answer(['--no-lock'])).toEqual([3, 'cache', sha256(NEW)]);
    expect(await answer(['--lock', 'project/llmcost.lock.json'], { cwd: home.dir })).toEqual([
      2,
      'lock',
      sha256(OLD),
    ]);
    home.write('project/own.json', NEW);
    expect(await answer(['--map', 'own.json'])).toEqual([3, 'file', sha256(NEW)]);
  });

  it('asks nobody while the cache has the map', async () => {
    await run(['lock']);
    const asked = server.asked.length;
    server.answer(map(NEW));
    expect(await answer()).toEqual([2, 'lock', sha256(OLD)]);
    // The copy that is current, the place of its own, and the history.
    await run(['sync'], { cwd: home.dir });
    expect(await answer()).toEqual([2, 'lock', sha256(OLD)]);
    expect(await answer()).toEqual([2, 'lock', sha256(OLD)]);
    expect(server.asked).toHaveLength(asked + 1);
  });

  it('outlives the history that it was found in', async () => {
    await run(['lock']);
    server.answer(map(NEW));
    await run(['sync']);
    await answer();
    await run(['cache', 'prune', '--keep', '1']);
    expect(await answer([], bare())).toEqual([undefined, undefined, undefined]);
    expect(await answer(['--offline'])).toEqual([2, 'lock', sha256(OLD)]);
    // What of it is damaged is made anew.
    const maps = join(home.dir, 'cache', 'maps');
    const own = readdirSync(maps).find((name) => name.startsWith('lock-')) ?? '';
    const stored = readdirSync(join(maps, own)).find((name) => /^[0-9a-f]{64}\.json$/.test(name)) ?? '';
    writeFileSync(join(maps, own, stored), 'damaged');
    expect(await answer(['--offline'])).toEqual([2, 'lock', sha256(OLD)]);
  });

  it('fetches what it names on another computer, and checks it', async () => {
    await run(['lock']);
    expect(await answer([], bare())).toEqual([2, 'lock', sha256(OLD)]);
    server.answer(status(500));
    expect(await answer(['--offline'], bare())).toEqual([2, 'lock', sha256(OLD)]);
  });

  it.each([
    ['another map', () => map(NEW), [], 'has now is not the locked map'],
    ['no map', () => status(404), [], 'the server answered 404'],
    ['nobody asked', () => map(OLD), ['--offline'], '--offline forbids to fetch'],
  ])('fails with 5 rather than answer from another: %s', async (_what, answerWith, flags, reason) => {
    await run(['lock']);
    server.answer(answerWith());
    for (const args of [['show', 'tern-1'], ['list'], ['estimate', 'tern-1', '--input', '1']]) {
      const ended = await run([...args, ...flags], bare());
      expect([args[0], ended.code, ended.stdout]).toEqual([args[0], 5, '']);
      expect(ended.stderr).toMatch(
        new RegExp(`that .*llmcost\\.lock\\.json names is not in the cache\\. .*${reason}`),
      );
    }
  });

  it('does not ask again for ten minutes after a failure', async () => {
    await run(['lock']);
    server.answer(status(404));
    await run(['show', 'tern-1'], bare());
    const asked = server.asked.length;
    const again = await run(['show', 'tern-1'], bare());
    expect(again.stderr).toContain('(tried less than a minute ago)');
    expect(server.asked).toHaveLength(asked);
    await run(['show', 'tern-1', '--refresh'], bare());
    expect(server.asked).toHaveLength(asked + 1);
  });

  it('takes a map that the user brings', async () => {
    await run(['lock']);
    const file = home.write('old.json', OLD);
    await run(['import', file, '--date', '2026-05-24'], bare());
    expect(await answer(['--offline'], bare())).toEqual([2, 'lock', sha256(OLD)]);
  });

  it('names a file from where it lies itself', async () => {
    home.write('project/map.json', OLD);
    await run(['lock', '--map', './map.json', '--lock', 'deep/own.lock.json']);
    const moved = join(home.dir, 'moved');
    renameSync(project, moved);
    expect(JSON.parse(readFileSync(join(moved, 'deep/own.lock.json'), 'utf8'))).toMatchObject({
      url: '../map.json',
    });
    const where = { cwd: home.dir, env: { LLMCOST_OFFLINE: '1' } };
    expect(await answer(['--lock', 'moved/deep/own.lock.json'], where)).toEqual([2, 'lock', sha256(OLD)]);
    home.write('moved/map.json', NEW);
    expect(await answer(['--lock', 'moved/deep/own.lock.json'], where)).toEqual([2, 'lock', sha256(OLD)]);
    const elsewhere = { ...where, env: { ...where.env, ...bare().env } };
    expect(await answer(['--lock', 'moved/deep/own.lock.json'], elsewhere)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('works without a cache to write to, and says so', async () => {
    await run(['lock']);
    writeFileSync(join(home.dir, 'bare'), 'a file');
    const ended = await run(['estimate', 'tern-1', '--input', '500', '--requests', '2k', '--json'], bare());
    expect(jsonOf(ended)).toMatchObject({
      totalUsd: 2,
      source: { kind: 'lock' },
      warnings: [{ code: 'NOT_CACHED' }],
    });
  });

  it('says that flags for a newer map have no effect', async () => {
    await run(['lock']);
    const { stderr, code } = await run(['show', 'tern-1', '--refresh']);
    expect(code).toBe(0);
    expect(stderr).toContain('--refresh has no effect: the map is locked.');
  });
});

describe('the entries in a lock', () => {
  beforeEach(async () => {
    await run(['lock', '--models', 'tern-1,TERN-2', '--models', 'tern-3*']);
  });

  it('are those that --models named', () => {
    expect(readLock()['models']).toEqual(['tern-1', 'TERN-2', 'tern-3*']);
    expect(Object.keys(asObject(readLock()['entries']) ?? {})).toEqual([
      'tern-1',
      'tern-2',
      'tern-3',
      ...Array.from({ length: 10 }, (_, index) => `tern-3${index}`),
    ]);
  });

  it('answer on a bare computer, offline and without a word', async () => {
    server.answer(status(500));
    const ended = await run(
      ['estimate', 'tern-1', '--input', '500', '--requests', '2k', '--json', '--offline'],
      bare(),
    );
    expect(jsonOf(ended)).toMatchObject({
      totalUsd: 2,
      warnings: [],
      source: { kind: 'lock-entries', location: lockFile(), modelCount: 13, projectFiles: [lockFile()] },
    });
    expect(existsSync(join(home.dir, 'bare'))).toBe(false);
    const [price, kind, hash] = await answer([], bare());
    expect([price, kind, hash]).toEqual([2, 'lock-entries', readLock()['entriesSha256']]);
    expect(hash).not.toBe(sha256(OLD));
    expect(server.asked).toHaveLength(1);
  });

  it('are all that is known where the whole map cannot be had', async () => {
    server.answer(map(NEW));
    const page = await run(['show', 'tern-1', '--json'], bare());
    expect(page.code).toBe(0);
    const document = jsonOf(page);
    const similar = asList(field(document, 'similar')).map((row) => field(asObject(row), 'key'));
    expect(similar).toContain('tern-2');
    expect(similar).not.toContain('tern-4');
    expect(document).toMatchObject({
      warnings: [{ code: 'LOCK_ENTRIES_ONLY', message: expect.stringContaining('tern-1, tern-2, tern-3') }],
    });
    for (const args of [['show', 'tern-4'], ['show', 'Tern-1'], ['list', 'tern-1'], ['providers']]) {
      const ended = await run([...args, '--offline'], bare());
      expect([args, ended.code]).toEqual([args, 5]);
      expect(ended.stderr).toContain('The lock keeps 13 of its entries, each under its own key: tern-1,');
    }
  });

  it('stand back for the whole map where it can be had', async () => {
    const document = jsonOf(await run(['show', 'Tern-4', '--json'], bare()));
    expect(document).toMatchObject({ model: 'tern-4', warnings: [], source: { kind: 'lock' } });
  });

  it('that were edited are not used', async () => {
    writeFileSync(lockFile(), readFileSync(lockFile(), 'utf8').replace('0.000002', '0.000001'));
    const { code, stderr } = await run(['show', 'tern-1']);
    expect(code).toBe(2);
    expect(stderr).toContain(`${lockFile()}: entries does not match "entriesSha256"`);
    expect((await run(['show', 'tern-1', '--no-lock'])).code).toBe(0);
  });
});

describe('llmcost lock --update', () => {
  it('takes the newest map, and says what that changes for the kept models', async () => {
    await run(['lock', '--models', 'tern-1']);
    server.answer(map(NEW));
    const { stdout, code } = await run(['lock', '--update'], { cwd: join(project, 'deep') });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The lock was updated\.\n/);
    expect(stdout).toContain('0 models added, 0 removed, 1 changed.\n');
    expect(stdout).toContain('\n  Input   $2.0000   $3.0000 / 1M tokens    +50%\n');
    expect(readLock()).toMatchObject({ sha256: sha256(NEW), modelCount: 61, models: ['tern-1'] });
    expect(await answer()).toEqual([3, 'lock', sha256(NEW)]);
    const again = await run(['lock', '--update', '--json']);
    expect(jsonOf(again)).toMatchObject({ status: 'unchanged', previous: { sha256: sha256(NEW) } });
  });

  it('of a whole map shows all of it, as Markdown too', async () => {
    await run(['lock']);
    server.answer(map(NEW));
    const { stdout } = await run(['lock', '--update', '--format', 'markdown']);
    expect(stdout).toMatch(/^### Cost map: .* → /);
    expect(stdout).toContain('1 model added, 0 removed, 60 changed: 120 prices.');
  });

  it('compares the entries of the lock where the map of before is gone', async () => {
    await run(['lock', '--models', 'tern-1']);
    server.answer(map(NEW));
    const document = jsonOf(await run(['lock', '--update', '--json'], bare()));
    expect(document).toMatchObject({
      status: 'updated',
      diff: { counts: { changed: 1, prices: 2 } },
      warnings: [],
    });
  });

  it('says where it cannot tell what changed', async () => {
    await run(['lock']);
    server.answer(map(NEW));
    const document = jsonOf(await run(['lock', '--update', '--json'], bare()));
    expect(document).toMatchObject({ status: 'updated', diff: null, warnings: [{ code: 'NO_DIFF' }] });
  });

  it('changes the models that are kept', async () => {
    await run(['lock', '--models', 'tern-1']);
    await run(['lock', '--update', '--models', 'tern-2']);
    expect(Object.keys(asObject(readLock()['entries']) ?? {})).toEqual(['tern-2']);
    await run(['lock', '--update', '--no-models']);
    expect(readLock()['entries']).toBeUndefined();
  });

  it('shows before it is made what it would change', async () => {
    await run(['lock']);
    server.answer(map(NEW));
    await run(['sync']);
    const document = jsonOf(await run(['diff', 'lock', 'current', '--json']));
    expect(document).toMatchObject({
      before: { kind: 'lock', sha256: sha256(OLD) },
      after: { kind: 'cache', sha256: sha256(NEW) },
      counts: { added: 1, changed: 60 },
    });
  });

  it('leaves the lock alone where it fails', async () => {
    await run(['lock', '--models', 'tern-60'], {}).then(({ code }) => expect(code).toBe(3));
    expect(existsSync(lockFile())).toBe(false);
    await run(['lock', '--models', 'tern-1']);
    const before = readFileSync(lockFile(), 'utf8');
    server.answer(map(NEW.replaceAll('"tern-1"', '"gone-1"')));
    expect((await run(['lock', '--update'])).code).toBe(3);
    expect(readFileSync(lockFile(), 'utf8')).toBe(before);
  });

  it.each([
    [['lock'], 2, 'There is a lock already: '],
    [['lock', '--update', '--lock', 'none.json'], 2, 'none.json does not exist.'],
    [
      ['lock', '--lock', '/proc/llmcost.lock.json'],
      2,
      'The lock could not be written to /proc/llmcost.lock.json',
    ],
  ])('%j ends with %s: %s', async (args, code, message) => {
    await run(['lock']);
    const ended = await run(args);
    expect(ended.stderr).toContain(message);
    expect(ended.code).toBe(code);
  });

  it('needs a lock, and a map to lock', async () => {
    expect((await run(['lock', '--update'])).stderr).toContain(
      'There is no lock in this directory or above it.',
    );
    const ended = await run(['lock', '--offline']);
    expect(ended.code).toBe(5);
    expect(ended.stderr).toContain('There is no map to lock. The map was not fetched (--offline).');
    rmSync(project, { recursive: true });
  });
});
