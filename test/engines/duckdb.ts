import { DuckDBInstance } from '@duckdb/node-api';
import type { Engine } from './engine.ts';

export async function openDuckDb(): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  return {
    dialect: 'duckdb',
    textType: 'VARCHAR',
    run: async (script) => {
      await connection.run(script);
    },
    ask: async (query) => {
      const rows = (await connection.runAndReadAll(query)).getRowObjectsJS();
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
        ),
      );
    },
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      return await Promise.resolve();
    },
  };
}
