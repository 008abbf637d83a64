import type { Block } from './bytes.ts';
import { QUOTE, sameBytes } from './bytes.ts';
import { NameTable } from './names.ts';
import { skipColon, skipPlain, skipSpace, UNUSUAL } from './skip.ts';

/** Keys of a line, and bytes of a key, that are remembered. */
const KEYS = 64;
const BYTES = 60;
const NO_KEY = new DataView(new ArrayBuffer(0));

/**
 * Reads the keys of a line. Lines of one log have the same keys in the same order, so each is first
 * compared with the key that stood there in the line before, quotes, colon and all.
 */
export class KeyTrail {
  /** Where the value of the key begins that was read last. */
  valueAt = 0;
  #index = 0;
  readonly #table = new NameTable();
  readonly #keys = Array.from({ length: KEYS }, () => new DataView(new ArrayBuffer(BYTES + 4)));
  readonly #lengths = new Uint8Array(KEYS);
  readonly #names = new Uint8Array(KEYS);

  begin(): void {
    this.#index = 0;
  }

  /** The name of the key at `at`; UNUSUAL for a key with an escape, or what is none. */
  read(block: Block, at: number): number {
    const index = this.#index;
    this.#index = (index + 1) % KEYS;
    const length = this.#lengths[index] ?? 0;
    if (length !== 0 && sameBytes(this.#keys[index] ?? NO_KEY, block.view, at, length)) {
      this.valueAt = skipSpace(block.bytes, at + length);
      return this.#names[index] ?? UNUSUAL;
    }
    return this.#readNew(block, at, index);
  }

  #readNew(block: Block, at: number, index: number): number {
    const { bytes, view } = block;
    if (bytes[at] !== QUOTE) return UNUSUAL;
    const close = skipPlain(block, at + 1);
    if (bytes[close] !== QUOTE) return UNUSUAL;
    const value = skipColon(bytes, close + 1);
    if (value === UNUSUAL) return UNUSUAL;
    const name = this.#table.find(view, at + 1, close);
    this.#remember(block, at, value - at, index, name);
    this.valueAt = value;
    return name;
  }

  #remember({ bytes }: Block, at: number, length: number, index: number, name: number): void {
    const key = this.#keys[index];
    if (key === undefined || length > BYTES) return;
    for (let i = 0; i < length; i += 1) key.setUint8(i, bytes[at + i] ?? 0);
    this.#lengths[index] = length;
    this.#names[index] = name;
  }
}
