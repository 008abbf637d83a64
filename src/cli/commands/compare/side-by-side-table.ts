import { frameOf } from '../../render/frame.ts';
import type { Style } from '../../render/style.ts';
import { GAP } from '../../render/layout.ts';
import { table, type Row } from '../../render/table.ts';
import { width } from '../../render/width.ts';

/** A line of a comparison: what it is about, and what each of the models has. */
export interface SideRow {
  readonly label: string;
  readonly cells: readonly string[];
}

/**
 * Models in columns beside each other. As many as the terminal has room for stand in one table, the
 * others in further ones below; a name without room for its column stands above it, whole.
 */
export function sideBySide(names: readonly string[], rows: readonly SideRow[], style: Style): string {
  const labels = rows.reduce((most, { label }) => Math.max(most, width(label)), 1);
  const columns = names.map((name, index) => {
    return rows.reduce((most, { cells }) => Math.max(most, width(cells[index] ?? '')), width(name));
  });
  return chunks(columns, style.width - frameOf(style).columns - labels)
    .map((indexes) => drawn(indexes, names, rows, style))
    .join('\n\n');
}

/** Neighbours that fit beside the labels; at least one each time. */
function chunks(columns: readonly number[], room: number): readonly (readonly number[])[] {
  const made: number[][] = [];
  let left = 0;
  for (const [index, size] of columns.entries()) {
    const last = made.at(-1);
    if (last === undefined || size + GAP > left) {
      made.push([index]);
      left = room - size - GAP;
    } else {
      last.push(index);
      left -= size + GAP;
    }
  }
  return made;
}

function drawn(
  indexes: readonly number[],
  names: readonly string[],
  rows: readonly SideRow[],
  style: Style,
): string {
  const lines = rows.map(({ label, cells }): Row => [label, ...indexes.map((index) => cells[index] ?? '')]);
  const heads = indexes.map((index) => names[index] ?? '');
  const [only = '', ...others] = heads;
  const isAlone = others.length === 0 && Number.isFinite(style.width);
  const columns = heads.map((head) => ({ head: isAlone ? '' : head, align: 'right' as const }));
  const body = table([{ head: '' }, ...columns], lines, style);
  return isAlone ? `${style.theme.key(only)}\n${body}` : body;
}
