/** Measuring and clearing the cache. Only files named as llmcost names them are counted or removed. */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { snapshotDirOf } from './location.ts';
import { namesIn } from '../../core/files.ts';
import { compiledDirOf } from '../../core/paths.ts';
import { SEEN_NAME } from './history.ts';
import { refuseForeign, whyForeignRoot } from './trust.ts';

const MAP_FILE = /^(pointer|failure)\.json$|^[0-9a-f]{64}(\.[0-9a-f]{8}\.index)?\.json$|^\.tmp-/;
/** Node's compile cache: a directory a version, a file a bundle. */
const COMPILED_FILE = /^[0-9a-f]+$/;
const SNAPSHOT_FILE = /^[0-9a-f]{64}\.json\.gz$|^\.tmp-/;

export async function measureCache(root: string): Promise<{ files: number; totalBytes: number }> {
  const { files } = await ownFiles(root);
  let totalBytes = 0;
  for (const path of files) totalBytes += (await fs.stat(path).catch(() => undefined))?.size ?? 0;
  return { files: files.length, totalBytes };
}

/**
 * Removes what llmcost keeps under the root, pointers first: a concurrent reader finds no copy rather than
 * half of one. Other files stay.
 */
export async function clearCache(root: string): Promise<{ removedFiles: number; freedBytes: number }> {
  refuseForeign(whyForeignRoot(root));
  const { files, dirs } = await ownFiles(root);
  let freedBytes = 0;
  for (const path of files) {
    freedBytes += (await fs.stat(path).catch(() => undefined))?.size ?? 0;
    await fs.rm(path, { force: true });
  }
  // One that still holds other files stays.
  for (const dir of [...dirs, root]) await fs.rmdir(dir).catch(() => undefined);
  return { removedFiles: files.length, freedBytes };
}

/** Pointers come first, directories from the inside out. */
async function ownFiles(root: string): Promise<{ files: readonly string[]; dirs: readonly string[] }> {
  const maps = join(root, 'maps');
  const files: string[] = [];
  const dirs: string[] = [];
  const add = async (dir: string, own: RegExp): Promise<void> => {
    const names = (await namesIn(dir)).filter((name) => own.test(name)).map((name) => join(dir, name));
    files.push(...names.filter((path) => path.endsWith('pointer.json')));
    files.push(...names.filter((path) => !path.endsWith('pointer.json')));
    dirs.push(dir);
  };
  for (const name of await namesIn(maps)) {
    await add(join(maps, name, 'seen'), SEEN_NAME);
    await add(join(maps, name), MAP_FILE);
  }
  await add(snapshotDirOf(root), SNAPSHOT_FILE);
  const compiled = compiledDirOf(root);
  for (const name of await namesIn(compiled)) await add(join(compiled, name), COMPILED_FILE);
  return { files, dirs: [...dirs, maps, compiled] };
}
