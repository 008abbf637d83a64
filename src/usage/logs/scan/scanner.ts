import type { LineMemory } from '../lines.ts';
import type { ReplyIds } from '../reply-ids.ts';
import type { Cells } from './cells.ts';
import { newScan } from './instance.ts';
import { newMemory, type ScannerExports } from './module.ts';
import { Rows, type RowPlace, type ScanHandler } from './rows.ts';
import type { Table } from './table.ts';

/** Room behind the input, which is read in blocks of 64 bytes. */
export const PADDING = 128;
const ROWS_BYTES = 1 << 18;
const TEXT_BYTES = 1 << 12;
/** Hashes that are numbered at once. */
const HASHES = 1 << 12;

/** Reads lines of JSON by a table. It may be used for many files, one after the other. */
export class Scanner<M> implements LineMemory, ReplyIds {
  lines = 0;
  readonly #exports: ScannerExports;
  readonly #read: Rows<M>;
  readonly #rows: number;
  #text: number;
  #textBytes = TEXT_BYTES;
  #hashes = 0;
  #idPlaces = new Uint32Array(0);

  constructor(module: WebAssembly.Module, table: Table, handler: ScanHandler<M>) {
    const memory = newMemory();
    this.#exports = newScan(module, memory, table);
    this.#rows = this.#exports.allocate(ROWS_BYTES);
    this.#text = this.#exports.allocate(TEXT_BYTES + PADDING);
    this.#read = new Rows(memory, table, handler);
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
    const { reached, lines, firstKind } = this.#exports;
    const rows = this.#rows;
    let at = from;
    while (at < to) {
      lines.value = this.lines;
      const rowsEnd = this.#exports.scan(at, to, rows, rows + ROWS_BYTES);
      at = reached.value;
      this.lines = lines.value >>> 0;
      this.cells.renew();
      this.#read.hand({ rows, rowsEnd, firstKind: firstKind.value });
    }
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

  /** Hands on the rows of so many lines that another scanner has read, in whose cells ids are still hashes. */
  take(from: Rows<M>, place: RowPlace, lines: number): void {
    from.cells.renew();
    from.cells.linesBefore = this.lines;
    this.#numberIds(from, place);
    from.hand(place);
    this.lines += lines;
  }

  #numberIds(from: Rows<M>, place: RowPlace): void {
    if (this.#hashes === 0) this.#hashes = this.allocate(HASHES * 8);
    const { words: hashes, numbers } = from.cells;
    const cellCount = (place.rowsEnd - place.rows) >>> 3;
    if (this.#idPlaces.length < cellCount) this.#idPlaces = new Uint32Array(cellCount * 2);
    const places = this.#idPlaces;
    const count = from.idPlaces(place, places);
    for (let done = 0; done < count; done += HASHES) {
      const some = Math.min(HASHES, count - done);
      const { words } = this.cells;
      for (let i = 0; i < some; i += 1) {
        const at = (places[done + i] ?? 0) * 2;
        words[(this.#hashes >>> 2) + i * 2] = hashes[at] ?? 0;
        words[(this.#hashes >>> 2) + i * 2 + 1] = hashes[at + 1] ?? 0;
      }
      this.#exports.numberHashes(this.#hashes, some);
      this.cells.renew();
      for (let i = 0; i < some; i += 1)
        numbers[places[done + i] ?? 0] = this.cells.numbers[(this.#hashes >>> 3) + i] ?? 0;
    }
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
