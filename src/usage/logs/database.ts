/** The tables of a database that hold usage: those of coding agents, and any with columns that are known. */
import { asObject, asText, field, parseJson, type JsonObject } from '../../core/json.ts';
import { columnsOf, mayHoldRequests, type ChosenColumns, type TableColumns } from '../tables/columns.ts';
import { rowReader } from '../tables/row.ts';
import type { Database } from './sqlite.ts';
import { noteOf, type RowSink, type TableNote } from './table.ts';

/** A table of an agent: its columns, the query, and what a row is as a line of a log. */
interface AgentTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly sql: string;
  readonly lines: (row: JsonObject, before: JsonObject | undefined) => readonly JsonObject[];
}

const AGENT_TABLES: readonly AgentTable[] = [
  {
    // OpenCode and Kilo.
    table: 'message',
    columns: ['id', 'session_id', 'data'],
    sql: 'SELECT id, session_id, data FROM message',
    lines: messageLine,
  },
  {
    table: 'session_message',
    columns: ['id', 'session_id', 'type', 'data'],
    sql: "SELECT id, session_id, data FROM session_message WHERE type = 'assistant'",
    lines: messageLine,
  },
  {
    // OpenClaw.
    table: 'transcript_events',
    columns: ['session_id', 'seq', 'event_json'],
    sql: 'SELECT session_id, event_json FROM transcript_events ORDER BY session_id, seq',
    lines: eventLine,
  },
  {
    // Goose.
    table: 'sessions',
    columns: ['id', 'model_config_json', 'created_at'],
    sql: 'SELECT * FROM sessions',
    lines: (row) => [row],
  },
  {
    // Hermes.
    table: 'sessions',
    columns: ['id', 'model', 'started_at', 'input_tokens', 'output_tokens', 'cache_write_tokens'],
    sql: 'SELECT * FROM sessions',
    lines: (row) => [row],
  },
];

function messageLine(row: JsonObject): readonly JsonObject[] {
  const data = parsed(field(row, 'data'));
  if (data === undefined) return [];
  return [{ id: field(row, 'id'), sessionID: field(row, 'session_id'), ...data }];
}

/** An event, and before the first of a session what a file of it would begin with. */
function eventLine(row: JsonObject, before: JsonObject | undefined): readonly JsonObject[] {
  const id = field(row, 'session_id');
  const header = { type: 'session', version: 0, id };
  const event = parsed(field(row, 'event_json'));
  const isFirst = before === undefined || field(before, 'session_id') !== id;
  return [...(isFirst ? [header] : []), ...(event === undefined ? [] : [event])];
}

function parsed(text: unknown): JsonObject | undefined {
  if (typeof text !== 'string') return asObject(text);
  try {
    return asObject(parseJson(text));
  } catch {
    return undefined;
  }
}

/** What was read of a database; undefined where none of its tables is known. */
export function readDatabase(
  database: Database,
  sink: RowSink,
  options: { readonly file: string; readonly chosen: ChosenColumns },
): readonly TableNote[] | undefined {
  const tables = tablesOf(database);
  const known = AGENT_TABLES.filter(({ table, columns }) => {
    const names = tables.get(table);
    return names !== undefined && columns.every((column) => names.includes(column));
  });
  let line = 0;
  for (const { sql, lines } of known) {
    let before: JsonObject | undefined;
    for (const row of database.rows(sql)) {
      line += 1;
      for (const value of lines(row, before)) sink.row(value, line);
      before = row;
    }
  }
  if (known.length > 0) return [];
  const others = [...tables].flatMap(([table, header]) => {
    if (!mayHoldRequests(header, options.chosen)) return [];
    const columns = columnsOf(header, options.chosen, `${options.file}, table ${table}`);
    return columns === undefined ? [] : [{ table, columns }];
  });
  for (const { table, columns } of others) readRows(database, table, columns, sink);
  return others.length === 0
    ? undefined
    : others.map(({ table, columns }) => noteOf(`${options.file}, table ${table}`, columns));
}

function tablesOf(database: Database): ReadonlyMap<string, readonly string[]> {
  const names = [...database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")];
  return new Map(
    names.flatMap((row) => {
      const table = asText(field(row, 'name'));
      if (table === undefined) return [];
      const columns = [...database.rows(`PRAGMA table_info(${quoted(table)})`)];
      return [[table, columns.flatMap((column) => asText(field(column, 'name')) ?? [])] as const];
    }),
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function readRows(database: Database, table: string, columns: TableColumns, sink: RowSink): void {
  const read = rowReader(columns, false);
  let line = 0;
  for (const row of database.rows(`SELECT * FROM ${quoted(table)}`)) {
    line += 1;
    const cells = columns.header.map((name) => textOf(field(row, name)));
    sink.outcome(read(cells), line, () => row);
  }
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}
