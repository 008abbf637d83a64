import { decimalText } from '../../decimal-text.ts';
import type { TableColumns } from '../../tables/columns.ts';
import { cellText, figureOf, sumOf, type RowWords } from '../../tables/row.ts';
import { momentMs } from '../../time.ts';
import type { LineKind } from '../scan/kinds.ts';
import type { Cells } from '../scan/cells.ts';
import type { CountReader } from './counts.ts';
import { Interner } from './intern.ts';
import type { SumCells } from './line-sums.ts';
import { ABSENT, FastRecord } from './record.ts';
import { rowCounts } from './row-counts.ts';
import { TIME_TEXT } from './row-fields.ts';
import { TextCells } from './text-cells.ts';

const interner = new Interner(cellText);

/** Reads the rows of one kind into one record: those of one table that have the same labels and fill the same columns. */
export class RowPlan {
  readonly record: FastRecord;
  /** For the scanner to add up; undefined where each row has to be looked at. */
  readonly sumCells: SumCells | undefined;
  readonly #counts: CountReader['read'];
  readonly #time: number;
  readonly #timeText: number;
  readonly #id: number;
  readonly #cost: number;
  readonly #requests: number;
  readonly #texts: TextCells;
  readonly #decimalComma: boolean;
  // Rows of one day may say nothing but the day.
  #lastTime: string | undefined = undefined;
  #lastMs = ABSENT;

  private constructor({ layout }: LineKind, counts: CountReader, words: RowWords, decimalComma: boolean) {
    const cellOf = (path: string): number => layout.cells.get(path) ?? -1;
    // No kind of its own: what a column holds is settled for each table anew.
    const record = new FastRecord();
    this.record = record;
    this.#counts = counts.read;
    this.#time = cellOf('time');
    this.#timeText = cellOf(TIME_TEXT);
    this.#id = cellOf('id');
    this.#cost = cellOf('cost');
    this.#requests = cellOf('requests');
    this.#texts = new TextCells(interner, record, {
      session: cellOf('session'),
      project: cellOf('project'),
      user: cellOf('user'),
    });
    const looksAtTexts = [TIME_TEXT, 'cost', 'requests', 'session'].some((path) => layout.cells.has(path));
    this.sumCells =
      looksAtTexts || counts.linear === undefined
        ? undefined
        : { counts: counts.linear, moment: this.#time, id: this.#id, request: -1, sessionHash: -1 };
    this.#decimalComma = decimalComma;
    record.told = counts.told;
    record.shape = words.shape;
    record.setWords(words);
  }

  /**
   * Undefined where `rowReader` has to read each row of the kind.
   * @param words of one of them; what its labels say is the same for all.
   */
  static of(
    kind: LineKind,
    words: RowWords,
    { isCacheBeside }: TableColumns,
    decimalComma: boolean,
  ): RowPlan | undefined {
    const counts = rowCounts((role) => kind.layout.cells.get(role) ?? -1, isCacheBeside);
    const isNoted = words.warnings !== undefined || words.assumptions !== undefined;
    return counts === undefined || isNoted ? undefined : new RowPlan(kind, counts, words, decimalComma);
  }

  /** Fills the record; false for a row that `rowReader` has to read, which is many requests, or of unknown many. */
  read(cells: Cells, at: number): boolean {
    const { record } = this;
    const { numbers } = cells;
    const requests = this.#requests < 0 ? undefined : numbers[at + this.#requests];
    if (requests !== undefined && requests !== 1) return false;
    if (!this.#counts(numbers, at, record.counts)) return false;
    if (this.#time >= 0) record.atMs = numbers[at + this.#time] ?? ABSENT;
    if (this.#timeText >= 0) {
      const time = textOf(cells, at + this.#timeText);
      if (time !== this.#lastTime) this.#lastMs = momentMs(time) ?? ABSENT;
      this.#lastTime = time;
      record.atMs = this.#lastMs;
      if (sumOf(requests, time, this.#id >= 0) !== undefined) return false;
    }
    if (this.#cost >= 0) {
      const cost = textOf(cells, at + this.#cost);
      record.reported = cost === undefined ? undefined : decimalText(figureOf(cost, this.#decimalComma));
    }
    this.#texts.point(cells, at);
    if (this.#id >= 0) record.reply = numbers[at + this.#id] ?? 0;
    return true;
  }
}

function textOf(cells: Cells, at: number): string | undefined {
  return cellText(cells.bytes.toString('utf8', cells.fromAt(at), cells.toAt(at)));
}
