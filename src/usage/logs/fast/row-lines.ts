import { wordsReader, type RowWords } from '../../tables/row.ts';
import { writesDecimalComma } from '../log-kind.ts';
import type { LineKind } from '../scan/kinds.ts';
import type { Cells } from '../scan/cells.ts';
import { cellsOfRow } from '../split-row.ts';
import type { OpenTable } from '../table.ts';
import type { SumCells } from './line-sums.ts';
import type { FastRecord } from './record.ts';
import { RowPlan } from './row-plan.ts';

/** What is done with the rows that the scanner finds. */
export interface RowHandler {
  /** A row whose cells are all in ordinary form: how others of the kind are added up, where that can be done. */
  row(kind: LineKind, cells: Cells, at: number): SumCells | undefined;
  /** Any other: `[start, end)`, without its line ending. */
  unusual(bytes: Buffer, start: number, end: number, line: number): void;
}

/** The rows of one table: ordinary ones go into a record as they are, all others are taken apart and read by columns. */
export class RowLines implements RowHandler {
  readonly #table: OpenTable;
  readonly #delimiter: string;
  readonly #fast: (record: FastRecord, line: number) => void;
  readonly #words: ((row: readonly string[]) => RowWords) | undefined;
  /** By the number of the kind; undefined where each row is read by columns. */
  readonly #plans = new Map<number, RowPlan | undefined>();

  constructor(table: OpenTable, delimiter: string, fast: (record: FastRecord, line: number) => void) {
    this.#table = table;
    this.#delimiter = delimiter;
    this.#fast = fast;
    this.#words = table.columns && wordsReader(table.columns);
  }

  row(kind: LineKind, cells: Cells, at: number): SumCells | undefined {
    const plan = this.#plans.get(kind.number) ?? this.#meet(kind, cells, at);
    if (plan?.read(cells, at) === true) {
      this.#fast(plan.record, cells.lineAt(at));
      return plan.sumCells;
    }
    this.unusual(cells.bytes, cells.startAt(at), cells.endAt(at), cells.lineAt(at));
    return undefined;
  }

  unusual(bytes: Buffer, start: number, end: number, line: number): void {
    this.#table.read(this.#cells(bytes, start, end), line);
  }

  #meet(kind: LineKind, cells: Cells, at: number): RowPlan | undefined {
    const { columns } = this.#table;
    if (columns === undefined || this.#words === undefined || this.#plans.has(kind.number)) return undefined;
    const words = this.#words(this.#cells(cells.bytes, cells.startAt(at), cells.endAt(at)));
    const plan = RowPlan.of(kind, words, columns, writesDecimalComma(this.#delimiter));
    this.#plans.set(kind.number, plan);
    return plan;
  }

  #cells(bytes: Buffer, start: number, end: number): readonly string[] {
    const cells = cellsOfRow(bytes.toString('utf8', start, end), this.#delimiter);
    if (cells === undefined) throw new Error('the scanner took something else for a row');
    return cells;
  }
}
