import { describe } from 'vitest';
import { agreesWithTally } from './agrees.ts';
import { loadsItsFiles } from './loaded.ts';
import { openDuckDb } from './duckdb.ts';

describe('DuckDB', () => {
  agreesWithTally('DuckDB', openDuckDb, 2000);
  loadsItsFiles('DuckDB', openDuckDb);
});
