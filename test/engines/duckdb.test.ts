import { describe } from 'vitest';
import { agreesWithTally } from './agrees.ts';
import { openDuckDb } from './duckdb.ts';

describe('DuckDB', () => {
  agreesWithTally('DuckDB', openDuckDb, 2000);
});
