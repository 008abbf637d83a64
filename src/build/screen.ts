/** What a command shows on a terminal, for the picture of the README and for the tests. */
import { Readable } from 'node:stream';
import { answerWith } from '../cli/answer.ts';
import { isCommand } from '../cli/commands.ts';
import { main } from '../cli/main.ts';
import { SPECS } from '../cli/specs.ts';
import type { Deps, Output } from '../core/deps.ts';

export interface Screen {
  readonly columns: number;
  /** Where settings and copies of the map are looked for. */
  readonly home: string;
  /** Where the built price book lies. */
  readonly packageDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: Date;
}

export interface Shown {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, its outputs a terminal of that width. There is no network. */
export async function screen(args: readonly string[], given: Screen): Promise<Shown> {
  const { columns, home, packageDir, env = {}, now } = given;
  const shown = { stdout: '', stderr: '' };
  const output = (name: keyof typeof shown): Output => {
    return { write: (text) => void (shown[name] += text), isTTY: true, columns, rows: undefined };
  };
  const deps: Deps = {
    env: { LLMCOST_OFFLINE: '1', LANG: 'C.UTF-8', ...env },
    cwd: home,
    paths: { cacheDir: home, configDir: home, homeDir: home, packageDir },
    now: () => now ?? new Date(),
    stdin: () => Readable.from([]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    notice: (line) => void (shown.stderr += `${line}\n`),
  };
  const [name = ''] = args;
  if (!isCommand(name)) throw new Error(`There is no command ${name}.`);
  return { code: await main(answerWith(name, await SPECS[name]()), args, deps), ...shown };
}
