import type { Block } from './bytes.ts';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  newBlock,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './bytes.ts';
import type { LineSink, Room, Splitter } from './lines.ts';
import { isBlank, MAX_LINE_BYTES } from './lines.ts';

const INPUT_BYTES = 1 << 16;
const NEWLINE = 0x0a;

/**
 * Cuts JSON documents apart: the items of an array one by one, so that an array of any size is never
 * held whole, and whole objects, however many lines they take. It only follows brackets and strings;
 * whether an item is JSON is for its reader to say. The number of a value is that of the line on
 * which it begins.
 */
export class ValueSplitter implements Splitter {
  readonly #input = Buffer.alloc(INPUT_BYTES);
  #value: Block = newBlock(INPUT_BYTES);
  #length = 0;
  #tooLong = false;
  /** Brackets open around the byte at hand, those of a top-level array left out. */
  #depth = 0;
  #inArray = false;
  #inString = false;
  #escaped = false;
  #line = 1;
  #firstLine = 1;
  readonly #sink: LineSink;
  readonly #maxValueBytes: number;

  constructor(sink: LineSink, maxValueBytes = MAX_LINE_BYTES) {
    this.#sink = sink;
    this.#maxValueBytes = maxValueBytes;
  }

  get room(): Room {
    return { bytes: this.#input, offset: 0, length: this.#input.length };
  }

  filled(count: number): void {
    for (let i = 0; i < count; i += 1) this.#byte(this.#input[i] ?? 0);
  }

  end(): void {
    this.#emit();
  }

  #byte(byte: number): void {
    if (byte === NEWLINE) this.#line += 1;
    if (this.#inString) {
      this.#keep(byte);
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return;
    }
    if (this.#depth === 0 && this.#isBetweenValues(byte)) return;
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
    this.#keep(byte);
    if (byte !== CLOSE_BRACE && byte !== CLOSE_BRACKET) return;
    this.#depth = Math.max(0, this.#depth - 1);
    if (this.#depth === 0) this.#emit();
  }

  /** The brackets and commas of a top-level array. */
  #isBetweenValues(byte: number): boolean {
    if (byte === OPEN_BRACKET && !this.#inArray && this.#length === 0) {
      this.#inArray = true;
    } else if (this.#inArray && (byte === COMMA || byte === CLOSE_BRACKET)) {
      this.#emit();
      this.#inArray = byte === COMMA;
    } else {
      return false;
    }
    return true;
  }

  #keep(byte: number): void {
    if (this.#length === 0) {
      if (byte <= 0x20) return;
      this.#firstLine = this.#line;
    }
    const { bytes } = this.#value;
    if (this.#length === bytes.length - 1) this.#grow();
    if (!this.#tooLong) this.#value.bytes[this.#length] = byte;
    this.#length += 1;
  }

  #grow(): void {
    if (this.#length >= this.#maxValueBytes) {
      this.#tooLong = true;
      return;
    }
    const larger = newBlock(Math.min((this.#length + 1) * 2, this.#maxValueBytes + 1));
    this.#value.bytes.copy(larger.bytes, 0, 0, this.#length);
    this.#value = larger;
  }

  #emit(): void {
    const { bytes } = this.#value;
    if (this.#tooLong) {
      this.#sink.tooLong(this.#firstLine);
    } else if (!isBlank(bytes, 0, this.#length)) {
      bytes[this.#length] = NEWLINE;
      this.#sink.line(this.#value, 0, this.#length, this.#firstLine);
    }
    this.#length = 0;
    this.#tooLong = false;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
  }
}
