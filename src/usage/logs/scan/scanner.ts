import { KindList, onlyCount, type LineKind } from './kinds.ts';
import { instantiate, type ScannerExports } from './module.ts';
import { ACTIONS, HOLDS, type Table } from './table.ts';

/** What is done with what the scanner finds. `M` is what lines of one kind mean to whoever reads them. */
export interface ScanHandler<M> {
  /** The first line of a kind: what its lines mean; undefined where it is enough to know how many there are. */
  meet(kind: LineKind, line: number): M | undefined;
  /** A line, whose first cell is at `at`. */
  line(meaning: M, cells: Cells, at: number): void;
  /** A line that JSON.parse has to read, which may find that it is no JSON. */
  unusual(bytes: Buffer, start: number, end: number, line: number): void;
}

/** Room behind the input, which is read in blocks of 64 bytes. */
const PADDING = 128;
const ROWS_BYTES = 1 << 18;
const ROW_HEAD_CELLS = 2;
const TEXT_BYTES = 1 << 12;

/** The values of lines, in the scanner's memory. */
export class Cells {
  /** Counts, moments, and the numbers of ids: 1 for the first that came, and the same for the same id. */
  numbers = new Float64Array(0);
  /** The same memory: two words a cell. Of an amount they are where it begins and its length. */
  words = new Uint32Array(0);
  bytes: Buffer = Buffer.alloc(0);

  /** The number of the line in its file. */
  lineAt(at: number): number {
    return this.words[at * 2 - 3] ?? 0;
  }

  /** The text of an amount. */
  amountAt(at: number): string {
    const start = this.words[at * 2] ?? 0;
    return this.bytes.toString('latin1', start, start + (this.words[at * 2 + 1] ?? 0));
  }

  /** The text of the whole line. */
  textAt(at: number): string {
    return this.bytes.toString('utf8', this.words[at * 2 - 2], this.words[at * 2 - 1]);
  }
}

/** Reads lines of JSON by a table. It may be used for many files, one after the other. */
export class Scanner<M> {
  readonly cells = new Cells();
  readonly #exports: ScannerExports;
  readonly #handler: ScanHandler<M>;
  readonly #kinds: KindList;
  /** By the number of the kind; the first is that of unusual lines. */
  readonly #meanings: (M | undefined)[] = [undefined];
  readonly #cellCounts: number[] = [0];
  readonly #rows: number;
  #text: number;
  #textBytes = TEXT_BYTES;

  constructor(module: WebAssembly.Module, table: Table, handler: ScanHandler<M>) {
    this.#exports = instantiate(module);
    this.#handler = handler;
    this.#kinds = new KindList(table);
    loadTable(this.#exports, table);
    this.#rows = this.#exports.allocate(ROWS_BYTES);
    this.#text = this.#exports.allocate(TEXT_BYTES + PADDING);
    this.#renewViews();
  }

  /** Memory for input, which a line may not be larger than. */
  allocate(bytes: number): number {
    const at = this.#exports.allocate(bytes + PADDING);
    this.#renewViews();
    return at;
  }

  /** The memory of the scanner. Scanning may make another one of it. */
  get bytes(): Buffer {
    return this.cells.bytes;
  }

  /** How many lines there were; set to 0 for a new file. */
  get lines(): number {
    return this.#exports.lines.value >>> 0;
  }

  set lines(count: number) {
    this.#exports.lines.value = count;
  }

  /** Reads whole lines, `[from, to)`; the last byte is a newline. */
  scan(from: number, to: number): void {
    const { reached } = this.#exports;
    let at = from;
    while (at < to) {
      const end = this.#exports.scan(at, to, this.#rows, this.#rows + ROWS_BYTES);
      at = reached.value;
      if (this.#exports.memory.buffer !== this.cells.words.buffer) this.#renewViews();
      this.#hand(this.#rows >>> 3, end >>> 3);
    }
  }

  /** The kinds of which lines were only counted, and how many there were in all files. */
  counted(): Iterable<{ readonly kind: LineKind; readonly lines: number }> {
    const { memory, firstKind } = this.#exports;
    return this.#kinds.counted(memory.buffer, firstKind.value);
  }

  /** The number that the cell of an id has, for an id that was read in another way. */
  idOf(text: string): number {
    const length = Buffer.byteLength(text);
    if (length > this.#textBytes) {
      this.#textBytes = length * 2;
      this.#text = this.allocate(this.#textBytes);
    }
    this.bytes.write(text, this.#text);
    const number = this.#exports.idOf(this.#text, length) >>> 0;
    if (this.#exports.memory.buffer !== this.cells.words.buffer) this.#renewViews();
    return number;
  }

  #hand(from: number, to: number): void {
    const { cells } = this;
    const handler = this.#handler;
    let at = from;
    while (at < to) {
      // Not kept from line to line: a handler that asks for the number of an id may make the memory another one.
      const { words } = cells;
      const number = words[at * 2] ?? 0;
      const line = words[at * 2 + 1] ?? 0;
      if (number === 0) {
        handler.unusual(cells.bytes, words[at * 2 + 2] ?? 0, words[at * 2 + 3] ?? 0, line);
        at += ROW_HEAD_CELLS;
        continue;
      }
      // Kinds are numbered in the order of their first lines.
      if (number === this.#meanings.length) this.#meet(line);
      at += ROW_HEAD_CELLS;
      const meaning = this.#meanings[number];
      if (meaning !== undefined) handler.line(meaning, cells, at);
      at += this.#cellCounts[number] ?? 0;
    }
  }

  #meet(line: number): void {
    const { memory, firstKind } = this.#exports;
    const { kind, at } = this.#kinds.next(memory.buffer, firstKind.value);
    const meaning = this.#handler.meet(kind, line);
    this.#meanings.push(meaning);
    this.#cellCounts.push(kind.layout.cells.size);
    if (meaning === undefined) onlyCount(memory.buffer, at);
  }

  #renewViews(): void {
    const { buffer } = this.#exports.memory;
    this.cells.numbers = new Float64Array(buffer);
    this.cells.words = new Uint32Array(buffer);
    this.cells.bytes = Buffer.from(buffer);
  }
}

function loadTable(exports: ScannerExports, table: Table): void {
  for (const { holds } of table.slots) exports.addSlot(HOLDS.indexOf(holds));
  for (const { node, key, action, slot, child, json } of table.keys) {
    const text = put(exports, key);
    exports.addKey(node, text.at, text.length, ACTIONS[action], slot, child);
    if (json === undefined) continue;
    const value = put(exports, json);
    exports.exactly(node, text.at, text.length, value.at, value.length);
  }
}

/** Puts a text into memory of its own, with the bytes around it that the scanner reads with it. */
function put(
  { allocate, memory }: ScannerExports,
  text: string,
): { readonly at: number; readonly length: number } {
  const bytes = Buffer.from(text);
  const at = allocate(bytes.length + 16) + 8;
  Buffer.from(memory.buffer).set(bytes, at);
  return { at, length: bytes.length };
}
