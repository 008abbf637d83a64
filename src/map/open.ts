import { lookUp, type Match } from '../models/catalog.ts';
import { settingsFor } from '../config/settings-for.ts';
import type { Settings } from '../config/settings.ts';
import type { Deps } from '../core/deps.ts';
import { withBookDay } from './book/miss.ts';
import { withMap, type LoadOptions } from './load.ts';
import type { LoadedMap } from '../models/store.ts';

/** Which map to use: what the flags `--map`, `--offline`, `--refresh`, `--max-age` … say. */
export interface MapOptions {
  readonly load: LoadOptions;
  /** The user's settings, where the command has read them already. */
  readonly settings?: Settings;
}

/** A map, and the look-up that the user's settings give it. */
export interface OpenMap {
  /** Its store has the user's own models and prices laid over it. */
  readonly loaded: LoadedMap;
  /** @throws ModelNotFoundError, AmbiguousModelError, UnusableEntryError. */
  readonly find: (name: string) => Match;
  readonly settings: Settings;
}

/**
 * Loads the map that the options name and asks it. `use` may run twice: once more where the stored
 * copy shows damage only when an entry is read.
 * @throws UsageError for settings that cannot be used.
 */
export async function useMap<T>(
  options: MapOptions,
  deps: Deps,
  use: (map: OpenMap) => T | Promise<T>,
): Promise<T> {
  const settings = options.settings ?? (await settingsFor(deps));
  return await withMap(options.load, deps, async (published) => {
    const store = settings.overlay(published.store);
    try {
      return await use({
        loaded: { ...published, store },
        find: (name) => lookUp(store, name, settings.lookUp),
        settings,
      });
    } catch (error) {
      throw withBookDay(error, published.source);
    }
  });
}
