import CliTable3 from 'cli-table3';
import type { Column, Row } from './column.ts';
import { NO_FRAME, NO_RULE, type Rule } from './frame.ts';
import { total } from './layout.ts';
import { sheetOf, type Sheet, type SheetRow } from './sheet.ts';
import type { Style } from './style.ts';
import { fold } from './text.ts';

export type { Column, Row } from './column.ts';

const INDENT = '  ';
/** cli-table3 compares every cell with all cells above it, so long tables are drawn in pieces. */
const ROWS_AT_ONCE = 50;

/**
 * Rows under their heads, in columns that fit the terminal: framed by thin rules there, plain in a pipe.
 * What has no room is folded; columns that are left out are named below the table.
 */
export function table(columns: readonly Column[], rows: readonly Row[], style: Style): string {
  const sheet = sheetOf(columns, rows, style);
  const { frame, head, body, note } = sheet;
  const hasTotal = sheet.total.length > 0;
  const lines = [
    ...(head === null
      ? []
      : draw([head], sheet, { top: frame.top, bottom: frame.between, vAlign: 'bottom' })),
    ...pieces(body).flatMap((piece, at, { length }) =>
      draw(piece, sheet, {
        top: head === null && at === 0 ? frame.top : NO_RULE,
        bottom: at < length - 1 ? NO_RULE : hasTotal ? frame.between : frame.bottom,
      }),
    ),
    ...(hasTotal ? draw(sheet.total, sheet, { bottom: frame.bottom }) : []),
    ...(note === '' ? [] : [note]),
  ];
  return lines.join('\n');
}

/** A table below a title, two columns in. */
export function indented(columns: readonly Column[], rows: readonly Row[], style: Style): string {
  const text = table(columns, rows, { ...style, width: style.width - INDENT.length });
  return text.replace(/^/gm, INDENT);
}

/** Two columns of label and text, without heads or frame. */
export function pairs(rows: readonly (readonly string[])[], style: Style): string {
  return table([{ head: '' }, { head: '' }], rows, style);
}

function pieces(rows: readonly SheetRow[]): readonly (readonly SheetRow[])[] {
  const count = Math.ceil(rows.length / ROWS_AT_ONCE);
  return Array.from({ length: count }, (_, at) => rows.slice(at * ROWS_AT_ONCE, (at + 1) * ROWS_AT_ONCE));
}

interface Edges {
  readonly top?: Rule;
  readonly bottom?: Rule;
  readonly vAlign?: 'bottom';
}

/** Some rows of the table, with a rule above and below where there is one. */
function draw(rows: readonly SheetRow[], sheet: Sheet, edges: Edges): readonly string[] {
  if (rows.length === 0) return [];
  const { frame, widths, aligns } = sheet;
  const isPlain = frame === NO_FRAME;
  const cut = isPlain ? rows.findIndex((row) => 'line' in row) : -1;
  const line = rows[cut];
  // Without a frame a line across all columns may be longer than these.
  if (line !== undefined && 'line' in line) {
    return [...draw(rows.slice(0, cut), sheet, edges), line.line, ...draw(rows.slice(cut + 1), sheet, edges)];
  }
  const drawn = new CliTable3({
    chars: charsOf(sheet, edges),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 1 },
    colWidths: widths.map((size) => size + 1),
    colAligns: [...aligns],
    rowAligns: rows.map(() => edges.vAlign ?? 'top'),
  });
  for (const row of rows) {
    if ('cells' in row) drawn.push([...row.cells]);
    else
      drawn.push([
        { content: fold(row.line, total(widths)).join('\n'), colSpan: widths.length, hAlign: 'left' },
      ]);
  }
  const lines = drawn.toString().split('\n');
  return isPlain ? lines.map((text) => text.trimEnd()) : lines;
}

/** What cli-table3 draws around and between cells: a rule at the top, one at the bottom, none between rows. */
function charsOf({ frame }: Sheet, { top = NO_RULE, bottom = NO_RULE }: Edges) {
  return {
    left: frame.left,
    right: frame.right,
    middle: ' ',
    top: top.line,
    'top-left': top.left,
    'top-mid': top.line,
    'top-right': top.right,
    bottom: bottom.line,
    'bottom-left': bottom.left,
    'bottom-mid': bottom.line,
    'bottom-right': bottom.right,
  };
}
