/** The flags and environment variables about the map, resolved once. */
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
import { cacheLocation, type CacheLocation } from './cache/location.ts';

/** The flags that choose the map. */
export interface LoadOptions {
  /** `--map FILE|URL`: this map and no other. */
  readonly map?: string | undefined;
  /** `--offline`: open no socket, whatever else is given. */
  readonly offline?: boolean | undefined;
  /** `--refresh`: fetch even if the copy is fresh or the last fetch has just failed. */
  readonly refresh?: boolean | undefined;
  /** `--max-age`: how old a copy may be, 24 hours if not given. */
  readonly maxAgeMs?: number | undefined;
  /** `--timeout`: for a whole fetch. */
  readonly timeoutMs?: number | undefined;
  /** `--as-of`: the map that was current at this moment. */
  readonly asOf?: Date | undefined;
  /**
   * `--lock FILE`: the map that this lock names. True looks for a lock of the project, in the working directory
   * and above.
   */
  readonly lock?: string | boolean | undefined;
  /** Load the whole locked map, not only the entries in the lock. */
  readonly wholeLock?: boolean | undefined;
  /** Verify the whole copy before use: for a command that reads standard input. */
  readonly verify?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The resolved options. */
export interface Plan {
  readonly address: MapAddress;
  /** The user named this map for this command: no other may answer instead. */
  readonly isExplicit: boolean;
  readonly location: CacheLocation;
  /** Where the price book lies. */
  readonly packageDir: string;
  /** The flag or variable that forbids the network, for messages; null if none does. */
  readonly offlineBy: string | null;
  readonly refresh: boolean;
  readonly maxAgeMs: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly verify: boolean;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** @throws UsageError for an invalid address. */
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

/** The configured address of the map. */
export function configuredMap(env: Deps['env']): string {
  return env[VARIABLES.mapUrl] || env[VARIABLES.litellmMapUrl] || DEFAULT_MAP_URL;
}

/** The variable that forbids the network, if any; LiteLLM's applies when ours is not set. */
export function offlineVariable(env: Deps['env']): string | null {
  const name = env[VARIABLES.offline] ? VARIABLES.offline : VARIABLES.litellmLocalMap;
  const value = env[name] ?? '';
  return /^(|0|false|no|off)$/i.test(value.trim()) ? null : `${name}=${value}`;
}
