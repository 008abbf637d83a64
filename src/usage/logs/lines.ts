import type { Block } from './bytes.ts';
import { newBlock } from './bytes.ts';
import { CHUNK_BYTES } from './source.ts';

/** What a splitter finds. Bytes are only lent: the block is filled again after the call. */
export interface LineSink {
  /**
   * One line or value, `[start, end)`, with a control character at `end`, as bytes.ts asks; never blank.
   * @param line its number, counted from 1.
   */
  line(block: Block, start: number, end: number, line: number): void;
  /** A line or value of more bytes than are looked at. */
  tooLong(line: number, maxBytes: number): void;
}

/** Takes a log in pieces: whoever reads it puts the next bytes where the splitter has room for them. */
export interface Splitter {
  readonly room: Room;
  /** So many bytes have been put there. */
  filled(count: number): void;
  /** There are no more. */
  end(): void;
}

export interface Room {
  readonly bytes: Buffer;
  readonly offset: number;
  readonly length: number;
}

/**
 * The longest line that is looked at. Parsing a line takes several times its size, and no request's
 * usage comes with more text than this.
 */
export const MAX_LINE_BYTES = 16 << 20;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Cuts JSON lines apart in one buffer that is used again and again. It grows for a long line up to
 * the limit; what is longer still is passed over, however long, without keeping it.
 */
export class LineSplitter implements Splitter {
  #block: Block;
  /** Bytes at the front of the block that no newline has ended yet. */
  #kept = 0;
  #line = 0;
  #passingOver = false;
  readonly #sink: LineSink;
  readonly #maxLineBytes: number;

  constructor(sink: LineSink, maxLineBytes = MAX_LINE_BYTES, chunkBytes = CHUNK_BYTES) {
    this.#sink = sink;
    this.#maxLineBytes = maxLineBytes;
    this.#block = newBlock(Math.min(chunkBytes, maxLineBytes) + 1);
  }

  get room(): Room {
    const { bytes } = this.#block;
    // One byte is left free for the newline that a last line may lack.
    return { bytes, offset: this.#kept, length: bytes.length - 1 - this.#kept };
  }

  filled(count: number): void {
    const { bytes } = this.#block;
    const end = this.#kept + count;
    // What was kept holds no newline.
    let newline = indexOfNewline(bytes, this.#kept, end);
    let start = 0;
    while (newline >= 0) {
      this.#take(start, newline);
      start = newline + 1;
      newline = indexOfNewline(bytes, start, end);
    }
    if (start > 0) bytes.copyWithin(0, start, end);
    this.#kept = end - start;
    if (this.#passingOver) this.#kept = 0;
    else if (this.#kept === bytes.length - 1) this.#grow();
  }

  end(): void {
    if (this.#kept === 0 && !this.#passingOver) return;
    this.#block.bytes[this.#kept] = NEWLINE;
    this.#take(0, this.#kept);
    this.#kept = 0;
  }

  #take(start: number, newline: number): void {
    this.#line += 1;
    if (this.#passingOver) {
      this.#passingOver = false;
      this.#sink.tooLong(this.#line, this.#maxLineBytes);
      return;
    }
    const { bytes } = this.#block;
    const end = newline > start && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    if (!isBlank(bytes, start, end)) this.#sink.line(this.#block, start, end, this.#line);
  }

  #grow(): void {
    const size = this.#block.bytes.length - 1;
    if (size >= this.#maxLineBytes) {
      this.#passingOver = true;
      this.#kept = 0;
      return;
    }
    const larger = newBlock(Math.min(size * 2, this.#maxLineBytes) + 1);
    this.#block.bytes.copy(larger.bytes, 0, 0, this.#kept);
    this.#block = larger;
  }
}

/** The next newline before `end`, or -1; what stands behind `end` is left from before. */
function indexOfNewline(bytes: Buffer, from: number, end: number): number {
  const index = bytes.indexOf(NEWLINE, from);
  return index < end ? index : -1;
}

/** True for nothing but white space. */
export function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte !== 0x20 && byte !== 0x09 && byte !== RETURN && byte !== NEWLINE) return false;
  }
  return true;
}
