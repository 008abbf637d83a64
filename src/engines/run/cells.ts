/** The cells of a table as SQL of DuckDB, read as `usage/tables/row.ts` reads them. */
import type { ColumnRole, TableColumns } from '../../usage/tables/columns.ts';
import { DIALECTS } from '../dialect.ts';
import { cases } from '../sql.ts';
import type { Column, Source } from './sources.ts';

const { text, quoted, isAmong } = DIALECTS.duckdb;

/** What `trim()` of JavaScript takes away. */
const SPACES =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const HAS_SPACES = String.raw`^[\s\p{Z}\x{feff}]|[\s\p{Z}\x{feff}]$`;
const NOTHING = ['', 'null', 'none', 'nan', 'n/a', '-'];
const LONGEST_NOTHING = 4;

const IS_NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const IS_FLOAT = /^(FLOAT|DOUBLE)$/;
const IS_NESTED = /^(STRUCT|MAP|UNION)\(|\]$/;
const IS_MOMENT = /^(TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?|DATE)$/;

const DATE = String.raw`(19[7-9]\d|[2-9]\d{3})-\d\d-\d\d`;
const MOMENT = String.raw`${DATE}([T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?)?`;
const QUARTER_MS = 900_000;

/** The roles that a table has, each with a column of the same name behind `rows`. */
export class Cells {
  readonly #columns: ReadonlyMap<ColumnRole, Column>;

