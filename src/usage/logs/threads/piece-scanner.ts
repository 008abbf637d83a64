import { readSync } from 'node:fs';
import type { ScannerExports } from '../scan/module.ts';
import type { RowPlace } from '../scan/rows.ts';
import { PADDING } from '../scan/instance.ts';

/** A part of a file, which need not begin or end where a line does. */
export interface Piece {
  readonly fd: number;
  readonly from: number;
  readonly to: number;
}

/** Rows of the whole lines of a piece, but for the one that it begins with. */
export interface ScannedPiece extends RowPlace {
  /** Where the first of these lines begins in the file, and where the last one ends. */
  readonly from: number;
  readonly to: number;
  readonly lines: number;
}

/** Part of the bytes of a piece. Lines beyond are left to whoever reads what stands between pieces. */
const ROWS_PART = 0.5;
const NEWLINE = 0x0a;

export interface PieceSize {
  readonly slots: number;
  /** How large a piece can be. */
  readonly pieceBytes: number;
}

interface Slot {
  readonly at: number;
  readonly bytes: Buffer;
  readonly rows: number;
  readonly rowsEnd: number;
}

/** Scans pieces of files in any order. Each takes a slot, which has to be free. */
export class PieceScanner {
  readonly #exports: ScannerExports;
  readonly #slots: readonly Slot[];

  /** @param scan in `memory`. */
  constructor(scan: ScannerExports, memory: WebAssembly.Memory, { slots, pieceBytes }: PieceSize) {
    const rowsBytes = Math.ceil(pieceBytes * ROWS_PART);
    const places = Array.from({ length: slots }, () => {
      const at = scan.allocate(pieceBytes + PADDING);
      const rows = scan.allocate(rowsBytes);
      return { at, rows, rowsEnd: rows + rowsBytes };
    });
    // Allocating may have made the memory a larger one.
    this.#slots = places.map((each) => ({ ...each, bytes: Buffer.from(memory.buffer, each.at, pieceBytes) }));
    this.#exports = scan;
  }

  /** Undefined where the piece has no line of its own, or cannot be read: that shows where it is read again. */
  scan(piece: Piece, slot: number): ScannedPiece | undefined {
    const { at, bytes, rows, rowsEnd: end } = this.#slots[slot] ?? NO_SLOT;
    const length = readPiece(piece, bytes);
    const text = bytes.subarray(0, length);
    const first = text.indexOf(NEWLINE) + 1;
    const last = text.lastIndexOf(NEWLINE) + 1;
    if (last === first) return undefined;
    const { lines, reached, firstKind } = this.#exports;
    lines.value = 0;
    const rowsEnd = this.#exports.scan(at + first, at + last, rows, end);
    return {
      rows,
      rowsEnd,
      firstKind: firstKind.value,
      from: piece.from + first,
      to: piece.from + reached.value - at,
      lines: lines.value,
    };
  }
}

const NO_SLOT: Slot = { at: 0, bytes: Buffer.alloc(0), rows: 0, rowsEnd: 0 };

/** How many bytes there are, of a file that may have become shorter. */
function readPiece({ fd, from, to }: Piece, into: Buffer): number {
  let length = 0;
  try {
    while (from + length < to) {
      const count = readSync(fd, into, length, to - from - length, from + length);
      if (count === 0) break;
      length += count;
    }
  } catch {
    return 0;
  }
  return length;
}
