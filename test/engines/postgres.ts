import { execFileSync } from 'node:child_process';
import { asText, isJsonObject, parseJson } from '../../src/core/json.ts';
import type { Engine } from './engine.ts';

/** How to reach a server that a test may write to, as psql takes it: `host=/tmp/pg port=5499 user=postgres`. */
export const POSTGRES = process.env['LLMCOST_TEST_POSTGRES'];

export function openPostgres(connection: string): Engine {
  const psql = (input: string): string =>
    execFileSync('psql', ['--no-psqlrc', '-At', '-q', '-v', 'ON_ERROR_STOP=1', '-d', connection], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
  // A schema of its own, which goes away with the test.
  const schema = `llmcost_test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const path = `SET search_path = ${schema};\nSET client_min_messages = warning;\n`;
  psql(`CREATE SCHEMA ${schema};`);
  return {
    dialect: 'postgres',
    textType: 'text',
    run: async (script) => {
      psql(path + script);
      return await Promise.resolve();
    },
    ask: async (query) => {
      const lines = psql(`${path}SELECT row_to_json(answer) FROM (${query}) answer;`).split('\n');
      return await Promise.resolve(lines.filter((line) => line !== '').map(rowOf));
    },
    close: async () => {
      psql(`SET client_min_messages = warning;\nDROP SCHEMA ${schema} CASCADE;`);
      return await Promise.resolve();
    },
  };
}

function rowOf(line: string): Readonly<Record<string, string | null>> {
  const row = parseJson(line);
  if (!isJsonObject(row)) throw new Error(`psql answered ${line}`);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === null || value === undefined ? null : (asText(value) ?? String(value)),
    ]),
  );
}
