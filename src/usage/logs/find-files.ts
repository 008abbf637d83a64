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
  if (pattern.length > MAX_CHARACTERS) throw unusable(pattern, 'it is longer than a path');
  const files = withoutBraces(pattern).flatMap((each) => filesMatchingOne(each, cwd));
  return inOrder([...new Set(files)]);
}

const SEPARATORS = /[/\\]/;
const WILDCARD = /[*?[{]/;
/** Further syntax of the library; in our patterns these are ordinary characters. */
const OTHER_MARKS = /[()|+]|^!/g;

/** PATH_MAX: no longer path exists. */
const MAX_CHARACTERS = 4096;
const MAX_ALTERNATIVES = 64;
/** Matching backtracks: its time is exponential in the number of wildcards. */
const MAX_IN_NAME = 3;
const MAX_DEPTHS = 2;

function filesMatchingOne(pattern: string, cwd: string): readonly string[] {
  const parts = pattern.split(sep === '/' ? '/' : SEPARATORS);
  const wild = parts.findIndex((part) => WILDCARD.test(part));
  // The last name is always matched.
  const fixed = wild < 0 ? parts.length - 1 : wild;
  const base = resolve(cwd, parts.slice(0, fixed).join('/') || (pattern.startsWith('/') ? '/' : '.'));
  const names = parts.slice(fixed).map((part) => (part === '**' ? part : part.replace(/\*+/g, '*')));
  const inNames = names.map((name) => name.match(/[*{]/g)?.length ?? 0);
  if (Math.max(...inNames) > MAX_IN_NAME)
    throw unusable(pattern, `it has more than ${MAX_IN_NAME} wildcards in a name`);
  if (names.filter((name) => name === '**').length > MAX_DEPTHS)
    throw unusable(pattern, `it has ** more than ${MAX_DEPTHS} times`);
  if (!isDirectory(base)) return [];
  return find(names.join('/').replace(OTHER_MARKS, String.raw`\$&`), base);
}

/** Expands `{a,b}` as shells do: its alternatives may start in different directories. */
function withoutBraces(pattern: string): readonly string[] {
  let patterns: readonly string[] = [pattern];
  for (;;) {
    const expanded = patterns.flatMap(alternativesIn);
    if (expanded.length > MAX_ALTERNATIVES)
      throw unusable(pattern, `its braces make more than ${MAX_ALTERNATIVES} patterns`);
    if (expanded.length === patterns.length) return expanded;
    patterns = expanded;
  }
}

function alternativesIn(pattern: string): readonly string[] {
  const [, before = '', choices = '', after = ''] = BRACES.exec(pattern) ?? [];
  if (choices === '') return [pattern];
  // One more than are allowed, so that they are refused without all being written out.
  const few = choices.split(',').slice(0, MAX_ALTERNATIVES + 1);
  return few.map((choice) => `${before}${choice}${after}`);
}

/** Braces with a comma in them, and none within. */
const BRACES = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s;

function unusable(pattern: string, reason: string): UsageError {
  return new UsageError(
    `The pattern ${quoted(pattern)} cannot be used: ${reason}.`,
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
  return inOrder(files.map((file) => resolve(file)));
}

function inOrder(paths: readonly string[]): readonly string[] {
  return paths.toSorted((a, b) => compareText(orderOf(a), orderOf(b)));
}

/** A sort key that compares paths name by name. */
function orderOf(path: string): string {
  return path.replaceAll(sep, '\0');
}
