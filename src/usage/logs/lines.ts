import type { Block } from './bytes.ts';
import { newBlock } from './bytes.ts';
import { CHUNK_BYTES } from './source.ts';

/** Receives lines. The block is reused after the call. */
export interface LineSink {
  /**
   * One line or value, `[start, end)`, with a control character at `end`, as bytes.ts asks; never blank.
   * @param line its number, counted from 1.
   */
  line(block: Block, start: number, end: number, line: number): void;
  /** A line or value of more bytes than are looked at. */
  tooLong(line: number, maxBytes: number): void;
}

/** Splits a log that arrives in pieces: the caller writes the next bytes into `room`. */
export interface Splitter {
  readonly room: Room;
  /** So many bytes were written into `room`. */
  filled(count: number): void;
  /** The log has ended. */
  end(): void;
}

export interface Room {
  readonly bytes: Buffer;
  readonly offset: number;
  readonly length: number;
}

/**
 * The longest line that is read: parsing takes several times its size, and no request comes with more text.
 */
export const MAX_LINE_BYTES = 16 << 20;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Splits JSON lines in one reused buffer, which grows for a long line up to the limit. A longer line is skipped
 * without buffering it.
 */
export class LineSplitter implements Splitter {
  #block: Block;
  /** Bytes at the start of the block that belong to an unfinished line. */
  #kept = 0;
  #line = 0;
  #passingOver = false;
  readonly #sink: LineSink;
  readonly #maxLineBytes: number;
  readonly #usualBytes: number;

  constructor(sink: LineSink, maxLineBytes = MAX_LINE_BYTES, chunkBytes = CHUNK_BYTES) {
    this.#sink = sink;
    this.#maxLineBytes = maxLineBytes;
    this.#usualBytes = Math.min(chunkBytes, maxLineBytes);
    this.#block = newBlock(this.#usualBytes + 1);
  }

  get room(): Room {
    const { bytes } = this.#block;
    // One byte is reserved for the newline that the last line may lack.
    return { bytes, offset: this.#kept, length: bytes.length - 1 - this.#kept };
  }

  filled(count: number): void {
    const { bytes } = this.#block;
    const end = this.#kept + count;
    // The kept bytes hold no newline.
    let newline = indexOfNewline(bytes, this.#kept, end);
    let start = 0;
    while (newline >= 0) {
      this.#take(start, newline);
      start = newline + 1;
      newline = indexOfNewline(bytes, start, end);
    }
    if (start > 0) this.#keep(start, end);
    else this.#kept = end;
    if (this.#passingOver) this.#kept = 0;
    else if (this.#kept === bytes.length - 1) this.#grow();
  }

  /** Moves the unfinished line to the start; after a long line, of a new block of the usual size. */
  #keep(start: number, end: number): void {
    const { bytes } = this.#block;
    this.#kept = end - start;
    const isLarge = bytes.length - 1 > this.#usualBytes;
    if (isLarge && this.#kept < this.#usualBytes) this.#block = newBlock(this.#usualBytes + 1);
    bytes.copy(this.#block.bytes, 0, start, end);
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

/** The next newline before `end`, or -1. Bytes behind `end` are stale, and are not searched. */
function indexOfNewline(bytes: Buffer, from: number, end: number): number {
  const index = bytes.subarray(from, end).indexOf(NEWLINE);
  return index < 0 ? index : from + index;
}

/** True for nothing but white space. */
export function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte !== 0x20 && byte !== 0x09 && byte !== RETURN && byte !== NEWLINE) return false;
  }
  return true;
}
