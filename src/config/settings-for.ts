import type { Deps } from '../core/deps.ts';
import { findConfig } from './find-config.ts';
import { NO_SETTINGS, type Settings } from './settings.ts';

/**
 * Loads the user's settings.
 * @throws UsageError for an invalid file, with the place in it.
 */
export async function settingsFor(deps: Deps): Promise<Settings> {
  const search = findConfig(deps);
  const { files, sources, warnings } = search;
  if (sources.length === 0) return { ...NO_SETTINGS, files, warnings };
  const { loadSettings } = await import('./load.ts');
  return loadSettings(search, deps.paths.configDir);
}
