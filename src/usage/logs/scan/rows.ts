import { Cells } from './cells.ts';
import { KindList, type LineKind } from './kinds.ts';
import type { ScannerExports } from './module.ts';
import type { Sums } from './sums.ts';
import type { Table } from './table.ts';

/** What is done with lines. `M` is what those of one kind mean to whoever reads them. */
export interface LineHandler<M> {
  /** A line, whose first cell is at `at`. */
  line(meaning: M, cells: Cells, at: number): void;
  /** A line that JSON.parse has to read, which may find that it is no JSON. */
  unusual(bytes: Buffer, start: number, end: number, line: number): void;
}

/** What is done with what a scanner finds. */
export interface ScanHandler<M> extends LineHandler<M> {
  /**
   * The first line of a kind: what its lines mean. It is handed over by `line` as well.
   * @param lines tells the scanner what to do with others; undefined for lines inside of a document.
   */
  meet(kind: LineKind, cells: Cells, at: number, lines: KindLines | undefined): M;
}

/** Where rows stand, and where the first kind of line is that the scanner has met. */
export interface RowPlace {
  readonly rows: number;
  readonly rowsEnd: number;
  readonly firstKind: number;
}

const ROW_HEAD_BYTES = 16;

/** The lines of one kind that one scanner finds: handed over until something else is said. */
export class KindLines {
  isHanded = true;
  readonly #sums: Sums;
  readonly #kind: number;

  constructor(sums: Sums, kind: number) {
    this.#sums = sums;
    this.#kind = kind;
  }

  /** They are no longer handed over, and only counted. */
  count(): void {
    this.#sums.setDone(this.#kind, 'counted');
    this.isHanded = false;
  }

  /** Their requests are added up by a program, as far as it goes; undefined to have them handed over again. */
  add(program: number | undefined): void {
    this.#sums.setDone(this.#kind, program === undefined ? 'handed' : 'added', program);
    this.isHanded = program === undefined;
  }

  /** How many were not handed over since this was asked last. */
  take(): number {
    return this.#sums.takeLines(this.#kind);
  }
}

interface Met<M> {
  readonly kind: LineKind;
  readonly bytes: number;
  readonly lines: KindLines;
  meaning: M | undefined;
}

export interface RowsOptions<M> {
  /** The memory in which they are handed on. */
  readonly memory: WebAssembly.Memory;
  /** That of the scanner which found them, with their text. */
  readonly scanned: WebAssembly.Memory;
  readonly exports: ScannerExports;
  readonly sums: Sums;
  readonly table: Table;
  readonly handler: ScanHandler<M>;
}

/** Hands on the rows of one scanner that are not added up where they are. */
export class Rows<M> {
  readonly cells: Cells;
  readonly scanned: WebAssembly.Memory;
  readonly #exports: ScannerExports;
  readonly #sums: Sums;
  readonly #handler: ScanHandler<M>;
  readonly #list: KindList;
  readonly #kinds: number;
  readonly #met: Met<M>[] = [];

  constructor({ memory, scanned, exports, sums, table, handler }: RowsOptions<M>) {
    this.cells = new Cells(memory, scanned);
    this.scanned = scanned;
    this.#exports = exports;
    this.#sums = sums;
    this.#handler = handler;
    this.#list = new KindList(table);
    this.#kinds = sums.newKinds();
  }

  /**
   * @param linesBefore how many lines came before those that were scanned together.
   * @param inside whose lines they are, if not those of the log.
   */
  hand({ rows, rowsEnd, firstKind }: RowPlace, linesBefore: number, inside?: LineHandler<M>): void {
    const { cells } = this;
    const { addRows, numbered } = this.#exports;
    // Lines inside of a document are handed on while those around it are.
    const outer = numbered.value;
    numbered.value = 0;
    cells.linesBefore = linesBefore;
    for (let row = rows; ;) {
      row = addRows(row, rowsEnd, this.#kinds) >>> 0;
      if (row >= rowsEnd) break;
      row = this.#handSome(row, Math.min(rowsEnd, numbered.value >>> 0), firstKind, inside);
    }
    cells.renew();
    numbered.value = outer;
  }

  /** Hands on the row, and those behind it that are handed on as well; where the next one stands. */
  #handSome(from: number, end: number, firstKind: number, inside: LineHandler<M> | undefined): number {
    const { cells } = this;
    const handler = inside ?? this.#handler;
    let row = from;
    do {
      const number = cells.words[row >>> 2] ?? 0;
      const at = (row + ROW_HEAD_BYTES) >>> 3;
      row += ROW_HEAD_BYTES;
      if (number === 0) {
        handler.unusual(cells.bytes, cells.startAt(at), cells.endAt(at), cells.lineAt(at));
        continue;
      }
      const met = this.#met[number - 1];
      // Its ids have no numbers yet.
      if (met === undefined) {
        this.#addKind(number, firstKind);
        return row - ROW_HEAD_BYTES;
      }
      if (!met.lines.isHanded && row - ROW_HEAD_BYTES > from) return row - ROW_HEAD_BYTES;
      met.meaning ??= this.#handler.meet(met.kind, cells, at, inside === undefined ? met.lines : undefined);
      handler.line(met.meaning, cells, at);
      row += met.bytes;
    } while (row < end);
    return row;
  }

  /** Kinds are numbered in the order of their first lines. */
  #addKind(number: number, firstKind: number): void {
    while (this.#met.length < number) {
      const kind = this.#list.next(this.scanned.buffer, firstKind);
      const cells = kind.layout.cells.size;
      const at = this.#sums.addKind(this.#kinds, kind.number, { cells, ids: kind.ids });
      this.#met.push({ kind, bytes: cells * 8, lines: new KindLines(this.#sums, at), meaning: undefined });
    }
  }
}
