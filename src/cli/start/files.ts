/** Which file of `dist` answers what: the build writes them under these names. */
import { join } from 'node:path';
import { isCommand, type CommandName } from '../commands.ts';

/** The bundle of a command. */
export function commandFile(name: CommandName, packageDir: string): string {
  return join(packageDir, 'commands', `${name}.cjs`);
}

/** The bundle for a command line that begins with that word. */
export function bundleFile(word: string | undefined, packageDir: string): string {
  // Somebody who presses Tab waits for every millisecond.
  if (word === '__complete') return join(packageDir, 'complete.cjs');
  return word !== undefined && isCommand(word) ? commandFile(word, packageDir) : join(packageDir, 'root.cjs');
}
