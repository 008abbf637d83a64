import { METER } from './counts.ts';

/** Entries in one piece of memory: pieces are added, so that nothing is copied when there are many. */
const PIECE_BITS = 14;
const PIECE = 1 << PIECE_BITS;
const IN_PIECE = PIECE - 1;

// An entry: its request, a double in two words, or 0 where its lines name none; the entry, plus one, of the same reply
// for another request, or 0; the row that it was added to; its counts.
const WORDS = 10;
const NEXT = 2;
const ROW = 3;
const COUNTS = 4;

interface Piece {
  readonly words: Uint32Array;
  /** The same memory. */
  readonly doubles: Float64Array;
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
const NOT_HELD = ~HELD.reduce((mask, index) => mask | (1 << index), 0);
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

  /**
   * The entry of a reply, or -1 where there is none yet. Two copies that both name their request are
   * one reply only where it is the same; a copy that names none fits any.
   */
  find(reply: number, request: number): number {
    let entry = (this.#firsts[reply >>> PIECE_BITS]?.[reply & IN_PIECE] ?? 0) - 1;
    while (entry >= 0) {
      const known = this.#requestOf(entry);
      if (known === request || request === 0) return entry;
      if (known === 0) {
        this.#setRequest(entry, request);
        return entry;
      }
      entry = this.#nextOf(entry);
    }
    return -1;
  }

  /** A new entry, for a reply that has none for this request. */
  insert(reply: number, request: number): number {
    const entry = this.#size;
    this.#size += 1;
    if ((entry & IN_PIECE) === 0) this.#pieces.push(newPiece(PIECE));
    this.#setRequest(entry, request);
    const firsts = this.#firstsOf(reply);
    let last = (firsts[reply & IN_PIECE] ?? 0) - 1;
    if (last < 0) {
      firsts[reply & IN_PIECE] = entry + 1;
      return entry;
    }
    // Behind those that came before, which are asked first.
    for (let next = last; next >= 0; next = this.#nextOf(next)) last = next;
    this.#pieceOf(last).words[wordOf(last) + NEXT] = entry + 1;
    return entry;
  }

  /**
   * Notes the row and the counts of an entry. False for counts that an entry cannot hold.
   * @param tokens all of them together.
   */
  put(entry: number, row: number, counts: Float64Array, mask: number, tokens: number): boolean {
    if ((mask & NOT_HELD) !== 0 || tokens > MOST_HELD) return false;
    const { words } = this.#pieceOf(entry);
    const at = wordOf(entry);
    words[at + ROW] = row;
    for (let i = 0; i < HELD.length; i += 1) words[at + COUNTS + i] = counts[HELD[i] ?? 0] ?? 0;
    return true;
  }

  rowOf(entry: number): number {
    return this.#pieceOf(entry).words[wordOf(entry) + ROW] ?? 0;
  }

  /** All counts that were noted, together. */
  tokensOf(entry: number): number {
    const { words } = this.#pieceOf(entry);
    const at = wordOf(entry) + COUNTS;
    let tokens = 0;
    for (let i = 0; i < HELD.length; i += 1) tokens += words[at + i] ?? 0;
    return tokens;
  }

  /** Puts the counts that were noted into `counts`. */
  take(entry: number, counts: Float64Array): void {
    const { words } = this.#pieceOf(entry);
    const at = wordOf(entry) + COUNTS;
    counts.fill(0);
    for (let i = 0; i < HELD.length; i += 1) counts[HELD[i] ?? 0] = words[at + i] ?? 0;
  }

  #requestOf(entry: number): number {
    return this.#pieceOf(entry).doubles[wordOf(entry) / 2] ?? 0;
  }

  #setRequest(entry: number, request: number): void {
    this.#pieceOf(entry).doubles[wordOf(entry) / 2] = request;
  }

  #nextOf(entry: number): number {
    return (this.#pieceOf(entry).words[wordOf(entry) + NEXT] ?? 0) - 1;
  }

  #firstsOf(reply: number): Uint32Array {
    const piece = reply >>> PIECE_BITS;
    while (this.#firsts.length <= piece) this.#firsts.push(new Uint32Array(PIECE));
    return this.#firsts[piece] ?? NO_PIECE.words;
  }

  #pieceOf(entry: number): Piece {
    return this.#pieces[entry >>> PIECE_BITS] ?? NO_PIECE;
  }
}

/** Where an entry begins in its piece. */
function wordOf(entry: number): number {
  return (entry & IN_PIECE) * WORDS;
}

function newPiece(entries: number): Piece {
  const words = new Uint32Array(entries * WORDS);
  return { words, doubles: new Float64Array(words.buffer) };
}

const NO_PIECE = newPiece(0);
