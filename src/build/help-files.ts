/** What the build takes from the commands for Tab and for the manual. */
import { COMMAND_NAMES, COMMANDS } from '../cli/commands.ts';
import { type CommandHelp } from '../cli/help/help-text.ts';
import { manual } from '../cli/help/manual.ts';
import { describe } from '../cli/program.ts';
import { SPECS } from '../cli/specs.ts';
import { commandWords, type CommandWords } from '../cli/completion/command-words.ts';

/** The files of help by name: `completion.json`, `llmcost.1`. */
export async function helpFiles(version: string): Promise<Readonly<Record<string, string>>> {
  const words: CommandWords[] = [];
  const helps: CommandHelp[] = [];
  for (const name of COMMAND_NAMES) {
    const spec = await SPECS[name]();
    const help = describe(name, spec);
    helps.push(help);
    words.push(commandWords(help, COMMANDS[name].summary, spec.choices));
  }
  return {
    'completion.json': JSON.stringify(words),
    'llmcost.1': manual(helps, version),
  };
}
