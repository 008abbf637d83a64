/** What the shim in `bin` asks first. */
import { pathsFor } from '../../core/paths.ts';
import { keepCompiledCode } from './compile-cache.ts';
import { bundleFile } from './files.ts';

/**
 * The bundle for a command line that begins with that word. What is loaded from here on is compiled once,
 * where Node can keep what it compiled.
 */
export function bundleFor(word: string | undefined, packageDir: string): string {
  keepCompiledCode(pathsFor(process.env, packageDir).cacheDir, process.env);
  return bundleFile(word, packageDir);
}
