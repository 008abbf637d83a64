/** Files that a project file names: such a path may lead anywhere. */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemCode, UsageError } from '../core/errors.ts';
import { isInside } from '../core/files.ts';
import { allowance, readAllowed } from './allowed.ts';
import type { ConfigSource } from './find-config.ts';
import { readTrusted } from './project-file.ts';

/**
 * Refuses a file outside of the directory of the project settings that name it, unless the user allowed those
 * settings, and a file that is not trusted itself.
 * @throws UsageError
 */
export function refuseForeignFile(name: string, source: ConfigSource, configDir: string): void {
  if (source.role !== 'project') return;
  const path = resolve(dirname(source.path), name);
  const isInside = isWithin(dirname(source.path), path);
  if (isInside === undefined) return;
  if (!isInside && allowance(source, readAllowed(configDir)) !== 'allowed') {
    throw new UsageError(
      `${source.path} names a file outside of its directory, which is not read.`,
      `If you trust it: llmcost config allow ${source.path}`,
    );
  }
  const read = readTrusted(path, configDir, { noLink: false });
  if (read.text === undefined) throw new UsageError(read.warning.message);
}

/** True for a path below a directory, with links resolved; undefined if it does not exist. */
export function isWithin(directory: string, path: string): boolean | undefined {
  try {
    const [from, to] = [realpathSync(directory), realpathSync(path)];
    return from !== to && isInside(from, to);
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}
