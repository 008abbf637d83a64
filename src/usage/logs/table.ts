/** Tables of text: CSV, TSV, with `;` or `|`. */
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { parseJson } from '../../core/json.ts';
import { columnsOf, type ChosenColumns, type TableColumns } from '../tables/columns.ts';
import type { PlaceOutcome } from '../read-place.ts';
import { rowReader } from '../tables/row.ts';
import type { LogLines } from './fast/log-lines.ts';
import type { FastRecord } from './fast/record.ts';
import { RowLines } from './fast/row-lines.ts';
import { readsOf } from './fast/row-fields.ts';
import { delimiterOf, writesDecimalComma } from './log-kind.ts';
import type { OpenLog } from './read-log.ts';
import { skip, withHead, type LogSource } from './source.ts';
import { headerOf } from './table-header.ts';
import { parsedRows } from './parsed-rows.ts';

/** What was read of a table: which column was taken for what. */
export interface TableNote {
  readonly file: string;
  /** Roles by name, with the column of each. */
  readonly columns: Readonly<Record<string, string>>;
  readonly unused: readonly string[];
}

/** What is done with the rows of a table. */
export interface RowSink {
  /** A row of a table whose columns are known. */
  outcome(outcome: PlaceOutcome, line: number, value: () => JsonObject): void;
  /** A row as an object, for shapes that know the table by its columns. */
  row(value: JsonObject, line: number): void;
}

/** What is done with the rows of a table of text. */
export interface TableSink extends RowSink {
  /** An ordinary row. The record is filled again for the next one. */
  fast(record: FastRecord, line: number): void;
  /** Notes what is thrown for a row. */
  remembering(act: () => void): void;
  readonly lines: LogLines;
}

/**
 * Reads a table row by row. Undefined, and nothing read, where no column of it is a count.
 * @throws UsageError for columns that may mean several things, and csv-parse's error where a quote is
 * never closed.
 */
export async function readTable(
  { head, text }: OpenLog,
  sink: TableSink,
  options: { readonly file: string; readonly chosen: ChosenColumns },
): Promise<TableNote | undefined> {
  // Blank lines may come first.
  const first = /[^\r\n]+/.exec(head.toString('utf8'))?.[0] ?? '';
  const delimiter = delimiterOf(first) ?? ',';
  const { lines } = sink;
  const header = lines.tables && headerOf(head, delimiter);
  if (lines.tables === undefined || header === undefined) return readParsed(text, delimiter, options, sink);
  const table = openTable(header.names, delimiter, options, sink);
  if (table === undefined) return undefined;
  await skip(text, header.bytes);
  lines.beginTable(new RowLines(table, delimiter, (record, line) => sink.fast(record, line)));
  const form = {
    delimiter,
    ending: header.ending,
    hasDecimalPoint: !writesDecimalComma(delimiter),
    columns: lines.parsesAll || table.columns === undefined ? [] : readsOf(table.columns),
  };
  const rest = await lines.tables.read(text, form, (act) => sink.remembering(act));
  if (rest === undefined) return table.note;
  // With the header in front csv-parse knows how lines end, and how many columns there are.
  const bytes = Buffer.concat([head.subarray(0, header.bytes), rest.bytes]);
  const rows = parsedRows(withHead(bytes, text), delimiter, rest.lines);
  await rows.next();
  let line = rest.rows;
  for await (const row of rows) {
    line += 1;
    table.read(row, line);
  }
  return table.note;
}

/** Reads a table whose header, or whose line endings, only csv-parse understands. */
async function readParsed(
  text: LogSource,
  delimiter: string,
  options: { readonly file: string; readonly chosen: ChosenColumns },
  sink: RowSink,
): Promise<TableNote | undefined> {
  let table: OpenTable | undefined;
  let line = 0;
  for await (const row of parsedRows(text, delimiter)) {
    line += 1;
    if (table !== undefined) {
      table.read(row, line);
      continue;
    }
    table = openTable(row, delimiter, options, sink);
    if (table === undefined) return undefined;
  }
  return table?.note;
}

export interface OpenTable {
  readonly note: TableNote;
  /** Undefined for the export of a database, whose rows are told by their shape. */
  readonly columns: TableColumns | undefined;
  readonly read: (row: readonly string[], line: number) => void;
}

/** Tells what the columns of a table hold; undefined where none of them is a count. @throws UsageError. */
export function openTable(
  names: readonly string[],
  delimiter: string,
  { file, chosen }: { readonly file: string; readonly chosen: ChosenColumns },
  sink: RowSink,
): OpenTable | undefined {
  const header = names.map((name) => name.trim());
  const objectOf = (row: readonly string[]): JsonObject =>
    Object.fromEntries(header.map((name, index) => [name, valueOf(row[index] ?? '')]));
  // The export of a database is told by its columns, and may hold objects.
  if (chosen.size === 0 && isExport(header)) {
    const note = { file, columns: {}, unused: [] };
    return { note, columns: undefined, read: (row, line) => sink.row(objectOf(row), line) };
  }
  const table = columnsOf(header, chosen, file);
  if (table === undefined) return undefined;
  const read = rowReader(table, writesDecimalComma(delimiter));
  return {
    note: noteOf(file, table),
    columns: table,
    read: (row, line) => sink.outcome(read(row), line, () => objectOf(row)),
  };
}

/** Tables of Goose, Hermes and LiteLLM, and any with a column of usage objects. */
function isExport(header: readonly string[]): boolean {
  const has = (...names: readonly string[]) => names.every((name) => header.includes(name));
  return (
    has('model_config_json') ||
    has('billing_provider', 'started_at') ||
    has('spend', 'prompt_tokens', 'metadata') ||
    has('usage_details') ||
    has('usageDetails')
  );
}

/** Which column was taken for what. */
export function noteOf(file: string, { columns, header }: TableColumns): TableNote {
  const used = new Set(columns.values());
  return {
    file,
    columns: Object.fromEntries([...columns].map(([role, index]) => [role, header[index] ?? ''])),
    unused: header.filter((_, index) => !used.has(index)),
  };
}

/** A cell as JSON has it: numbers, and objects that a database wrote as text. */
function valueOf(text: string): JsonValue {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (/^-?\d{1,15}(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (!/^[[{]/.test(trimmed)) return text;
  try {
    return parseJson(trimmed);
  } catch {
    return text;
  }
}
