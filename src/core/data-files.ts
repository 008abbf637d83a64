import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Deps } from './deps.ts';
import { reasonOf, systemCode, UsageError } from './errors.ts';
import { whyRefused } from './files.ts';
import { parseJson, parseJsonFile, type JsonValue } from './json.ts';
import { readRegularText } from './read-file.ts';
import { MAX_SMALL_FILE_BYTES } from './defaults.ts';

export function readReplaceable<T>(
  deps: Deps,
  variable: string,
  own: string,
  parse: (value: JsonValue, origin: string) => T,
): T {
  const named = deps.env[variable];
  if (named === undefined || named === '') return parse(readPackaged(deps, own), own);
  return parse(readUserJson(resolve(deps.cwd, named), `${variable} names a file`), named);
}

export function readPackaged(deps: Deps, name: string): JsonValue {
  return parseJson(readFileSync(join(deps.paths.packageDir, name), 'utf8'));
}

/**
 * Reads a small JSON file that the user named.
 * @throws UsageError when it cannot be read or is not JSON, without quoting it.
 */
export function readUserJson(path: string, what: string): JsonValue {
  const problem = (why: string, cause: unknown) =>
    new UsageError(`${what} that ${why}: ${path}.`, 'Mend the file or name another.', { cause });
  let text: string;
  try {
    text = readRegularText(path, { maxBytes: MAX_SMALL_FILE_BYTES });
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw problem('does not exist', error);
    throw problem(`cannot be read (${whyRefused(error)})`, error);
  }
  try {
    return parseJsonFile(text);
  } catch (error) {
    throw problem(`is ${reasonOf(error)}`, error);
  }
}

/** Reads a text file that the user named. @throws UsageError when it cannot be read. */
export function readUserText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason =
      systemCode(error) === 'ENOENT' ? 'does not exist' : `cannot be read (${whyRefused(error)})`;
    throw new UsageError(`${what} that ${reason}: ${path}.`, 'Check the path.', { cause: error });
  }
}

/** All that a stream holds, as text. */
export async function readToEnd(stream: Readable): Promise<string> {
  // Loaded where it is needed: most runs read no stream.
  const { text } = await import('node:stream/consumers');
  return await text(stream);
}
