import { formatCount } from '../../core/money.ts';
import { isNarrow, width } from './width.ts';

/**
 * Text from a map or a log without the characters that command a terminal, such as escape sequences and marks
 * that turn the direction of writing, and without those that do not show: two names that look the same are.
 */
export function printable(text: string): string {
  return isNarrow(text) ? text : text.replace(unseen(), '').replace(LONE_SURROGATES, '\u{FFFD}');
}

/**
 * Made for a text that needs it: its classes of characters take a millisecond.
 *
 * Controls, line and paragraph separators, and what Unicode lets a program leave out (soft hyphens, joiners, tags,
 * fillers, variation selectors) or gives no shape of its own. The joiners inside of an emoji stay: they show.
 */
function unseen(): RegExp {
  const parts = [
    /[\p{Cc}\p{Zl}\p{Zp}\uFFF9-\uFFFB\u{13430}-\u{1343F}]/u,
    /(?!\u200D|\uFE0F)\p{Default_Ignorable_Code_Point}/u,
    /(?<!\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)\u200D|\u200D(?!\p{Extended_Pictographic})/u,
    /(?<!\p{Extended_Pictographic})\uFE0F(?!\u20E3)/u,
  ];
  return new RegExp(parts.map(({ source }) => source).join('|'), 'gu');
}

const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text in at most so many columns, with an ellipsis where it was cut. */
export function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = '';
  for (const character of text) {
    if (width(kept + character) > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** `one model`, `2 models`: a count with its noun. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/**
 * Breaks a text into lines of at most so many columns: at spaces, and inside a word only where the
 * word alone is too long for a line.
 */
export function fold(text: string, columns: number): readonly string[] {
  if (width(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (width(next) <= columns) {
      line = next;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (width(line) > columns) {
      const head = prefix(line, columns);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line];
}

/** The longest beginning that fits, broken behind a separator of names where there is one. */
function prefix(word: string, columns: number): string {
  let kept = '';
  for (const character of word) {
    if (width(kept + character) > columns && kept !== '') break;
    kept += character;
  }
  const separator = Math.max(...['/', '-', '.', '_', ':'].map((mark) => kept.lastIndexOf(mark)));
  return separator >= kept.length / 2 ? kept.slice(0, separator + 1) : kept;
}

/** A paragraph behind a dash, of lines of at most so many columns. */
export function bullet(text: string, columns: number): string {
  return wrap(printable(text), columns, '  ').replace(/^ {2}/, '- ');
}

/** A paragraph of lines of at most so many columns, each behind the indent. */
export function wrap(text: string, columns: number, indent = ''): string {
  const lines = Number.isFinite(columns) ? fold(text, Math.max(columns - indent.length, 10)) : [text];
  return lines.map((line) => indent + line).join('\n');
}
