import { firstBoundary, lastBoundary } from './boundary.ts';
import { ENCODINGS, type Encoding, type EncodingName } from './encodings.ts';
import { Merger } from './merger.ts';
import { BYTES, type Vocabulary } from './vocabulary.ts';

/** A text is counted in blocks of about so many characters. */
const BLOCK = 65_536;
/** A stretch without a boundary is cut by force when it is longer, to bound memory. */
const MAX_RUN = 2 ** 20;
/** Pieces up to this length are remembered: words come again, and longer pieces seldom do. */
const REMEMBERED_LENGTH = 12;
const REMEMBERED = 50_000;
/** A character of UTF-16 takes at most so many bytes of UTF-8. */
const BYTES_PER_CHARACTER = 3;

/** Counts texts in one encoding, to the token as tiktoken counts them; special tokens in a text are text. */
export class BpeCounter {
  readonly #pattern: RegExp;
  readonly #merger: Merger;
  readonly #encoder = new TextEncoder();
  readonly #remembered = new Map<string, number>();
  #bytes = new Uint8Array(1024);

  constructor(encoding: EncodingName, vocabulary: Vocabulary) {
    const { pattern, merges = vocabulary.left.length }: Encoding = ENCODINGS[encoding];
    this.#pattern = pattern();
    this.#merger = new Merger(vocabulary, BYTES + merges);
  }

  count(text: string): number {
    return this.stream().end(text).tokens;
  }

  stream(): TextStream {
    return new TextStream((block) => this.#countBlock(block));
  }

  #countBlock(text: string): number {
    let tokens = 0;
    for (const piece of text.match(this.#pattern) ?? []) tokens += this.#countPiece(piece);
    return tokens;
  }

  #countPiece(piece: string): number {
    if (piece.length > REMEMBERED_LENGTH) return this.#merge(piece);
    const known = this.#remembered.get(piece);
    if (known !== undefined) return known;
    if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
    const tokens = this.#merge(piece);
    this.#remembered.set(piece, tokens);
    return tokens;
  }

  #merge(piece: string): number {
    const room = piece.length * BYTES_PER_CHARACTER;
    if (room > this.#bytes.length) this.#bytes = new Uint8Array(room);
    const { written } = this.#encoder.encodeInto(piece, this.#bytes);
    return this.#merger.count(this.#bytes, written);
  }
}

export interface StreamCount {
  readonly tokens: number;
  /** How often a stretch without a boundary had to be cut: each cut may add a few tokens. */
  readonly forcedCuts: number;
}

/** Counts a text that comes in parts, in memory that does not grow with it. */
export class TextStream {
  readonly #countBlock: (text: string) => number;
  #rest = '';
  #tokens = 0;
  #forcedCuts = 0;

  constructor(countBlock: (text: string) => number) {
    this.#countBlock = countBlock;
  }

  add(text: string): void {
    this.#rest += text;
    let from = 0;
    for (let to = this.#cutAfter(from); to !== undefined; to = this.#cutAfter(from)) {
      this.#tokens += this.#countBlock(this.#rest.slice(from, to));
      from = to;
    }
    if (from > 0) this.#rest = this.#rest.slice(from);
  }

  /** Adds a last part and counts what is left. */
  end(text = ''): StreamCount {
    this.add(text);
    if (this.#rest !== '') this.#tokens += this.#countBlock(this.#rest);
    this.#rest = '';
    return { tokens: this.#tokens, forcedCuts: this.#forcedCuts };
  }

  /** Where the next block ends; undefined where what is left is too short for one. */
  #cutAfter(from: number): number | undefined {
    const text = this.#rest;
    // The last character may be the first half of one outside the basic plane.
    const end = text.length - 2;
    const to = from + BLOCK;
    if (to > end) return undefined;
    const cut = lastBoundary(text, from, to) ?? firstBoundary(text, to, Math.min(end, from + MAX_RUN));
    if (cut !== undefined || end < from + MAX_RUN) return cut;
    this.#forcedCuts++;
    const middle = from + MAX_RUN;
    return isLowSurrogate(text.charCodeAt(middle)) ? middle + 1 : middle;
  }
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
