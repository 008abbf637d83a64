import type { Block } from './bytes.ts';
import { QUOTE } from './bytes.ts';
import { NameTable } from './names.ts';
import { skipColon, skipPlain, skipSpace, UNUSUAL } from './skip.ts';

/** Keys of a line, and words of four bytes of a key, that are remembered. */
const KEYS = 64;
const WORDS = 16;

/**
 * Reads the keys of a line. Lines of one log have the same keys in the same order, so each is first
 * compared with the key that stood there in the line before: quotes, colon, white space and all.
 */
export class KeyTrail {
  /** Where the value of the key begins that was read last. */
  valueAt = 0;
  #index = 0;
  readonly #table = new NameTable();
  /** Per key: its bytes four at a time, the last four counted from its end, so that they may overlap. */
  readonly #words = new Int32Array(KEYS * WORDS);
  readonly #lengths = new Uint8Array(KEYS);
  readonly #names = new Uint8Array(KEYS);

  begin(): void {
    this.#index = 0;
  }

  /**
   * The name of the key at `at`, behind a brace or a comma; UNUSUAL for a key with an escape, or what
   * is none.
   */
  read(block: Block, at: number): number {
    const index = this.#index;
    this.#index = (index + 1) % KEYS;
    const length = this.#lengths[index] ?? 0;
    if (length !== 0 && this.#isAgain(block.view, at, index, length)) {
      this.valueAt = skipSpace(block.bytes, at + length);
      return this.#names[index] ?? UNUSUAL;
    }
    return this.#readNew(block, at, index);
  }

  #isAgain(view: DataView, at: number, index: number, length: number): boolean {
    const words = this.#words;
    const last = at + length - 4;
    let word = index * WORDS;
    for (let i = at; i < last; i += 4) {
      if (view.getInt32(i, true) !== words[word]) return false;
      word += 1;
    }
    return view.getInt32(last, true) === words[word];
  }

  #readNew(block: Block, at: number, index: number): number {
    const { bytes, view } = block;
    const open = skipSpace(bytes, at);
    if (bytes[open] !== QUOTE) return UNUSUAL;
    const close = skipPlain(block, open + 1);
    if (bytes[close] !== QUOTE) return UNUSUAL;
    const value = skipColon(bytes, close + 1);
    if (value === UNUSUAL) return UNUSUAL;
    const name = this.#table.find(view, open + 1, close);
    this.#remember(view, at, value - at, index, name);
    this.valueAt = value;
    return name;
  }

  #remember(view: DataView, at: number, length: number, index: number, name: number): void {
    // Even `"":` is three bytes long, so one more is asked for than any key must have.
    if (length < 4 || length > WORDS * 4) return;
    const last = at + length - 4;
    let word = index * WORDS;
    for (let i = at; i < last; i += 4) this.#words[word++] = view.getInt32(i, true);
    this.#words[word] = view.getInt32(last, true);
    this.#lengths[index] = length;
    this.#names[index] = name;
  }
}
