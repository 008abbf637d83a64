/** Adds requests up in DuckDB and hands the sums to a tally, which prices them as it prices what it reads itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { plain, decimal } from '../../core/money.ts';
import type { Tally } from '../../pricing/tally/accumulate.ts';
import { METERS } from '../../pricing/tally/counts.ts';
import type { ReadCounts, RunOptions } from '../../pricing/tally/run.ts';
import { copyOf, unknownColumns, type UnreadFile } from '../../pricing/tally/unread.ts';
import { findCopies } from '../../usage/logs/copies.ts';
import type { LogInput } from '../../usage/logs/inputs.ts';
import { openTable, type TableNote } from '../../usage/logs/table.ts';
import type { TableColumns } from '../../usage/tables/columns.ts';
import { wordsReader } from '../../usage/tables/row.ts';
import { DIALECTS } from '../dialect.ts';
import { RowReader } from './row-reader.ts';
import { duckDbReason, openDuckDb, type DuckDb, type Row } from './duckdb.ts';
import { all, csvSource, databaseSources, kindOfInput, parquetSources, type Source } from './sources.ts';
import { BOUNDS, boundNames } from './stages.ts';
import { canAddUp, COPIES, leftRowsQuery, placeOf, rowsQuery, said, Sums } from './sums.ts';
import type { Wanted } from './wanted.ts';

export interface EngineOptions extends RunOptions {
  readonly wanted: Wanted;
  /** True where each row is looked at by itself, and none are added up before. */
  readonly eachRow: boolean;
}

/**
 * Reads Parquet, CSV and DuckDB files into the tally.
 * @throws UsageError where DuckDB is not installed or cannot read a file, and where no file is of its kinds.
 */
export async function readInDuckDb(
  inputs: readonly LogInput[],
  tally: Tally,
  options: EngineOptions,
): Promise<ReadCounts> {
  const spillDirectory = mkdtempSync(join(tmpdir(), 'llmcost-duckdb-'));
  try {
    const db = await openDuckDb(spillDirectory);
    try {
      return await new EngineRun(db, tally, options).read(inputs);
    } finally {
      db.close();
    }
  } finally {
    rmSync(spillDirectory, { recursive: true, force: true });
  }
}

/** A source whose columns are known. */
interface Opened {
  readonly source: Source;
  /** Undefined where none of its rows is added up before it is read. */
  readonly sums: { readonly sums: Sums; readonly table: TableColumns } | undefined;
}

const NOT_READ = 'no Parquet, CSV or DuckDB file';

class EngineRun {
  readonly #db: DuckDb;
  readonly #tally: Tally;
  readonly #options: EngineOptions;
  readonly #unread: UnreadFile[];
  readonly #tables: TableNote[] = [];
  #lines = 0;

  constructor(db: DuckDb, tally: Tally, options: EngineOptions) {
    this.#db = db;
    this.#tally = tally;
    this.#options = options;
    this.#unread = (options.passedOver ?? []).map((file) => ({ ...file, mayHoldUsage: false }));
  }

