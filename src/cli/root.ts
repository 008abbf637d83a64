/** Command lines without a command: help, the version, and what somebody may have meant. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../core/deps.ts';
import { UsageError } from '../core/errors.ts';
import { asObject, asText, field, parseJson } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { COMMANDS } from './commands.ts';
import { commandHelp, rootHelp, startHelp } from './help/help-text.ts';
import { VERSION } from './version.ts';
import { own } from '../core/collections.ts';

/**
 * Answers a command line that begins with no command.
 * @throws UsageError that names the nearest command, or the command that a model's name needs.
 */
export async function root(argv: readonly string[], deps: Deps): Promise<number> {
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
      deps.stdout.write(await helpFor(rest, deps));
      return 0;
    default:
      throw await unknown(first, argv, deps);
  }
}

/** `llmcost help show`, `llmcost help show --all`, and `llmcost show --help`. */
async function helpFor(args: readonly string[], deps: Deps): Promise<string> {
  const [name, ...others] = args.filter((arg) => arg !== '--all');
  if (name === undefined || name === '-h' || name === '--help') return rootHelp();
  const entry = own(COMMANDS, name);
  if (entry === undefined || others.length > 0) throw await unknown(others[0] ?? name, args, deps);
  const built = args.length === 1 ? builtHelp(name, deps) : undefined;
  if (built !== undefined) return built;
  const [spec, { describe }] = await Promise.all([entry.load(), import('./program.ts')]);
  return commandHelp(describe(name, spec), args.includes('--all'));
}

/** The help that the build wrote down: a command need not be loaded to be explained. */
function builtHelp(name: string, { paths }: Deps): string | undefined {
  try {
    const texts = asObject(parseJson(readFileSync(join(paths.packageDir, 'help.json'), 'utf8')));
    return asText(field(texts, name));
  } catch {
    return undefined;
  }
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
  const at = argv.findIndex((arg) => own(COMMANDS, arg) !== undefined);
  if (at < 0) return new UsageError(`There is no flag ${flag}.`, 'See: llmcost --help');
  const moved = [...argv.slice(at), ...argv.slice(0, at)].join(' ');
  return new UsageError(`${flag} stands before the command.`, `Flags come behind it: llmcost ${moved}`);
}

/** True for a key of the map that lies in the cache; nothing is fetched to find that out. */
async function isModel(word: string, deps: Deps): Promise<boolean> {
  const { cachedKeys } = await import('./completion/keys.ts');
  return cachedKeys(deps)?.has(word) ?? false;
}
