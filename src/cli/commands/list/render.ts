import type { ListDocument } from './document.ts';
import { formatCount } from '../../../core/money.ts';
import type { ListColumn } from './columns.ts';
import { settingsSection } from '../../render/settings-words.ts';
import type { Style } from '../../render/style.ts';
import { counted, wrap } from '../../render/text.ts';
import type { ModelFacts } from '../../../models/search/row.ts';
import { renderCsv } from '../../render/csv.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import { unitOf, type ModelColumn } from '../../render/model-columns.ts';
import { isFramed } from '../../render/frame.ts';
import { table, type Column } from '../../render/table.ts';

/** The list as text for a terminal. */
export function renderList(document: ListDocument, columns: readonly ListColumn[], style: Style): string {
  const { models } = document;
  if (models.length === 0) return '';
  const { text, per } = listTable(columns, models, style);
  const words = captionOf(document, columns, per);
  const mine = settingsSection(document.overrides, style);
  return `${text}\n\n${style.theme.dim(wrap(words, style.width))}\n${mine === '' ? '' : `\n${mine}\n`}`;
}

function captionOf(
  { matches, rows, models }: ListDocument,
  columns: readonly ListColumn[],
  per: string | undefined,
): string {
  const shown =
    models.length < rows
      ? `${formatCount(models.length)} of ${counted(rows, 'model')}`
      : counted(rows, 'model');
  return [
    matches > rows ? `${shown} at ${counted(matches, 'offer')}, the cheapest of each` : shown,
    per === undefined ? '' : `USD per ${per}`,
    columns.some(({ id }) => id === 'blended') ? 'blended: 3 parts input, 1 part output' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** A drawn table of models. */
export interface ListTable {
  readonly text: string;
  /** What all input and output prices of the table are per, where neither a column nor a head says so. */
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
  const heads = shown.map(({ id, unit, ...column }): Column => {
    if (id === 'model') return { ...column, whole: true, style: style.theme.key };
    return unit === undefined ? column : { ...column, unit: unit(rows) };
  });
  const text = table(
    heads,
    rows.map((row) => shown.map(({ text }) => text(row))),
    style,
  );
  const [unit] = units;
  const isPriced = shown.some(({ id }) => id === 'input' || id === 'output');
  return { text, per: isPriced && units.size === 1 && !isFramed(style) ? unit : undefined };
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