  async read(inputs: readonly LogInput[]): Promise<ReadCounts> {
    const opened = (await this.#sourcesOf(inputs)).flatMap((source) => this.#open(source) ?? []);
    if (opened.length === 0) throw nothingOf(this.#unread);
    const files = new Set<LogInput>();
    await this.#findCopies(opened);
    for (const each of opened) {
      try {
        await this.#readSource(each);
      } catch (error) {
        if (error instanceof UsageError) throw error;
        const names = each.source.files.map(({ shown }) => shown).join(', ');
        throw new UsageError(`DuckDB cannot read ${names}: ${duckDbReason(error)}.`, null, { cause: error });
      }
      for (const { input } of each.source.files) files.add(input);
      this.#options.onBytes?.(bytesOf(files));
    }
    return {
      files: files.size,
      bytes: bytesOf(files),
      lines: this.#lines,
      broken: [],
      unread: this.#unread,
      tables: this.#tables,
    };
  }

  async #sourcesOf(inputs: readonly LogInput[]): Promise<readonly Source[]> {
    const copies = this.#options.dedupe === false ? new Map<LogInput, LogInput>() : findCopies(inputs);
    const sources: Source[] = [];
    const parquet: LogInput[] = [];
    for (const [index, input] of inputs.entries()) {
      const original = copies.get(input);
      if (original !== undefined) {
        this.#unread.push(copyOf(input.name, original.name));
        continue;
      }
      const { kind, head } = await kindOfInput(input);
      if (kind === 'parquet') parquet.push(input);
      else if (kind === 'table') sources.push(await csvSource(input, head, `llmcost_csv_${index}`, this.#db));
      else if (kind === 'duckdb') {
        const chosen = this.#options.columns ?? new Map();
        const found = await databaseSources(input, `llmcost_db_${index}`, chosen, this.#db);
        if (found.length === 0) this.#unread.push(unknownColumns(input.name, 'a database', true));
        sources.push(...found);
      } else if (kind === 'empty') {
        this.#unread.push({ file: input.name, reason: 'it is empty', mayHoldUsage: false });
      } else {
        this.#unread.push({ file: input.name, reason: NOT_READ, mayHoldUsage: true });
      }
    }
    return [...(await parquetSources(parquet, this.#db)), ...sources];
  }

  /** @throws UsageError for columns that may mean several things. */
  #open(source: Source): Opened | undefined {
    const [first] = source.files;
    const names = source.columns.map(({ name }) => name);
    const chosen = this.#options.columns ?? new Map();
    const table = openTable(names, ',', { file: first?.shown ?? '', chosen }, NO_SINK);
    if (table === undefined) {
      for (const { input } of source.files) this.#unread.push(unknownColumns(input.name, 'a table', true));
      return undefined;
    }
    this.#tables.push(...source.files.map(({ shown }) => ({ ...table.note, file: shown })));
    const { columns } = table;
    const isSummed = columns !== undefined && !this.#options.eachRow && canAddUp(columns, source);
    if (!isSummed) return { source, sums: undefined };
    return { source, sums: { sums: new Sums(source, columns, this.#options.wanted), table: columns } };
  }

  /** The ids that stand in several rows, in whatever file: these rows are looked at one by one. */
  async #findCopies(opened: readonly Opened[]): Promise<void> {
    const ids = opened.flatMap(({ sums }) => sums?.sums.ids() ?? []);
    const all = ids.length === 0 ? "SELECT '' AS id WHERE FALSE" : ids.join(' UNION ALL ');
    const several = `SELECT id FROM (${all}) WHERE id IS NOT NULL GROUP BY id HAVING COUNT(*) > 1`;
    await this.#db.run(`CREATE TEMP TABLE ${COPIES} AS ${several}`);
  }

  async #readSource({ source, sums }: Opened): Promise<void> {
    const [count] = await all(this.#db.rows(`SELECT COUNT(*) AS count FROM ${source.from}`));
    this.#lines += Number(count?.['count']);
    const reader = new RowReader(source, this.#tally, this.#options);
    if (sums === undefined) {
      for await (const row of this.#db.rows(rowsQuery(source))) reader.read(row);
      reader.end();
      return;
    }
    const cuts = await this.#boundsOf(sums.sums);
    await this.#db.run(`CREATE OR REPLACE TEMP TABLE ${SUMS} AS ${sums.sums.sums(cuts)}`);
    const found = await all(this.#db.rows(`SELECT * EXCLUDE (places) FROM ${SUMS} ORDER BY first`));
    const added = found.filter(({ outcome }) => outcome === 'sum');
    const words = wordsReader(sums.table);
    let next = 0;
    const addUpTo = (place: bigint | undefined) => {
      for (; next < added.length; next += 1) {
        const row = added[next] ?? {};
        if (place !== undefined && BigInt(row['first'] ?? 0) > place) return;
        this.#add(row, source, sums, words);
      }
    };
    // In the order in which they stand, so that an answer lists things as it does for rows that are read.
    for await (const row of this.#db.rows(leftRowsQuery(source, SUMS))) {
      addUpTo(BigInt(row['place'] ?? 0));
      reader.read(row);
    }
    addUpTo(undefined);
    reader.end();
    for (const row of found)
      if (row['outcome'] !== 'sum' && row['outcome'] !== 'read') this.#skip(row, source);
  }

  /** Asks the tally about every model of the rows. Returns how many bounds a model has at most. */
  async #boundsOf(sums: Sums): Promise<number> {
    const found: { readonly row: Row; readonly bounds: readonly number[] | undefined }[] = [];
    for await (const row of this.#db.rows(sums.names())) {
      const map = Number(row['map']);
      const { mapTimes } = this.#options.wanted;
      const atMs = map < 0 || mapTimes.length === 0 ? undefined : map === 0 ? 0 : mapTimes[map - 1];
      const bounds = this.#tally.boundsFor({
        ...(row['model'] ? { model: row['model'] } : {}),
        ...(row['provider'] ? { provider: row['provider'].toLowerCase() } : {}),
        ...(atMs === undefined ? {} : { atMs }),
      });
      found.push({ row, bounds });
    }
    const cuts = Math.max(0, ...found.map(({ bounds = [] }) => bounds.length));
    const { text } = DIALECTS.duckdb;
    const columns = boundNames(cuts).map((name) => `, ${name} DOUBLE`);
    await this.#db.run(
      `CREATE OR REPLACE TEMP TABLE ${BOUNDS} (model VARCHAR, provider VARCHAR, map BIGINT, sums_up BOOLEAN${columns.join('')})`,
    );
    for (let start = 0; start < found.length; start += ROWS_AT_ONCE) {
      const values = found.slice(start, start + ROWS_AT_ONCE).map(({ row, bounds }) => {
        const cells = boundNames(cuts).map((_, index) => bounds?.[index] ?? 'NULL');
        const keys = [text(row['model'] ?? ''), text(row['provider'] ?? ''), row['map'] ?? '0'];
        return `(${[...keys, bounds !== undefined, ...cells].join(', ')})`;
      });
      await this.#db.run(`INSERT INTO ${BOUNDS} VALUES ${values.join(', ')}`);
    }
    return cuts;
  }

  #add(
    row: Row,
    source: Source,
    { sums, table }: NonNullable<Opened['sums']>,
    wordsOf: ReturnType<typeof wordsReader>,
  ): void {
    const cells = table.header.map(() => '');
    const put = (role: Parameters<typeof said>[0], text: string | null | undefined) => {
      const index = table.columns.get(role);
      if (index !== undefined) cells[index] = text ?? '';
    };
    for (const role of sums.words) put(role, row[said(role)]);
    put('time', row['said_time']);
    const { line } = this.#begin(row['first'], source);
    const { cost } = row;
    const summed = {
      requests: Number(row['requests']),
      counts: METERS.map((_, index) => BigInt(row[`n_${index}`] ?? 0)),
      mask: Number(row['mask']),
      inputTokens: Number(row['input_tokens']),
      reportedUsd: cost === null || cost === undefined ? undefined : plain(decimal(cost)),
    };
    this.#tally.summed(wordsOf(cells), summed, line);
  }

  #begin(place: string | null | undefined, { files }: Source): { readonly line: number } {
    const { file, line } = placeOf(place ?? '0');
    this.#tally.begin(files[file]?.input.name ?? '');
    return { line };
  }

  #skip({ outcome, requests, examples }: Row, source: Source): void {
    const first = (examples ?? '').split(' ');
    const isOutside = outcome === 'outside the dates';
    const detail = isOutside ? '' : 'the line does not say when it was';
    for (const [index, place] of first.entries()) {
      const { line } = this.#begin(place, source);
      const rest = index === first.length - 1 ? Number(requests) - index : 1;
      this.#tally.skipped(isOutside ? 'outside the dates' : 'no time', detail, line, rest);
    }
  }
}

/** The table of what a source adds up to. */
const SUMS = 'llmcost_sums';
/** Of the names of a log so many go into one statement. */
const ROWS_AT_ONCE = 1000;
const NO_SINK = { outcome: () => undefined, row: () => undefined };

function bytesOf(files: Iterable<LogInput>): number {
  let total = 0;
  for (const { bytes } of files) total += bytes ?? 0;
  return total;
}

function nothingOf(unread: readonly UnreadFile[]): UsageError {
  const [first] = unread;
  const what = first === undefined ? '' : `: ${first.file} (${first.reason})`;
  return new UsageError(
    `Nothing that was named can be read by --engine duckdb${what}.`,
    'It reads Parquet, CSV and DuckDB files. Without --engine tally reads logs and tables by itself.',
  );
}
