/** DuckDB, which whoever wants it installs beside llmcost; loaded only when it is asked for. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { reasonOf, systemCode, UsageError } from '../../core/errors.ts';

export const PACKAGE = '@duckdb/node-api';

/** A value of an answer as text; null for NULL. */
export type Row = Readonly<Record<string, string | null>>;

export interface DuckDb {
  readonly run: (sql: string) => Promise<void>;
  /** The rows of an answer as they come: it need not fit into memory. */
  readonly rows: (sql: string) => AsyncIterable<Row>;
  readonly close: () => void;
}

/**
 * @param spillDirectory where it may write what does not fit into memory.
 * @throws UsageError where the package is not installed.
 */
export async function openDuckDb(spillDirectory: string): Promise<DuckDb> {
  const { DuckDBInstance } = await installed();
  const instance = await DuckDBInstance.create(':memory:', {
    // It fetches extensions by itself otherwise.
    autoinstall_known_extensions: 'false',
    temp_directory: spillDirectory,
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    async run(sql) {
      await connection.run(sql);
    },
    rows: (sql) => rowsOf(connection, sql),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function installed() {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    if (!/MODULE_NOT_FOUND/.test(systemCode(error) ?? '')) throw error;
    const hint = `Install it beside llmcost: npm install ${PACKAGE} (with -g where llmcost is installed with -g).`;
    throw new UsageError(`--engine duckdb needs ${PACKAGE}, which is not installed.`, hint, { cause: error });
  }
}

async function* rowsOf(connection: DuckDBConnection, sql: string): AsyncIterable<Row> {
  const result = await connection.stream(sql);
  for await (const rows of result.yieldRowObjectJs()) {
    for (const row of rows)
      yield Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)]));
  }
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** What DuckDB finds wrong, without the lines in which it shows the query. */
export function duckDbReason(error: unknown): string {
  const [first = ''] = reasonOf(error).split('\n');
  return first.replace(/[.\s]+$/, '');
}
