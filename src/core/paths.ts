import { join, dirname } from 'node:path';
import type { Paths } from './deps.ts';

const APP = 'llmcost';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where this computer keeps caches and settings. `LLMCOST_CACHE_DIR` and `LLMCOST_CONFIG_DIR` come
 * first; XDG's variables are honoured on every platform where somebody sets them; else it is what the
 * platform says (Library on macOS, AppData on Windows, `~/.cache` and `~/.config` elsewhere).
 */
export function pathsFor(env: Env, packageDir: string): Paths {
  const homeDir = homeOf(env);
  const platform = platformDirs(env, homeDir);
  const under = (home: string | undefined, otherwise: string) => (home ? join(home, APP) : otherwise);
  return {
    cacheDir: env['LLMCOST_CACHE_DIR'] || under(env['XDG_CACHE_HOME'], platform.cache),
    configDir: env['LLMCOST_CONFIG_DIR'] || under(env['XDG_CONFIG_HOME'], platform.config),
    homeDir,
    packageDir,
  };
}

/** Where Node keeps compiled code, below the cache directory. */
export function compiledDirOf(cacheDir: string): string {
  return join(cacheDir, 'compiled');
}

/** The working directory; where it has been removed, the root: nothing is found there, and nothing breaks. */
export function workingDir(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/** A container may run as a user that has no name and no home: then nothing can be kept, and all is answered. */
function homeOf(env: Env): string {
  const named = env['HOME'] || env['USERPROFILE'];
  if (named) return named;
  try {
    // Asked for where it is needed: a module that most starts need not load.
    return process.getBuiltinModule('node:os').homedir();
  } catch {
    return '/';
  }
}

function platformDirs(env: Env, home: string): { readonly cache: string; readonly config: string } {
  if (process.platform === 'darwin') {
    return { cache: join(home, 'Library/Caches', APP), config: join(home, 'Library/Preferences', APP) };
  }
  if (process.platform === 'win32') {
    const local = env['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
    const roaming = env['APPDATA'] || join(home, 'AppData', 'Roaming');
    return { cache: join(local, APP, 'Cache'), config: join(roaming, APP, 'Config') };
  }
  return { cache: join(home, '.cache', APP), config: join(home, '.config', APP) };
}

/** The directory and all above it, nearest first. */
export function above(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...above(parent)];
}
