/** The directories below which the server may read logs. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import { isDirectory, isInside } from '../../../core/files.ts';
import { quoted } from '../../../core/show-value.ts';
import { findInputs, type FoundInputs, type LogInput } from '../../../usage/logs/inputs.ts';

interface Root {
  /** Absolute, as it was named. */
  readonly path: string;
  /** Without links. */
  readonly real: string;
}

export class LogRoots {
  readonly #roots: readonly Root[];
  readonly #deps: Deps;

  /** @throws UsageError for a name that is no directory. */
  constructor(names: readonly string[], deps: Deps) {
    this.#deps = deps;
    this.#roots = names.map((name) => {
      // Clients start the server without a shell, which would have expanded ~.
      const path = resolve(
        deps.cwd,
        name.replace(/^~(?=$|[/\\])/, () => deps.paths.homeDir),
      );
      if (!isDirectory(path)) throw new UsageError(`--logs: ${name} is no directory.`, 'Name a directory.');
      return { path, real: realpathSync(path) };
    });
  }

  get paths(): readonly string[] {
    return this.#roots.map(({ path }) => path);
  }

  /**
   * The logs at these paths, absolute or relative to a directory of --logs; without paths, all of them.
   * A link out of the directories is refused if it was named, and passed over if it was found.
   * @throws UsageError for a path that is outside, and for what `findInputs` does not find.
   */
  find(names: readonly string[]): FoundInputs {
    if (this.#roots.length === 0) {
      throw new UsageError(
        'This server may read no logs.',
        'Whoever starts it says which: llmcost mcp --logs <directory>.',
      );
    }
    const paths = names.length === 0 ? this.paths : names.map((name) => this.#place(name));
    const found = findInputs({ paths, agents: [], anyAgent: false }, this.#deps);
    const outside = found.inputs.filter((input) => !this.#holds(input));
    const named = outside.find(({ isFound }) => isFound !== true);
    if (named !== undefined) throw this.#refusal(named.name);
    const links = outside.map(({ name }) => ({
      file: name,
      reason: 'a link out of the directories of --logs',
    }));
    const inputs = found.inputs.filter((input) => !outside.includes(input)).map(asRealFile);
    return { inputs, passedOver: [...found.passedOver, ...links] };
  }

  /** The absolute path, which must exist: `findInputs` would take a missing one for a pattern. */
  #place(name: string): string {
    if (name.split(/[/\\]/).includes('..')) {
      throw new UsageError(
        `The path ${quoted(name)} has "..".`,
        'Give it relative to a directory of --logs.',
      );
    }
    const inside = this.#roots
      .map(({ path }) => resolve(path, name))
      .filter((place) => this.#isNamedInside(place));
    if (inside.length === 0) throw this.#refusal(name);
    const place = inside.find((each) => realPathOf(each) !== undefined);
    if (place === undefined) {
      throw new UsageError(`There is no ${quoted(name)}.`, `It is looked for in ${this.paths.join(', ')}.`);
    }
    if (!this.#isInside(realpathSync(place))) throw this.#refusal(name);
    return place;
  }

  #isNamedInside(place: string): boolean {
    return this.#roots.some(({ path }) => isInside(path, place));
  }

  #holds({ path }: LogInput): boolean {
    const real = path === null ? undefined : realPathOf(path);
    return real !== undefined && this.#isInside(real);
  }

  #isInside(real: string): boolean {
    return this.#roots.some((root) => isInside(root.real, real));
  }

  #refusal(name: string): UsageError {
    return new UsageError(
      `${name} is outside the directories that this server may read.`,
      `They are ${this.paths.join(', ')}.`,
    );
  }
}

/** Reads the file that was checked, even if a link changes in between. */
function asRealFile(input: LogInput): LogInput {
  return input.path === null ? input : { ...input, path: realpathSync(input.path) };
}

/** Undefined where there is nothing. */
function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
