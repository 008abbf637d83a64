/** The whole script: tables, their rows, views. It can be run again. */
import { OWN_COLUMNS, ROLES, type UsageColumns } from './columns.ts';
import { costQuery, totalQuery } from './cost.ts';
import type { Dialect } from './dialect.ts';
import { requestQuery } from './request/query.ts';
import type { Cell, Column, Table } from './tables/table.ts';
import type { PriceTables } from './tables/tables.ts';
import { View, type ViewOptions } from './view.ts';

export interface ScriptOptions extends Omit<ViewOptions, 'usage'> {
  /** The user's table of usage; undefined for one that the script makes. */
  readonly usage: { readonly table: string; readonly columns: UsageColumns } | undefined;
  /** True where rows are loaded from the files of `csvLines`; else they stand in the script. */
  readonly hasFiles?: boolean | undefined;
  /** What stands at the top, a line each: which map, of when, made by what. */
  readonly header: readonly string[];
}

export const OWN_USAGE = 'llmcost_usage';
/** In the order in which each stands on the ones before it. */
export const VIEWS = ['llmcost_request', 'llmcost_cost', 'llmcost_total'] as const;

/** The lines of the script. */
export function* scriptLines(options: ScriptOptions): Iterable<string> {
  const { dialect, tables, header } = options;
  const usage = options.usage ?? { table: OWN_USAGE, columns: OWN_COLUMNS };
  const view = new View({ ...options, usage });
  const notes = [...notesOf(tables), ...dialect.notes, ...(options.hasFiles ? [dialect.loadNote] : [])];
  for (const line of [...header, ...notes]) yield `-- ${line.replaceAll(/\s+/g, ' ')}`;
  yield '';
  yield dialect.transaction.begin;
  yield* dialect.drop(
    [...VIEWS].reverse(),
    tables.tables.map(({ name }) => name),
  );
  for (const table of tables.tables) {
    yield* tableLines(table, dialect);
    if (!options.hasFiles) yield* rowLines(table, dialect);
    else if (table.rows.length > 0)
      yield dialect.load(table.name, csvName(table), definitions(table, dialect));
  }
  if (options.usage === undefined) yield* usageLines(dialect);
  const queries = {
    llmcost_request: requestQuery(view),
    llmcost_cost: costQuery(view),
    llmcost_total: totalQuery(view),
  };
  for (const name of VIEWS) {
    yield '';
    yield dialect.createView(name, queries[name]);
  }
  yield dialect.transaction.end;
}

function notesOf({ rounded }: PriceTables): readonly string[] {
  if (rounded === 0) return [];
  const rates = rounded === 1 ? '1 rate has' : `${rounded} rates have`;
  return [
    `${rates} more decimals than engines keep beside a count of 13 digits, and ${rounded === 1 ? 'is' : 'are'} rounded.`,
  ];
}

function* tableLines(table: Table, dialect: Dialect): Iterable<string> {
  yield '';
  yield `-- ${table.about}`;
  yield dialect.createTable(table.name, definitions(table, dialect));
}

function definitions({ columns }: Table, dialect: Dialect): string {
  return columns.map((column) => `${column.name} ${dialect.type(column.type)}`).join(', ');
}

function* rowLines({ name, columns, rows }: Table, dialect: Dialect): Iterable<string> {
  for (let start = 0; start < rows.length; start += dialect.rowsAtOnce) {
    const values = rows
      .slice(start, start + dialect.rowsAtOnce)
      .map((row) => `(${row.map((cell, index) => cellText(cell, columns[index], dialect)).join(',')})`);
    yield `INSERT INTO ${name} VALUES\n${values.join(',\n')};`;
  }
}

/** A figure is a decimal of the column's own type, and never a double. */
function cellText(cell: Cell, column: Column | undefined, dialect: Dialect): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'number') return String(cell);
  return column?.type.kind === 'decimal' ? dialect.figure(cell, column.type) : dialect.text(cell);
}

export function csvName({ name }: Table): string {
  return `${name}.csv`;
}

/** A table as CSV with a header; `\\N` is nothing, and an empty cell an empty text. */
export function* csvLines({ columns, rows }: Table, { filed }: Dialect): Iterable<string> {
  yield columns.map(({ name }) => name).join(',');
  for (const row of rows) yield row.map((cell, index) => csvCell(cell, columns[index], filed)).join(',');
}

function csvCell(cell: Cell, column: Column | undefined, filed: Dialect['filed']): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'number') return String(cell);
  if (column?.type.kind === 'decimal') return filed(cell, column.type);
  return /[",\n\r\\]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function* usageLines(dialect: Dialect): Iterable<string> {
  const types = {
    text: dialect.type({ kind: 'text' }),
    kept: dialect.type({ kind: 'text' }),
    count: dialect.type({ kind: 'integer' }),
    amount: dialect.secondsType,
    moment: dialect.momentType,
  };
  const columns = [...OWN_COLUMNS].map(([role, name]) => `${dialect.quoted(name)} ${types[ROLES[role]]}`);
  yield '';
  yield '-- your usage, a row a request';
  yield `CREATE TABLE IF NOT EXISTS ${OWN_USAGE} (${columns.join(', ')})${dialect.tableOptions};`;
}
