import { CHUNK_BYTES, MAX_LINE_BYTES } from './lines.ts';
import type { ScannedTable, TableForm } from './scan/columns.ts';
import type { LogSource } from './source.ts';

/** What reads the rows of tables, in its own memory. */
export interface RowMemory {
  readonly bytes: Buffer;
  /** Room for so many bytes, and one more; where it begins. */
  allocate(bytes: number): number;
  beginTable(form: TableForm): void;
  scanTable(from: number, to: number, isEnd: boolean): ScannedTable;
  /** Rows that were read, the header among them. */
  readonly lines: number;
}

/** The text of a table from where its quotes are odd, or a row is very long. */
export interface OddText {
  readonly bytes: Buffer;
  /** Rows before it, the header among them, and lines of text behind the header. */
  readonly rows: number;
  readonly lines: number;
}

/** Has the rows read of tables that come in pieces, which need not end where rows do. */
export class TableText {
  readonly #memory: RowMemory;
  #base = 0;
  #size = 0;

  constructor(memory: RowMemory) {
    this.#memory = memory;
  }

  /**
   * Reads the rows behind a header. Answers with what is left where one cannot be read.
   * @param guard runs what may throw for a row.
   */
  async read(
    source: LogSource,
    form: TableForm,
    guard: (act: () => void) => void,
  ): Promise<OddText | undefined> {
    const memory = this.#memory;
    if (this.#size === 0) this.#allocate(CHUNK_BYTES);
    memory.beginTable(form);
    let kept = 0;
    for (;;) {
      const from = this.#base + kept;
      const count = await source.read(memory.bytes, from, this.#size - kept);
      const end = from + count;
      let scanned: ScannedTable = { reached: this.#base, isOdd: false, endings: 0 };
      guard(() => (scanned = memory.scanTable(this.#base, end, count === 0)));
      const { reached, isOdd, endings } = scanned;
      kept = end - reached;
      if (isOdd || kept >= MAX_LINE_BYTES) {
        const bytes = Buffer.from(memory.bytes.subarray(reached, end));
        return { bytes, rows: memory.lines, lines: endings };
      }
      if (count === 0) return undefined;
      memory.bytes.copyWithin(this.#base, reached, end);
      if (kept === this.#size) this.#grow(kept);
    }
  }

  #grow(kept: number): void {
    const before = this.#base;
    this.#allocate(this.#size * 2);
    this.#memory.bytes.copyWithin(this.#base, before, before + kept);
  }

  #allocate(bytes: number): void {
    this.#base = this.#memory.allocate(bytes + 1);
    this.#size = bytes;
  }
}
