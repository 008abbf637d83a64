import { createReadStream } from 'node:fs';
import type { Deps } from '../../core/deps.ts';
import { main, type Answer } from '../main.ts';
import { pathsFor, workingDir } from '../../core/paths.ts';
import { output, ignoringWriteErrors } from '../terminal/streams.ts';

/**
 * Builds what a command may know of the world, runs it and ends the process.
 * @param packageDir where the built price book and its data lie.
 */
export async function run(answer: Answer, packageDir: string): Promise<void> {
  const { env } = process;
  // A name server that does not answer is asked twice for five seconds by default, and Node cannot end
  // while it is: the answer would stand there, and the prompt come ten seconds later.
  env['RES_OPTIONS'] ??= 'timeout:1 attempts:2';
  // What Node warns of, such as that a part of it is experimental, is for developers.
  if (!env['LLMCOST_DEBUG']) process.removeAllListeners('warning');
  const stderr = ignoringWriteErrors(output(2, env));
  const deps: Deps = {
    env,
    cwd: workingDir(),
    paths: pathsFor(env, packageDir),
    now: () => new Date(),
    stdin: () => createReadStream('', { fd: 0, autoClose: false }),
    // A stream of the descriptor would fail on a socket without data.
    liveStdin: () => process.stdin,
    stdinIsTerminal: () => process.getBuiltinModule('node:tty').isatty(0),
    stdout: output(1, env),
    stderr,
    notice: (line) => stderr.write(`${line}\n`),
  };
  process.exitCode = await main(answer, process.argv.slice(2), deps);
  // All is written. Taking Node apart piece by piece would take a hundredth of a start; on Windows some
  // versions of Node fail to end at once where a socket has just been closed.
  if (process.platform !== 'win32') process.exit();
}
