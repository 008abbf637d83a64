import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathsFor } from '../../src/core/paths.ts';
import { BIN } from '../helpers/run-cli.ts';

const isUnix = process.platform === 'linux';

describe.skipIf(!isUnix)('on Linux', () => {
  it.each<[string, Record<string, string>, string, string]>([
    [
      'what llmcost is told',
      { HOME: '/h', LLMCOST_CACHE_DIR: '/c', LLMCOST_CONFIG_DIR: '/d', XDG_CACHE_HOME: '/x' },
      '/c',
      '/d',
    ],
    [
      "XDG's directories",
      { HOME: '/h', XDG_CACHE_HOME: '/x', XDG_CONFIG_HOME: '/y' },
      '/x/llmcost',
      '/y/llmcost',
    ],
    ['the home', { HOME: '/h' }, '/h/.cache/llmcost', '/h/.config/llmcost'],
    [
      'the home, where variables are empty',
      { HOME: '/h', XDG_CACHE_HOME: '', LLMCOST_CACHE_DIR: '' },
      '/h/.cache/llmcost',
      '/h/.config/llmcost',
    ],
    [
      'the account, without a variable',
      {},
      join(homedir(), '.cache/llmcost'),
      join(homedir(), '.config/llmcost'),
    ],
  ])('caches and settings lie by %s', (_what, env, cacheDir, configDir) => {
    expect(pathsFor(env, '/package')).toMatchObject({ cacheDir, configDir, packageDir: '/package' });
  });

  it.skipIf(process.getuid?.() !== 0)('a user without a name and a home gets an answer', () => {
    const { status, stdout } = spawnSync(process.execPath, [BIN, 'show', 'gpt-4o', '--json'], {
      env: { LLMCOST_OFFLINE: '1' },
      uid: 54_321,
      gid: 54_321,
      cwd: '/',
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ model: 'gpt-4o' });
  });
});
