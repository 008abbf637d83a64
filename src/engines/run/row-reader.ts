/** Rows that are not added up, read by tally's own reader. */
import type { Tally } from '../../pricing/tally/accumulate.ts';
import type { RunOptions } from '../../pricing/tally/run.ts';
import { LogReader } from '../../usage/logs/log-reader.ts';
import { openTable } from '../../usage/logs/table.ts';
import type { Row } from './duckdb.ts';
import type { Source } from './sources.ts';
import { placeOf } from './sums.ts';

/** Reads rows one by one, as the lines of a table are read. */
export class RowReader {
  readonly #source: Source;
  readonly #tally: Tally;
  readonly #options: RunOptions;
  #file = -1;
  #reader: LogReader | undefined = undefined;
  #read: (row: readonly string[], line: number) => void = () => undefined;

  constructor(source: Source, tally: Tally, options: RunOptions) {
    this.#source = source;
    this.#tally = tally;
    this.#options = options;
  }

  read(row: Row): void {
    const { file, line } = placeOf(row['place'] ?? '0');
    if (file !== this.#file) this.#open(file);
    // Sums may have come between, which are of other files.
    this.#tally.begin(this.#source.files[file]?.input.name ?? '');
    this.#read(
      this.#source.columns.map((_, index) => row[`cell_${index}`] ?? ''),
      line,
    );
  }

  #open(file: number): void {
    this.end();
    const reader = new LogReader(this.#tally, { parseAll: this.#options.parseAll });
    const { files, columns, delimiter } = this.#source;
    const names = columns.map(({ name }) => name);
    const chosen = this.#options.columns ?? new Map();
    const sink = {
      outcome: reader.outcome.bind(reader),
      row: reader.row.bind(reader),
    };
    const table = openTable(names, delimiter, { file: files[file]?.shown ?? '', chosen }, sink);
    this.#file = file;
    this.#reader = reader;
    this.#read = table?.read ?? (() => undefined);
  }

  end(): void {
    this.#reader?.end();
  }
}
