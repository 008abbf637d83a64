import { METER } from './counts.ts';

/** Entries in one piece of memory: pieces are added, so that nothing is copied when there are many. */
const PIECE = 1 << 14;
/** Of an entry: the row, and its counts. */
const FIELDS = 7;

interface Piece {
  /** Numbers of requests; 0 where the lines name none. */
  readonly requests: Float64Array;
  /** The entry, plus one, of the same reply for another request; 0 for none. */
  readonly nexts: Uint32Array;
  readonly fields: Uint32Array;
}

/** The meters of a session's reply, by index in METERS, that an entry can hold. */
const HELD: readonly number[] = [
  METER.input,
  METER.cacheRead,
  METER.cacheWrite,
  METER.cacheWrite1h,
  METER.output,
  METER.reasoning,
];
const HELD_MASK = HELD.reduce((mask, index) => mask | (1 << index), 0);
const MOST_HELD = 0xffff_ffff;

/**
 * Remembers replies by the number of their id, and what was counted for each: a session log writes
 * most replies several times. 44 bytes a reply, beside what numbering the ids takes.
 */
export class Dedupe {
  readonly #pieces: Piece[] = [];
  /** The first entry, plus one, of each reply, by its number; 0 for none. */
  readonly #firsts: Uint32Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * The entry of a reply, or -1 where there is none yet. Two copies that both name their request are
   * one reply only where it is the same; a copy that names none fits any.
   */
  find(reply: number, request: number): number {
    let entry = (this.#firsts[Math.floor(reply / PIECE)]?.[reply % PIECE] ?? 0) - 1;
    while (entry >= 0) {
      const { requests, nexts } = this.#pieceOf(entry);
      const at = entry % PIECE;
      const known = requests[at] ?? 0;
      if (known === request || request === 0) return entry;
      if (known === 0) {
        requests[at] = request;
        return entry;
      }
      entry = (nexts[at] ?? 0) - 1;
    }
    return -1;
  }

  /** A new entry, for a reply that has none for this request. */
  insert(reply: number, request: number): number {
    const entry = this.#size;
    this.#size += 1;
    if (entry % PIECE === 0) this.#pieces.push(newPiece());
    this.#pieceOf(entry).requests[entry % PIECE] = request;
    const firsts = this.#firstsOf(reply);
    let last = (firsts[reply % PIECE] ?? 0) - 1;
    if (last < 0) {
      firsts[reply % PIECE] = entry + 1;
      return entry;
    }
    // Behind those that came before, which are asked first.
    for (let next = last; next >= 0; next = (this.#pieceOf(next).nexts[next % PIECE] ?? 0) - 1) last = next;
    this.#pieceOf(last).nexts[last % PIECE] = entry + 1;
    return entry;
  }

  #firstsOf(reply: number): Uint32Array {
    const piece = Math.floor(reply / PIECE);
    while (this.#firsts.length <= piece) this.#firsts.push(new Uint32Array(PIECE));
    return this.#firsts[piece] ?? NO_PIECE.nexts;
  }

  /** True for counts that an entry can hold. */
  canHold(counts: Float64Array, mask: number): boolean {
    if ((mask & ~HELD_MASK) !== 0) return false;
    for (const index of HELD) if ((counts[index] ?? 0) > MOST_HELD) return false;
    return true;
  }

  /** Notes the number of the row that the counts of an entry were added to. */
  put(entry: number, row: number, counts: Float64Array): void {
    const { fields } = this.#pieceOf(entry);
    const at = (entry % PIECE) * FIELDS;
    fields[at] = row;
    for (let i = 0; i < HELD.length; i += 1) fields[at + 1 + i] = counts[HELD[i] ?? 0] ?? 0;
  }

  rowOf(entry: number): number {
    return this.#pieceOf(entry).fields[(entry % PIECE) * FIELDS] ?? 0;
  }

  /** Puts the counts that were noted into `counts`; their sum. */
  take(entry: number, counts: Float64Array): number {
    const { fields } = this.#pieceOf(entry);
    const at = (entry % PIECE) * FIELDS + 1;
    let total = 0;
    counts.fill(0);
    for (let i = 0; i < HELD.length; i += 1) {
      const count = fields[at + i] ?? 0;
      counts[HELD[i] ?? 0] = count;
      total += count;
    }
    return total;
  }

  #pieceOf(entry: number): Piece {
    return this.#pieces[Math.floor(entry / PIECE)] ?? NO_PIECE;
  }
}

function newPiece(entries = PIECE): Piece {
  return {
    requests: new Float64Array(entries),
    nexts: new Uint32Array(entries),
    fields: new Uint32Array(entries * FIELDS),
  };
}

const NO_PIECE = newPiece(0);
