import { parseJson, type JsonValue } from '../../../core/json.ts';
import type { Slot, Table } from './table.ts';

/** What lines of one kind have in common: where values stand, and what their labels say. */
export interface LineKind {
  readonly number: number;
  /** For each path of a count, an amount, a moment or an id: the place of its cell among those of the line. */
  readonly cells: ReadonlyMap<string, number>;
  readonly labels: ReadonlyMap<string, JsonValue>;
  /** The paths of objects, and of values of which only their presence is told. */
  readonly present: ReadonlySet<string>;
}

// As wasm/kinds.ts lays a kind out.
const NUMBER = 8;
const COUNTED = 12;
const LINES = 16;
const NEXT = 24;
const CELLS = 28;
const LABELS = 32;
const OTHERS = 36;
const SLOTS = 44;

/** The kinds of the scanner, in its memory. */
export class KindList {
  readonly #table: Table;
  #last = 0;

  constructor(table: Table) {
    this.#table = table;
  }

  /** The kinds that came since the last call, the oldest first. @param first the scanner's first kind. */
  *read(memory: ArrayBuffer, first: number): Generator<{ readonly kind: LineKind; readonly at: number }> {
    const view = new DataView(memory);
    let at = this.#last === 0 ? first : view.getUint32(this.#last + NEXT, true);
    while (at !== 0) {
      this.#last = at;
      yield { kind: readKind(view, at, this.#table), at };
      at = view.getUint32(at + NEXT, true);
    }
  }
}

/** How many lines of a kind there were. */
export function linesOf(memory: ArrayBuffer, at: number): number {
  return Number(new DataView(memory).getBigUint64(at + LINES, true));
}

/** From now on the lines of a kind are only counted. */
export function onlyCount(memory: ArrayBuffer, at: number): void {
  new DataView(memory).setUint32(at + COUNTED, 1, true);
}

function readKind(view: DataView, at: number, { slots }: Table): LineKind {
  const [cells, labels, others] = [CELLS, LABELS, OTHERS].map((each) => view.getUint32(at + each, true));
  let next = at + SLOTS;
  const take = (count = 0): readonly Slot[] =>
    Array.from({ length: count }, () => {
      const slot = slots[view.getUint32(next, true)];
      next += 4;
      return slot ?? NO_SLOT;
    });
  const celled = take(cells);
  const labelled = take(labels);
  const present = take(others);
  return {
    number: view.getUint32(at + NUMBER, true),
    cells: new Map(celled.map(({ path }, index) => [path, index])),
    labels: new Map(labelled.map(({ path }, index) => [path, labelAt(view, next + index * 8)] as const)),
    present: new Set(present.map(({ path }) => path)),
  };
}

/** The bytes of a label are JSON. */
function labelAt(view: DataView, at: number): JsonValue {
  const bytes = Buffer.from(view.buffer, view.getUint32(at, true), view.getUint32(at + 4, true));
  return parseJson(bytes.toString('utf8'));
}

const NO_SLOT: Slot = { path: '', holds: 'presence' };
