import { READS, type ScannedTable, type TableForm } from './columns.ts';
import type { LineMemory } from '../lines.ts';
import type { ReplyIds } from '../reply-ids.ts';
import { PieceScanner, type PieceSize } from '../threads/piece-scanner.ts';
import { Cells } from './cells.ts';
import { newScan, PADDING } from './instance.ts';
import { newMemory, type ScannerExports } from './module.ts';
import { ScannedReplies } from './replies.ts';
import { Rows, type LineHandler, type RowPlace, type ScanHandler } from './rows.ts';
import { Sums } from './sums.ts';
import type { Table } from './table.ts';

const ROWS_BYTES = 1 << 18;
const NEWLINE = 0x0a;
const TEXT_BYTES = 1 << 12;
/** The largest document of which the spans are read as lines. */
const DOCUMENT_BYTES = 1 << 22;

/** Reads lines of JSON by a table, and rows by their columns. It may be used for many files, one after the other. */
export class Scanner<M> implements LineMemory, ReplyIds {
  lines = 0;
  readonly replies: ScannedReplies;
  readonly sums: Sums;
  readonly #exports: ScannerExports;
  readonly #memory: WebAssembly.Memory;
  readonly #table: Table;
  readonly #handler: ScanHandler<M>;
  readonly #read: Rows<M>;
  readonly #documents: Rows<M>;
  readonly #rows: number;
  readonly #cellSlots: ReadonlyMap<string, number>;
  #text: number;
  #textBytes = TEXT_BYTES;
  /** Where a document of spans is put, and behind it its lines and their rows. */
  #document = 0;
  /** Where the rows of other scanners are put. */
  #taken = 0;
  #takenBytes = 0;

