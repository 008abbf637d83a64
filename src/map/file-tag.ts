import { statSync } from 'node:fs';

/** What tells one state of a file from another, as an ETag does for a URL; undefined where there is no file. */
export function fileTag(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? `file-${found.mtimeMs}-${found.size}-${found.ino}` : undefined;
}
