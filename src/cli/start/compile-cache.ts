/**
 * Node's own cache of compiled code (from 22.8 on): half of what a start takes is compiling. Node checks
 * each file of it against the source and a checksum, and goes without where they differ.
 */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../core/files.ts';
import { compiledDirOf } from '../../core/paths.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What is compiled from here on is kept below the user's cache directory. Nothing fails where it cannot be. */
export function keepCompiledCode(cacheDir: string, env: Env): void {
  const nodeModule = process.getBuiltinModule('node:module');
  if (!('enableCompileCache' in nodeModule) || env['NODE_DISABLE_COMPILE_CACHE']) return;
  const { enableCompileCache } = nodeModule;
  const directory = compiledDirOf(cacheDir);
  if (typeof enableCompileCache === 'function' && isPrivate(directory)) enableCompileCache(directory);
}

/**
 * True for a directory that is ours alone, in one that nobody else can write to; it is made where it is
 * absent. Compiled code is run, so whoever could put a file there would run code as this user.
 */
function isPrivate(directory: string): boolean {
  try {
    makeDirectory(directory, 0o700);
    return isOurs(directory, 0o077) && isOurs(join(directory, '..'), 0o022);
  } catch {
    return false;
  }
}

/** True for a directory of this user's (no link) that gives others none of these permissions. */
function isOurs(directory: string, forbidden: number): boolean {
  const found = lstatSync(directory);
  if (!found.isDirectory()) return false;
  // Windows has neither owners nor permissions of this kind.
  return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & forbidden) === 0);
}
