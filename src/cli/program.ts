import { Command } from 'commander';
import type { Spec } from './command.ts';
import { commandHelp, type CommandHelp, type HelpFlag } from './help/help-text.ts';
import { mistake, refuseFlagsAsValues } from './mistakes.ts';

/** What commander took from the command line. */
export interface Parsed {
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, unknown>>;
}

type Print = (text: string) => void;

/** Takes the arguments of one command apart. Undefined where they asked for its help, which is printed. */
export function parseCommand(
  name: string,
  spec: Spec,
  argv: readonly string[],
  print: Print,
): Parsed | undefined {
  const command = commandFor(name, spec, print);
  refuseFlagsAsValues(command, argv);
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof HelpPrinted) return undefined;
    throw error;
  }
  return { args: command.args, flags: command.opts() };
}

/** Thrown by commander's exit when it has printed the help of a command. */
class HelpPrinted extends Error {}

/** What help says about a command. */
export function describe(name: string, spec: Spec): CommandHelp {
  return helpOf(
    commandFor(name, spec, () => {}),
    spec,
  );
}

function commandFor(name: string, spec: Spec, print: Print): Command {
  const command = base(new Command(name), spec, print);
  if (spec.args !== '') command.arguments(spec.args);
  command.configureHelp({ formatHelp: () => commandHelp(helpOf(command, spec)) });
  command.optionsGroup('Flags:');
  spec.flags(command);
  command
    .optionsGroup('Output:')
    .option('--json', 'print one JSON document')
    .option('--no-color', 'no colours')
    .helpOption('-h, --help', 'explain this command');
  return command;
}

function helpOf(command: Command, { args, about, examples }: Spec): CommandHelp {
  const groups = new Map<string, HelpFlag[]>();
  const shown = command.options.filter(({ hidden }) => !hidden);
  for (const { flags, description, helpGroupHeading = 'Flags:' } of shown) {
    const title = helpGroupHeading.replace(/:$/, '');
    const others = groups.get(title);
    if (others === undefined) groups.set(title, [{ flags, description }]);
    else others.push({ flags, description });
  }
  groups.get('Output')?.push({ flags: '-h, --help', description: 'explain this command' });
  return {
    name: command.name(),
    args,
    about,
    examples,
    groups: [...groups].map(([title, flags]) => ({ title, flags })),
  };
}

function base(command: Command, spec: Spec, print: Print): Command {
  return command
    .exitOverride((error) => {
      if (error.exitCode === 0) throw new HelpPrinted();
      throw mistake(error, command, spec);
    })
    .configureOutput({ writeOut: print, writeErr: () => {} });
}
