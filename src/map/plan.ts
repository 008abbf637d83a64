/** What a command wants of the map: its flags and the environment, settled once. */
import {
  COMMAND_CONNECT_TIMEOUT_MS,
  COMMAND_TIMEOUT_MS,
  DEFAULT_MAP_URL,
  MAX_AGE_MS,
  VARIABLES,
} from '../core/defaults.ts';
import type { Deps } from '../core/deps.ts';
import { toAddress, type MapAddress } from './address.ts';
import type { Progress } from './fetch/body.ts';
import { cacheLocation, type CacheLocation } from './cache/cache.ts';

/** The flags that say which map answers. All are optional; absent and undefined are the same. */
export interface LoadOptions {
  /** `--map FILE|URL`: this map and no other. */
  readonly map?: string | undefined;
  /** `--offline`: open no socket, whatever else is given. */
  readonly offline?: boolean | undefined;
  /** `--refresh`: ask the network even if the copy is fresh or the last try has just failed. */
  readonly refresh?: boolean | undefined;
  /** `--max-age`: how old a copy may be, 24 hours if not given. */
  readonly maxAgeMs?: number | undefined;
  /** `--timeout`: for everything that the network takes. */
  readonly timeoutMs?: number | undefined;
  /** `--as-of`: the map that was current at this moment. */
  readonly asOf?: Date | undefined;
  /**
   * `--lock FILE`: exactly the map that this lock names. True looks for a lock of the project, in the
   * working directory and above; without it none is looked for.
   */
  readonly lock?: string | boolean | undefined;
  /** Have the whole locked map, not only the entries that its lock keeps. */
  readonly wholeLock?: boolean | undefined;
  /** Check the whole copy before it is used: for a command that reads standard input only once. */
  readonly verify?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The same, with nothing left open. */
export interface Plan {
  readonly address: MapAddress;
  /** The user named this map for this command: no other may answer in its place. */
  readonly isExplicit: boolean;
  readonly location: CacheLocation;
  /** Where the price book lies. */
  readonly packageDir: string;
  /** What forbids the network, as the user wrote it; null where nothing does. */
  readonly offlineBy: string | null;
  readonly refresh: boolean;
  readonly maxAgeMs: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly verify: boolean;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** @throws UsageError when the address of the map is none. */
export function planFor(options: LoadOptions, deps: Deps): Plan {
  const address = toAddress(options.map ?? configuredMap(deps.env), deps.cwd);
  return {
    address,
    isExplicit: options.map !== undefined,
    location: cacheLocation(deps.paths.cacheDir, address),
    packageDir: deps.paths.packageDir,
    offlineBy: options.offline === true ? '--offline' : offlineVariable(deps.env),
    refresh: options.refresh ?? false,
    maxAgeMs: options.maxAgeMs ?? MAX_AGE_MS,
    timeoutMs: options.timeoutMs ?? COMMAND_TIMEOUT_MS,
    connectTimeoutMs: options.timeoutMs ?? COMMAND_CONNECT_TIMEOUT_MS,
    verify: options.verify ?? false,
    onProgress: options.onProgress,
  };
}

/** The address that this user's commands ask. */
export function configuredMap(env: Deps['env']): string {
  return env[VARIABLES.mapUrl] || env[VARIABLES.litellmMapUrl] || DEFAULT_MAP_URL;
}

/** The variable that forbids the network; null where none does. LiteLLM's counts where ours is not set. */
export function offlineVariable(env: Deps['env']): string | null {
  const name = env[VARIABLES.offline] ? VARIABLES.offline : VARIABLES.litellmLocalMap;
  const value = env[name] ?? '';
  return /^(|0|false|no|off)$/i.test(value.trim()) ? null : `${name}=${value}`;
}
