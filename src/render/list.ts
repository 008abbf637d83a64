import type { ModelRow } from '../choosing/row.ts';
import type { ListDocument } from '../commands/list.ts';
import { formatCount } from '../money.ts';
import { renderCsv } from './csv.ts';
import { suitedColumns, unitOf, type ListColumn } from './list-columns.ts';
import { renderMarkdown } from './markdown.ts';
import { modelTable } from './model-table.ts';
import type { Style } from './style.ts';
import { counted, wrap } from './text.ts';

/** Columns that the user named; undefined for those that suit the models. */
export type ChosenColumns = readonly ListColumn[] | undefined;

/** The list as text for a terminal. */
export function renderList(document: ListDocument, chosen: ChosenColumns, style: Style): string {
  const { models } = document;
  if (models.length === 0) return '';
  const units = new Set(models.map(unitOf).filter((unit) => unit !== null));
  const [unit] = units;
  const columns = chosen ?? suitedColumns(models).filter((column) => isUseful(column, models, units.size));
  const rows = models.map((model) => columns.map((column) => column.text(model)));
  const heads = columns.map(({ id, ...column }) =>
    id === 'model' ? { ...column, style: style.theme.key } : column,
  );
  const shown = modelTable(heads, rows, style);
  const words = captionOf(document, units.size === 1 ? unit : undefined, columns);
  return `${shown}\n\n${style.theme.dim(wrap(words, style.width))}\n`;
}

/** A price that no model of the list has needs no column, nor does a unit that all of them share. */
function isUseful(column: ListColumn, models: readonly ModelRow[], units: number): boolean {
  if (column.id === 'per') return units > 1;
  return column.id === 'model' || models.some((model) => column.value(model) !== null);
}

function captionOf(
  { matches, rows, models }: ListDocument,
  unit: string | undefined,
  columns: readonly ListColumn[],
): string {
  const ids = new Set(columns.map(({ id }) => id));
  const isPriced = ids.has('input') || ids.has('output') || ids.has('blended');
  const shown =
    models.length < rows
      ? `${formatCount(models.length)} of ${counted(rows, 'model')}`
      : counted(rows, 'model');
  return [
    matches > rows ? `${shown} at ${counted(matches, 'offer')}, the cheapest of each` : shown,
    isPriced && unit !== undefined && !ids.has('per') ? `USD per ${unit}` : '',
    ids.has('blended') ? 'blended: 3 parts input, 1 part output' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

export function listCsv({ models }: ListDocument, chosen: ChosenColumns): string {
  const columns = chosen ?? suitedColumns(models);
  return renderCsv(
    columns.map(({ id }) => ({ head: id })),
    models.map((model) => columns.map((column) => column.value(model))),
  );
}

export function listMarkdown({ models }: ListDocument, chosen: ChosenColumns): string {
  const columns = chosen ?? suitedColumns(models);
  return renderMarkdown(
    columns,
    models.map((model) => columns.map((column) => column.text(model))),
  );
}
