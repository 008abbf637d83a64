import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../../core/errors.ts';
import { FILE_MODE, makeDirectory, whyRefused } from '../../../core/files.ts';

/** A file of a directory: its name, and its lines. */
export type Lines = readonly [name: string, lines: Iterable<string>];

/**
 * Writes files into a directory: all of them, or none. Returns their paths.
 * @throws UsageError for a directory that cannot be written.
 */
export function writeFiles(dir: string, files: Iterable<Lines>): readonly string[] {
  try {
    makeDirectory(dir);
    const fresh = mkdtempSync(join(dir, '.tmp-sql-'));
    try {
      const names = Array.from(files, ([name, lines]) => {
        writeFileSync(join(fresh, name), `${[...lines].join('\n')}\n`, { mode: FILE_MODE });
        return name;
      });
      const inTheWay = names.find((name) =>
        statSync(join(dir, name), { throwIfNoEntry: false })?.isDirectory(),
      );
      if (inTheWay !== undefined)
        throw new UsageError(`${join(dir, inTheWay)} cannot be written: it is a directory.`);
      for (const name of names) renameSync(join(fresh, name), join(dir, name));
      return names.map((name) => join(dir, name));
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${dir} cannot be written: ${whyRefused(error)}.`, null, { cause: error });
  }
}
