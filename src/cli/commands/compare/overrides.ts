import type { Override, Settings } from '../../../config/settings.ts';

/** What tables of these models took from the user's settings and not from the map. */
export function overridesAmong(settings: Settings, keys: readonly string[]): readonly Override[] {
  const scores = settings.scores === null ? [] : [settings.scores.override];
  return [...keys.flatMap((key) => settings.overridesOf(key)), ...scores];
}
