/** What each engine spells in its own way; all else of the script is the same for all. */
import {
  ALL_DIGITS,
  backslashed,
  castDecimal,
  decimalProduct,
  doubleQuoted,
  isIn,
  singleQuoted,
  type Product,
} from './spelling.ts';
import type { ColumnType } from './tables/table.ts';
import { bigquery, snowflake, spark } from './warehouses.ts';

export const DIALECT_NAMES = ['duckdb', 'postgres', 'clickhouse', 'bigquery', 'snowflake', 'spark'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

export type DecimalType = Extract<ColumnType, { kind: 'decimal' }>;

export interface Dialect {
  readonly name: DialectName;
  /** As a person writes it. */
  readonly title: string;
  /** A name of the user's: quoted. */
  readonly quoted: (name: string) => string;
  readonly type: (type: ColumnType) => string;
  readonly momentType: string;
  /** Of a column of seconds. */
  readonly secondsType: string;
  readonly text: (value: string) => string;
  readonly asText: (sql: string) => string;
  /** The double that a column of any type holds; null for what is no number. */
  readonly asDouble: (sql: string) => string;
  readonly asInteger: (sql: string) => string;
  /** A double as a decimal with four places. */
  readonly asSeconds: (sql: string) => string;
  /** The moment, in UTC, that a column of text or time holds; null for what is none. */
  readonly asMoment: (sql: string) => string;
  /** A moment as it stands in a query, of the same type as `asMoment` gives. */
  readonly moment: (at: Date) => string;
  readonly dayOf: (moment: string) => string;
  /** Minutes since Monday 00:00 UTC. */
  readonly minuteOfWeek: (moment: string) => string;
  /** Whether it is one of these texts; null where it is null. */
  readonly isAmong: (sql: string, texts: readonly string[]) => string;
  readonly bitAnd: (a: string, b: string) => string;
  /** A count times a rate, with so many decimals; never rounded. */
  readonly product: (count: string, rate: string, product: Product) => string;
  readonly zero: (decimals: number) => string;
  /** A figure of a table, of the type of its column. */
  readonly figure: (figure: string, type: DecimalType) => string;
  /** An amount as the views show it: what `product` gives may be whole multiples of its last decimal. */
  readonly shown: (amount: string, decimals: number) => string;
  /** Between `AS` and the query of a named subquery. */
  readonly materialized: string;
  /** Around the whole script, so that nobody sees half of it. */
  readonly transaction: { readonly begin: string; readonly end: string };
  /** Behind the columns of a table of usage. */
  readonly tableOptions: string;
  readonly createTable: (name: string, columns: string) => string;
  readonly createView: (name: string, query: string) => string;
  /** What must go first where a script is run again. */
  readonly drop: (views: readonly string[], tables: readonly string[]) => readonly string[];
  /** How many rows one INSERT takes. */
  readonly rowsAtOnce: number;
  /** Fills a table from a CSV file with a header, in which `\\N` is nothing; a comment where no statement can. */
  readonly load: (table: string, file: string, columns: string) => string;
  /** Where the files have to be when the script is run. */
  readonly loadNote: string;
  /** A figure as the files have it. */
  readonly filed: (figure: string, type: DecimalType) => string;
  /** What is to be known of the script in this engine, a sentence each. */
  readonly notes: readonly string[];
}

const LONG_DIGITS = 19;

const duckdb: Dialect = {
  name: 'duckdb',
  title: 'DuckDB',
  quoted: doubleQuoted,
  type: (type) =>
    type.kind === 'text'
      ? 'VARCHAR'
      : type.kind === 'integer'
        ? 'BIGINT'
        : `DECIMAL(${type.whole + type.decimals}, ${type.decimals})`,
  momentType: 'TIMESTAMP',
  secondsType: 'DECIMAL(16, 4)',
  text: singleQuoted,
  asText: (sql) => `CAST(${sql} AS VARCHAR)`,
  asDouble: (sql) => `TRY_CAST(${sql} AS DOUBLE)`,
  asInteger: (sql) => `CAST(${sql} AS BIGINT)`,
  asSeconds: (sql) => castDecimal(sql, 17, 4),
  // A cast to TIMESTAMP passes over an offset, and one to TIMESTAMPTZ takes a time without one for local.
  asMoment: (sql) =>
    `CASE WHEN TYPEOF(${sql}) <> 'TIMESTAMP' AND REGEXP_MATCHES(CAST(${sql} AS VARCHAR), ':\\d\\d(\\.\\d+)? ?[+-]\\d\\d(:?\\d\\d)?$') THEN MAKE_TIMESTAMP(EPOCH_US(TRY_CAST(CAST(${sql} AS VARCHAR) AS TIMESTAMPTZ))) ELSE TRY_CAST(${sql} AS TIMESTAMP) END`,
  moment: (at) => `TIMESTAMP '${at.toISOString().replace('T', ' ').replace('Z', '')}'`,
  dayOf: (moment) => `CAST(${moment} AS DATE)`,
  minuteOfWeek: (moment) =>
    `((EXTRACT(isodow FROM ${moment}) - 1) * 1440 + EXTRACT(hour FROM ${moment}) * 60 + EXTRACT(minute FROM ${moment}))`,
  // Of a longer list behind IN DuckDB makes a table and joins it, which takes many times as long.
  isAmong: (sql, texts) => `LIST_CONTAINS([${texts.map(singleQuoted).join(', ')}], ${sql})`,
  bitAnd: (a, b) => `(${a} & ${b})`,
  // Of two factors of at most 18 digits DuckDB makes one of 18, or an error: a longer one makes room for all.
  product: (count, rate, product) => {
    const isShort = product.rate.whole + product.rate.decimals < LONG_DIGITS;
    return decimalProduct(castDecimal, count, rate, product, isShort ? LONG_DIGITS : undefined);
  },
  zero: (decimals) => `CAST(0 AS DECIMAL(${ALL_DIGITS}, ${decimals}))`,
  figure: singleQuoted,
  shown: (amount) => amount,
  materialized: '',
  transaction: { begin: 'BEGIN TRANSACTION;', end: 'COMMIT;' },
  tableOptions: '',
  createTable: (name, columns) => `CREATE OR REPLACE TABLE ${name} (${columns});`,
  createView: (name, query) => `CREATE OR REPLACE VIEW ${name} AS\n${query};`,
  drop: () => [],
  rowsAtOnce: 2000,
  load: (table, file) =>
    `COPY ${table} FROM '${file}' (HEADER true, AUTO_DETECT false, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '\\N', ALLOW_QUOTED_NULLS false);`,
  loadNote: 'Run it where its CSV files are: cd there, and duckdb usage.duckdb < llmcost.sql',
  filed: (figure) => figure,
  notes: [],
};

const postgres: Dialect = {
  ...duckdb,
  name: 'postgres',
  title: 'PostgreSQL',
  type: (type) =>
    type.kind === 'text'
      ? 'text'
      : type.kind === 'integer'
        ? 'bigint'
        : `numeric(${type.whole + type.decimals}, ${type.decimals})`,
  momentType: 'timestamptz',
  secondsType: 'numeric(16, 4)',
  text: singleQuoted,
  asText: (sql) => `CAST(${sql} AS text)`,
  asDouble: (sql) =>
    `CASE WHEN CAST(${sql} AS text) ~ '^\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,2})?\\s*$' THEN CAST(CAST(${sql} AS text) AS double precision) END`,
  asInteger: (sql) => `CAST(${sql} AS bigint)`,
  asMoment: (sql) =>
    `CASE WHEN CAST(${sql} AS text) ~ ':\\d\\d(\\.\\d+)? ?(Z|[+-]\\d\\d(:?\\d\\d)?)$' THEN CAST(CAST(${sql} AS text) AS timestamptz) AT TIME ZONE 'UTC' WHEN CAST(${sql} AS text) ~ '^\\d{4}-\\d\\d-\\d\\d' THEN CAST(CAST(${sql} AS text) AS timestamp) END`,
  dayOf: (moment) => `CAST(${moment} AS date)`,
  isAmong: isIn(singleQuoted),
  product: (count, rate) => `CAST(${count} AS numeric) * ${rate}`,
  zero: () => 'CAST(0 AS numeric)',
  materialized: 'MATERIALIZED ',
  transaction: { begin: 'BEGIN;\nSET LOCAL client_min_messages = warning;', end: 'COMMIT;' },
  createTable: (name, columns) => `CREATE TABLE ${name} (${columns});`,
  createView: (name, query) => `CREATE VIEW ${name} AS\n${query};`,
  drop: (views, tables) => [
    ...views.map((name) => `DROP VIEW IF EXISTS ${name};`),
    ...tables.map((name) => `DROP TABLE IF EXISTS ${name};`),
  ],
  rowsAtOnce: 1000,
  load: (table, file) => `\\copy ${table} FROM '${file}' WITH (FORMAT csv, HEADER, NULL '\\N')`,
  loadNote: 'Run it with psql where its CSV files are: cd there, and psql -d usage -f llmcost.sql',
  notes: [
    'Views of yours that stand on these must be dropped first and made again: PostgreSQL refuses to replace what others stand on, and then nothing is changed.',
  ],
};

const clickhouse: Dialect = {
  ...duckdb,
  name: 'clickhouse',
  title: 'ClickHouse',
  quoted: (name) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``,
  type: (type) =>
    type.kind === 'text'
      ? 'Nullable(String)'
      : type.kind === 'integer'
        ? 'Nullable(Int64)'
        : `Nullable(Decimal(${type.whole + type.decimals}, ${type.decimals}))`,
  momentType: "Nullable(DateTime64(3, 'UTC'))",
  secondsType: 'Nullable(Decimal(16, 4))',
  text: backslashed,
  asText: (sql) => `toString(${sql})`,
  asDouble: (sql) => `toFloat64OrNull(trimBoth(toString(${sql})))`,
  asInteger: (sql) => `toInt64(${sql})`,
  asSeconds: (sql) => `toDecimal128OrNull(toString(round(${sql}, 4)), 4)`,
  asMoment: (sql) => `parseDateTimeBestEffortOrNull(toString(${sql}), 'UTC')`,
  moment: (at) => `parseDateTime64BestEffort('${at.toISOString()}', 3, 'UTC')`,
  dayOf: (moment) => `toDate(${moment})`,
  minuteOfWeek: (moment) =>
    `((toDayOfWeek(${moment}) - 1) * 1440 + toHour(${moment}) * 60 + toMinute(${moment}))`,
  isAmong: isIn(backslashed),
  bitAnd: (a, b) => `bitAnd(toInt64(${a}), toInt64(${b}))`,
  product: (count, rate, { countDecimals, decimals }) =>
    `CAST(toDecimal256(${count}, ${countDecimals}) * ${rate} AS Nullable(Decimal(76, ${decimals})))`,
  zero: (decimals) => `toDecimal256(0, ${decimals})`,
  transaction: { begin: '', end: '' },
  tableOptions: ' ENGINE = MergeTree ORDER BY tuple()',
  createTable: (name, columns) =>
    `CREATE OR REPLACE TABLE ${name} (${columns}) ENGINE = MergeTree ORDER BY tuple();`,
  rowsAtOnce: 5000,
  load: (table, file) =>
    `INSERT INTO ${table} FROM INFILE '${file}' SETTINGS input_format_csv_empty_as_default = 0 FORMAT CSVWithNames;`,
  loadNote:
    'Run it with clickhouse-client where its CSV files are: cd there, and clickhouse-client --multiquery < llmcost.sql',
  notes: [
    'Each table is replaced by itself: while the script runs, a query may see some tables of the old map and some of the new one.',
    'A column of moments is read by its text, in UTC.',
  ],
};

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  duckdb,
  postgres,
  clickhouse,
  bigquery: { ...duckdb, ...bigquery },
  snowflake: { ...duckdb, ...snowflake },
  spark: { ...duckdb, ...spark },
};
