/** The cells of a table as SQL of DuckDB, read as `usage/tables/row.ts` reads them. */
import type { ColumnRole, TableColumns } from '../../usage/tables/columns.ts';
import { DIALECTS } from '../dialect.ts';
import { cases } from '../sql.ts';
import type { Column } from './sources.ts';

const { text, quoted } = DIALECTS.duckdb;

/** What `trim()` of JavaScript takes away. */
const SPACES =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const NOTHING = ['', 'null', 'none', 'nan', 'n/a', '-'].map(text).join(', ');

const IS_NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const IS_NESTED = /^(STRUCT|MAP|UNION)\(|\]$/;
const IS_MOMENT = /^(TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?|DATE)$/;

const DATE = String.raw`(19[7-9]\d|[2-9]\d{3})-\d\d-\d\d`;
const MOMENT = String.raw`${DATE}([T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?)?`;
const QUARTER_MS = 900_000;

export class Cells {
  readonly #columns: readonly Column[];
  readonly #table: TableColumns;

  constructor(columns: readonly Column[], table: TableColumns) {
    this.#columns = columns;
    this.#table = table;
  }

  has(role: ColumnRole): boolean {
    return this.#table.columns.has(role);
  }

  #column(role: ColumnRole): Column | undefined {
    return this.#columns[this.#table.columns.get(role) ?? -1];
  }

  /** The cell as the text that a row reader is handed. */
  word(role: ColumnRole): string {
    const column = this.#column(role);
    if (column === undefined) return 'NULL';
    const cell = `TRIM(${textOf(column)}, ${text(SPACES)})`;
    return `CASE WHEN LOWER(${cell}) NOT IN (${NOTHING}) THEN ${cell} END`;
  }

  /** A count, as a number or as the text of one. */
  count(role: ColumnRole): string {
    const column = this.#column(role);
    return column !== undefined && IS_NUMBER.test(column.type) ? quoted(column.name) : this.word(role);
  }

  /** Whether a count is something that DuckDB may read in another way than a row reader. */
  isOddCount(role: ColumnRole): string {
    const column = this.#column(role);
    if (column === undefined || IS_NUMBER.test(column.type)) return 'FALSE';
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
    const isDouble = this.#column('cost')?.type === 'DOUBLE';
    const figure = isDouble
      ? String.raw`\d{1,9}(\.\d{1,17})?(e-0?\d)?`
      : String.raw`\d{1,6}(\.\d{1,9})?|0\.\d{1,15}`;
    return `REGEXP_FULL_MATCH(${this.word('cost')}, '${figure}')`;
  }

  /** Milliseconds since 1970; null for no moment, and for one that only a row reader can tell. */
  momentMs(): string {
    const column = this.#column('time');
    if (column === undefined) return 'NULL';
    const cell = quoted(column.name);
    if (column.type === 'DATE') return `EPOCH_MS(CAST(${cell} AS TIMESTAMP))`;
    if (IS_MOMENT.test(column.type)) return `CASE WHEN ISFINITE(${cell}) THEN EPOCH_MS(${cell}) END`;
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
    const column = this.#column('time');
    if (column === undefined || (IS_MOMENT.test(column.type) && column.type !== 'DATE')) return 'FALSE';
    return `COALESCE(REGEXP_FULL_MATCH(${this.word('time')}, '\\d{4}-\\d\\d-\\d\\d'), FALSE)`;
  }
}

/** Days of every time zone begin with a quarter of an hour. */
export function quarterOf(momentMs: string): string {
  return `(${momentMs} // ${QUARTER_MS})`;
}

/** A cell of any type as a text. */
export function textOf({ name, type }: Column): string {
  if (type === 'VARCHAR') return quoted(name);
  return IS_NESTED.test(type)
    ? `CAST(TO_JSON(${quoted(name)}) AS VARCHAR)`
    : `CAST(${quoted(name)} AS VARCHAR)`;
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
