import { findConfig } from '../../config/find-config.ts';
import type { Deps } from '../../core/deps.ts';
import { asObject, field, parseJsonFile } from '../../core/json.ts';

/** The user's aliases and own models, as the settings name them; of a file that cannot be read, none. */
export function ownNames(deps: Pick<Deps, 'env' | 'cwd' | 'paths'>): readonly string[] {
  try {
    return [...new Set(findConfig(deps).sources.flatMap(({ text }) => namesIn(text)))].sort();
  } catch {
    return [];
  }
}

function namesIn(text: string): readonly string[] {
  const settings = asObject(parseJsonFile(text));
  return ['aliases', 'models'].flatMap((section) => Object.keys(asObject(field(settings, section)) ?? {}));
}
