import { readFileSync } from 'node:fs';
import { configFiles } from '../../config/find.ts';
import type { Deps } from '../../core/deps.ts';
import { asObject, field, parseJson } from '../../core/json.ts';

/** The user's aliases and own models, as the settings name them; of a file that cannot be read, none. */
export function ownNames(deps: Pick<Deps, 'env' | 'cwd' | 'paths'>): readonly string[] {
  const files = configFiles(deps).filter(({ exists }) => exists);
  return [...new Set(files.flatMap(({ path }) => namesIn(path)))].sort();
}

function namesIn(path: string): readonly string[] {
  try {
    const settings = asObject(parseJson(readFileSync(path, 'utf8')));
    return ['aliases', 'models'].flatMap((section) => Object.keys(asObject(field(settings, section)) ?? {}));
  } catch {
    return [];
  }
}
