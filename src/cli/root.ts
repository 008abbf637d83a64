/** Command lines without a command: help, the version, and what somebody may have meant. */
import type { Deps } from '../core/deps.ts';
import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { COMMANDS, isCommand, type CommandName } from './commands.ts';
import { rootHelp, startHelp } from './help/help-text.ts';
import { isTopic, topicHelp } from './help/topics.ts';
import type { Answer } from './main.ts';
import { VERSION } from './version.ts';

/** The help of one command; with `all`, every flag explained. */
export type HelpOf = (name: CommandName, all: boolean) => string | Promise<string>;

/** Answers command lines that begin with no command. */
export function answerWithout(helpOf: HelpOf): Answer {
  return (argv, deps) => root(argv, helpOf, deps);
}

/** @throws UsageError that names the nearest command, or the command that a model's name needs. */
async function root(argv: readonly string[], helpOf: HelpOf, deps: Deps): Promise<number> {
  const [first, ...rest] = argv;
  switch (first) {
    case undefined:
      deps.stdout.write(startHelp());
      return 0;
    case '-v':
    case '-V':
    case '--version':
      deps.stdout.write(`${VERSION}\n`);
      return 0;
    case '-h':
    case '--help':
      deps.stdout.write(rootHelp());
      return 0;
    case 'help':
      deps.stdout.write(await helpFor(rest, helpOf, deps));
      return 0;
    default:
      throw await unknown(first, argv, deps);
  }
}

/** `llmcost help show`, `llmcost help show --all`, `llmcost help exit-codes`. */
async function helpFor(args: readonly string[], helpOf: HelpOf, deps: Deps): Promise<string> {
  const [name, ...others] = args.filter((arg) => arg !== '--all');
  if (name === undefined || name === '-h' || name === '--help') return rootHelp();
  if (isTopic(name) && others.length === 0) return topicHelp(name);
  if (!isCommand(name) || others.length > 0) throw await unknown(others[0] ?? name, args, deps);
  return await helpOf(name, args.includes('--all'));
}

async function unknown(word: string, argv: readonly string[], deps: Deps): Promise<UsageError> {
  if (word.startsWith('-')) return flagFirst(word, argv);
  const message = `There is no command "${word}".`;
  const [near] = nearest(word, Object.keys(COMMANDS), (name) => name, 1);
  if (await isModel(word, deps)) {
    return new UsageError(
      message,
      `It is a model. Did you mean: llmcost show ${[word, ...argv.slice(1)].join(' ')}`,
    );
  }
  if (near !== undefined) return new UsageError(message, `Did you mean: llmcost ${near}`);
  return new UsageError(message, 'See: llmcost --help. What a model costs: llmcost show <model>');
}

/** `llmcost --json show gpt-4o`: flags belong to a command. */
function flagFirst(flag: string, argv: readonly string[]): UsageError {
  const at = argv.findIndex(isCommand);
  if (at < 0) return new UsageError(`There is no flag ${flag}.`, 'See: llmcost --help');
  const moved = [...argv.slice(at), ...argv.slice(0, at)].join(' ');
  return new UsageError(`${flag} stands before the command.`, `Flags come behind it: llmcost ${moved}`);
}

/** True for a key of the map that lies in the cache; nothing is fetched to find that out. */
async function isModel(word: string, deps: Deps): Promise<boolean> {
  const { cachedKeys } = await import('./completion/keys.ts');
  return cachedKeys(deps)?.has(word) ?? false;
}
