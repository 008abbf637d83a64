/** Documents for an agent, which has to read all of an answer. */
import { formatCount } from '../../../core/money.ts';

export const MAX_ROWS = 200;
const MAX_CHARACTERS = 4000;
const MAX_TEXT_CHARACTERS = 24_000;

interface Cut {
  readonly place: string;
  readonly rows: number;
}

/**
 * The document with the first rows of its long lists and the beginning of its long texts. Each list that is
 * cut is told among the warnings, which every document has.
 */
export function bounded(document: object): object {
  const cuts: Cut[] = [];
  const short = shortened(document, '', cuts);
  if (cuts.length === 0 || !isFields(short)) return isFields(short) ? short : document;
  const warnings: readonly unknown[] = Array.isArray(short['warnings']) ? short['warnings'] : [];
  const told = cuts.map(({ place, rows }) => ({
    code: 'CUT',
    message: `${place}: the first ${MAX_ROWS} of ${formatCount(rows)} are here.`,
  }));
  return { ...short, warnings: [...warnings, ...told] };
}

function shortened(value: unknown, place: string, cuts: Cut[]): unknown {
  if (typeof value === 'string') {
    return value.length > MAX_CHARACTERS ? `${value.slice(0, MAX_CHARACTERS - 1)}…` : value;
  }
  if (Array.isArray(value)) {
    if (value.length > MAX_ROWS) cuts.push({ place, rows: value.length });
    return value.slice(0, MAX_ROWS).map((each) => shortened(each, `${place}[]`, cuts));
  }
  if (!isFields(value)) return value;
  const fields = Object.entries(value).map(([name, each]) => {
    return [name, shortened(each, place === '' ? name : `${place}.${name}`, cuts)];
  });
  return Object.fromEntries(fields);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The lines of a text that an agent can be expected to read. */
export function boundedText(text: string): string {
  if (text.length <= MAX_TEXT_CHARACTERS) return text;
  const end = text.lastIndexOf('\n', MAX_TEXT_CHARACTERS);
  const shown = text.slice(0, end < 0 ? MAX_TEXT_CHARACTERS : end);
  return `${shown}\n… ${formatCount(text.length - shown.length)} characters more. Ask for less, such as with top.\n`;
}
