import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { addressInLock, lockedAddress } from '../../../src/map/lock/address.ts';
import { findLock } from '../../../src/map/lock/find-lock.ts';
import { lockDocument, readLock, takeApart, type Lock } from '../../../src/map/lock/lock.ts';
import { entriesFor } from '../../../src/map/lock/write.ts';
import { toAddress } from '../../../src/map/address.ts';
import { planFor } from '../../../src/map/plan.ts';
import { toJson } from '../../../src/core/json-text.ts';
import { makeHome, type Home } from '../../helpers/home.ts';
import { storeOf } from '../../helpers/pricing.ts';

const LOCK: Lock = {
  url: 'https://maps.example/map.json',
  sha256: 'ab'.repeat(32),
  date: '2026-08-06T09:00:00.000Z',
  modelCount: 2984,
  models: ['tern-*'],
  entries: new Map([
    ['tern-2', { litellm_provider: 'shorebird', input_cost_per_token: 1.25e-7 }],
    ['tern-1', { litellm_provider: 'shorebird', note: 'naïve \u2028' }],
  ]),
};

let home: Home;

beforeEach(() => {
  home = makeHome();
});

afterEach(() => home.remove());

describe('a lock', () => {
  it('reads back as it was written, in plain decimals', () => {
    const text = toJson(lockDocument(LOCK));
    expect(readLock({ path: 'a.json', text })).toEqual(LOCK);
    expect(text).toContain('"input_cost_per_token": 0.000000125');
  });

  it('may be laid out as anybody likes, with a byte order mark in front', () => {
    const again: unknown = JSON.parse(toJson(lockDocument(LOCK)));
    writeFileSync(join(home.dir, 'lock.json'), `\uFEFF${JSON.stringify(again, null, '\t')}`);
    const { found } = findLock('lock.json', home.deps());
    expect(found && readLock(found)).toEqual(LOCK);
  });

  it('of a whole map keeps no entries', () => {
    const lock = { ...LOCK, models: [], entries: new Map() };
    expect(Object.keys(lockDocument(lock))).toEqual(['lockVersion', 'url', 'sha256', 'date', 'modelCount']);
    expect(takeApart(lockDocument(lock)).lock).toEqual(lock);
  });

  const changed = (change: object): JsonValue =>
    JSON.parse(JSON.stringify({ ...lockDocument(LOCK), ...change }));

  it.each<[string, JsonValue, string]>([
    ['a list', [], 'the file must be an object, not a list'],
    ['nothing', {}, 'lockVersion must be 1'],
    ['a version to come', changed({ lockVersion: 2 }), 'lockVersion is of a newer llmcost'],
    ['a version that is none', changed({ lockVersion: '1' }), 'lockVersion must be 1'],
    ['no address', changed({ url: '' }), 'url must be a text, not ""'],
    [
      'a short hash',
      changed({ sha256: 'abc' }),
      'sha256 must be the 64 hexadecimal digits of a SHA-256, not "abc"',
    ],
    ['a hash of capitals', changed({ sha256: 'AB'.repeat(32) }), 'sha256 must be the 64 hexadecimal digits'],
    [
      'a day',
      changed({ date: '2026-08-06' }),
      'date must be a moment such as 2026-08-06T09:00:00Z, not "2026-08-06"',
    ],
    ['no count', changed({ modelCount: null }), 'modelCount must be a number, 0 or more, not null'],
    ['a name that is none', changed({ models: ['a', 5] }), 'models[1] must be a text, not 5'],
    ['entries in a list', changed({ entries: [] }), 'entries must be an object, not a list'],
    [
      'an entry that is none',
      changed({ entries: { 'tern-1': 5, 'tern-2': {} } }),
      'entries.tern-1 must be an object, not 5',
    ],
    ['names without entries', changed({ entries: {} }), 'entries must hold the models that "models" names'],
    [
      'no check at all',
      changed({ entriesCheck: undefined, entriesSha256: undefined }),
      'entries does not match "entriesCheck"',
    ],
    [
      'entries of another SHA-256',
      changed({ entriesSha256: 'a'.repeat(64) }),
      'entries does not match "entriesSha256"',
    ],
    [
      'a price that was edited in a lock of llmcost 1.0',
      changed({
        entriesSha256: undefined,
        entries: { ...Object.fromEntries(LOCK.entries), 'tern-2': { input_cost_per_token: 1.26e-7 } },
      }),
      'entries does not match "entriesCheck": it was changed by hand, or cut',
    ],
    [
      'a price that was edited',
      changed({
        entries: { ...Object.fromEntries(LOCK.entries), 'tern-2': { input_cost_per_token: 1.26e-7 } },
      }),
      'entries does not match "entriesSha256": it was changed by hand, or cut',
    ],
  ])('with %s is refused, with the place', (_what, value, message) => {
    const file = { path: 'a.json', text: JSON.stringify(value) };
    expect(() => readLock(file)).toThrow(UsageError);
    expect(() => readLock(file)).toThrow(`a.json: ${message}`);
  });

  it('of llmcost 1.0 is read, by its CRC-32', () => {
    const text = JSON.stringify(changed({ entriesSha256: undefined }));
    expect(readLock({ path: 'a.json', text })).toEqual(LOCK);
  });

  it('that is no JSON, or not there, is refused', () => {
    const file = { path: 'a.json', text: '<<<<<<< HEAD\n' };
    expect(() => readLock(file)).toThrow('a.json: the file is not JSON (line 1, column 1).');
    const find = (name: string) => () => findLock(name, home.deps());
    expect(find('gone.json')).toThrow(`The lock ${join(home.dir, 'gone.json')} does not exist.`);
    expect(find('.')).toThrow(`The lock ${home.dir} cannot be read: it is a directory, not a regular file.`);
  });

  it('tells how many other things are wrong', () => {
    const { issues, lock } = takeApart(changed({ url: 1, sha256: 2 }));
    expect(lock).toBeUndefined();
    expect(issues.map(({ path }) => path)).toEqual([['url'], ['sha256']]);
  });
});

