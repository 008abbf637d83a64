import type { Command } from 'commander';
import type { Deps } from '../core/deps.ts';
import type { Style } from './render/style.ts';
import type { Flags } from './flags/flags.ts';

/** What an answer can be printed as, beside a text for a person and JSON. */
export type OtherFormat = 'csv' | 'markdown' | 'focus' | 'prometheus';

/** What a command hands to the edge, which prints it. */
export interface Outcome {
  /** The answer: what `--json` prints. */
  readonly document: object;
  /** The same answer for a person; ends with a newline. */
  readonly text: (style: Style) => string | Promise<string>;
  /** The same answer in the other formats that the command has. */
  readonly formats?: Partial<Record<OtherFormat, () => string>>;
  /** The same answer as one self-contained page, for a command that has `--html`. */
  readonly html?: () => Promise<string>;
  /** True for a text that goes through the pager where it is longer than the screen. */
  readonly paged?: boolean;
  /** What to say on stderr beside a text: warnings, notices. */
  readonly warnings?: readonly { readonly message: string }[];
  /** Exit status where the answer is no plain success. */
  readonly exitCode?: number;
}

/** One command: its flags, and how they become an answer. */
export interface CommandSpec {
  /** Arguments in commander's form: `<model...>`. */
  readonly args: string;
  /** What the first argument may be, where it is one of some words: for Tab. */
  readonly choices?: readonly string[];
  /** What it does, for its own help; the table of commands has the short form. */
  readonly about: string;
  /** Examples come first in its help. */
  readonly examples: readonly string[];
  /** What to do where there are more arguments than the command takes. */
  readonly tooMany?: (args: readonly string[]) => string;
  /** Adds the command's own flags. */
  readonly flags: (command: Command) => void;
  readonly run: (args: readonly string[], flags: Flags, deps: Deps) => Promise<Outcome>;
}

/** A command that may print by itself, such as one that streams: its exit status, or an answer after all. */
export interface StreamSpec extends Omit<CommandSpec, 'run'> {
  readonly stream: (args: readonly string[], flags: Flags, deps: Deps) => Promise<number | Outcome>;
}

export type Spec = CommandSpec | StreamSpec;
