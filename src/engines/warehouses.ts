/** Dialects of engines that cannot be run here: their scripts are parsed, and otherwise held to the ones that are. */
import type { DecimalType, Dialect } from './dialect.ts';
import { ALL_DIGITS, backslashed, COUNT_DIGITS, decimalProduct, isIn } from './spelling.ts';

type Spelled = Omit<Dialect, 'materialized' | 'tableOptions'>;

const NOT_RUN =
  'llmcost tests this dialect by a parser and not in the engine itself: hold a first total against llmcost tally.';
const NO_TRANSACTION = { begin: '', end: '' } as const;
const replaceView = (name: string, query: string) => `CREATE OR REPLACE VIEW ${name} AS\n${query};`;
const replaceTable = (name: string, columns: string) => `CREATE OR REPLACE TABLE ${name} (${columns});`;
const stamp = (at: Date) => at.toISOString().replace('T', ' ').replace('Z', '');
const backquoted = (name: string) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

export const bigquery: Spelled = {
  name: 'bigquery',
  title: 'BigQuery',
  quoted: backquoted,
  type: (type) => (type.kind === 'text' ? 'STRING' : type.kind === 'integer' ? 'INT64' : 'BIGNUMERIC'),
  momentType: 'TIMESTAMP',
  secondsType: 'NUMERIC',
  text: backslashed,
  asText: (sql) => `CAST(${sql} AS STRING)`,
  asDouble: (sql) => `SAFE_CAST(TRIM(CAST(${sql} AS STRING)) AS FLOAT64)`,
  asInteger: (sql) => `CAST(${sql} AS INT64)`,
  asSeconds: (sql) => `ROUND(CAST(CAST(${sql} AS STRING) AS BIGNUMERIC), 4)`,
  asMoment: (sql) => `SAFE_CAST(CAST(${sql} AS STRING) AS TIMESTAMP)`,
  moment: (at) => `TIMESTAMP '${stamp(at)}+00'`,
  dayOf: (moment) => `CAST(${moment} AS DATE)`,
  minuteOfWeek: (moment) =>
    `(MOD(EXTRACT(DAYOFWEEK FROM ${moment}) + 5, 7) * 1440 + EXTRACT(HOUR FROM ${moment}) * 60 + EXTRACT(MINUTE FROM ${moment}))`,
  isAmong: isIn(backslashed),
  bitAnd: (a, b) => `(${a} & ${b})`,
  product: (count, rate) => `CAST(${count} AS BIGNUMERIC) * ${rate}`,
  zero: () => "BIGNUMERIC '0'",
  figure: (figure) => `BIGNUMERIC '${figure}'`,
  shown: (amount) => amount,
  transaction: NO_TRANSACTION,
  createTable: replaceTable,
  createView: replaceView,
  drop: () => [],
  rowsAtOnce: 500,
  load: (table, file) =>
    `-- bq load --source_format=CSV --skip_leading_rows=1 --null_marker='\\N' my_dataset.${table} ${file}`,
  loadNote: 'Its tables are empty until you run the lines that begin with bq load, where the CSV files are.',
  filed: (figure) => figure,
  notes: [
    NOT_RUN,
    'A query of BigQuery has at most 1 MB: where the script has more, write CSV files beside it (--out), or name your models (--models, --names).',
    'Run it with a default dataset: bq query --use_legacy_sql=false --dataset_id=my_dataset < llmcost.sql',
    'Each table is replaced by itself: while the script runs, a query may see some tables of the old map and some of the new one.',
  ],
};

/** Names without quotes are in capital letters, whatever they are written in. */
const snowflakeQuoted = (name: string) => {
  if (/^".*"$/.test(name)) return name;
  return `"${(/^[A-Za-z_][\w$]*$/.test(name) ? name.toUpperCase() : name).replaceAll('"', '""')}"`;
};

const asNumber = (sql: string, digits: number, decimals: number) =>
  `CAST(${sql} AS NUMBER(${digits}, ${decimals}))`;

