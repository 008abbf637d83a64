/** Answers what a shell asks when somebody presses Tab. It must be fast, and it never says what went wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../../core/deps.ts';
import { cachedKeys, type IndexKeys } from './keys.ts';
import { ownNames } from './user-names.ts';
import type { CommandWords, FlagWords, Values } from './command-words.ts';

/** Something that could stand where the cursor is. */
export interface Offer {
  readonly value: string;
  readonly description?: string;
}

export interface Answer {
  readonly offers: readonly Offer[];
  /** The shell should offer files too. */
  readonly files: boolean;
}

/** The line that asks the shell for files. */
export const FILES = ':files';

const NOTHING: Answer = { offers: [], files: false };
/** More models than this are offered a step at a time, up to the next slash, as files are. */
const MANY = 100;

type Surroundings = Pick<Deps, 'env' | 'cwd' | 'paths'>;

/**
 * The lines that a shell reads: what could stand there, with its description behind a tab; and `:files`.
 * @param words the words behind `llmcost`, the last one as far as it is typed.
 */
export function completionLines(words: readonly string[], deps: Surroundings): readonly string[] {
  const keys = () => cachedKeys(deps);
  const { offers, files } = complete(words, readWords(deps), keys, () => ownNames(deps));
  const lines = offers.map(({ value, description }) => (description ? `${value}\t${description}` : value));
  return files ? [FILES, ...lines] : lines;
}

/** The file is the build's own and is read as it was written. */
function readWords({ paths }: Surroundings): readonly CommandWords[] {
  try {
    const words: readonly CommandWords[] = JSON.parse(
      readFileSync(join(paths.packageDir, 'completion.json'), 'utf8'),
    );
    return words;
  } catch {
    return [];
  }
}

/** What could stand as the last of these words. */
export function complete(
  words: readonly string[],
  commands: readonly CommandWords[],
  keys: () => IndexKeys | undefined,
  ownNames: () => readonly string[] = () => [],
): Answer {
  const current = words.at(-1) ?? '';
  const [name = '', ...before] = words.slice(0, -1);
  const look = new Look(commands, keys, ownNames);
  if (words.length <= 1) return look.first(current);
  if (name === 'help')
    return before.length === 0 ? look.offer('commands', current) : matching(['--all'], current);
  const command = commands.find((each) => each.name === name);
  return command === undefined ? NOTHING : look.inside(command, before, current);
}

class Look {
  readonly #commands: readonly CommandWords[];
  readonly #keys: () => IndexKeys | undefined;
  readonly #ownNames: () => readonly string[];

  constructor(
    commands: readonly CommandWords[],
    keys: () => IndexKeys | undefined,
    ownNames: () => readonly string[],
  ) {
    this.#commands = commands;
    this.#keys = keys;
    this.#ownNames = ownNames;
  }

  first(current: string): Answer {
    if (current.startsWith('-')) return matching(['--help', '--version'], current);
    const help = { value: 'help', description: 'explain a command' };
    const { offers } = this.offer('commands', current);
    return { offers: [...offers, ...(help.value.startsWith(current) ? [help] : [])], files: false };
  }

  inside(command: CommandWords, before: readonly string[], current: string): Answer {
    const end = before.indexOf('--');
    if (end >= 0) return this.#argument(command, before.slice(end + 1).length, current);
    const [, written, typed] = /^(--[^=]+=)(.*)$/.exec(current) ?? [];
    if (written !== undefined && typed !== undefined) {
      const { offers, files } = this.#value(flagNamed(command, written.slice(0, -1)), typed);
      return { offers: offers.map(({ value }) => ({ value: written + value })), files };
    }
    const flag = flagNamed(command, before.at(-1) ?? '');
    if (flag?.takesValue === true) return this.#value(flag, current);
    if (current.startsWith('-')) return flagOffers(command, before, current);
    return this.#argument(command, placeOf(command, before), current);
  }

  #argument({ arguments: values }: CommandWords, place: number, current: string): Answer {
    // Words such as `status` or `bash` are first arguments; what stands behind them is a file, if anything.
    if (Array.isArray(values) && place > 0) return { offers: [], files: true };
    return this.offer(values, current);
  }

  /** A flag may take a list with commas, of which the last name is being typed. */
  #value(flag: FlagWords | undefined, current: string): Answer {
    if (flag === undefined) return NOTHING;
    const done = /^(.*,)?/.exec(current)?.[1] ?? '';
    const { offers, files } = this.offer(flag.values, current.slice(done.length));
    return { offers: done === '' ? offers : offers.map(({ value }) => ({ value: done + value })), files };
  }

  #models(current: string): readonly Offer[] {
    const own = this.#ownNames().filter((name) => name.startsWith(current));
    return [...own.map((value) => ({ value })), ...models(this.#keys(), current)];
  }

  offer(values: Values, current: string): Answer {
    switch (values) {
      case null:
        return NOTHING;
      case 'files':
        return { offers: [], files: true };
      case 'models':
        return { offers: this.#models(current), files: false };
      case 'models and files':
        return { offers: this.#models(current), files: true };
      case 'providers':
        return matching(this.#keys()?.providers() ?? [], current);
      case 'modes':
        return matching(this.#keys()?.modes() ?? [], current);
      case 'commands': {
        const named = this.#commands.filter(({ name }) => name.startsWith(current));
        return {
          offers: named.map(({ name, summary }) => ({ value: name, description: summary })),
          files: false,
        };
      }
      default:
        return matching(values, current);
    }
  }
}

function matching(values: readonly string[], current: string): Answer {
  return {
    offers: values.filter((value) => value.startsWith(current)).map((value) => ({ value })),
    files: false,
  };
}

/** Flags that do not stand there yet. */
function flagOffers(command: CommandWords, before: readonly string[], current: string): Answer {
  const left = command.flags.filter(({ names }) => !names.some((name) => before.includes(name)));
  const offers = left.flatMap(({ names, description }) => {
    const name =
      names.find((each) => each.startsWith('--') && each.startsWith(current)) ??
      names.find((each) => each === current);
    return name === undefined ? [] : [{ value: name, description }];
  });
  return { offers, files: false };
}

function flagNamed({ flags }: CommandWords, name: string): FlagWords | undefined {
  return flags.find(({ names }) => names.includes(name));
}

/** How many arguments stand before the cursor. */
function placeOf(command: CommandWords, before: readonly string[]): number {
  return before.filter((word, index) => {
    return !word.startsWith('-') && flagNamed(command, before[index - 1] ?? '')?.takesValue !== true;
  }).length;
}

function models(keys: IndexKeys | undefined, current: string): readonly Offer[] {
  const found = keys?.startingWith(current) ?? [];
  if (found.length <= MANY) return found.map((value) => ({ value }));
  const steps = new Map<string, string[]>();
  for (const key of found) {
    const slash = key.indexOf('/', current.length);
    const step = slash < 0 ? key : key.slice(0, slash + 1);
    const others = steps.get(step);
    if (others === undefined) steps.set(step, [key]);
    else others.push(key);
  }
  return [...steps].map(([step, behind]) => ({ value: behind.length === 1 ? (behind[0] ?? step) : step }));
}
