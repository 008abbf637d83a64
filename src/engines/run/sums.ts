/**
 * The SQL that adds requests up before they are priced. Rows that say the same, use the same meters and have
 * prompts of the same bracket are one sum; a row that is unusual in any way is left to tally's own reader.
 */
import { METERS } from '../../pricing/tally/counts.ts';
import { COLUMN_ROLES, type ColumnRole, type TableColumns } from '../../usage/tables/columns.ts';
import { isRole, type Role } from '../columns.ts';
import { DIALECTS } from '../dialect.ts';
import { SQL_METERS } from '../meters.ts';
import { splitting } from '../request/quantities.ts';
import { counting, reading } from '../request/reading.ts';
import { subquery, type Stage } from '../request/stage.ts';
import { cases, same, selection, when, type Named } from '../sql.ts';
import type { TokenMeter } from '../../pricing/rates.ts';
import type { PriceTables } from '../tables/tables.ts';
import { SERVED_TIERS, UNSPECIFIED_TIERS } from '../../usage/tier.ts';
import { View } from '../view.ts';
import { judging, locating } from './stages.ts';
import { Cells, quarterOf, textOf } from './cells.ts';
import type { Source } from './sources.ts';
import type { Wanted } from './wanted.ts';

/** The table of ids that more than one row has, which `copiesQuery` fills. */
export const COPIES = 'llmcost_copies';

/** What decides the price beside the model and its provider. */
const MORE = ['tier', 'batch', 'region', 'speed'] as const;
/** Where a count of these is there, the row is not added up here. */
const UNUSUAL: readonly ColumnRole[] = ['cache-read-audio', 'images', 'seconds', 'characters', 'pages'];
const FILE_STEP = 2n ** 40n;
/** So many lines stand as examples in an answer. */
const EXAMPLES = 3;

/** Whether rows of such a table can be added up: a `total` may tell of each row how it counts. */
export function canAddUp({ isCacheBeside }: TableColumns, { delimiter }: Source): boolean {
  return isCacheBeside !== undefined && delimiter !== ';';
}

/** All rows as a reader wants them, in their order: `place`, and each cell as a text. */
export function rowsQuery(source: Source): string {
  return `SELECT ${placeIn(source)} AS place, ${textsOf(source)} FROM ${source.from}`;
}

/** The same of the rows that were left to the reader, where the sums stand in this table. */
export function leftRowsQuery(source: Source, sums: string): string {
  const left = `SELECT UNNEST(places) AS place FROM ${sums} WHERE outcome = 'read'`;
  return `SELECT o.* FROM (${rowsQuery(source)}) o JOIN (${left}) j ON j.place = o.place ORDER BY o.place`;
}

/** Where a row stands, as one number: its file, and its line in that. */
function placeIn({ fileNumber, line }: Source): string {
  return `(${fileNumber} * ${FILE_STEP} + ${line})`;
}

export function placeOf(place: string): { readonly file: number; readonly line: number } {
  const number = BigInt(place);
  return { file: Number(number / FILE_STEP) - 1, line: Number(number % FILE_STEP) };
}

function textsOf({ columns }: Source): string {
  return columns.map((column, index) => `${textOf(column)} AS cell_${index}`).join(', ');
}

/** The column of what rows say, by role. */
export function said(role: ColumnRole): string {
  return `said_${role}`;
}

export class Sums {
  readonly #source: Source;
  readonly #table: TableColumns;
  readonly #wanted: Wanted;
  readonly #cells: Cells;
  /** What rows of one sum have in common, by role. */
  readonly words: readonly ColumnRole[];

