import type { ModelFacts } from '../models/search/row.ts';
import { renderCsv } from '../cli/render/csv.ts';
import { renderMarkdown } from '../cli/render/markdown.ts';
import { unitOf, type ModelColumn } from '../cli/render/model-columns.ts';
import { modelTable } from '../cli/render/model-table.ts';
import type { Style } from '../cli/render/style.ts';

/** A drawn table of models. */
export interface ListTable {
  readonly text: string;
  /** What all input and output prices of the table are per, where no column says so. */
  readonly per: string | undefined;
}

/** Draws models in columns; those that say nothing of any of them are left out. */
export function listTable<Row extends ModelFacts>(
  columns: readonly ModelColumn<Row>[],
  rows: readonly Row[],
  style: Style,
): ListTable {
  const units = new Set(rows.map(unitOf).filter((unit) => unit !== null));
  const shown = columns.filter(({ id, value }) => {
    if (id === 'per') return units.size > 1;
    return id === 'model' || rows.some((row) => value(row) !== null);
  });
  const heads = shown.map((column) =>
    column.id === 'model' ? { ...column, style: style.theme.key } : column,
  );
  const cells = rows.map((row) => shown.map(({ text }) => text(row)));
  const [unit] = units;
  const isPriced = shown.some(({ id }) => id === 'input' || id === 'output');
  return { text: modelTable(heads, cells, style), per: isPriced && units.size === 1 ? unit : undefined };
}

export function listCsv<Row>(columns: readonly ModelColumn<Row>[], rows: readonly Row[]): string {
  return renderCsv(
    columns.map(({ id }) => ({ head: id })),
    rows.map((row) => columns.map(({ value }) => value(row))),
  );
}

export function listMarkdown<Row>(columns: readonly ModelColumn<Row>[], rows: readonly Row[]): string {
  return renderMarkdown(
    columns,
    rows.map((row) => columns.map(({ text }) => text(row))),
  );
}
