import Table from 'cli-table3';
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

const GAP = 2;
const MIN_COLUMN = 6;

/** Rows under a heading line, in columns that fit the terminal; cells that do not fit are wrapped. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const kept = fitting(columns, rows, style.width);
  const shown = rows.map((row) => kept.map((index) => row[index] ?? ''));
  const heads = kept.map((index) => columns[index]?.head ?? '');
  const hasHead = heads.some((head) => head !== '');
  const widths = shrink(
    naturalWidths(heads, shown),
    kept.flatMap((index) => columns[index] ?? []),
    style.width,
  );
  const drawn = new Table({
    ...(hasHead ? { head: heads.map((head, index) => folded(head, widths[index], style.theme.dim)) } : {}),
    chars: { ...BORDERLESS, middle: ' '.repeat(GAP) },
    colWidths: [...widths],
    colAligns: kept.map((index) => columns[index]?.align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  const styles = kept.map((index) => columns[index]?.style);
  drawn.push(...shown.map((row) => row.map((cell, index) => folded(cell, widths[index], styles[index]))));
  return trimEnds(drawn.toString());
}

/** A cell broken to its column, each line styled by itself so that no style runs into the next column. */
function folded(
  cell: string,
  room: number | undefined,
  style: ((text: string) => string) | undefined,
): string {
  const lines = fold(cell, room ?? Infinity);
  return (style === undefined ? lines : lines.map(style)).join('\n');
}

function naturalWidths(heads: readonly string[], rows: readonly (readonly string[])[]): readonly number[] {
  return heads.map((head, index) => Math.max(width(head), 1, ...rows.map((row) => width(row[index] ?? ''))));
}

/** Indexes of the columns that are shown: optional ones go, the most dispensable first, until it fits. */
function fitting(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number,
): readonly number[] {
  let kept = columns.map((_, index) => index);
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

function trimEnds(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
