import type { Style } from './style.ts';
import { table, type Column, type Row } from './table.ts';
import { width } from './text.ts';

const GAP = 2;
/** A column of names narrower than this is no help. */
const MIN_NAMES = 16;
/** So many of the names must stand in their row before a column is given up for the others. */
const MOST = 0.8;

/**
 * A table whose first column holds names that a user copies: a name that has no room in its row
 * stands on a line of its own above it, whole.
 */
export function modelTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const kept = keptColumns(columns, rows, style.width);
  const room = style.width - widthOf(columns, rows, kept.slice(1));
  const heads = kept.map((index) => columns[index] ?? { head: '' });
  const nameStyle = columns[0]?.style ?? ((name: string) => name);
  const lines = rows.flatMap((row): readonly Row[] => {
    const cells = kept.map((index) => row[index] ?? '');
    const [name = '', ...others] = cells;
    return width(name) <= room ? [cells] : [nameStyle(name), ['', ...others]];
  });
  return table(
    heads.map(({ optional: _never, ...column }) => column),
    lines,
    style,
  );
}

/** Indexes of the columns that are shown: as many of the dispensable ones as leave room for most names. */
function keptColumns(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number,
): readonly number[] {
  let kept = columns.map((_, index) => index);
  if (!Number.isFinite(room)) return kept;
  const names = rows.map(([name = '']) => width(name)).sort((a, b) => a - b);
  const most = Math.max(names[Math.floor((names.length - 1) * MOST)] ?? 0, MIN_NAMES);
  const order = kept
    .filter((index) => columns[index]?.optional !== undefined)
    .sort((a, b) => (columns[b]?.optional ?? 0) - (columns[a]?.optional ?? 0));
  for (const index of order) {
    if (room - widthOf(columns, rows, kept.slice(1)) >= most) break;
    kept = kept.filter((each) => each !== index);
  }
  return kept;
}

/** What columns take, the gap in front of each included. */
function widthOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  indexes: readonly number[],
): number {
  return indexes.reduce((sum, index) => {
    const widest = rows.reduce((most, row) => Math.max(most, width(row[index] ?? '')), 0);
    return sum + GAP + Math.max(widest, width(columns[index]?.head ?? ''), 1);
  }, 0);
}
