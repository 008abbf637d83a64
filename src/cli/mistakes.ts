/** What is wrong with a command line, and what may have been meant. */
import type { Command, CommanderError } from 'commander';
import { own } from '../core/collections.ts';
import { UsageError } from '../core/errors.ts';
import type { Spec } from './command.ts';

/** What commander did not understand, and what may have been meant. */
export function mistake(error: CommanderError, command: Command, spec: Spec): UsageError {
  const message = sentence(error.message);
  if (error.code === 'commander.excessArguments' && spec.tooMany !== undefined) {
    return new UsageError(message, spec.tooMany(command.args));
  }
  const [, flag = ''] = /unknown option '(--[^'=]+)/.exec(error.message) ?? [];
  const meant = own(OTHER_NAMES, flag.slice(2));
  const isHere = command.options.some(({ long }) => long === meant?.split(' ')[0]);
  if (meant === undefined || !isHere) return new UsageError(message, hintOf(command));
  return new UsageError(`There is no flag ${flag}.`, `Did you mean ${meant}?`);
}

/** What other tools, or people, call our flags. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  in: '--input',
  'input-tokens': '--input',
  'prompt-tokens': '--input',
  prompt: '--input',
  out: '--output',
  'output-tokens': '--output',
  'completion-tokens': '--output',
  completion: '--output',
  'cached-tokens': '--cache-read',
  'cache-read-tokens': '--cache-read',
  'cached-input': '--cache-read',
  'cache-creation': '--cache-write',
  'cache-write-tokens': '--cache-write',
  'reasoning-tokens': '--reasoning',
  batch: '--tier batch',
  flex: '--tier flex',
  priority: '--tier priority',
  'service-tier': '--tier',
  n: '--requests',
  count: '--requests',
  calls: '--requests',
  resolution: '--size',
  duration: '--seconds',
  from: '--since',
  to: '--until',
  group: '--by',
  'group-by': '--by',
  limit: '--top',
  context: '--min-context',
  capability: '--supports',
  capabilities: '--supports',
  tz: '--timezone',
  csv: '--format csv',
  markdown: '--format markdown',
};

/**
 * Commander takes whatever follows a flag for its value: `--alias --json` would read no JSON and print
 * text. A value that begins with two dashes has to be tied to its flag.
 * @throws UsageError that names the flag.
 */
export function refuseFlagsAsValues(command: Command, argv: readonly string[]): void {
  for (const [at, word] of argv.entries()) {
    if (word === '--') return;
    const option = command.options.find(({ long, short }) => word === long || word === short);
    const value = argv[at + 1];
    if (option?.required !== true || value === undefined || !value.startsWith('--')) continue;
    throw new UsageError(
      `${word} needs a value, and ${value} is a flag.`,
      `Write ${option.flags}; a value that begins with dashes is written ${word}=${value}.`,
    );
  }
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
  return `See: llmcost help ${command.name()}`;
}
