/** The files that an engine reads, as tables: Parquet, CSV and DuckDB. */
import { UsageError } from '../../core/errors.ts';
import { parse } from '../../usage/logs/csv-parse.ts';
import { delimiterOf, type LogKind } from '../../usage/logs/log-kind.ts';
import type { LogInput } from '../../usage/logs/inputs.ts';
import { openLog } from '../../usage/logs/read-log.ts';
import { fileSource } from '../../usage/logs/source.ts';
import { mayHoldRequests, type ChosenColumns } from '../../usage/tables/columns.ts';
import { DIALECTS } from '../dialect.ts';
import { duckDbReason, type DuckDb } from './duckdb.ts';

export interface Column {
  /** As the file has it. */
  readonly name: string;
  /** As a query names it. */
  readonly sql: string;
  /** DuckDB's name of its type. */
  readonly type: string;
}

/** A table, or the files of one form that make it up. */
export interface Source {
  /** The inputs that it is made of, and how notes name each. */
  readonly files: readonly { readonly input: LogInput; readonly shown: string }[];
  readonly columns: readonly Column[];
  /** What stands behind FROM. */
  readonly from: string;
  /** Counted from 1, which of the files a row is of. */
  readonly fileNumber: string;
  /** The line, or the number of the row, as messages tell it. */
  readonly line: string;
  /** Between the columns of a text. */
  readonly delimiter: string;
}

export type Kind = 'parquet' | 'table' | 'duckdb';

const { text, quoted } = DIALECTS.duckdb;

/** What an input is; undefined for what no engine reads. @throws UsageError for one that cannot be opened. */
export async function kindOfInput({ path, name }: LogInput): Promise<{ kind: LogKind; head: Buffer }> {
  if (path === null)
    throw new UsageError(
      '--engine duckdb reads files, not standard input.',
      'Name files, or leave out --engine.',
    );
  const source = await fileSource(path);
  try {
    const { kind, head } = await openLog(source);
    return { kind: kind === 'packed' ? 'binary' : kind, head };
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${duckDbReason(error)}.`, null, { cause: error });
  } finally {
    await source.close();
  }
}

/** Parquet files with the same columns are one table, which DuckDB reads with all processors. */
export async function parquetSources(inputs: readonly LogInput[], db: DuckDb): Promise<readonly Source[]> {
  const alike = new Map<string, { readonly columns: readonly Column[]; readonly inputs: LogInput[] }>();
  for (const input of inputs) {
    const columns = await columnsIn(db, `read_parquet(${text(input.path ?? '')})`, input);
    const form = JSON.stringify(columns);
    const known = alike.get(form) ?? { columns, inputs: [] };
    known.inputs.push(input);
    alike.set(form, known);
  }
  return [...alike.values()].map(({ columns, inputs: files }) => {
    const paths = `[${files.map(({ path }) => text(path ?? '')).join(', ')}]`;
    return {
      files: files.map((input) => ({ input, shown: input.name })),
      columns,
      from: `read_parquet(${paths}, filename = 'llmcost_file', file_row_number = true)`,
      fileNumber: `list_position(${paths}, llmcost_file)`,
      line: 'file_row_number + 1',
      delimiter: '',
    };
  });
}

/** @param name of the table that the text is read into, so that its rows have numbers. */
export async function csvSource(input: LogInput, head: Buffer, name: string, db: DuckDb): Promise<Source> {
  const delimiter = delimiterOf(head.toString('utf8').split(/\r?\n/, 1)[0] ?? '') ?? ',';
  const names = await headerOf(head, delimiter);
  const columns = names.map((each, index) => ({ name: each, sql: `column_${index}`, type: 'VARCHAR' }));
  // DuckDB would look for a header by itself, and pass over lines that do not fit to one that it likes.
  const types = columns.map(({ sql, type }) => `${sql}: ${text(type)}`).join(', ');
  const options = `auto_detect = false, header = true, columns = {${types}}, delim = ${text(delimiter)}, quote = '"', escape = '"'`;
  const from = `read_csv(${text(input.path ?? '')}, ${options})`;
  const hint = 'Without --engine tally reads tables by itself, row by row.';
  await reading(input, () => db.run(`CREATE TEMP TABLE ${name} AS SELECT * FROM ${from}`), hint);
  return {
    files: [{ input, shown: input.name }],
    columns,
    from: name,
    fileNumber: '1',
    line: 'rowid + 2',
    delimiter,
  };
}

async function headerOf(head: Buffer, delimiter: string): Promise<readonly string[]> {
  const parser = parse({ delimiter, bom: true, relax_column_count: true, relax_quotes: true, to: 1 });
  parser.end(head);
  for await (const record of parser) {
    if (Array.isArray(record)) return record.map((name) => String(name).trim());
  }
  return [];
}

/** The tables of a database that may hold requests. @param name under which the database is attached. */
export async function databaseSources(
  input: LogInput,
  name: string,
  chosen: ChosenColumns,
  db: DuckDb,
): Promise<readonly Source[]> {
  await reading(input, () => db.run(`ATTACH ${text(input.path ?? '')} AS ${name} (TYPE duckdb, READ_ONLY)`));
  const sources: Source[] = [];
  const listed = db.rows(
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ${text(name)} ORDER BY ALL`,
  );
  for (const { schema_name: schema, table_name: table } of await all(listed)) {
    const from = `${name}.${quoted(schema ?? '')}.${quoted(table ?? '')}`;
    const columns = await columnsIn(db, from, input);
    if (
      !mayHoldRequests(
        columns.map((column) => column.name),
        chosen,
      )
    )
      continue;
    const shown = `${input.name}, table ${table}`;
    const files = [{ input, shown }];
    sources.push({ files, columns, from, fileNumber: '1', line: 'rowid + 1', delimiter: '' });
  }
  return sources;
}

async function columnsIn(db: DuckDb, from: string, input: LogInput): Promise<readonly Column[]> {
  const rows = await reading(input, () => all(db.rows(`DESCRIBE SELECT * FROM ${from}`)));
  return rows.map(({ column_name: name, column_type: type }) => ({
    name: name ?? '',
    sql: quoted(name ?? ''),
    type: type ?? '',
  }));
}

async function reading<T>({ name }: LogInput, act: () => Promise<T>, hint: string | null = null): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new UsageError(`DuckDB cannot read ${name}: ${duckDbReason(error)}.`, hint, { cause: error });
  }
}

export async function all<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
