/** Where the next bytes of a log are put. */
export interface Room {
  readonly bytes: Buffer;
  readonly offset: number;
  readonly length: number;
}

/** Memory that whole lines are put into, and read in. */
export interface LineMemory {
  readonly bytes: Buffer;
  /** How many lines of the file were read. */
  lines: number;
  /** Room for so many bytes; where it begins. */
  allocate(bytes: number): number;
  /** Reads whole lines, `[from, to)`; the last byte is a newline. */
  scan(from: number, to: number): void;
}

const NEWLINE = 0x0a;
/** What is read at once: enough to make reading cheap, little enough to stay in the processor's cache. */
export const CHUNK_BYTES = 1 << 18;
/** No request's usage comes with more text than this, and JSON.parse would take several times as much. */
export const MAX_LINE_BYTES = 16 << 20;

export interface ScanLinesOptions {
  readonly chunkBytes?: number;
  readonly maxLineBytes?: number;
}

/** Has the lines of a log read that comes in pieces, which need not end where lines do. */
export class ScanLines {
  readonly #memory: LineMemory;
  readonly #tooLong: (line: number, maxBytes: number) => void;
  readonly #maxLineBytes: number;
  readonly #usualBytes: number;
  #base: number;
  /** Bytes that are used of the memory, more only while there is a long line. */
  #size: number;
  #capacity: number;
  /** Bytes in front that no newline has ended yet. */
  #kept = 0;
  #passingOver = false;

  /** @param tooLong is told of lines that are too long to be looked at. */
  constructor(
    memory: LineMemory,
    tooLong: (line: number, maxBytes: number) => void,
    options: ScanLinesOptions = {},
  ) {
    const { chunkBytes = CHUNK_BYTES, maxLineBytes = MAX_LINE_BYTES } = options;
    this.#memory = memory;
    this.#tooLong = tooLong;
    this.#maxLineBytes = maxLineBytes;
    this.#usualBytes = Math.min(chunkBytes, maxLineBytes);
    this.#size = this.#capacity = this.#usualBytes;
    this.#base = memory.allocate(this.#capacity + 1);
  }

  /** A new file begins. */
  begin(): void {
    this.#memory.lines = 0;
    this.#kept = 0;
    this.#passingOver = false;
  }

  /** Room for the next bytes; it changes with every call of `filled`. */
  get room(): Room {
    const { bytes } = this.#memory;
    return { bytes, offset: this.#base + this.#kept, length: this.#size - this.#kept };
  }

  /** So many bytes were put there. */
  filled(count: number): void {
    const { bytes } = this.#memory;
    const fresh = this.#base + this.#kept;
    const end = fresh + count;
    let start = this.#base;
    if (this.#passingOver) {
      const newline = bytes.indexOf(NEWLINE, fresh);
      if (newline < 0 || newline >= end) {
        this.#kept = 0;
        return;
      }
      this.#endTooLong();
      start = newline + 1;
    }
    const last = bytes.lastIndexOf(NEWLINE, end - 1);
    // What was kept holds no newline.
    if (last >= Math.max(start, fresh)) {
      this.#memory.scan(start, last + 1);
      start = last + 1;
    }
    if (start > this.#base) this.#memory.bytes.copyWithin(this.#base, start, end);
    this.#kept = end - start;
    if (this.#kept < this.#usualBytes) this.#size = this.#usualBytes;
    else if (this.#kept === this.#size) this.#grow();
  }

  /** The log has ended, with or without a last newline. */
  end(): void {
    if (this.#passingOver) this.#endTooLong();
    else if (this.#kept > 0) this.#scanKept();
    this.#kept = 0;
  }

  /** Reads a value that was cut out by other means, and holds no newline, as the line of this number. */
  value(value: Buffer, line: number): void {
    while (this.#size < value.length) this.#grow();
    this.#memory.lines = line - 1;
    this.#kept = value.copy(this.#memory.bytes, this.#base);
    this.#scanKept();
    this.#kept = 0;
  }

  #scanKept(): void {
    const end = this.#base + this.#kept;
    this.#memory.bytes[end] = NEWLINE;
    this.#memory.scan(this.#base, end + 1);
  }

  #endTooLong(): void {
    this.#passingOver = false;
    this.#memory.lines += 1;
    this.#tooLong(this.#memory.lines, this.#maxLineBytes);
  }

  #grow(): void {
    if (this.#size >= this.#maxLineBytes) {
      this.#passingOver = true;
      this.#kept = 0;
      return;
    }
    this.#size = Math.min(this.#size * 2, this.#maxLineBytes);
    if (this.#size <= this.#capacity) return;
    const base = this.#memory.allocate(this.#size + 1);
    this.#memory.bytes.copyWithin(base, this.#base, this.#base + this.#kept);
    this.#base = base;
    this.#capacity = this.#size;
  }
}
