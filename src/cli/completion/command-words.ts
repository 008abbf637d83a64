/**
 * What Tab may offer, made by the build from the help of every command, so that a shell that asks does
 * not wait for the commands themselves to be loaded.
 */
import { GROUP_NAMES } from '../../pricing/tally/groups.ts';
import type { CommandHelp } from '../help/help-text.ts';

/** What the value of a flag or an argument may be: one of some words, or something that has to be looked up. */
export type Values =
  | readonly string[]
  | 'models'
  | 'files'
  | 'models and files'
  | 'providers'
  | 'modes'
  | 'commands'
  | null;

export interface FlagWords {
  /** `-h` and `--help`. */
  readonly names: readonly string[];
  readonly description: string;
  /** True for a flag that takes a value, whatever that may be. */
  readonly takesValue: boolean;
  readonly values: Values;
}

export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly arguments: Values;
  readonly flags: readonly FlagWords[];
}

/** The words of one command. `choices`: what its first argument may be, where that is not a model or a file. */
export function commandWords(
  help: CommandHelp,
  summary: string,
  choices: readonly string[] | undefined,
): CommandWords {
  return {
    name: help.name,
    summary,
    arguments: choices ?? argumentsOf(help.args),
    flags: help.groups.flatMap(({ flags }) => flags.map(flagWords)),
  };
}

function argumentsOf(args: string): Values {
  if (/command/.test(args)) return 'commands';
  const isModel = /model|name/.test(args);
  if (/file|logs|directory/.test(args)) return isModel ? 'models and files' : 'files';
  return isModel ? 'models' : null;
}

function flagWords({
  flags,
  description,
}: {
  readonly flags: string;
  readonly description: string;
}): FlagWords {
  const names = flags.match(/(?<=^|[ ,])--?[a-z][\w-]*/gi) ?? [];
  const placeholder = /[<[](.*)[>\]]/.exec(flags)?.[1];
  const takesValue = placeholder !== undefined;
  return {
    names,
    description,
    takesValue,
    values: takesValue ? valuesOf(names, placeholder, description) : null,
  };
}

function valuesOf(names: readonly string[], placeholder: string, description: string): Values {
  if (names.includes('--provider')) return 'providers';
  if (names.includes('--mode')) return 'modes';
  if (names.includes('--by')) return GROUP_NAMES;
  if (/file|path/.test(placeholder)) return 'files';
  if (/model/.test(placeholder) || names.includes('--model')) return 'models';
  return choicesIn(description);
}

/** `low, medium or high`, `this one and graver: error, warning`: the words that a description lists. */
function choicesIn(description: string): readonly string[] | null {
  const list =
    description
      .replace(/\s*\(.*$/, '')
      .split(': ')
      .at(-1) ?? '';
  const words = list.split(/, | or /).filter((word) => word !== '…');
  return words.length > 1 && words.every((word) => /^[\w./-]+$/.test(word)) ? words : null;
}
