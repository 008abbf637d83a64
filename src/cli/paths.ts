import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Paths } from '../deps.ts';

const APP = 'llmcost';

/**
 * Where this computer keeps caches and settings. `LLMCOST_CACHE_DIR` and `LLMCOST_CONFIG_DIR` come
 * first; XDG's variables are honoured on every platform where somebody sets them; else it is what the
 * platform says (Library on macOS, AppData on Windows).
 */
export function pathsFor(env: Readonly<Record<string, string | undefined>>, packageDir: string): Paths {
  const platform = envPaths(APP, { suffix: '' });
  const under = (home: string | undefined, otherwise: string) => (home ? join(home, APP) : otherwise);
  return {
    cacheDir: env['LLMCOST_CACHE_DIR'] || under(env['XDG_CACHE_HOME'], platform.cache),
    configDir: env['LLMCOST_CONFIG_DIR'] || under(env['XDG_CONFIG_HOME'], platform.config),
    homeDir: env['HOME'] || env['USERPROFILE'] || homedir(),
    packageDir,
  };
}
