/** Names that a log repeats on every line. Not grown: a name that is pushed out is made again. */
const SLOTS = 1024;

/**
 * Turns bytes into texts, the same bytes into the same text where it was made lately: a log names
 * a handful of models and sessions a million times.
 */
export class Interner {
  readonly #keys: Uint8Array[] = Array.from({ length: SLOTS }, () => new Uint8Array(0));
  readonly #texts: string[] = Array.from({ length: SLOTS }, () => '');

  /** The text of `bytes[from, to)`, which is UTF-8. */
  text(bytes: Buffer, from: number, to: number): string {
    const slot = hash(bytes, from, to) & (SLOTS - 1);
    const known = this.#texts[slot];
    if (known !== undefined && equal(this.#keys[slot], bytes, from, to)) return known;
    const text = bytes.toString('utf8', from, to);
    this.#keys[slot] = Uint8Array.prototype.slice.call(bytes, from, to);
    this.#texts[slot] = text;
    return text;
  }
}

/** Names differ at their ends: a few bytes of each and the length tell them apart well enough. */
function hash(bytes: Buffer, from: number, to: number): number {
  let value = to - from;
  const tail = Math.max(from, to - 8);
  for (let i = tail; i < to; i += 1) value = Math.imul(value, 31) + (bytes[i] ?? 0);
  value = Math.imul(value, 31) + (bytes[from] ?? 0);
  value = Math.imul(value, 31) + (bytes[(from + to) >> 1] ?? 0);
  return value ^ (value >>> 15);
}

function equal(key: Uint8Array | undefined, bytes: Buffer, from: number, to: number): boolean {
  if (key === undefined || key.length !== to - from) return false;
  for (let i = 0; i < key.length; i += 1) if (key[i] !== bytes[from + i]) return false;
  return true;
}
