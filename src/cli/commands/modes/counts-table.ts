import type { ModesDocument } from './document.ts';
import type { ProvidersDocument } from '../providers/document.ts';
import { formatCount } from '../../../core/money.ts';
import { renderCsv, type Cell, type DataColumn } from '../../render/csv.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import type { Style } from '../../render/style.ts';
import { table, type Column } from '../../render/table.ts';
import { printable } from '../../render/text.ts';

/** A table of counts, in whatever format. */
export interface CountTable {
  readonly columns: readonly (Column & DataColumn & { readonly id: string })[];
  readonly rows: readonly (readonly Cell[])[];
}

const COUNTS = [
  { id: 'models', head: 'Models', align: 'right' },
  { id: 'known', head: 'Priced', align: 'right' },
  { id: 'free', head: 'Free', align: 'right', optional: 3 },
  { id: 'unknown', head: 'No price', align: 'right', optional: 2 },
] as const;

export function providersTable({ providers }: ProvidersDocument): CountTable {
  return {
    columns: [
      { id: 'provider', head: 'Provider' },
      { id: 'name', head: 'Name', optional: 4 },
      ...COUNTS,
      { id: 'modes', head: 'Modes', optional: 5 },
    ],
    rows: providers.map((row) => [
      row.provider ?? 'none',
      row.providerName,
      row.modelCount,
      row.known,
      row.free,
      row.unknown,
      countWords(row.modes),
    ]),
  };
}

export function modesTable({ modes }: ModesDocument): CountTable {
  return {
    columns: [
      { id: 'mode', head: 'Mode' },
      ...COUNTS,
      { id: 'providers', head: 'Providers', align: 'right', optional: 1 },
      { id: 'units', head: 'Priced per', optional: 4 },
    ],
    rows: modes.map((row) => [
      row.mode ?? 'none',
      row.modelCount,
      row.known,
      row.free,
      row.unknown,
      row.providers,
      countWords(row.units),
    ]),
  };
}

/** `chat 120, embedding 3`. */
function countWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${formatCount(count)}`)
    .join(', ');
}

export function renderCounts({ columns, rows }: CountTable, style: Style): string {
  if (rows.length === 0) return '';
  const texts = rows.map((row) => row.map(cellText));
  const heads = columns.map((column, index) =>
    index === 0 ? { ...column, whole: true, style: style.theme.key } : column,
  );
  return `${table(heads, texts, style)}\n`;
}

function cellText(cell: Cell): string {
  return typeof cell === 'number' ? formatCount(cell) : printable(String(cell ?? ''));
}

export function countsCsv({ columns, rows }: CountTable): string {
  return renderCsv(
    columns.map(({ id }) => ({ head: id })),
    rows,
  );
}

export function countsMarkdown({ columns, rows }: CountTable): string {
  return renderMarkdown(
    columns,
    rows.map((row) => row.map(cellText)),
  );
}
