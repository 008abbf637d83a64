/** Replies in one piece of memory: pieces are added, so that nothing is copied when there are many. */
const PIECE_BITS = 14;
const PIECE = 1 << PIECE_BITS;
const IN_PIECE = PIECE - 1;

// An entry: its row and its width in one word, and so many words for counts. Entries stand one behind the other, and
// are called by the place of their first word.
const WORDS_BITS = 17;
const WORDS = 1 << WORDS_BITS;
const IN_WORDS = WORDS - 1;
/** More than the counts of any entry. */
const WIDTHS = 16;

/** The largest count that an entry holds. */
export const MOST_HELD = 0xffff_ffff;

interface ReplyOf {
  /** The number of its id. */
  readonly reply: number;
  /** 0 where the line names none. */
  readonly request: number;
}

/**
 * Remembers replies, and what was counted for each: a session log writes most replies several times. 8 bytes a reply
 * and 4 for each of its counts, and 8 more where lines name their requests.
 */
export class Dedupe {
  /** The first entry of each reply, 0 for none, and its request, which most logs do not name. */
  readonly #firsts: Uint32Array[] = [];
  readonly #requests: (Float64Array | undefined)[] = [];
  /** The entries of a reply for other requests, by these. */
  readonly #others = new Map<number, Map<number, number>>();
  readonly #pieces: Uint32Array[] = [];
  #end = 1;

  /**
   * The entry of a reply; 0 where there is none yet. Two copies that both name their request are one reply only where
   * it is the same; a copy that names none fits any.
   */
  find({ reply, request }: ReplyOf): number {
    const first = this.#firstOf(reply);
    if (first === 0 || request === 0) return first;
    const known = this.#requests[reply >>> PIECE_BITS]?.[reply & IN_PIECE] ?? 0;
    if (known === request) return first;
    if (known !== 0) return this.#others.get(reply)?.get(request) ?? 0;
    this.#setRequest(reply, request);
    return first;
  }

  /** An entry with room for so many counts: the one that `find` answered, or another in its place. */
  entryFor(of: ReplyOf, found: number, width: number): number {
    if (found > 0 && this.#headOf(found) % WIDTHS >= width) return found;
    if (this.#end + width >= this.#pieces.length * WORDS) {
      this.#end = Math.max(this.#end, this.#pieces.length * WORDS);
      this.#pieces.push(new Uint32Array(WORDS));
    }
    const entry = this.#end;
    this.#end += 1 + width;
    this.#pieceOf(entry)[entry & IN_WORDS] = width;
    this.#call(of, found, entry);
    return entry;
  }

  /** Notes the row of an entry and its counts, those of `used`. */
  put(entry: number, row: number, counts: Float64Array, used: readonly number[]): void {
    const words = this.#pieceOf(entry);
    const head = entry & IN_WORDS;
    const width = (words[head] ?? 0) % WIDTHS;
    words[head] = row * WIDTHS + width;
    for (let i = 0; i < used.length; i += 1) words[head + 1 + i] = counts[used[i] ?? 0] ?? 0;
    if (width > used.length) words.fill(0, head + 1 + used.length, head + 1 + width);
  }

  rowOf(entry: number): number {
    return Math.floor(this.#headOf(entry) / WIDTHS);
  }

  /** All counts that were noted, together. */
  tokensOf(entry: number): number {
    const words = this.#pieceOf(entry);
    const head = entry & IN_WORDS;
    const end = head + ((words[head] ?? 0) % WIDTHS);
    let tokens = 0;
    for (let i = head + 1; i <= end; i += 1) tokens += words[i] ?? 0;
    return tokens;
  }

  /** Puts the counts that were noted into `counts`. */
  take(entry: number, counts: Float64Array, used: readonly number[]): void {
    const words = this.#pieceOf(entry);
    const head = entry & IN_WORDS;
    counts.fill(0);
    for (let i = 0; i < used.length; i += 1) counts[used[i] ?? 0] = words[head + 1 + i] ?? 0;
  }

  /** Has `find` answer `entry` where it answered `found`. */
  #call({ reply, request }: ReplyOf, found: number, entry: number): void {
    if (this.#firstOf(reply) !== found) {
      const others = this.#others.get(reply);
      if (others === undefined) this.#others.set(reply, new Map([[request, entry]]));
      else others.set(request, entry);
      return;
    }
    const piece = reply >>> PIECE_BITS;
    while (this.#firsts.length <= piece) this.#firsts.push(new Uint32Array(PIECE));
    const firsts = this.#firsts[piece];
    if (firsts !== undefined) firsts[reply & IN_PIECE] = entry;
    if (found === 0 && request !== 0) this.#setRequest(reply, request);
  }

  #firstOf(reply: number): number {
    return this.#firsts[reply >>> PIECE_BITS]?.[reply & IN_PIECE] ?? 0;
  }

  #setRequest(reply: number, request: number): void {
    const requests = (this.#requests[reply >>> PIECE_BITS] ??= new Float64Array(PIECE));
    requests[reply & IN_PIECE] = request;
  }

  #headOf(entry: number): number {
    return this.#pieceOf(entry)[entry & IN_WORDS] ?? 0;
  }

  #pieceOf(entry: number): Uint32Array {
    return this.#pieces[entry >>> WORDS_BITS] ?? NO_PIECE;
  }
}

const NO_PIECE = new Uint32Array(0);
