import type { Deps } from '../../../core/deps.ts';
import { plain } from '../../../core/money.ts';
import type { MapSource } from '../../../models/store.ts';
import type { Cell, DataColumn } from '../csv.ts';
import { sourceLines } from '../source.ts';
import { chartHtml, type Chart } from './chart.ts';
import { escaped } from './escape.ts';
import { htmlPage } from './page.ts';
import { htmlTable, pairsTable, paragraph, section, type HtmlCell } from './parts.ts';

/** A table as CSV and Markdown have it, under a title. */
export interface DataTable {
  readonly title: string;
  readonly columns: readonly DataColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface TablesPage {
  readonly title: string;
  /** Paragraphs below the title. */
  readonly about: readonly string[];
  /** Above the tables. */
  readonly charts?: readonly Chart[];
  readonly tables: readonly DataTable[];
  /** Where prices are from, each map under its title. */
  readonly sources: readonly { readonly title: string; readonly source: MapSource }[];
}

/** A page makes no browser wait: a longer table is cut, and says so. */
const MOST_ROWS = 2000;

/** A page of tables, for answers that are tables. */
export function tablesPage({ title, about, charts = [], tables, sources }: TablesPage, deps: Deps): string {
  const body = [
    `<h1>${escaped(title)}</h1>`,
    ...about.map((text) => paragraph(text, 'dim')),
    ...charts.map((chart) => section(chart.title, chartHtml(chart))),
    ...tables.map((table) => section(table.title, tableHtml(table))),
    ...sources.map(({ title, source }) => section(title, pairsTable(title, sourceLines(source)))),
  ];
  const content = { title, body: body.filter((part) => part !== '').join('\n') };
  return htmlPage(content, charts.length === 0 ? 'page' : 'charts', deps);
}

function tableHtml({ title, columns, rows }: DataTable): string {
  if (rows.length === 0) return '';
  const table = htmlTable({
    caption: title,
    columns: columns.map(({ head, align = 'left' }) => ({ head, isNumber: align !== 'left' })),
    rows: rows.slice(0, MOST_ROWS).map((row) => row.map(cellOf)),
    isSortable: true,
  });
  const more = rows.length - MOST_ROWS;
  return more <= 0 ? table : table + paragraph(`${more} more rows: --json and --format csv list all.`, 'dim');
}

function cellOf(cell: Cell): HtmlCell {
  if (typeof cell === 'number') return { text: plain(cell), sortBy: cell };
  return cell === null ? '' : String(cell);
}
