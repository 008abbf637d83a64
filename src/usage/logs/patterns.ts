/** A pattern of files: where to look, and which paths below that it matches. */
export interface Matcher {
  readonly base: string;
  /** @param path below the base, with slashes. */
  readonly matches: (path: string) => boolean;
}

/** `logs/**` and the like: `*`, `?`, `[abc]`, `{a,b}`, and `**` for directories of any depth. */
export function matcher(pattern: string): Matcher {
  const alternatives = expanded(pattern).map((each) => each.split(/[/\\]/).filter((part) => part !== '.'));
  const fixed = Math.min(...alternatives.map(fixedParts), commonParts(alternatives));
  const first = alternatives[0] ?? [];
  const forms = alternatives.map(
    (parts) =>
      new RegExp(`^${parts.slice(fixed).map(partForm).join('/').replaceAll('(?:.*)/', '(?:.*/)?')}$`),
  );
  return {
    base: first.slice(0, fixed).join('/') || (pattern.startsWith('/') ? '/' : '.'),
    matches: (path) => forms.some((form) => form.test(path)),
  };
}

/** Braces may hold slashes, so they are written out before the pattern is cut at them. */
function expanded(pattern: string): readonly string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(pattern);
  if (braces === null) return [pattern];
  const [, before = '', choices = '', after = ''] = braces;
  return choices.split(',').flatMap((choice) => expanded(`${before}${choice}${after}`));
}

/** How many parts lead to a directory that needs no matching; the last is always matched. */
function fixedParts(parts: readonly string[]): number {
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  return first < 0 ? parts.length - 1 : first;
}

function commonParts([first = [], ...others]: readonly (readonly string[])[]): number {
  const differs = first.findIndex((part, index) => others.some((parts) => parts[index] !== part));
  return differs < 0 ? first.length : differs;
}

const PART_MARKS = /\*+|\?|\[[^\]]+\]|[\\^$.|+()\]}[{]/g;

function partForm(part: string): string {
  if (part === '**') return '(?:.*)';
  return part.replace(PART_MARKS, (mark) => {
    if (mark.startsWith('*')) return '[^/]*';
    if (mark === '?') return '[^/]';
    if (mark.length === 1) return `\\${mark}`;
    const set = mark
      .slice(1, -1)
      .replace(/^!/, '^')
      .replace(/[\\[]/g, String.raw`\$&`);
    return `[${set}]`;
  });
}
