import { answerWith } from '../../src/cli/answer.ts';
import { isCommand } from '../../src/cli/commands.ts';
import { commandHelp } from '../../src/cli/help/help-text.ts';
import type { Answer } from '../../src/cli/main.ts';
import { describe } from '../../src/cli/program.ts';
import { answerWithout } from '../../src/cli/root.ts';
import { SPECS } from '../../src/cli/specs.ts';

/** Answers any command line in this process, as the bundles do in processes of their own. */
export const answerAny: Answer = async (argv, deps) => {
  const [name = ''] = argv;
  if (isCommand(name)) return await answerWith(name, await SPECS[name]())(argv, deps);
  const helpOf = answerWithout(async (command, all) =>
    commandHelp(describe(command, await SPECS[command]()), all),
  );
  return await helpOf(argv, deps);
};
