import { plain } from '../../core/money.ts';
import type { Cell, DataColumn } from './csv.ts';
import { printable } from './text.ts';

/** A table in Markdown. Pipes and what Markdown would format in a cell are escaped; a cell is one line. */
export function renderMarkdown(columns: readonly DataColumn[], rows: readonly (readonly Cell[])[]): string {
  const rule = columns.map(({ align }) => (align === undefined || align === 'left' ? '---' : '---:'));
  const lines = [
    columns.map(({ head }) => markdownText(head)),
    rule,
    ...rows.map((row) => row.map(markdownText)),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** One cell, or a piece of a heading: what Markdown would format is escaped. */
export function markdownText(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'number' ? plain(cell) : String(cell);
  return printable(text.replace(/[\r\n\t]+/g, ' ')).replace(/[\\|*`<[]/g, String.raw`\$&`);
}
