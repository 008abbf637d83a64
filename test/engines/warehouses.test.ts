import { describe, expect, it } from 'vitest';
import { Dialect, parse, transpile } from '@polyglot-sql/sdk';
import type { DialectName } from '../../src/engines/dialect.ts';
import { storeOf } from '../helpers/pricing.ts';
import { agreesWithTally } from './agrees.ts';
import { openDuckDb } from './duckdb.ts';
import { scriptFor, tablesOf, type Engine } from './engine.ts';

/**
 * BigQuery, Snowflake and Spark cannot be run here. Their scripts are parsed, and what a translator makes of
 * them for DuckDB is held to the tally: that tells the SQL, and not how these engines understand it.
 */
const PARSED = {
  bigquery: Dialect.BigQuery,
  snowflake: Dialect.Snowflake,
  spark: Dialect.Spark,
} as const satisfies Partial<Record<DialectName, Dialect>>;

/** Functions that the translator leaves as they are. */
const FUNCTIONS = `
CREATE MACRO TRY_TO_TIMESTAMP_TZ(x) AS TRY_CAST(x AS TIMESTAMPTZ);
CREATE MACRO TRY_TO_TIMESTAMP_NTZ(x) AS TRY_CAST(x AS TIMESTAMP);
CREATE MACRO TRY_TO_DOUBLE(x) AS TRY_CAST(x AS DOUBLE);
CREATE MACRO CONVERT_TIMEZONE(zone, x) AS x;
SET TimeZone = 'UTC';
`;

/** What the parser does not know, or DuckDB does not have. */
function prepared(script: string): string {
  return script
    .replace("SET TIME ZONE 'UTC';", '')
    .replace(/BIGNUMERIC '([^']*)'/g, "CAST('$1' AS FLOAT64)")
    .replaceAll('BIGNUMERIC', 'FLOAT64');
}

/** So many digits of a double are told apart. */
const DIGITS = 12;

function rounded(row: Readonly<Record<string, string | null>>): Readonly<Record<string, string | null>> {
  const round = (text: string | null) =>
    text !== null && /^-?\d+\.\d+(e[-+]?\d+)?$/.test(text)
      ? String(Number(Number(text).toPrecision(DIGITS)))
      : text;
  return Object.fromEntries(Object.entries(row).map(([name, text]) => [name, round(text)]));
}

function inDuckDb(dialect: keyof typeof PARSED): () => Promise<Engine> {
  return async () => {
    const engine = await openDuckDb();
    await engine.run(FUNCTIONS);
    return {
      ...engine,
      dialect,
      // The decimals of BigQuery are twice as long as those of DuckDB.
      ...(dialect === 'bigquery'
        ? { tolerance: 1e-10, ask: async (query) => (await engine.ask(query)).map(rounded) }
        : {}),
      run: async (script) => {
        const { success, error, sql } = transpile(prepared(script), PARSED[dialect], Dialect.DuckDB);
        if (!success || sql === undefined) throw new Error(error);
        // DuckDB needs a factor of 19 digits for a product of more than 18.
        // A TIMESTAMP of BigQuery and Spark is a moment, whatever offset it is written with.
        const translated = sql
          .join(';\n')
          .replaceAll('DECIMAL(13, 0)', 'DECIMAL(19, 0)')
          .replaceAll('DECIMAL(17, ', 'DECIMAL(19, ');
        await engine.run(
          dialect === 'snowflake' ? translated : translated.replaceAll('AS TIMESTAMP)', 'AS TIMESTAMPTZ)'),
        );
      },
    };
  };
}

describe.each(['bigquery', 'snowflake', 'spark'] as const)('the script for %s', (dialect) => {
  const store = storeOf({ 'tern-1': { litellm_provider: 'shorebird', input_cost_per_token: 1e-6 } });

  it('is SQL of that dialect', () => {
    const script = scriptFor({ dialect }, tablesOf(store));
    expect(parse(script.replace("SET TIME ZONE 'UTC';", ''), PARSED[dialect])).toMatchObject({
      success: true,
    });
    expect(parse(script.replace('CASE WHEN', 'CASE WHERE'), PARSED[dialect])).toMatchObject({
      success: false,
    });
  });

  it('loads its files by SQL of that dialect', () => {
    const script = scriptFor({ dialect }, tablesOf(store), undefined, true);
    expect(script).toContain('llmcost_price.csv');
    // The parser does not know Spark's views of files.
    const known = script
      .replace("SET TIME ZONE 'UTC';", '')
      .replaceAll(/CREATE OR REPLACE TEMPORARY VIEW [^;]*;/g, '');
    expect(parse(known, PARSED[dialect])).toMatchObject({ success: true });
  });
});

agreesWithTally('BigQuery, translated for DuckDB,', inDuckDb('bigquery'), 0);
agreesWithTally('Snowflake, translated for DuckDB,', inDuckDb('snowflake'), 0);
agreesWithTally('Spark, translated for DuckDB,', inDuckDb('spark'), 0);
