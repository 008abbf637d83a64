import type { Style } from './style.ts';
import { fold, width } from './text.ts';

/** A column of a table. */
export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** May be dropped, highest first, where the terminal is too narrow for all columns. */
  readonly optional?: number;
  readonly style?: (text: string) => string;
}

type Align = 'left' | 'right';

const GAP = 2;
const MIN_COLUMN = 6;

/** A row of cells, or a line of its own such as the name of a group, which no column narrows. */
export type Row = readonly string[] | string;

/**
 * Rows under a heading line, in columns that fit the terminal; cells that do not fit are folded.
 *
 * Drawn here and not by a table library: the one that fits loads a fifth of Node's own start and
 * several megabytes, for borders that these tables do not have.
 */
export function table(columns: readonly Column[], lines: readonly Row[], style: Style): string {
  const rows = lines.filter((line) => typeof line !== 'string');
  const shown = fitting(columns, rows, style.width);
  const some = shown.map((index) => columns[index] ?? { head: '' });
  const cellsOf = (row: readonly string[]) => shown.map((index) => row[index] ?? '');
  const heads = some.map(({ head }) => head);
  const widths = shrink(naturalWidths(heads, rows.map(cellsOf)), some, style.width);
  const dimmed = some.map((column): Column => ({ ...column, style: style.theme.dim }));
  const headLines = heads.some((head) => head !== '') ? drawRow(heads, dimmed, widths) : [];
  const drawn = lines.flatMap((line) =>
    typeof line === 'string' ? [line] : drawRow(cellsOf(line), some, widths),
  );
  return [...headLines, ...drawn].join('\n');
}

/** One row, as many lines as its tallest cell; every line of a cell is styled by itself. */
function drawRow(
  row: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
): readonly string[] {
  const folded = row.map((cell, index) => fold(cell, widths[index] ?? Infinity));
  const height = Math.max(...folded.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = folded.map((lines, index) => {
      const { align = 'left', style } = columns[index] ?? { head: '' };
      return drawCell(lines[line] ?? '', widths[index] ?? 0, align, style);
    });
    return parts.join(' '.repeat(GAP)).trimEnd();
  });
}

function drawCell(text: string, room: number, align: Align, style: Column['style']): string {
  const padding = ' '.repeat(Math.max(0, room - width(text)));
  const styled = style === undefined ? text : style(text);
  return align === 'right' ? padding + styled : styled + padding;
}

function naturalWidths(heads: readonly string[], rows: readonly (readonly string[])[]): readonly number[] {
  return heads.map((head, index) => {
    return rows.reduce((widest, row) => Math.max(widest, width(row[index] ?? '')), Math.max(width(head), 1));
  });
}

/** Indexes of the columns that are shown: optional ones go, the most dispensable first, until it fits. */
function fitting(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number,
): readonly number[] {
  let kept = columns.map((_, index) => index);
  if (!Number.isFinite(room)) return kept;
  const order = kept
    .filter((index) => columns[index]?.optional !== undefined)
    .sort((a, b) => (columns[b]?.optional ?? 0) - (columns[a]?.optional ?? 0));
  for (const index of order) {
    const heads = kept.map((each) => columns[each]?.head ?? '');
    const widths = naturalWidths(
      heads,
      rows.map((row) => kept.map((each) => row[each] ?? '')),
    );
    if (total(widths) <= room) break;
    kept = kept.filter((each) => each !== index);
  }
  return kept;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, size) => sum + size, 0) + GAP * (widths.length - 1);
}

/**
 * Takes columns from the widest texts until the table fits, and from figures only when that is not
 * enough: a figure broken over two lines reads as another figure.
 */
function shrink(widths: readonly number[], columns: readonly Column[], room: number): readonly number[] {
  const sizes = [...widths];
  for (const align of ['left', 'right'] as const) {
    const some = sizes
      .map((_, index) => index)
      .filter((index) => (columns[index]?.align ?? 'left') === align);
    while (total(sizes) > room) {
      const widest = some.reduce((best, index) => Math.max(best, sizes[index] ?? 0), 0);
      if (widest <= MIN_COLUMN) break;
      sizes[some.find((index) => sizes[index] === widest) ?? 0] = widest - 1;
    }
  }
  return sizes;
}
