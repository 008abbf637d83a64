/** A table without a frame, as a pipe gets it: columns with spaces between them. */
import { GAP } from './layout.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { width } from './width.ts';

/** Needs nothing of a table package, which takes a tenth of a start to draw one. */
export function plain({ head, body, total, widths, aligns }: Sheet): readonly string[] {
  const rows = [...body, ...total].flatMap((row) => linesOf(row, widths, aligns));
  return head === null ? rows : [...linesOf(head, widths, aligns, 'bottom'), ...rows];
}

/** The lines of one row. A line across all columns may be longer than these. */
function linesOf(
  row: SheetRow,
  widths: Sheet['widths'],
  aligns: Sheet['aligns'],
  side: 'top' | 'bottom' = 'top',
): readonly string[] {
  if ('line' in row) return [row.line];
  const cells = row.cells.map((cell) => cell.split('\n'));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    cells
      .map((lines, column) => {
        const text = lines[side === 'top' ? at : at - height + lines.length] ?? '';
        const room = ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(text)));
        return aligns[column] === 'right' ? room + text : text + room;
      })
      .join(BETWEEN)
      .trimEnd(),
  );
}

const BETWEEN = ' '.repeat(GAP);
