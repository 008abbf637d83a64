import { parseJson, type JsonValue } from '../../../core/json.ts';
import type { Slot, Table } from './table.ts';

/** Which values a line has, and where: one object for all kinds of lines with the same keys. */
export interface Layout {
  /** For each path of a value that lines have a cell for: its place among the cells of the line. */
  readonly cells: ReadonlyMap<string, number>;
  /** The paths of objects, and of values of which only their presence is told. */
  readonly present: ReadonlySet<string>;
}

/** What lines of one kind have in common. */
export interface LineKind {
  /** From 1, in the order of the first lines. */
  readonly number: number;
  /** The same for the same kind, whichever scanner met it. */
  readonly key: string;
  readonly of: Slot['of'];
  readonly layout: Layout;
  /** How many of its first cells are ids. */
  readonly ids: number;
  readonly labels: ReadonlyMap<string, JsonValue>;
}

// As wasm/kinds.ts lays a kind out.
const NEXT = 12;
const CELLS = 16;
const LABELS = 20;
const OTHERS = 24;
const IDS = 28;
const SLOTS = 32;

/** The kinds of lines that a scanner has met, in its memory. */
export class KindList {
  readonly #slots: readonly Slot[];
  readonly #layouts = new Map<string, Layout>();
  #last = 0;
  #count = 0;

  constructor({ slots }: Table) {
    this.#slots = slots;
  }

  /** The kind that came after the one of the last call. @param first where the oldest of all is. */
  next(memory: SharedArrayBuffer, first: number): LineKind {
    const view = new DataView(memory);
    this.#last = this.#last === 0 ? first : view.getUint32(this.#last + NEXT, true);
    this.#count += 1;
    return this.#read(view, this.#last);
  }

  #read(view: DataView, at: number): LineKind {
    const count = (each: number): number => view.getUint32(at + each, true);
    const cells = count(CELLS);
    const labels = count(LABELS);
    const numbers = new Uint32Array(view.buffer, at + SLOTS, cells + labels + count(OTHERS));
    const texts = at + SLOTS + numbers.byteLength;
    const of = this.#slots[numbers[0] ?? 0]?.of ?? 'line';
    const name = `${numbers.join(' ')}/${cells}/${labels}`;
    const told = this.#paths(numbers.subarray(cells, cells + labels)).map(
      (path, index) => [path, labelAt(view, texts + index * 8, of)] as const,
    );
    return {
      number: this.#count,
      key: `${name} ${JSON.stringify(told)}`,
      of,
      ids: count(IDS),
      layout: this.#layoutOf(name, numbers, cells, labels),
      labels: new Map(told),
    };
  }

  #layoutOf(name: string, numbers: Uint32Array, cells: number, labels: number): Layout {
    let layout = this.#layouts.get(name);
    if (layout === undefined) {
      layout = {
        cells: new Map(this.#paths(numbers.subarray(0, cells)).map((path, index) => [path, index])),
        present: new Set(this.#paths(numbers.subarray(cells + labels))),
      };
      this.#layouts.set(name, layout);
    }
    return layout;
  }

  #paths(numbers: Uint32Array): readonly string[] {
    return Array.from(numbers, (number) => this.#slots[number]?.path ?? '');
  }
}

/** The bytes of a label of a line are JSON, those of a row its text. */
function labelAt(view: DataView, at: number, of: Slot['of']): JsonValue {
  const bytes = Buffer.from(view.buffer, view.getUint32(at, true), view.getUint32(at + 4, true));
  const text = bytes.toString('utf8');
  return of === 'line' ? parseJson(text) : text;
}
