import { plain } from '../../core/money.ts';
import type { Column } from './column.ts';
import { printable } from './text.ts';

/** A column of a table that is read by a program or pasted into a document. */
export interface DataColumn {
  readonly head: string;
  readonly align?: NonNullable<Column['align']>;
}

/** What a cell holds; null is an empty one. */
export type Cell = string | number | boolean | null;

/**
 * A table as CSV (RFC 4180): the heads first, CRLF behind every line, quotes where they are needed.
 * Figures are written out in plain decimals. A text that a spreadsheet would take for a formula gets
 * an apostrophe in front; a figure never does.
 */
export function renderCsv(columns: readonly DataColumn[], rows: Iterable<readonly Cell[]>): string {
  let text = lineOf(columns.map(({ head }) => head));
  for (const cells of rows) text += lineOf(cells);
  return text;
}

function lineOf(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(csvText(cell))).join(',')}\r\n`;
}

function csvText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return plain(cell);
  // Line breaks and tabs can be quoted; what else commands a terminal goes.
  const text = String(cell).replace(/[^\r\n\t]+/g, printable);
  return FORMULA.test(text) && !FIGURE.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** How a text begins that spreadsheets calculate. */
const FORMULA = /^[=+\-@\t\r]/;
const FIGURE = /^[-+]?\d[\d.,]*%?$/;
