import type { Block } from './bytes.ts';
import { headOf, sameBytes, tailOf } from './bytes.ts';

/** Not grown: a text that is pushed out is made again. */
const SLOTS = 1024;
const NOTHING = new DataView(new ArrayBuffer(4));

/**
 * Turns bytes into texts, the same bytes into the same text where it was made lately: a log names
 * a handful of models and sessions a million times.
 */
export class Interner {
  readonly #keys: DataView[] = Array.from({ length: SLOTS }, () => NOTHING);
  readonly #texts: string[] = Array.from({ length: SLOTS }, () => '');

  /** The text of `[from, to)`, which is UTF-8. */
  text({ bytes, view }: Block, from: number, to: number): string {
    const length = to - from;
    const mixed = Math.imul(
      headOf(view, from, length) ^ Math.imul(tailOf(view, from, length), 31) ^ length,
      0x9e3779b1,
    );
    const slot = mixed >>> 22;
    const known = this.#texts[slot] ?? '';
    const key = this.#keys[slot] ?? NOTHING;
    if (key.byteLength === length + 4 && sameBytes(key, view, from, length)) return known;
    const text = bytes.toString('utf8', from, to);
    const copy = new Uint8Array(length + 4);
    bytes.copy(copy, 0, from, to);
    this.#keys[slot] = new DataView(copy.buffer);
    this.#texts[slot] = text;
    return text;
  }
}
