import { lookUp, type Match } from '../models/catalog.ts';
import { settingsFor } from '../config/settings-for.ts';
import type { Settings } from '../config/settings.ts';
import type { Deps } from '../core/deps.ts';
import { withBookDay } from './book/miss.ts';
import { withMap, type LoadOptions } from './load.ts';
import type { LoadedMap } from '../models/store.ts';

/** Which map to use. */
export interface MapOptions {
  readonly load: LoadOptions;
  /** The user's settings, if the command has read them already. */
  readonly settings?: Settings;
}

/** A map with the user's settings applied. */
export interface OpenMap {
  /** With the user's own models and prices. */
  readonly loaded: LoadedMap;
  /** @throws ModelNotFoundError, AmbiguousModelError, UnusableEntryError. */
  readonly find: (name: string) => Match;
  readonly settings: Settings;
}

/**
 * Loads the map, applies the user's settings and uses it. `use` may run twice (see withMap).
 * @throws UsageError for invalid settings.
 */
export async function useMap<T>(
  options: MapOptions,
  deps: Deps,
  use: (map: OpenMap) => T | Promise<T>,
): Promise<T> {
  const settings = options.settings ?? (await settingsFor(deps));
  return await withMap(options.load, deps, async (published) => {
    const store = settings.overlay(published.store);
    const source = {
      ...published.source,
      projectFiles: [...settings.projectFiles, ...published.source.projectFiles],
    };
    try {
      return await use({
        loaded: { store, source, warnings: [...settings.warnings, ...published.warnings] },
        find: (name) => lookUp(store, name, settings.lookUp),
        settings,
      });
    } catch (error) {
      throw withBookDay(error, published.source);
    }
  });
}
