import { answerWith } from '../answer.ts';
import type { Spec } from '../command.ts';
import { commandHelp } from '../help/help-text.ts';
import { describe } from '../program.ts';
import { run } from './run.ts';

/** What a bundle of commands exports. The build makes those of `dist/commands`. */
export interface CommandBundle {
  readonly run: (packageDir: string) => Promise<void>;
  /** The help of one of its commands, for `llmcost help <command>`; with `all`, every flag explained. */
  readonly help: (name: string, all: boolean) => Promise<string>;
}

export function commandBundle(specs: Readonly<Record<string, () => Promise<Spec>>>): CommandBundle {
  const load = async (name: string): Promise<Spec> => {
    const spec = await specs[name]?.();
    if (spec === undefined) throw new Error(`This bundle has no command ${name}.`);
    return spec;
  };
  return {
    run: (packageDir) =>
      run(async (argv, deps) => {
        const [name = ''] = argv;
        return await answerWith(name, await load(name))(argv, deps);
      }, packageDir),
    help: async (name, all) => commandHelp(describe(name, await load(name)), all),
  };
}
