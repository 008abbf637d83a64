import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { Role } from '../../src/engines/columns.ts';
import type { Row } from './rows.ts';

export async function openDuckDb(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:');
  return await instance.connect();
}

/** Rows as a script that fills a table with one text column for each role. */
export function insertRows(
  table: string,
  roles: readonly Role[],
  rows: readonly Row[],
  textType: string,
): string {
  const literal = (value: string | number | undefined) =>
    value === undefined ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`;
  const lines = rows.map((row, index) => `(${index},${roles.map((role) => literal(row[role])).join(',')})`);
  const columns = ['line INTEGER', ...roles.map((role) => `${columnOf(role)} ${textType}`)].join(', ');
  return `DROP TABLE IF EXISTS ${table} CASCADE;\nCREATE TABLE ${table} (${columns});\nINSERT INTO ${table} VALUES\n${lines.join(',\n')};`;
}

export function columnOf(role: Role): string {
  return `my_${role.replaceAll('-', '_')}`;
}
