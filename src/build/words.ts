/** What the build takes from the commands for Tab and for the manual. */
import { COMMANDS } from '../cli/commands.ts';
import { commandHelp, type CommandHelp } from '../cli/help/help-text.ts';
import { manual } from '../cli/help/manual.ts';
import { describe } from '../cli/program.ts';
import { commandWords, type CommandWords } from '../cli/completion/command-words.ts';

/** The files of help by name: `completion.json`, `help.json`, `llmcost.1`. */
export async function helpFiles(version: string): Promise<Readonly<Record<string, string>>> {
  const words: CommandWords[] = [];
  const helps: CommandHelp[] = [];
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const spec = await load();
    const help = describe(name, spec);
    helps.push(help);
    words.push(commandWords(help, summary, spec.choices));
  }
  const texts = Object.fromEntries(helps.map((help) => [help.name, commandHelp(help)]));
  return {
    'completion.json': JSON.stringify(words),
    'help.json': JSON.stringify(texts),
    'llmcost.1': manual(helps, version),
  };
}
