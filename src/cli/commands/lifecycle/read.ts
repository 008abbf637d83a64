/** What `lifecycle` is asked about: names on the command line, and files in which names stand. */
import { readFileSync, statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { readToEnd } from '../../../core/data-files.ts';
import type { Deps } from '../../../core/deps.ts';
import { systemCode, UsageError } from '../../../core/errors.ts';
import { whyRefused } from '../../../core/files.ts';
import { readRegularText } from '../../../core/read-file.ts';

/** A name that was typed, or a text. */
export type Input =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'text'; readonly file: string; readonly text: string }
  | { readonly kind: 'binary'; readonly file: string };

/** A whole file of names in a source tree is small; what is larger is data. */
const MAX_BYTES = 64 * 1024 * 1024;
/** `src/app.py`, `.env`: what only a file is called. No key of the map ends in letters behind a dot. */
const FILE_NAME = /(^|[/\\])\.?[^/\\]*\.[a-z]{1,10}$|^\.{0,2}[/\\]/i;

/**
 * Reads an argument. A key of the map is a name even where a file is called so; `./gpt-4` is the file.
 * @throws UsageError for a directory, for a file that cannot be read, and for one that is not there.
 */
export async function readInput(
  argument: string,
  isKey: (name: string) => boolean,
  deps: Pick<Deps, 'cwd' | 'stdin'>,
): Promise<Input> {
  if (argument === '-') return textOf('standard input', await readToEnd(deps.stdin()));
  if (isKey(argument)) return { kind: 'name', name: argument };
  const path = resolve(deps.cwd, argument);
  const found = lookAt(path, argument);
  if (found === undefined) {
    if (!FILE_NAME.test(argument)) return { kind: 'name', name: argument };
    throw new UsageError(
      `There is no file ${argument}.`,
      'Give names of models, or files in which they stand.',
    );
  }
  if (found.isDirectory()) {
    throw new UsageError(
      `${argument} is a directory.`,
      `Name its files: llmcost lifecycle $(git ls-files ${argument})`,
    );
  }
  if (found.size > MAX_BYTES) {
    throw new UsageError(`${argument} has ${found.size} bytes; at most ${MAX_BYTES} are read.`);
  }
  try {
    // A pipe is somebody's own; anything else than a file, such as a link to /dev/zero, may have no end.
    const text = found.isFIFO() ? readFileSync(path, 'utf8') : readRegularText(path, { maxBytes: MAX_BYTES });
    return textOf(argument, text);
  } catch (error) {
    throw new UsageError(`${argument} cannot be read (${whyRefused(error)}).`, null, { cause: error });
  }
}

/** What lies there; nothing where it is longer than a file can be called. */
function lookAt(path: string, shown: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (systemCode(error) === 'ENAMETOOLONG') return undefined;
    throw new UsageError(`${shown} cannot be read (${whyRefused(error)}).`, null, { cause: error });
  }
}

/** A text with a NUL in it is none: a picture among the files of a project. */
function textOf(file: string, text: string): Input {
  return text.includes('\0') ? { kind: 'binary', file } : { kind: 'text', file, text };
}
