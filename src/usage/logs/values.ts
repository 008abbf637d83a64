import type { Room } from './lines.ts';
import { isBlank } from './plain-lines.ts';

/** What is done with the values of a document. */
export interface ValueSink {
  /** A value that is not blank. The bytes are used again after the call. */
  piece(bytes: Buffer, line: number): void;
  tooLong(line: number, maxBytes: number): void;
}

const INPUT_BYTES = 1 << 16;
const MAX_VALUE_BYTES = 64 << 20;
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Splits JSON documents: an array into its items, so that an array of any size is never held whole, and
 * objects, over any number of lines. An object that is longer than half the limit is split further, at
 * the list that makes it long: `{"page": 1, "data": [a, b]}` becomes `{"page": 1, "data": [a]}` and
 * `{"page": 1, "data": [b]}`. Only brackets and strings are followed; whether a value is valid JSON is
 * for its reader to say. A value has the number of the line on which it begins.
 */
export class ValueSplitter {
  readonly #input = Buffer.alloc(INPUT_BYTES);
  #value: Buffer = Buffer.alloc(INPUT_BYTES);
  #length = 0;
  #tooLong = false;
  /** Brackets open around the byte at hand, those of a top-level array left out. */
  #depth = 0;
  #inArray = false;
  #inString = false;
  #escaped = false;
  #line = 1;
  #firstLine = 1;
  /** Where the items of the object's first list begin, while the bytes are inside that list; else 0. */
  #itemsAt = 0;
  /** A list or an object inside the object has ended: a further piece would repeat it. */
  #hasMembers = false;
  readonly #sink: ValueSink;
  readonly #maxValueBytes: number;

  constructor(sink: ValueSink, maxValueBytes = MAX_VALUE_BYTES) {
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
    if (byte === COMMA && this.#depth === 2 && this.#isLong()) return this.#emitPiece();
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
    this.#keep(byte);
    if (byte === OPEN_BRACKET && this.#depth === 2 && this.#isFirstMember()) this.#itemsAt = this.#length;
    if (byte !== CLOSE_BRACE && byte !== CLOSE_BRACKET) return;
    this.#depth = Math.max(0, this.#depth - 1);
    if (this.#depth === 0) this.#emit();
    else if (this.#depth === 1) this.#endMember();
  }

  #isFirstMember(): boolean {
    return !this.#hasMembers && this.#value[0] === OPEN_BRACE;
  }

  #endMember(): void {
    this.#hasMembers = true;
    this.#itemsAt = 0;
  }

  #isLong(): boolean {
    return this.#itemsAt > 0 && this.#length > this.#maxValueBytes / 2 && !this.#tooLong;
  }

  /** Hands on the object with the items so far. The bytes in front of them stay: the next piece begins with them. */
  #emitPiece(): void {
    this.#keep(CLOSE_BRACKET);
    this.#keep(CLOSE_BRACE);
    this.#handOn();
    this.#length = this.#itemsAt;
    this.#firstLine = this.#line;
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
    if (this.#length === this.#value.length) this.#grow();
    if (!this.#tooLong) this.#value[this.#length] = byte;
    this.#length += 1;
  }

  #grow(): void {
    if (this.#length >= this.#maxValueBytes) {
      this.#tooLong = true;
      return;
    }
    const larger = Buffer.alloc(Math.min(this.#length * 2, this.#maxValueBytes));
    this.#value.copy(larger, 0, 0, this.#length);
    this.#value = larger;
  }

  #emit(): void {
    this.#handOn();
    this.#length = 0;
    this.#tooLong = false;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#itemsAt = 0;
    this.#hasMembers = false;
  }

  #handOn(): void {
    if (this.#tooLong) {
      this.#sink.tooLong(this.#firstLine, this.#maxValueBytes);
    } else if (!isBlank(this.#value, 0, this.#length)) {
      this.#sink.piece(this.#value.subarray(0, this.#length), this.#firstLine);
    }
  }
}
