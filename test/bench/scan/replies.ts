/** Entries in one piece of memory: pieces are added, so that nothing is copied when there are many. */
const PIECE_BITS = 14;
const PIECE = 1 << PIECE_BITS;
/** Words of an entry: the group that it was added to, counted from 1, the number of its second id, its counts. */
const WORDS = 8;
export const MOST_HELD = WORDS - 2;

/** What was counted for each reply, by the number that the scanner gave its id: 32 bytes a reply. */
export class Replies {
  readonly #pieces: Uint32Array[] = [];
  /** Replies of the same first id and another second one, by both. */
  readonly #others = new Map<string, number>();
  #otherPieces = new Map<number, Uint32Array>();
  piece: Uint32Array = new Uint32Array(0);
  place = 0;
  size = 0;

  /** Finds where the counts of a reply are kept: true where it was not met before. */
  meet(first: number, second: number): boolean {
    const piece = this.#pieceOf(first >> PIECE_BITS);
    const at = (first & (PIECE - 1)) * WORDS;
    if (piece[at] === 0 || piece[at + 1] === second) {
      this.piece = piece;
      this.place = at;
    } else {
      this.#meetOther(`${first} ${second}`);
    }
    if (this.piece[this.place] !== 0) return false;
    this.piece[this.place + 1] = second;
    this.size += 1;
    return true;
  }

  #pieceOf(number: number): Uint32Array {
    let piece = this.#pieces[number];
    while (piece === undefined) {
      this.#pieces.push(new Uint32Array(PIECE * WORDS));
      piece = this.#pieces[number];
    }
    return piece;
  }

  #meetOther(name: string): void {
    let number = this.#others.get(name);
    if (number === undefined) {
      number = this.#others.size;
      this.#others.set(name, number);
    }
    let piece = this.#otherPieces.get(number >> PIECE_BITS);
    if (piece === undefined) {
      piece = new Uint32Array(PIECE * WORDS);
      this.#otherPieces.set(number >> PIECE_BITS, piece);
    }
    this.piece = piece;
    this.place = (number & (PIECE - 1)) * WORDS;
  }
}
