/** The values of lines, in the memory of a scanner. */
export class Cells {
  /** Counts, moments, hashes, and the numbers of ids: 1 for the first that came, and the same for the same id. */
  numbers: Float64Array = new Float64Array(0);
  /** The same memory: two words a cell. Of an amount and a text they are where it begins and its length. */
  words: Uint32Array = new Uint32Array(0);
  bytes: Buffer = Buffer.alloc(0);
  /** How many lines came before those that were scanned together. */
  linesBefore = 0;
  readonly #memory: WebAssembly.Memory;
  readonly #text: WebAssembly.Memory;

  /** @param text where the lines stand, if elsewhere than the values. */
  constructor(memory: WebAssembly.Memory, text = memory) {
    this.#memory = memory;
    this.#text = text;
    this.renew();
  }

  /** Sees all of a memory that has grown. What was seen before is there still: nobody need ask after every call. */
  renew(): void {
    const { buffer } = this.#memory;
    if (buffer.byteLength !== this.words.byteLength) {
      this.numbers = new Float64Array(buffer);
      this.words = new Uint32Array(buffer);
    }
    const text = this.#text.buffer;
    if (text.byteLength !== this.bytes.byteLength) this.bytes = Buffer.from(text);
  }

  /** The number of the line in its file. */
  lineAt(at: number): number {
    return this.linesBefore + (this.words[at * 2 - 3] ?? 0);
  }

  /** Where the line begins. */
  startAt(at: number): number {
    return this.words[at * 2 - 2] ?? 0;
  }

  /** Where the line ends. */
  endAt(at: number): number {
    return this.words[at * 2 - 1] ?? 0;
  }

  /** Where the text of a cell begins. */
  fromAt(at: number): number {
    return this.words[at * 2] ?? 0;
  }

  /** Where it ends. */
  toAt(at: number): number {
    return this.fromAt(at) + (this.words[at * 2 + 1] ?? 0);
  }

  /** The text of an amount, which is ASCII. */
  amountAt(at: number): string {
    return this.bytes.toString('latin1', this.fromAt(at), this.toAt(at));
  }
}
