/** A table before it is drawn: its columns fitted, its cells folded and styled. */
import { cellsOf, headLines, isTotal, withoutUnit, type Column, type Row } from './column.ts';
import { alignDecimals } from './decimals.ts';
import { frameOf, NO_FRAME, type Frame } from './frame.ts';
import { layOut, total as totalOf, type Filled, type Layout } from './layout.ts';
import type { Style } from './style.ts';
import { fold, wrap } from './text.ts';
import { width } from './width.ts';

/** No name and no figure is longer; what a broken map holds instead is whole in JSON. */
const LONGEST_CELL = 1000;

/** A row whose cells hold as many lines as they need, or one line across all columns. */
export type SheetRow = { readonly cells: readonly string[] } | { readonly line: string };

export interface Sheet {
  readonly frame: Frame;
  readonly widths: readonly number[];
  readonly aligns: readonly ('left' | 'right')[];
  /** Null for a table without heads. */
  readonly head: SheetRow | null;
  readonly body: readonly SheetRow[];
  /** Set off at the end; empty where there is no total. */
  readonly total: readonly SheetRow[];
  /** Which columns had no room; empty where all have. */
  readonly note: string;
}

/** A column with its texts as they are drawn, before they are folded. */
interface FilledColumn extends Filled {
  /** The texts without the spaces that align them. */
  readonly texts: readonly string[];
}

/** Fits a table into the terminal and folds what has no room. */
export function sheetOf(columns: readonly Column[], rows: readonly Row[], style: Style): Sheet {
  const hasHeads = columns.some(({ head }) => head !== '');
  const frame = hasHeads || rows.some(isTotal) ? frameOf(style) : NO_FRAME;
  const isFramed = frame !== NO_FRAME;
  const filled = columns.map((column, at) => fill(column, at, rows, isFramed));
  const room = style.width - frame.columns;
  const layout = layOut(filled, room, isFramed);
  const shown = layout.shown.flatMap((at) => filled[at] ?? []);
  let index = 0;
  const body: SheetRow[] = [];
  const total: SheetRow[] = [];
  for (const row of rows) {
    if (typeof row === 'string') body.push({ line: row });
    else if (isTotal(row)) total.push(...sheetRows(shown, index++, layout, row.style));
    else body.push(...sheetRows(shown, index++, layout));
  }
  return {
    frame,
    widths: isFramed ? widened(layout.widths, [...body, ...total], room) : layout.widths,
    aligns: shown.map(({ column: { align = 'left' } }) => (align === 'left' ? 'left' : 'right')),
    head: hasHeads ? headRow(shown, layout, style) : null,
    body,
    total,
    note: leftOut(columns, layout, style),
  };
}

/** On a terminal the unit of a column stands in its head, and its decimal points are aligned. */
function fill(column: Column, at: number, rows: readonly Row[], isFramed: boolean): FilledColumn {
  const cells = rows.flatMap((row) => cellsOf(row)?.[at] ?? []).map(shortened);
  if (!isFramed) return { column, head: column.head, cells, texts: cells };
  const texts = cells.map((text) => withoutUnit(text, column));
  const aligned = column.align === 'decimal' ? alignDecimals(texts) : texts;
  return { column, head: headLines(column), cells: aligned, texts };
}

/** A row as it is drawn: a name without room in it goes above, whole. */
function sheetRows(
  columns: readonly FilledColumn[],
  index: number,
  { widths }: Layout,
  style?: (text: string) => string,
): readonly SheetRow[] {
  const above: SheetRow[] = [];
  const cells = columns.map(({ column, cells, texts }, at) => {
    const paint = style ?? column.style ?? asItIs;
    const size = widths[at] ?? 0;
    const text = texts[index] ?? '';
    if (column.whole === true && width(text) > size) {
      above.push({ line: paint(text) });
      return '';
    }
    const aligned = cells[index] ?? '';
    const lines = fold(width(aligned) <= size ? aligned : text, size);
    return lines.map((line) => paint(line)).join('\n');
  });
  return [...above, { cells }];
}

function shortened(text: string): string {
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
}

function asItIs(text: string): string {
  return text;
}

function headRow(shown: readonly FilledColumn[], { widths }: Layout, { theme }: Style): SheetRow {
  const cells = shown.map(({ head }, at) => {
    const lines = head.split('\n').flatMap((line) => fold(line, widths[at] ?? 0));
    return lines.map((line) => theme.dim(line.replaceAll('\u00A0', ' '))).join('\n');
  });
  return { cells };
}

/** Inside of a frame the first column grows until the lines across all columns have room, too. */
function widened(widths: readonly number[], rows: readonly SheetRow[], room: number): readonly number[] {
  const longest = rows.reduce((most, row) => ('line' in row ? Math.max(most, width(row.line)) : most), 0);
  const missing = Math.max(0, Math.min(longest, room) - totalOf(widths));
  return widths.map((size, at) => (at === 0 ? size + missing : size));
}

function leftOut(columns: readonly Column[], { shown }: Layout, style: Style): string {
  const names = columns.flatMap(({ head }, at) => (shown.includes(at) || head === '' ? [] : [head]));
  if (names.length === 0) return '';
  return style.theme.dim(wrap(`No room for: ${names.join(', ')}.`, style.width));
}
