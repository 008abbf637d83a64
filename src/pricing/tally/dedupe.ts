import type { DedupeHash } from '../../usage/logs/fast/record.ts';

const FIRST_SLOTS = 1 << 12;
/** Entries in one piece of memory: pieces are added, so that nothing is copied when there are many. */
const PIECE = 1 << 14;
const FIELDS = 7;
const SLOT_WORDS = 2;
/** Two for the reply's id, one for the request's. */
const HASHES = 3;

interface Piece {
  readonly hashes: Int32Array;
  readonly fields: Uint32Array;
}

/** The meters of a session's reply, by index in METERS, that an entry can hold. */
const HELD: readonly number[] = [0, 1, 2, 3, 7, 8];
const HELD_MASK = HELD.reduce((mask, index) => mask | (1 << index), 0);
const MOST_HELD = 0xffff_ffff;

/**
 * Remembers replies by the hash of their id, and what was counted for each: a session log writes
 * most replies several times. 56 to 72 bytes a reply, so that ten gigabytes of logs fit.
 */
export class Dedupe {
  /**
   * Entry number plus one by hash, in open addressing, and half of the hash beside it: in a table that no cache holds,
   * looking at an entry takes as long as reading its line. 0 is empty.
   */
  #slots = new Int32Array(FIRST_SLOTS * SLOT_WORDS);
  readonly #pieces: Piece[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * The entry of a reply, or -1 where there is none yet. Two copies that both name their request are
   * one reply only where it is the same; a copy that names none fits any.
   */
  find(hash: DedupeHash): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (hash.low * SLOT_WORDS) & mask; ; slot = (slot + SLOT_WORDS) & mask) {
      const entry = (slots[slot] ?? 0) - 1;
      if (entry < 0) return -1;
      if (slots[slot + 1] !== hash.high) continue;
      const { hashes } = this.#pieceOf(entry);
      const at = (entry % PIECE) * HASHES;
      if (hashes[at] !== hash.low) continue;
      const request = hashes[at + 2];
      if (request === hash.request || hash.request === 0) return entry;
      if (request !== 0) continue;
      hashes[at + 2] = hash.request;
      return entry;
    }
  }

  /** A new entry, for a key that has none. */
  insert(hash: DedupeHash): number {
    if ((this.#size + 1) * 2 * SLOT_WORDS > this.#slots.length) this.#grow();
    const entry = this.#size;
    this.#size += 1;
    if (entry % PIECE === 0) {
      this.#pieces.push({ hashes: new Int32Array(PIECE * HASHES), fields: new Uint32Array(PIECE * FIELDS) });
    }
    const { hashes } = this.#pieceOf(entry);
    const at = (entry % PIECE) * HASHES;
    hashes[at] = hash.low;
    hashes[at + 1] = hash.high;
    hashes[at + 2] = hash.request;
    this.#place(entry, hash.low, hash.high);
    return entry;
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

  #place(entry: number, low: number, high: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (low * SLOT_WORDS) & mask;
    while (slots[slot] !== 0) slot = (slot + SLOT_WORDS) & mask;
    slots[slot] = entry + 1;
    slots[slot + 1] = high;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let entry = 0; entry < this.#size; entry += 1) {
      const { hashes } = this.#pieceOf(entry);
      const at = (entry % PIECE) * HASHES;
      this.#place(entry, hashes[at] ?? 0, hashes[at + 1] ?? 0);
    }
  }
}

const NO_PIECE: Piece = { hashes: new Int32Array(0), fields: new Uint32Array(0) };
