import { writeSync } from 'node:fs';
import { pathsFor, workingDir } from '../../core/paths.ts';
import { completionLines } from './complete.ts';

/**
 * `llmcost __complete -- <words>`, which shells run when somebody presses Tab: what the shim in `bin`
 * calls instead of the command. Whatever goes wrong, a prompt must not be littered with it.
 * @param packageDir where the words of the commands lie.
 */
export function run(packageDir: string): void {
  const { argv, env } = process;
  try {
    const words = argv.slice(argv[3] === '--' ? 4 : 3);
    const deps = { env, cwd: workingDir(), paths: pathsFor(env, packageDir) };
    const lines = completionLines(words, deps);
    writeSync(1, lines.map((line) => `${line}\n`).join(''));
  } catch {
    process.exitCode = 1;
  }
}
