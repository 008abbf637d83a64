import { READS, type ScannedTable, type TableForm } from './columns.ts';
import { KindList, type LineKind } from './kinds.ts';
import type { LineMemory } from '../lines.ts';
import type { ReplyIds } from '../reply-ids.ts';
import { instantiate, type ScannerExports } from './module.ts';
import { ACTIONS, HOLDS, type Table } from './table.ts';

/** What is done with what the scanner finds. `M` is what lines of one kind mean to whoever reads them. */
export interface ScanHandler<M> {
  /** The first line of a kind: what its lines mean. It is handed over by `line` as well. */
  meet(kind: LineKind, cells: Cells, at: number): M;
  /** A line, whose first cell is at `at`. */
  line(meaning: M, cells: Cells, at: number): void;
  /** A line that JSON.parse has to read, which may find that it is no JSON. */
  unusual(bytes: Buffer, start: number, end: number, line: number): void;
}

/** Room behind the input, which is read in blocks of 64 bytes. */
const PADDING = 128;
const ROWS_BYTES = 1 << 18;
const ROW_HEAD_CELLS = 2;
const NEWLINE = 0x0a;
const TEXT_BYTES = 1 << 12;

/** The values of lines, in the scanner's memory. */
export class Cells {
  /** Counts, moments, hashes, and the numbers of ids: 1 for the first that came, and the same for the same id. */
  numbers = new Float64Array(0);
  /** The same memory: two words a cell. Of an amount and a text they are where it begins and its length. */
  words = new Uint32Array(0);
  bytes: Buffer = Buffer.alloc(0);

  /** The number of the line in its file. */
  lineAt(at: number): number {
    return this.words[at * 2 - 3] ?? 0;
  }

  /** Where the line begins. */
  startAt(at: number): number {
    return this.words[at * 2 - 2] ?? 0;
  }

  /** Where the line ends. */
  endAt(at: number): number {
    return this.words[at * 2 - 1] ?? 0;
  }

  /** Where the text of a cell begins. */
  fromAt(at: number): number {
    return this.words[at * 2] ?? 0;
  }

  /** Where it ends. */
  toAt(at: number): number {
    return this.fromAt(at) + (this.words[at * 2 + 1] ?? 0);
  }

  /** The text of an amount, which is ASCII. */
  amountAt(at: number): string {
    return this.bytes.toString('latin1', this.fromAt(at), this.toAt(at));
  }
}

/** Reads lines of JSON by a table, and rows by their columns. It may be used for many files, one after the other. */
export class Scanner<M> implements LineMemory, ReplyIds {
  readonly cells = new Cells();
  lines = 0;
  readonly #exports: ScannerExports;
  readonly #handler: ScanHandler<M>;
  readonly #kinds: KindList;
  readonly #meanings: { readonly meaning: M; readonly cells: number }[] = [];
  readonly #rows: number;
  readonly #cellSlots: ReadonlyMap<string, number>;
  #text: number;
  #textBytes = TEXT_BYTES;

  constructor(module: WebAssembly.Module, table: Table, handler: ScanHandler<M>) {
    this.#exports = instantiate(module);
    this.#handler = handler;
    this.#kinds = new KindList(table);
    this.#cellSlots = new Map(
      table.slots.flatMap(({ of, path }, number) => (of === 'row' ? [[path, number] as const] : [])),
    );
    loadTable(this.#exports, table);
    this.#rows = this.#exports.allocate(ROWS_BYTES);
    this.#text = this.#exports.allocate(TEXT_BYTES + PADDING);
    this.#renewViews();
  }

  allocate(bytes: number): number {
    const at = this.#exports.allocate(bytes + PADDING);
    this.#renewViews();
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
    this.#renewViews();
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

  /** Hands over the rows that a scan writes. */
  #handRows(scan: () => number): void {
    const { lines } = this.#exports;
    lines.value = this.lines;
    const end = scan();
    this.lines = lines.value >>> 0;
    this.#renewViews();
    this.#hand(this.#rows >>> 3, end >>> 3);
  }

  idOf(text: string): number {
    const length = this.#put(text);
    const number = this.#exports.idOf(this.#text, length) >>> 0;
    this.#renewViews();
    return number;
  }

  hashOf(text: string): number {
    const length = this.#put(text);
    return this.#exports.hashAt(this.#text, length);
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

  #hand(from: number, to: number): void {
    const { cells } = this;
    const handler = this.#handler;
    let at = from;
    while (at < to) {
      // Not kept from line to line: a handler that asks for the number of an id may make the memory another one.
      const kind = cells.words[at * 2] ?? 0;
      at += ROW_HEAD_CELLS;
      if (kind === 0) {
        handler.unusual(cells.bytes, cells.startAt(at), cells.endAt(at), cells.lineAt(at));
        continue;
      }
      const { meaning, cells: count } = this.#meanings[kind - 1] ?? this.#meet(at);
      handler.line(meaning, cells, at);
      at += count;
    }
  }

  /** Kinds are numbered in the order of their first lines. */
  #meet(at: number) {
    const { memory, firstKind } = this.#exports;
    const kind = this.#kinds.next(memory.buffer, firstKind.value);
    const met = { meaning: this.#handler.meet(kind, this.cells, at), cells: kind.layout.cells.size };
    this.#meanings.push(met);
    return met;
  }

  /** Where the memory has become another one. */
  #renewViews(): void {
    const { buffer } = this.#exports.memory;
    if (buffer === this.cells.words.buffer) return;
    this.cells.numbers = new Float64Array(buffer);
    this.cells.words = new Uint32Array(buffer);
    this.cells.bytes = Buffer.from(buffer);
  }
}

function loadTable(exports: ScannerExports, table: Table): void {
  for (const { holds } of table.slots) exports.addSlot(HOLDS.indexOf(holds));
  for (const { node, key, action, slot, child, text: spelled } of table.keys) {
    const text = put(exports, key);
    exports.addKey(node, text.at, text.length, ACTIONS[action], slot, child);
    if (spelled === undefined) continue;
    const value = put(exports, spelled);
    exports.spell(node, text.at, text.length, value.at, value.length);
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