  constructor(module: WebAssembly.Module, table: Table, handler: ScanHandler<M>) {
    this.#memory = newMemory();
    this.#table = table;
    this.#handler = handler;
    this.#exports = newScan(module, this.#memory, table);
    this.#cellSlots = new Map(
      table.slots.flatMap(({ of, path }, number) => (of === 'row' ? [[path, number] as const] : [])),
    );
    this.#rows = this.#exports.allocate(ROWS_BYTES);
    this.#text = this.#exports.allocate(TEXT_BYTES + PADDING);
    const cells = new Cells(this.#memory);
    this.sums = new Sums(this.#exports, cells);
    this.replies = new ScannedReplies(this.#exports, cells);
    this.#read = this.rowsOf(this.#memory);
    this.#documents = this.rowsOf(this.#memory);
  }

  /** Hands on the rows of a scanner with this memory. */
  rowsOf(scanned: WebAssembly.Memory): Rows<M> {
    const [memory, exports, sums] = [this.#memory, this.#exports, this.sums];
    return new Rows({ memory, scanned, exports, sums, table: this.#table, handler: this.#handler });
  }

  /** Has this scanner scan pieces of files as well; its rows are for `take`. */
  pieces(size: PieceSize): { readonly scanner: PieceScanner; readonly rows: Rows<M> } {
    const scanner = new PieceScanner(this.#exports, this.#memory, size);
    this.cells.renew();
    return { scanner, rows: this.#read };
  }

  get cells(): Cells {
    return this.#read.cells;
  }

  allocate(bytes: number): number {
    const at = this.#exports.allocate(bytes + PADDING);
    this.cells.renew();
    return at;
  }

  /** The memory of the scanner. Allocating and scanning may make another one of it. */
  get bytes(): Buffer {
    return this.cells.bytes;
  }

  /** Lines like none before them, which take the longest. */
  get unpatterned(): number {
    return this.#exports.unpatterned.value >>> 0;
  }

  scan(from: number, to: number): void {
    const { scan, reached } = this.#exports;
    let at = from;
    while (at < to) {
      this.#handRows(() => scan(at, to, this.#rows, this.#rows + ROWS_BYTES));
      at = reached.value;
    }
  }

  /** A table begins, behind its header, which is its first row. */
  beginTable({ delimiter, ending, hasDecimalPoint, columns }: TableForm): void {
    const { beginTable, addColumn } = this.#exports;
    this.lines = 1;
    beginTable(delimiter.charCodeAt(0), ending === '\r\n', hasDecimalPoint, columns.length);
    for (const { reads, path } of columns) addColumn(READS.indexOf(reads), this.#cellSlots.get(path) ?? 0);
    this.cells.renew();
  }

  /** Reads rows, `[from, to)`, behind which a byte can be written; `isEnd` where the table ends there. */
  scanTable(from: number, to: number, isEnd: boolean): ScannedTable {
    const { scanTable, reached, isStuck, hasOddQuotes, endings } = this.#exports;
    this.bytes[to] = NEWLINE;
    let at = from;
    isStuck.value = 0;
    while (at < to && isStuck.value === 0) {
      this.#handRows(() => scanTable(at, to, isEnd, this.#rows, this.#rows + ROWS_BYTES));
      at = reached.value;
    }
    return { reached: at, isOdd: at < to && hasOddQuotes.value !== 0, endings: endings.value >>> 0 };
  }

  /** Hands on the rows that a scan writes. */
  #handRows(scan: () => number): void {
    const { lines, firstKind } = this.#exports;
    lines.value = this.lines;
    const rowsEnd = scan();
    this.lines = lines.value >>> 0;
    this.cells.renew();
    this.#read.hand({ rows: this.#rows, rowsEnd, firstKind: firstKind.value }, 0);
  }

  /** Hands on the spans of a document of OTLP, a line each; false for one that JSON.parse has to read. */
  spansOf(document: Buffer, handler: LineHandler<M>): boolean {
    const { length } = document;
    if (length >= DOCUMENT_BYTES) return false;
    this.#document ||= this.allocate(3 * DOCUMENT_BYTES + ROWS_BYTES);
    const { bytes } = this;
    const at = this.#document;
    bytes.set(document, at);
    bytes[at + length] = NEWLINE;
    const from = at + DOCUMENT_BYTES + PADDING;
    const rows = at + 3 * DOCUMENT_BYTES;
    const { spansOf, scan, reached, firstKind } = this.#exports;
    const to = spansOf(at, from, rows - PADDING);
    for (let p = from; p < to; p = reached.value) {
      const rowsEnd = scan(p, to, rows, rows + ROWS_BYTES);
      this.cells.renew();
      this.#documents.cells.renew();
      this.#documents.hand({ rows, rowsEnd, firstKind: firstKind.value }, 0, handler);
    }
    return to !== 0;
  }

  idOf(text: string): number {
    const length = this.#put(text);
    const number = this.#exports.idOf(this.#text, length) >>> 0;
    this.cells.renew();
    return number;
  }

  hashOf(text: string): number {
    const length = this.#put(text);
    return this.#exports.hashAt(this.#text, length);
  }

  /** Hands on the rows of so many lines, which this scanner has found in a piece of a file, or another. */
  take(from: Rows<M>, place: RowPlace, lines: number): void {
    const { firstKind } = place;
    if (from === this.#read) from.hand(place, this.lines);
    else from.hand({ ...this.#copied(from, place), firstKind }, this.lines);
    this.lines += lines;
  }

  #copied(from: Rows<M>, { rows, rowsEnd }: RowPlace) {
    const bytes = rowsEnd - rows;
    if (bytes > this.#takenBytes) {
      this.#takenBytes = bytes * 2;
      this.#taken = this.allocate(this.#takenBytes);
    }
    this.bytes.set(new Uint8Array(from.scanned.buffer, rows, bytes), this.#taken);
    from.cells.renew();
    return { rows: this.#taken, rowsEnd: this.#taken + bytes };
  }

  /** Puts a text into memory; its length. */
  #put(text: string): number {
    const length = Buffer.byteLength(text);
    if (length > this.#textBytes) {
      this.#textBytes = length * 2;
      this.#text = this.allocate(this.#textBytes);
    }
    this.bytes.write(text, this.#text);
    return length;
  }
}
