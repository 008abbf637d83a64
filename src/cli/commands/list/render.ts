import type { ListDocument } from './document.ts';
import { formatCount } from '../../../core/money.ts';
import { suitedColumns, type ListColumn } from './columns.ts';
import { listTable } from '../../../render/list-table.ts';
import { settingsSection } from '../../render/settings-words.ts';
import type { Style } from '../../render/style.ts';
import { counted, wrap } from '../../render/text.ts';

/** The list as text for a terminal; `chosen` are the columns that the user named. */
export function renderList(
  document: ListDocument,
  chosen: readonly ListColumn[] | undefined,
  style: Style,
): string {
  const { models } = document;
  if (models.length === 0) return '';
  const columns = chosen ?? suitedColumns(models, document.sort);
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
