import { resolve } from 'node:path';
import { allow, allowFile } from '../../../config/allowed.ts';
import { PROJECT_FILE } from '../../../config/find-config.ts';
import { nearestProjectFile, readNamed } from '../../../config/project-file.ts';
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import { REVIEWS_FILE } from '../../../doctor/reviews/find.ts';
import { LOCK_FILE } from '../../../map/lock/find-lock.ts';
import { SCHEMA_VERSION, type Document } from '../../document.ts';

/** `llmcost config allow`: the files that are allowed as they are now. */
export interface ConfigAllowDocument extends Document {
  readonly allowed: readonly { readonly path: string; readonly sha256: string }[];
  /** Where that is kept. */
  readonly file: string;
}

/**
 * Allows a file as it is now; without one, the project's settings, lock and reviews.
 * @throws UsageError where there is none, where one is no regular file of at most 1 MB, and where it cannot be kept.
 */
export async function configAllow(
  { file }: { readonly file?: string | undefined },
  { cwd, paths }: Pick<Deps, 'cwd' | 'paths'>,
): Promise<ConfigAllowDocument> {
  const files = file === undefined ? projectFiles(cwd) : [resolve(cwd, file)];
  if (files.length === 0) {
    throw new UsageError(
      'There is no file of a project in this directory or above it.',
      `They are called ${[PROJECT_FILE, LOCK_FILE, REVIEWS_FILE].join(', ')}.`,
    );
  }
  const allowed = [];
  for (const path of files) {
    const sha256 = await allow({ path, text: readNamed(path, 'The file') }, paths.configDir);
    allowed.push({ path, sha256 });
  }
  return { schemaVersion: SCHEMA_VERSION, allowed, file: allowFile(paths.configDir), warnings: [] };
}

function projectFiles(cwd: string): readonly string[] {
  return [PROJECT_FILE, LOCK_FILE, REVIEWS_FILE].flatMap((name) => nearestProjectFile(name, cwd) ?? []);
}
