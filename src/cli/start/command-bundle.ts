import { answerWith } from '../answer.ts';
import type { Spec } from '../command.ts';
import { commandHelp } from '../help/help-text.ts';
import { describe } from '../program.ts';
import { run } from './run.ts';

/** What the bundle of a command exports. The build makes those of `dist/commands`. */
export interface CommandBundle {
  readonly run: (packageDir: string) => Promise<void>;
  /** The command's help, for `llmcost help <command>`; with `all`, every flag explained. */
  readonly help: (all: boolean) => string;
}

export function commandBundle(name: string, spec: Spec): CommandBundle {
  return {
    run: (packageDir) => run(answerWith(name, spec), packageDir),
    help: (all) => commandHelp(describe(name, spec), all),
  };
}
