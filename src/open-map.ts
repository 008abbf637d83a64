import { lookUp, type Match } from './catalog.ts';
import type { Deps } from './deps.ts';
import { withMap, type LoadOptions } from './load.ts';
import type { LoadedMap } from './map/store.ts';

/** Which map to use: what the flags `--map`, `--offline`, `--refresh`, `--max-age` … say. */
export interface MapOptions {
  readonly load: LoadOptions;
}

/** A map, and the look-up that the user's settings give it. */
export interface OpenMap {
  readonly loaded: LoadedMap;
  /** @throws ModelNotFoundError, AmbiguousModelError. */
  readonly find: (name: string) => Match;
}

/**
 * Loads the map that the options name and asks it. `use` may run twice: once more where the stored
 * copy shows damage only when an entry is read.
 */
export async function useMap<T>(
  options: MapOptions,
  deps: Deps,
  use: (map: OpenMap) => T | Promise<T>,
): Promise<T> {
  return await withMap(options.load, deps, (loaded) =>
    use({ loaded, find: (name) => lookUp(loaded.store, name) }),
  );
}
