/** A table before it is drawn: its columns fitted, its cells folded and styled. */
import { cellsOf, headText, isTotal, type Column, type Row } from './column.ts';
import { alignDecimals } from './decimals.ts';
import { frameOf, NO_FRAME, type Frame } from './frame.ts';
import { layOut, total, type Layout } from './layout.ts';
import type { Style } from './style.ts';
import { fold, wrap } from './text.ts';
import { width } from './width.ts';

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

/** Fits a table into the terminal and folds what has no room. */
export function sheetOf(columns: readonly Column[], rows: readonly Row[], style: Style): Sheet {
  const hasHeads = columns.some(({ head }) => head !== '');
  const frame = hasHeads || rows.some(isTotal) ? frameOf(style) : NO_FRAME;
  const heads = columns.map((column) => headText(column, frame === NO_FRAME ? ' ' : '\n'));
  const texts = columns.map((_, at) => rows.flatMap((row) => cellsOf(row)?.[at] ?? []));
  const aligned = columns.map(({ align }, at) =>
    align === 'decimal' ? alignDecimals(texts[at] ?? []) : (texts[at] ?? []),
  );
  const room = style.width - frame.columns;
  const filled = columns.map((column, at) => ({ column, head: heads[at] ?? '', cells: aligned[at] ?? [] }));
  const layout = layOut(filled, room);
  const shown = layout.shown.map((at) => ({
    column: columns[at] ?? { head: '' },
    head: heads[at] ?? '',
    texts: texts[at] ?? [],
    aligned: aligned[at] ?? [],
  }));
  let index = 0;
  const drawn = rows.map((row): { readonly rows: readonly SheetRow[]; readonly isTotal: boolean } => {
    if (typeof row === 'string') return { rows: [{ line: row }], isTotal: false };
    const at = index++;
    const cells = shown.map((each) => ({
      column: each.column,
      text: each.texts[at] ?? '',
      aligned: each.aligned[at] ?? '',
    }));
    return { rows: sheetRows(cells, layout, isTotal(row) ? row.style : undefined), isTotal: isTotal(row) };
  });
  const of = (wanted: boolean) => drawn.flatMap(({ rows, isTotal }) => (isTotal === wanted ? rows : []));
  return {
    frame,
    widths:
      frame === NO_FRAME
        ? layout.widths
        : widened(
            layout.widths,
            drawn.flatMap(({ rows }) => rows),
            room,
          ),
    aligns: shown.map(({ column: { align = 'left' } }) => (align === 'left' ? 'left' : 'right')),
    head: hasHeads ? headRow(shown, layout, style) : null,
    body: of(false),
    total: of(true),
    note: leftOut(columns, layout, style),
  };
}

interface SheetCell {
  readonly column: Column;
  readonly text: string;
  readonly aligned: string;
}

/** A row as it is drawn: a name without room in it goes above, whole. */
function sheetRows(
  cells: readonly SheetCell[],
  { widths }: Layout,
  style: ((text: string) => string) | undefined,
): readonly SheetRow[] {
  const above = cells.filter(
    ({ column, text }, at) => column.whole === true && width(text) > (widths[at] ?? 0),
  );
  const own = cells.map((cell, at) => {
    const { column, text, aligned } = cell;
    if (above.includes(cell)) return '';
    const size = widths[at] ?? 0;
    const lines = fold(width(aligned) <= size ? aligned : text, size);
    return lines.map(style ?? column.style ?? asItIs).join('\n');
  });
  return [
    ...above.map(({ column, text }) => ({ line: (style ?? column.style ?? asItIs)(text) })),
    { cells: own },
  ];
}

function asItIs(text: string): string {
  return text;
}

function headRow(
  shown: readonly { readonly head: string }[],
  { widths }: Layout,
  { theme }: Style,
): SheetRow {
  const cells = shown.map(({ head }, at) => {
    const lines = head.split('\n').flatMap((line) => fold(line, widths[at] ?? 0));
    return lines.map(theme.dim).join('\n');
  });
  return { cells };
}

/** Inside of a frame the first column grows until the lines across all columns have room, too. */
function widened(widths: readonly number[], rows: readonly SheetRow[], room: number): readonly number[] {
  const longest = rows.reduce((most, row) => ('line' in row ? Math.max(most, width(row.line)) : most), 0);
  const missing = Math.max(0, Math.min(longest, room) - total(widths));
  return widths.map((size, at) => (at === 0 ? size + missing : size));
}

function leftOut(columns: readonly Column[], { shown }: Layout, style: Style): string {
  const names = columns.flatMap(({ head }, at) => (shown.includes(at) || head === '' ? [] : [head]));
  if (names.length === 0) return '';
  return style.theme.dim(wrap(`No room for: ${names.join(', ')}.`, style.width));
}
