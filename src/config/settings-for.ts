import type { Deps } from '../core/deps.ts';
import { configFiles } from './find.ts';
import { NO_SETTINGS, type Settings } from './settings.ts';

/**
 * The user's settings. Without a file this costs a look at a few names; what reads files is loaded
 * only where there is one.
 * @throws UsageError for a file that cannot be used, with the place in it.
 */
export async function settingsFor(deps: Deps): Promise<Settings> {
  const files = configFiles(deps);
  if (files.every(({ exists, role }) => !exists && role !== 'named')) return { ...NO_SETTINGS, files };
  const { loadSettings } = await import('./load.ts');
  return loadSettings(files);
}