  constructor(columns: readonly Column[], table: TableColumns) {
    this.#columns = new Map(
      [...table.columns].flatMap(([role, index]) => {
        const column = columns[index];
        return column === undefined ? [] : [[role, column] as const];
      }),
    );
  }

  /**
   * The rows of a source, each with its place, the words of its cells, and when it was. Each is worked out
   * once: what stands in several places of one SELECT may be worked out as often.
   */
  rows({ from }: Source, place: string): string {
    const roles = [...this.#columns];
    const cells = roles.map(([role, column]) => `${trimmed(column)} AS ${cell(role)}`);
    const words = roles.map(([role, column]) => `${wordOf(role, column)} AS ${word(role)}`);
    const kept = roles.map(([role]) => cell(role));
    const trimming = `SELECT ${[`${place} AS place`, ...cells].join(', ')} FROM ${from}`;
    const reading = `SELECT ${['place', ...kept, ...words].join(', ')} FROM (${trimming})`;
    return `(SELECT *, ${this.#momentMs()} AS moment_ms FROM (${reading}))`;
  }

  has(role: ColumnRole): boolean {
    return this.#columns.has(role);
  }

  /** The cell as the text that a row reader is handed. */
  word(role: ColumnRole): string {
    return this.has(role) ? word(role) : 'NULL';
  }

  /** A count, as a number or as the text of one. */
  count(role: ColumnRole): string {
    return isNumber(this.#columns.get(role)) ? cell(role) : this.word(role);
  }

  /** Whether a count is something that DuckDB may read in another way than a row reader. */
  isOddCount(role: ColumnRole): string {
    if (isNumber(this.#columns.get(role))) return 'FALSE';
    return `NOT COALESCE(REGEXP_FULL_MATCH(${this.word(role)}, '\\d{1,13}(\\.0*)?'), TRUE)`;
  }

  /** What the provider says that a row cost. */
  cost(): string {
    return `CAST(CASE WHEN ${this.#isCost()} THEN ${this.word('cost')} END AS DECIMAL(38, 28))`;
  }

  isOddCost(): string {
    return `NOT COALESCE(${this.#isCost()}, TRUE)`;
  }

  /** Figures of which a double says as much as their digits. */
  #isCost(): string {
    const isDouble = this.#columns.get('cost')?.type === 'DOUBLE';
    const figure = isDouble
      ? String.raw`\d{1,9}(\.\d{1,17})?(e-0?\d)?`
      : String.raw`\d{1,6}(\.\d{1,9})?|0\.\d{1,15}`;
    return `REGEXP_FULL_MATCH(${this.word('cost')}, '${figure}')`;
  }

  /** Milliseconds since 1970; null for no moment, and for one that only a row reader can tell. */
  #momentMs(): string {
    const column = this.#columns.get('time');
    if (column === undefined) return 'NULL';
    const moment = cell('time');
    if (column.type === 'DATE') return `EPOCH_MS(CAST(${moment} AS TIMESTAMP))`;
    if (isMoment(column)) return `CASE WHEN ISFINITE(${moment}) THEN EPOCH_MS(${moment}) END`;
    const word = this.word('time');
    const seconds = `CAST(${word} AS DOUBLE)`;
    const is = (form: string) => `REGEXP_FULL_MATCH(${word}, '${form}')`;
    return cases(
      [
        [is(String.raw`\d{9,20}(\.\d+)?`), epochMs(seconds)],
        [
          is(String.raw`${MOMENT} ?(Z|z|UTC)?`),
          `EPOCH_MS(TRY_CAST(REGEXP_REPLACE(${word}, ' ?(Z|z|UTC)$', '') AS TIMESTAMP))`,
        ],
        [is(String.raw`${MOMENT} ?[+-]\d\d(:?\d\d)?`), `EPOCH_MS(TRY_CAST(${word} AS TIMESTAMPTZ))`],
      ],
      'NULL',
    );
  }

  /** A day without a time of day may be the sum of nobody knows how many requests. */
  isDay(): string {
    const column = this.#columns.get('time');
    if (column === undefined || (isMoment(column) && column.type !== 'DATE')) return 'FALSE';
    return `COALESCE(REGEXP_FULL_MATCH(${this.word('time')}, '\\d{4}-\\d\\d-\\d\\d'), FALSE)`;
  }
}

function cell(role: ColumnRole): string {
  return quoted(`cell ${role}`);
}

function word(role: ColumnRole): string {
  return quoted(`word ${role}`);
}

function isNumber(column: Column | undefined): boolean {
  return column !== undefined && IS_NUMBER.test(column.type);
}

function isMoment({ type }: Column): boolean {
  return IS_MOMENT.test(type);
}

function trimmed(column: Column): string {
  if (isNumber(column) || isMoment(column)) return column.sql;
  const said = textOf(column);
  // To look for spaces takes a tenth of the time that it takes to trim.
  return `CASE WHEN REGEXP_MATCHES(${said}, '${HAS_SPACES}') THEN TRIM(${said}, ${text(SPACES)}) ELSE ${said} END`;
}

function wordOf(role: ColumnRole, column: Column): string {
  const isText = !isNumber(column) && !isMoment(column);
  const said = isText ? cell(role) : `CAST(${cell(role)} AS VARCHAR)`;
  if (!isText && !IS_FLOAT.test(column.type)) return said;
  return `CASE WHEN LENGTH(${said}) > ${LONGEST_NOTHING} THEN ${said} WHEN NOT ${isAmong(`LOWER(${said})`, NOTHING)} THEN ${said} END`;
}

/** Days of every time zone begin with a quarter of an hour. */
export function quarterOf(momentMs: string): string {
  return `(${momentMs} // ${QUARTER_MS})`;
}

/** A cell of any type as a text. */
export function textOf({ sql, type }: Column): string {
  if (type === 'VARCHAR') return sql;
  return IS_NESTED.test(type) ? `CAST(TO_JSON(${sql}) AS VARCHAR)` : `CAST(${sql} AS VARCHAR)`;
}

/** The size of an epoch number tells its unit, as in usage/time.ts. */
function epochMs(number: string): string {
  const ms = cases(
    [
      [`${number} < 1e11`, `ROUND(${number} * 1000)`],
      [`${number} < 1e14`, `ROUND(${number})`],
      [`${number} < 1e17`, `ROUND(${number} / 1e3)`],
      [`${number} < 1e20`, `ROUND(${number} / 1e6)`],
    ],
    'NULL',
  );
  return `CAST(${ms} AS BIGINT)`;
}
