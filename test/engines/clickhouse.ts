import { createRequire } from 'node:module';
import { asText, isJsonObject, parseJson } from '../../src/core/json.ts';
import type { Engine } from './engine.ts';

/** A directory in which `chdb`, ClickHouse's own engine, is installed; `npm run test:engines` makes one. */
export const CHDB = process.env['LLMCOST_TEST_CHDB'];

interface Session {
  query: (query: string, format?: string) => string;
  close: () => void;
}

interface Chdb {
  readonly Session: new () => Session;
}

function isChdb(value: unknown): value is Chdb {
  return typeof value === 'object' && value !== null && 'Session' in value;
}

export function openClickHouse(directory: string): Engine {
  const chdb: unknown = createRequire(`${directory}/package.json`)('chdb');
  if (!isChdb(chdb)) throw new Error(`${directory} holds no chdb`);
  const session = new chdb.Session();
  session.query('CREATE DATABASE IF NOT EXISTS llmcost');
  session.query('USE llmcost');
  return {
    dialect: 'clickhouse',
    textType: 'Nullable(String)',
    run: async (script) => {
      const statements = script.replace(/^--.*$/gm, '').split(/;\s*(?:\n|$)/);
      for (const statement of statements) if (statement.trim() !== '') session.query(statement);
      return await Promise.resolve();
    },
    ask: async (query) => {
      const lines = session.query(query, 'JSONEachRow').split('\n');
      return await Promise.resolve(lines.filter((line) => line !== '').map(rowOf));
    },
    close: async () => {
      session.close();
      return await Promise.resolve();
    },
  };
}

function rowOf(line: string): Readonly<Record<string, string | null>> {
  const row = parseJson(line);
  if (!isJsonObject(row)) throw new Error(`chdb answered ${line}`);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === null || value === undefined ? null : (asText(value) ?? String(value)),
    ]),
  );
}