  constructor(source: Source, table: TableColumns, wanted: Wanted) {
    this.#source = source;
    this.#table = table;
    this.#wanted = wanted;
    this.#cells = new Cells(source.columns, table);
    const asked = [...MORE, ...wanted.words];
    this.words = ['model', 'provider', ...asked.filter((role) => this.#cells.has(role))];
  }

  /** Ids, for `copiesQuery`. A short number is the number of a row. */
  ids(): string | undefined {
    if (!this.#cells.has('id') || !this.#wanted.dedupes) return undefined;
    return `SELECT ${this.#id()} AS id FROM ${this.#from()}`;
  }

  #id(): string {
    const word = this.#cells.word('id');
    return `CASE WHEN NOT REGEXP_FULL_MATCH(${word}, '\\d{1,9}') THEN ${word} END`;
  }

  /** The models and providers of the rows, and the maps that price them. */
  names(): string {
    const word = (role: ColumnRole) => `COALESCE(${this.#cells.word(role)}, '')`;
    return `SELECT DISTINCT ${word('model')} AS model, ${word('provider')} AS provider, ${this.#map()} AS map FROM ${this.#from()}`;
  }

  /** Which of the maps prices a row: 0 before all of them, -1 for one without a moment. */
  #map(): string {
    const { mapTimes } = this.#wanted;
    if (mapTimes.length === 0) return '0';
    const moment = 'moment_ms';
    const later = mapTimes.map((time, index) => [`${moment} >= ${time}`, String(index + 1)] as const);
    return cases([[`${moment} IS NULL`, '-1'], ...later.reverse()], '0');
  }

  /**
   * A row for each sum; one for all rows that are left to the reader, with their `places`; and one for each
   * reason why dates leave rows out. @param cuts columns of bounds that there are.
   */
  sums(cuts: number): string {
    const names = ['map', 'mask', 'bracket', 'has_cost', ...this.words.map(said)];
    if (this.#wanted.isByTime) names.push('quarter');
    if (this.#wanted.isByFile) names.push(`place // ${FILE_STEP}`);
    const keys = names.map((sql, index) => ({ sql: when("outcome = 'sum'", sql), as: `key_${index}` }));
    const columns = [
      ...same('outcome'),
      ...keys,
      ...this.words.map((role) => ({ sql: `ANY_VALUE(${said(role)})`, as: said(role) })),
      { sql: 'ANY_VALUE(mask)', as: 'mask' },
      { sql: 'COUNT(*)', as: 'requests' },
      { sql: 'MIN(place)', as: 'first' },
      { sql: `ARRAY_TO_STRING(MIN(place, ${EXAMPLES}), ' ')`, as: 'examples' },
      { sql: "LIST(place) FILTER (outcome = 'read')", as: 'places' },
      { sql: 'MIN_BY(said_time, place)', as: 'said_time' },
      { sql: 'MIN(input_tokens)', as: 'input_tokens' },
      { sql: 'CAST(SUM(cost) AS VARCHAR)', as: 'cost' },
      ...METERS.map((_, index) => ({ sql: `SUM(n_${index})`, as: `n_${index}` })),
    ];
    const grouped = ['outcome', ...keys.map(({ as }) => as)].join(', ');
    return `${this.#stages(cuts)}\nSELECT ${selection(columns)}\nFROM judged GROUP BY ${grouped}`;
  }

  #stages(cuts: number): string {
    const view = this.#view();
    const split = splitting(view, 'located');
    const stages = [
      reading(view),
      counting(view),
      locating(cuts),
      split,
      this.#measuring(new Set(split.columns.map(({ as }) => as))),
      judging(cuts),
    ];
    return `WITH\n${stages.map((stage) => subquery(stage, view)).join(',\n')}`;
  }

  /** The counts of a row under the names that the views have for them. */
  #counts(): ReadonlyMap<Role, ColumnRole> {
    const counts = new Map<Role, ColumnRole>();
    for (const role of COLUMN_ROLES.slice(COLUMN_ROLES.indexOf('input'))) {
      const isCount = isRole(role) && role !== 'web-searches' && !UNUSUAL.includes(role);
      if (isCount && this.#cells.has(role)) counts.set(role, role);
    }
    if (this.#table.isCacheBeside !== true) return counts;
    const input = counts.get('uncached-input') ?? counts.get('input');
    counts.delete('input');
    return input === undefined ? counts : counts.set('uncached-input', input);
  }

  #view(): View {
    const table = `(${this.#rows()})`;
    const columns = new Map([...this.#counts().keys()].map((role) => [role, `count ${role}`]));
    const handedOn = ['place', 'skip', 'odd', 'map', 'quarter', 'cost', 'said_time', ...this.words.map(said)];
    return new View({
      dialect: DIALECTS.duckdb,
      usage: { table, columns },
      tables: NO_TABLES,
      tier: 'standard',
      region: undefined,
      handedOn,
    });
  }

  /** The rows as the first stage reads them. */
  #rows(): string {
    const cells = this.#cells;
    const moment = this.#hasMoments() ? 'moment_ms' : 'NULL';
    const columns: readonly Named[] = [
      ...same('place'),
      { sql: this.#skip(moment), as: 'skip' },
      { sql: `(${this.#oddities(moment).join(' OR ')})`, as: 'odd' },
      { sql: this.#map(), as: 'map' },
      { sql: quarterOf(moment), as: 'quarter' },
      { sql: cells.has('cost') ? cells.cost() : 'CAST(NULL AS DECIMAL(38, 28))', as: 'cost' },
      { sql: cells.word('time'), as: 'said_time' },
      ...this.words.map((role) => ({ sql: cells.word(role), as: said(role) })),
      ...[...this.#counts()].map(([role, column]) => ({ sql: cells.count(column), as: `"count ${role}"` })),
    ];
    return `SELECT ${selection(columns)} FROM ${this.#from()}`;
  }

  #from(): string {
    return this.#cells.rows(this.#source, placeIn(this.#source));
  }

  #hasMoments(): boolean {
    const { isByTime, mapTimes } = this.#wanted;
    return this.#hasDates() || isByTime || mapTimes.length > 0;
  }

  #hasDates(): boolean {
    return this.#wanted.sinceMs !== undefined || this.#wanted.untilMs !== undefined;
  }

  #skip(moment: string): string {
    if (!this.#hasDates()) return 'NULL';
    const { sinceMs, untilMs } = this.#wanted;
    const outside = [
      ...(sinceMs === undefined ? [] : [`${moment} < ${sinceMs}`]),
      ...(untilMs === undefined ? [] : [`${moment} > ${untilMs}`]),
    ];
    return cases(
      [
        [`${this.#cells.word('time')} IS NULL`, "'no time'"],
        [outside.join(' OR '), "'outside the dates'"],
      ],
      'NULL',
    );
  }

  /** What makes a row one that only its reader understands. */
  #oddities(moment: string): readonly string[] {
    const cells = this.#cells;
    const word = (role: ColumnRole) => cells.word(role);
    const isThere = (role: ColumnRole) => `${word(role)} IS NOT NULL`;
    const hasBoth = this.#table.isCacheBeside === true && cells.has('input') && cells.has('uncached-input');
    return [
      'FALSE',
      ...(this.#hasMoments() ? [`${isThere('time')} AND COALESCE(${moment}, -1) < 0`] : []),
      `${cells.isDay()} AND ${cells.has('id') ? `${this.#id()} IS NULL` : 'TRUE'}`,
      ...(cells.has('requests') ? [`COALESCE(${word('requests')}, '1') <> '1'`] : []),
      ...(cells.has('web-searches') ? [`COALESCE(${word('web-searches')}, '0') <> '0'`] : []),
      ...(cells.has('cost') ? [cells.isOddCost()] : []),
      ...(cells.has('tier') ? [`${isThere('tier')} AND ${isOtherTier(word('tier'))}`] : []),
      ...(hasBoth ? [`${isThere('input')} AND ${word('uncached-input')} IS NULL`] : []),
      ...UNUSUAL.filter((role) => cells.has(role)).map(isThere),
      ...[...this.#counts().values()].map((role) => cells.isOddCount(role)),
      ...(this.ids() === undefined ? [] : [`COALESCE(${this.#id()} IN (SELECT id FROM ${COPIES}), FALSE)`]),
    ];
  }

  /** Tokens by meter, and what does not fit together. */
  #measuring(split: ReadonlySet<string>): Stage {
    const counts = this.#counts();
    const value = (role: Role) => (counts.has(role) ? `COALESCE(c_${role.replaceAll('-', '_')}, 0)` : '0');
    const quantities = METERS.map((meter) => {
      if (meter === 'input') return 'input_tokens - claimed_in';
      if (meter === 'output') return 'output_tokens - claimed_out';
      const claim = `claim_${columnOf(meter)}`;
      return split.has(claim) ? claim : '0';
    });
    // A row reader takes the writes as they are told, and output beside which there is reasoning.
    const written = `${value('cache-write-5m')} + ${value('cache-write-1h')} > c_cache_write`;
    const beside = `c_reasoning_beside IS NOT NULL${counts.has('output') ? ' AND c_output IS NULL' : ''}`;
    const misfits = [
      'claimed_in > input_tokens',
      'claimed_out > output_tokens',
      ...(counts.has('cache-write') ? [`COALESCE(${written}, FALSE)`] : []),
      ...(counts.has('reasoning-beside') ? [beside] : []),
    ];
    return {
      name: 'measuring',
      columns: [
        { sql: 's.*', as: 's.*' },
        { sql: `(${misfits.join(' OR ')})`, as: 'misfits' },
        ...quantities.map((sql, index) => ({ sql, as: `n_${index}` })),
      ],
      from: ['FROM splitting s'],
    };
  }
}

/** A tier that is priced as standard, which the row has to say (usage/tier.ts). */
function isOtherTier(word: string): string {
  const name = `regexp_replace(lower(trim(${word})), '[\\s-]+', '_', 'g')`;
  return `NOT ${DIALECTS.duckdb.isAmong(name, [...UNSPECIFIED_TIERS, ...SERVED_TIERS.keys()])}`;
}

function columnOf(meter: TokenMeter): string {
  return SQL_METERS.find((each) => each.kind === 'token' && each.meter === meter)?.column ?? '';
}

/** The stages that are used here ask no table of prices. */
const NO_TABLES: PriceTables = {
  history: undefined,
  tables: [],
  cuts: 0,
  codes: [],
  isAdjusted: false,
  hasSums: false,
  hasOffPeak: false,
  qualities: [],
  rounded: 0,
};
