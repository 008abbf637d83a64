import { Cells } from './cells.ts';
import { KindList, type LineKind } from './kinds.ts';
import type { Table } from './table.ts';

/** What is done with what a scanner finds. `M` is what lines of one kind mean to whoever reads them. */
export interface ScanHandler<M> {
  /** The first line of a kind: what its lines mean. It is handed over by `line` as well. */
  meet(kind: LineKind, cells: Cells, at: number): M;
  /** A line, whose first cell is at `at`. */
  line(meaning: M, cells: Cells, at: number): void;
  /** A line that JSON.parse has to read, which may find that it is no JSON. */
  unusual(bytes: Buffer, start: number, end: number, line: number): void;
}

const ROW_HEAD_CELLS = 2;

/** Where rows stand, and where the first kind of line is that the scanner has met. */
export interface RowPlace {
  readonly rows: number;
  readonly rowsEnd: number;
  readonly firstKind: number;
}

/** Hands on the rows that a scanner has put into its memory, be it of this thread or of another. */
export class Rows<M> {
  readonly cells: Cells;
  readonly #memory: WebAssembly.Memory;
  readonly #handler: ScanHandler<M>;
  readonly #list: KindList;
  readonly #kinds: LineKind[] = [];
  readonly #meanings: { readonly meaning: M; readonly cells: number }[] = [];

  constructor(memory: WebAssembly.Memory, table: Table, handler: ScanHandler<M>) {
    this.#memory = memory;
    this.#handler = handler;
    this.#list = new KindList(table);
    this.cells = new Cells(memory);
  }

  hand({ rows, rowsEnd, firstKind }: RowPlace): void {
    const { cells } = this;
    const handler = this.#handler;
    const end = rowsEnd >>> 3;
    let at = rows >>> 3;
    while (at < end) {
      // Not kept from line to line: a handler that asks for the number of an id may make the memory another one.
      const kind = cells.words[at * 2] ?? 0;
      at += ROW_HEAD_CELLS;
      if (kind === 0) {
        handler.unusual(cells.bytes, cells.startAt(at), cells.endAt(at), cells.lineAt(at));
        continue;
      }
      const { meaning, cells: count } = this.#meanings[kind - 1] ?? this.#meet(kind, firstKind, at);
      handler.line(meaning, cells, at);
      at += count;
    }
  }

  /** Puts the cells of ids in these rows into `places`, which has room for them; how many there are. */
  idPlaces({ rows, rowsEnd, firstKind }: RowPlace, places: Uint32Array): number {
    const { words } = this.cells;
    const end = rowsEnd >>> 3;
    let count = 0;
    let at = rows >>> 3;
    while (at < end) {
      const kind = words[at * 2] ?? 0;
      at += ROW_HEAD_CELLS;
      if (kind === 0) continue;
      const { ids, layout } = this.#kinds[kind - 1] ?? this.#kind(kind, firstKind);
      for (let i = 0; i < ids; i += 1) places[count++] = at + i;
      at += layout.cells.size;
    }
    return count;
  }

  #kind(number: number, firstKind: number): LineKind {
    for (;;) {
      const known = this.#kinds[number - 1];
      if (known !== undefined) return known;
      this.#kinds.push(this.#list.next(this.#memory.buffer, firstKind));
    }
  }

  /** Kinds are numbered in the order of their first lines. */
  #meet(number: number, firstKind: number, at: number) {
    const kind = this.#kind(number, firstKind);
    const met = { meaning: this.#handler.meet(kind, this.cells, at), cells: kind.layout.cells.size };
    this.#meanings[number - 1] = met;
    return met;
  }
}
