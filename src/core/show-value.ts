/** Longer texts are cut: a message shows enough of a value to recognise it. */
const SHOWN_CHARACTERS = 40;

/** What a price, a limit or a multiplier has to be, in words. */
export const A_FIGURE = 'a number of 0 or more';

/** A value in a message: short, on one line, texts in quotes. Whatever it is, it breaks no message. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'a number too large for a double';
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'nothing';
    default:
      return kindOf(value);
  }
}

/** A text for a message: in quotes, and cut where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text);
}

/** The kind of a value, in words: `a list`, `an object`, `a text`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'true or false';
  return `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`;
}
