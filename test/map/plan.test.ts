import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MAP_URL } from '../../src/core/defaults.ts';
import { UsageError } from '../../src/core/errors.ts';
import { cacheName, toAddress } from '../../src/map/address.ts';
import { configuredMap, offlineVariable } from '../../src/map/plan.ts';

describe('an address', () => {
  it.each([
    ['https://maps.example/map.json', 'https://maps.example/map.json'],
    ['HTTPS://Maps.Example/map.json', 'https://maps.example/map.json'],
    [
      'http://anna:s3cret@maps.example:8080/map.json?token=s3cret#s3cret',
      'http://maps.example:8080/map.json?…',
    ],
  ])('%s is shown as %s', (text, shown) => {
    expect(toAddress(text, '/')).toMatchObject({ kind: 'url', shown });
  });

  it.each(['map.json', './maps/map.json', '../map.json', 'C:\\maps\\map.json', 'a:b.json', '-'])(
    'that is a path is shown as it was typed: %s',
    (text) => {
      expect(toAddress(text, '/home/anna')).toEqual({
        kind: 'file',
        path: resolve('/home/anna', text),
        shown: text,
      });
    },
  );

  it('may be the URL of a file', () => {
    const path = resolve('/maps/ä map.json');
    expect(toAddress(pathToFileURL(path).href, '/')).toEqual({ kind: 'file', path, shown: path });
  });

  it.each([
    'ftp://maps.example/map.json',
    's3://bucket/map.json',
    'http://',
    'https://[',
    'file://server/share%2Fmap.json',
  ])('%s is a mistake of the user', (text) => {
    expect(() => toAddress(text, '/')).toThrow(UsageError);
  });
});

describe('the place in the cache', () => {
  const name = (text: string) => cacheName(toAddress(text, '/home/anna'));

  it('differs for addresses that differ in anything', () => {
    const names = [
      'https://maps.example/map.json',
      'http://maps.example/map.json',
      'https://maps.example/map.json?branch=next',
      'https://maps.example:8443/map.json',
      'https://anna@maps.example/map.json',
      'map.json',
      'maps/map.json',
    ].map(name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is a name that every file system takes', () => {
    for (const text of [
      'https://[::1]:8080/map',
      'file.with spaces&ümlauts',
      join('..', '..', '.hidden'),
      'x'.repeat(200),
    ]) {
      expect(name(text)).toMatch(/^[a-z0-9][a-z0-9.-]{0,60}$/);
    }
  });
});

describe('the environment', () => {
  it.each([
    [{}, DEFAULT_MAP_URL],
    [{ LLMCOST_MAP_URL: 'https://a.example' }, 'https://a.example'],
    [{ LITELLM_MODEL_COST_MAP_URL: 'https://b.example' }, 'https://b.example'],
    [
      { LLMCOST_MAP_URL: 'https://a.example', LITELLM_MODEL_COST_MAP_URL: 'https://b.example' },
      'https://a.example',
    ],
    [{ LLMCOST_MAP_URL: '', LITELLM_MODEL_COST_MAP_URL: 'https://b.example' }, 'https://b.example'],
  ])('%j asks %s', (env, url) => {
    expect(configuredMap(env)).toBe(url);
  });

  it.each([
    [{}, null],
    [{ LLMCOST_OFFLINE: '1' }, 'LLMCOST_OFFLINE=1'],
    [{ LLMCOST_OFFLINE: 'yes' }, 'LLMCOST_OFFLINE=yes'],
    [{ LLMCOST_OFFLINE: '0' }, null],
    [{ LLMCOST_OFFLINE: 'false', LITELLM_LOCAL_MODEL_COST_MAP: 'True' }, null],
    [{ LITELLM_LOCAL_MODEL_COST_MAP: 'True' }, 'LITELLM_LOCAL_MODEL_COST_MAP=True'],
    [{ LITELLM_LOCAL_MODEL_COST_MAP: 'False' }, null],
    [{ LLMCOST_OFFLINE: '', LITELLM_LOCAL_MODEL_COST_MAP: 'true' }, 'LITELLM_LOCAL_MODEL_COST_MAP=true'],
  ])('%j is offline by %s', (env, by) => {
    expect(offlineVariable(env)).toBe(by);
  });
});