export const snowflake: Spelled = {
  ...bigquery,
  name: 'snowflake',
  title: 'Snowflake',
  quoted: snowflakeQuoted,
  type: (type) =>
    type.kind === 'text'
      ? 'VARCHAR'
      : type.kind === 'integer'
        ? 'BIGINT'
        : `NUMBER(${type.whole + type.decimals}, ${type.decimals})`,
  momentType: 'TIMESTAMP_TZ',
  secondsType: 'NUMBER(16, 4)',
  asText: (sql) => `CAST(${sql} AS VARCHAR)`,
  asDouble: (sql) => `TRY_TO_DOUBLE(TRIM(CAST(${sql} AS VARCHAR)))`,
  asInteger: (sql) => `CAST(${sql} AS BIGINT)`,
  asSeconds: (sql) => asNumber(sql, 17, 4),
  asMoment: (sql) =>
    `CASE WHEN REGEXP_LIKE(CAST(${sql} AS VARCHAR), '.*(Z|[+-][0-9][0-9]:?[0-9][0-9])') THEN CAST(CONVERT_TIMEZONE('UTC', TRY_TO_TIMESTAMP_TZ(CAST(${sql} AS VARCHAR))) AS TIMESTAMP_NTZ) ELSE TRY_TO_TIMESTAMP_NTZ(CAST(${sql} AS VARCHAR)) END`,
  moment: (at) => `CAST('${stamp(at)}' AS TIMESTAMP_NTZ)`,
  dayOf: (moment) => `CAST(${moment} AS DATE)`,
  minuteOfWeek: (moment) =>
    `((DAYOFWEEKISO(${moment}) - 1) * 1440 + HOUR(${moment}) * 60 + MINUTE(${moment}))`,
  bitAnd: (a, b) => `(BITAND(${a}, ${b}))`,
  product: (count, rate, product) => decimalProduct(asNumber, count, rate, product),
  zero: (decimals) => asNumber('0', ALL_DIGITS, decimals),
  figure: (figure) => `'${figure}'`,
  rowsAtOnce: 1000,
  load: (table, file) =>
    `PUT file://${file} @%${table} OVERWRITE = TRUE;\nCOPY INTO ${table} FROM @%${table} FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1 FIELD_OPTIONALLY_ENCLOSED_BY = '"' NULL_IF = ('\\\\N') EMPTY_FIELD_AS_NULL = FALSE) PURGE = TRUE;`,
  loadNote:
    'Run it with snowsql where its CSV files are: cd there, and snowsql -d usage -s costs -f llmcost.sql',
  notes: [
    NOT_RUN,
    'Snowflake keeps of a product no more decimals than the longer of its factors: costs of seconds are rounded there.',
    'Each table is replaced by itself: while the script runs, a query may see some tables of the old map and some of the new one.',
  ],
};

/** A figure without its point: whole multiples of its last decimal. */
function inUnits(figure: string, { decimals }: DecimalType): string {
  const [whole = '', fraction = ''] = figure.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0')).toString();
}

export const spark: Spelled = {
  ...bigquery,
  name: 'spark',
  title: 'Spark and Databricks',
  quoted: (name) => `\`${name.replaceAll('`', '``')}\``,
  // Of a product or a sum of decimals Spark keeps as many decimals as it finds room for; of whole numbers all digits.
  type: (type) =>
    type.kind === 'text'
      ? 'STRING'
      : type.kind === 'integer'
        ? 'BIGINT'
        : `DECIMAL(${Math.max(1, type.whole + type.decimals)}, 0)`,
  momentType: 'TIMESTAMP',
  secondsType: 'DECIMAL(16, 4)',
  asDouble: (sql) => `TRY_CAST(TRIM(CAST(${sql} AS STRING)) AS DOUBLE)`,
  asInteger: (sql) => `CAST(${sql} AS BIGINT)`,
  asSeconds: (sql) => `CAST(${sql} AS DECIMAL(17, 4))`,
  asMoment: (sql) => `TRY_CAST(CAST(${sql} AS STRING) AS TIMESTAMP)`,
  moment: (at) => `TIMESTAMP '${stamp(at)}'`,
  dayOf: (moment) => `CAST(${moment} AS DATE)`,
  minuteOfWeek: (moment) => `(WEEKDAY(${moment}) * 1440 + HOUR(${moment}) * 60 + MINUTE(${moment}))`,
  product: (count, rate, { countDecimals, rate: type, decimals }) => {
    const whole = countDecimals === 0 ? count : `${count} * ${10 ** countDecimals}`;
    const more = decimals - type.decimals - countDecimals;
    const units = `CAST(${whole} AS DECIMAL(${COUNT_DIGITS + countDecimals}, 0)) * ${rate}`;
    return more === 0 ? units : `${units} * CAST(${10n ** BigInt(more)} AS DECIMAL(${more + 1}, 0))`;
  },
  zero: () => `CAST(0 AS DECIMAL(${ALL_DIGITS}, 0))`,
  figure: inUnits,
  filed: inUnits,
  load: (table, file, columns) =>
    `CREATE OR REPLACE TEMPORARY VIEW ${table}_csv (${columns}) USING csv OPTIONS (path '${file}', header 'true', nullValue '\\\\N', escape '"');\nINSERT INTO ${table} SELECT * FROM ${table}_csv;`,
  loadNote:
    'Its CSV files are read from the directory in which Spark runs; in a cluster, write the path of a volume before their names.',
  shown: (amount, decimals) => {
    const digits = `LPAD(CAST(ABS(${amount}) AS STRING), ${ALL_DIGITS + 1}, '0')`;
    const text = `CONCAT(CASE WHEN ${amount} < 0 THEN '-' ELSE '' END, SUBSTR(${digits}, 1, ${ALL_DIGITS + 1 - decimals}), '.', SUBSTR(${digits}, ${ALL_DIGITS + 2 - decimals}), '0')`;
    return `CAST(${text} AS DECIMAL(${ALL_DIGITS}, ${decimals}))`;
  },
  transaction: { begin: "SET TIME ZONE 'UTC';", end: '' },
  createTable: (name, columns) => `CREATE TABLE ${name} (${columns});`,
  drop: (_, tables) => tables.map((name) => `DROP TABLE IF EXISTS ${name};`),
  notes: [
    NOT_RUN,
    'Figures of the tables are whole multiples of their last decimal; the views show USD.',
    "Sessions that query the views must be in UTC: SET TIME ZONE 'UTC'.",
    'While the script runs, the tables are away for a moment each.',
  ],
};
