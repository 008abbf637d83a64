import type { Style } from './style.ts';
import { indented } from './table.ts';
import { printable } from './text.ts';

/** `1.4 MB`, `77 KB`, `512 bytes`: a size for a person, in powers of 1,000. */
export function byteWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `2026-08-06 09:15 UTC`. */
export function momentWords(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** `40 s`, `12 min`, `5 h`, `3 days`: a length of time in its largest unit. */
export function spanWords(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** `1, of 2026-05-24`, `14, 2026-05-24 to 2026-08-06`: the maps of a history, oldest first, by their moments. */
export function datesWords(moments: readonly string[]): string {
  const [first, ...others] = moments;
  if (first === undefined) return 'none';
  const last = others.at(-1);
  return last === undefined
    ? `1, of ${first.slice(0, 10)}`
    : `${moments.length}, ${first.slice(0, 10)} to ${last.slice(0, 10)}`;
}

/** A title and rows of label and text under it; rows without a text are left out. */
export function rows(title: string, pairs: readonly (readonly [string, string])[], style: Style): string {
  const shown = pairs.filter(([, text]) => text !== '').map(([label, text]) => [label, printable(text)]);
  const columns = [{ head: '', style: style.theme.dim }, { head: '' }];
  return shown.length === 0 ? `${title}\n` : `${title}\n${indented(columns, shown, style)}\n`;
}
