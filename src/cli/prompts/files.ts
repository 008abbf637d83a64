import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { compareText } from '../../core/collections.ts';
import { systemCode, UsageError } from '../../core/errors.ts';
import { isDirectory as isDirectoryAt } from '../../core/files.ts';
import { reading } from '../../tokens/text-file.ts';

/** A file that is sent in, or standard input. */
export interface PromptFile {
  /** As the user would name it. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/**
 * The files that a path names: itself, or all below a directory in the order of their names, but for hidden ones.
 * @throws UsageError for a path that leads nowhere, and for a directory without files.
 */
export function filesAt(name: string, cwd: string): readonly PromptFile[] {
  const path = resolve(cwd, name);
  const found = statOf(path, name);
  if (!found.isDirectory()) return [{ name, path, bytes: found.isFile() ? found.size : 0 }];
  const paths = reading(name, () => readdirSync(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((each) => !isHidden(relative(path, each)) && isFile(each))
    .sort(compareText);
  if (paths.length === 0)
    throw new UsageError(`${name} holds no files.`, 'Name a directory that holds prompts.');
  return paths.map((each) => ({
    name: join(name, relative(path, each)),
    path: each,
    bytes: statSync(each).size,
  }));
}

export function isDirectory(name: string, cwd: string): boolean {
  return isDirectoryAt(resolve(cwd, name));
}

/** True for the name of a file, so that a text may be given by its file. */
export function isFileName(text: string, cwd: string): boolean {
  // No path is that long; the system refuses it with an error of its own.
  return text.length < 1024 && !text.includes('\n') && isFile(resolve(cwd, text));
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith('.'));
}

function statOf(path: string, name: string) {
  try {
    return statSync(path);
  } catch (error) {
    const code = systemCode(error);
    // The last for a name with a null character.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE') {
      throw new UsageError(
        `There is no file ${name}.`,
        'Name a file or a directory, or - for standard input; a text is given by --text.',
      );
    }
    return reading(name, () => {
      throw error;
    });
  }
}

/** How a file begins: enough to tell a picture, and JSON, from text. */
export function headOf({ path, name }: PromptFile, bytes: number): Buffer {
  return reading(name, () => {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(bytes);
      return buffer.subarray(0, readSync(file, buffer, 0, bytes, 0));
    } finally {
      closeSync(file);
    }
  });
}

export function wholeOf({ path, name }: PromptFile): Buffer {
  return reading(name, () => readFileSync(path));
}
