import { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { Spec } from './command.ts';
import { COMMANDS } from './commands.ts';

/** What commander took from the command line. */
export interface Parsed {
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, unknown>>;
}

/** Thrown when commander has printed what was asked for (help, version). */
export class Printed extends Error {}

type Print = (text: string) => void;

const INTRO =
  'What a language or image model costs, what a job on it costs, and where each figure came from.';

const START = ['llmcost show gpt-image-2', 'llmcost estimate gpt-4o --input 12k --output 800'];

/** The tree without the flags of the commands: for help, and for naming the nearest command. */
export function rootCommand(version: string, print: Print): Command {
  const root = base(new Command('llmcost'), print)
    .description(INTRO)
    .usage('<command> [flags]')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'explain a command')
    .addHelpText('before', examples(START));
  for (const [name, { summary, group }] of Object.entries(COMMANDS)) {
    root.commandsGroup(`${group}:`).command(name).description(summary).usage('[flags]');
  }
  return root;
}

/** Takes the arguments of one command apart. */
export function parseCommand(name: string, spec: Spec, argv: readonly string[], print: Print): Parsed {
  const command = base(new Command(name), print).description(spec.about);
  if (spec.args !== '') command.arguments(spec.args);
  command.addHelpText('before', examples(spec.examples));
  command.optionsGroup('Flags:');
  spec.flags(command);
  command
    .optionsGroup('Output:')
    .option('--json', 'print one JSON document')
    .option('--no-color', 'no colours')
    .helpOption('-h, --help', 'explain this command');
  // The parent only lends its name to the usage line.
  new Command('llmcost').addCommand(command);
  command.parse([...argv], { from: 'user' });
  return { args: command.args, flags: command.opts() };
}

function base(command: Command, print: Print): Command {
  return command
    .exitOverride((error) => {
      if (error.exitCode === 0) throw new Printed();
      throw new UsageError(sentence(error.message), hintOf(command));
    })
    .configureOutput({ writeOut: print, writeErr: () => {}, getOutHelpWidth: () => 80 })
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false });
}

/** Commander says `error: unknown option '--jsn'\n(Did you mean --json?)`. */
function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\n\(/, ' (')
    .trim();
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!)]$/.test(capital) ? capital : `${capital}.`;
}

function hintOf(command: Command): string {
  const name = command.name() === 'llmcost' ? '' : ` ${command.name()}`;
  return `See: llmcost${name} --help`;
}

function examples(lines: readonly string[]): string {
  return `Examples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}
