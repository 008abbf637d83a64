import type { Scanner } from './scanner.ts';

/** Where the next bytes of a log are put. */
export interface Room {
  readonly bytes: Buffer;
  readonly offset: number;
  readonly length: number;
}

const NEWLINE = 0x0a;
/** What is read at once: enough to make reading cheap, little enough to stay in the processor's cache. */
const CHUNK_BYTES = 1 << 18;
/** No request's usage comes with more text than this, and JSON.parse would take several times as much. */
const MAX_LINE_BYTES = 16 << 20;

export interface ScanLinesOptions {
  readonly chunkBytes?: number;
  readonly maxLineBytes?: number;
}

/** Hands a log to a scanner, in pieces that need not end where lines do. */
export class ScanLines {
  readonly #scanner: Scanner<unknown>;
  readonly #tooLong: (line: number) => void;
  readonly #maxLineBytes: number;
  #base: number;
  #size: number;
  /** Bytes in front that no newline has ended yet. */
  #kept = 0;
  #passingOver = false;

  /** @param tooLong is told of lines that are too long to be looked at. */
  constructor(scanner: Scanner<unknown>, tooLong: (line: number) => void, options: ScanLinesOptions = {}) {
    const { chunkBytes = CHUNK_BYTES, maxLineBytes = MAX_LINE_BYTES } = options;
    this.#scanner = scanner;
    this.#tooLong = tooLong;
    this.#maxLineBytes = maxLineBytes;
    this.#size = Math.min(chunkBytes, maxLineBytes);
    this.#base = scanner.allocate(this.#size + 1);
  }

  /** A new file begins. */
  begin(): void {
    this.#scanner.lines = 0;
    this.#kept = 0;
    this.#passingOver = false;
  }

  /** Room for the next bytes; it changes with every call of `filled`. */
  get room(): Room {
    const { bytes } = this.#scanner;
    return { bytes, offset: this.#base + this.#kept, length: this.#size - this.#kept };
  }

  /** So many bytes were put there. */
  filled(count: number): void {
    const { bytes } = this.#scanner;
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
      this.#scanner.scan(start, last + 1);
      start = last + 1;
    }
    if (start > this.#base) this.#scanner.bytes.copyWithin(this.#base, start, end);
    this.#kept = end - start;
    if (this.#kept === this.#size) this.#grow();
  }

  /** The log has ended, with or without a last newline. */
  end(): void {
    if (this.#passingOver) this.#endTooLong();
    else if (this.#kept > 0) {
      const end = this.#base + this.#kept;
      this.#scanner.bytes[end] = NEWLINE;
      this.#scanner.scan(this.#base, end + 1);
    }
    this.#kept = 0;
  }

  #endTooLong(): void {
    this.#passingOver = false;
    this.#scanner.lines += 1;
    this.#tooLong(this.#scanner.lines);
  }

  #grow(): void {
    if (this.#size >= this.#maxLineBytes) {
      this.#passingOver = true;
      this.#kept = 0;
      return;
    }
    const size = Math.min(this.#size * 2, this.#maxLineBytes);
    const base = this.#scanner.allocate(size + 1);
    this.#scanner.bytes.copyWithin(base, this.#base, this.#base + this.#kept);
    this.#base = base;
    this.#size = size;
  }
}
