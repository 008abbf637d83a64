/** Finds files in directories and by patterns, with tinyglobby. */
import nodeFs from 'node:fs';
import { resolve, sep } from 'node:path';
import { globSync } from 'tinyglobby';
import { compareText } from '../../core/collections.ts';
import { UsageError } from '../../core/errors.ts';
import { isDirectory, whyRefused } from '../../core/files.ts';
import { quoted } from '../../core/show-value.ts';

/** All regular files under a directory, sorted. @throws UsageError for an unreadable directory. */
export function filesIn(directory: string): readonly string[] {
  return find('**', directory);
}

/**
 * The files that match a pattern, for shells that do not expand it: `*`, `?`, `**`, `[a-z]` and `{a,b}`.
 * @throws UsageError for a pattern that cannot be used, and for an unreadable directory.
 */
export function filesMatching(pattern: string, cwd: string): readonly string[] {
  const parts = pattern.split(sep === '/' ? '/' : SEPARATORS);
  const fixed = parts.findIndex((part) => WILDCARD.test(part));
  const base = resolve(cwd, parts.slice(0, fixed).join('/') || (pattern.startsWith('/') ? '/' : '.'));
  const names = parts.slice(fixed).map((part) => (part === '**' ? part : part.replace(/\*+/g, '*')));
  refuseTooMany(names, pattern);
  if (!isDirectory(base)) return [];
  return find(names.join('/').replace(OTHER_MARKS, String.raw`\$&`), base);
}

const SEPARATORS = /[/\\]/;
const WILDCARD = /[*?[{]/;
/** Further syntax of the library; in our patterns these are ordinary characters. */
const OTHER_MARKS = /[()|+]|^!/g;

/** Matching backtracks: its time is exponential in the number of wildcards. */
const MAX_IN_NAME = 3;
const MAX_DEPTHS = 2;
/** PATH_MAX: no longer path exists. */
const MAX_CHARACTERS = 4096;

function refuseTooMany(names: readonly string[], pattern: string): void {
  const inNames = names.map((name) => name.match(/[*{]/g)?.length ?? 0);
  const depths = names.filter((name) => name === '**').length;
  const isLong = pattern.length > MAX_CHARACTERS;
  if (!isLong && depths <= MAX_DEPTHS && Math.max(...inNames) <= MAX_IN_NAME) return;
  throw new UsageError(
    `The pattern ${quoted(pattern)} cannot be tried: ${isLong ? 'it is longer than a path' : `it has more than ${MAX_IN_NAME} wildcards in a name, or ** more than twice`}.`,
    'Name the directory, or several patterns.',
  );
}

function find(pattern: string, cwd: string): readonly string[] {
  const unread: UsageError[] = [];
  const files = globSync([pattern], {
    cwd,
    absolute: true,
    dot: true,
    expandDirectories: false,
    extglob: false,
    fs: {
      // tinyglobby skips unreadable directories silently.
      readdirSync: new Proxy(nodeFs.readdirSync, {
        apply(readdir, self, args: Parameters<typeof nodeFs.readdirSync>) {
          try {
            return Reflect.apply(readdir, self, args);
          } catch (error) {
            unread.push(new UsageError(`${String(args[0])} cannot be read: ${whyRefused(error)}.`));
            throw error;
          }
        },
      }),
      // Called for links only. Links to directories are not followed: they may lead up, or out.
      statSync: new Proxy(nodeFs.statSync, {
        apply(stat, self, args: Parameters<typeof nodeFs.statSync>) {
          const found = Reflect.apply(stat, self, args);
          if (found?.isFile() === true) return found;
          throw new Error('not a link to a regular file');
        },
      }),
    },
  });
  const [first] = unread;
  if (first !== undefined) throw first;
  return files.map((file) => resolve(file)).sort((a, b) => compareText(orderOf(a), orderOf(b)));
}

/** A sort key that compares paths name by name. */
function orderOf(path: string): string {
  return path.replaceAll(sep, '\0');
}