describe('the address in a lock', () => {
  const lockPath = '/project/llmcost.lock.json';

  it.each([
    ['https://maps.example/map.json', 'https://maps.example/map.json'],
    ['https://me:secret@maps.example/map.json?token=secret', 'https://maps.example/map.json?…'],
    ['/project/maps/map.json', './maps/map.json'],
    ['/maps/map.json', '../maps/map.json'],
    ['file:///project/map.json', './map.json'],
  ])('of %s is %s', (text, written) => {
    expect(addressInLock(toAddress(text, '/project'), lockPath)).toBe(written);
  });

  it.skipIf(process.platform === 'win32')('of a file begins at the lock, wherever the project lies', () => {
    const plan = planFor({}, home.deps());
    expect(lockedAddress({ url: './maps/map.json' }, '/elsewhere/llmcost.lock.json', plan)).toMatchObject({
      kind: 'file',
      path: '/elsewhere/maps/map.json',
    });
  });

  it('gets the secrets back that this computer has for it', () => {
    const url = 'https://me:secret@maps.example/map.json?token=secret';
    const plan = planFor({}, home.deps({ LLMCOST_MAP_URL: url }));
    const address = { url: 'https://maps.example/map.json?…' };
    expect(lockedAddress(address, lockPath, plan)).toMatchObject({ kind: 'url', url });
    const other = planFor({}, home.deps({ LLMCOST_MAP_URL: 'https://other.example/map.json?token=secret' }));
    expect(JSON.stringify(lockedAddress(address, lockPath, other))).not.toContain('secret');
  });
});

describe('looking for a lock', () => {
  it('takes the nearest one, in the working directory or above', () => {
    const deps = (cwd: string) => ({ ...home.deps(), cwd });
    const deep = join(home.dir, 'a', 'b');
    const found = (lock: string | boolean | undefined, cwd: string) => findLock(lock, deps(cwd)).found?.path;
    expect(found(true, deep)).toBeUndefined();
    writeFileSync(join(home.dir, 'llmcost.lock.json'), '');
    expect(found(true, deep)).toBe(join(home.dir, 'llmcost.lock.json'));
    expect(found(false, home.dir)).toBeUndefined();
    expect(found(undefined, home.dir)).toBeUndefined();
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'x.json'), '');
    expect(found('x.json', deep)).toBe(join(deep, 'x.json'));
  });
});

describe('the entries that a lock keeps', () => {
  const store = storeOf({
    'tern-1': { litellm_provider: 'shorebird', mode: 'image_generation' },
    'high/1024-x-1024/tern-1': { litellm_provider: 'shorebird' },
    '1024-x-1024/50-steps/bed/tern-1': { litellm_provider: 'shorebird' },
    'high/1024-x-1024/tern-10': { litellm_provider: 'shorebird' },
    'high/1024-x-1024/gull/tern-1': { litellm_provider: 'gull' },
    'gull/tern-1': { litellm_provider: 'gull' },
    'gull/high/1024-x-1024/tern-1': { litellm_provider: 'gull' },
    'tern-2': { litellm_provider: 'shorebird' },
  });
  const keys = (...names: readonly string[]) => [...entriesFor(store, names, {}).keys()];

  it('are those that are named, in the order of their keys, once', () => {
    expect(keys('tern-2', 'TERN-2', 'shorebird/tern-2')).toEqual(['tern-2']);
    expect(keys('gull/*', 'tern-2')).toEqual(['gull/high/1024-x-1024/tern-1', 'gull/tern-1', 'tern-2']);
    expect(keys()).toEqual([]);
  });

  it('have the prices of their images by size with them, of the same provider', () => {
    expect(keys('tern-1')).toEqual(['1024-x-1024/50-steps/bed/tern-1', 'high/1024-x-1024/tern-1', 'tern-1']);
    expect(keys('gull/tern-1')).toEqual([
      'gull/high/1024-x-1024/tern-1',
      'gull/tern-1',
      'high/1024-x-1024/gull/tern-1',
    ]);
    expect(keys('tern-2')).toEqual(['tern-2']);
  });

  it('have to be there', () => {
    expect(() => keys('tern-3')).toThrow('No model is called "tern-3"');
    expect(() => keys('tern-2', 'plover*')).toThrow('No key of the map fits "plover*".');
  });
});
