import type { CountedReplies, ReplyOf } from '../reply-ids.ts';
import type { Cells } from './cells.ts';
import type { ScannerExports } from './module.ts';

/** As wasm/replies.ts has it. */
const WIDTHS = 16;
const MOST_BYTES = WIDTHS * 4;

/** The replies that the scanner remembers, which counts most of them by itself. */
export class ScannedReplies implements CountedReplies {
  readonly #exports: ScannerExports;
  readonly #cells: Cells;

  constructor(exports: ScannerExports, cells: Cells) {
    this.#exports = exports;
    this.#cells = cells;
  }

  find({ reply, request }: ReplyOf): number {
    return this.#seen(this.#exports.findReply(reply, request) >>> 0);
  }

  entryFor({ reply, request }: ReplyOf, found: number, width: number): number {
    return this.#seen(this.#exports.entryFor(reply, request, found, width) >>> 0);
  }

  /** An entry may stand in memory that is new. */
  #seen(entry: number): number {
    if (entry + MOST_BYTES > this.#cells.words.byteLength) this.#cells.renew();
    return entry;
  }

  put(entry: number, row: number, counts: Float64Array, used: readonly number[]): void {
    const { words } = this.#cells;
    const head = entry >>> 2;
    const width = (words[head] ?? 0) % WIDTHS;
    words[head] = row * WIDTHS + width;
    for (let i = 0; i < width; i += 1) words[head + 1 + i] = counts[used[i] ?? -1] ?? 0;
  }

  rowOf(entry: number): number {
    return Math.floor((this.#cells.words[entry >>> 2] ?? 0) / WIDTHS);
  }

  tokensOf(entry: number): number {
    const { words } = this.#cells;
    const head = entry >>> 2;
    const end = head + ((words[head] ?? 0) % WIDTHS);
    let tokens = 0;
    for (let i = head + 1; i <= end; i += 1) tokens += words[i] ?? 0;
    return tokens;
  }

  take(entry: number, counts: Float64Array, used: readonly number[]): void {
    const { words } = this.#cells;
    const head = entry >>> 2;
    counts.fill(0);
    for (let i = 0; i < used.length; i += 1) counts[used[i] ?? 0] = words[head + 1 + i] ?? 0;
  }
}
