import { asText, parseJson } from '../../../core/json.ts';

/** Not grown: a text that is pushed out is made again. */
const SLOTS = 1024;

/**
 * Turns the bytes of JSON strings into texts, the same bytes into the same text where it was made lately: a log names
 * a handful of sessions a million times.
 */
export class Interner {
  readonly #keys: Buffer[] = Array.from({ length: SLOTS }, () => Buffer.alloc(0));
  readonly #texts: string[] = Array.from({ length: SLOTS }, () => '');

  /** The text of `[from, to)`, the inside of a string of valid JSON. */
  text(bytes: Buffer, from: number, to: number): string {
    const slot = slotOf(bytes, from, to);
    const key = this.#keys[slot];
    if (key !== undefined && isSame(key, bytes, from, to)) return this.#texts[slot] ?? '';
    const text = textOf(bytes, from, to);
    this.#keys[slot] = Buffer.from(bytes.subarray(from, to));
    this.#texts[slot] = text;
    return text;
  }
}

/** By the length and a few bytes, the last ones among them: paths and ids begin alike. */
function slotOf(bytes: Buffer, from: number, to: number): number {
  const first = (to - from) * 31 + (bytes[from] ?? 0) + (bytes[(from + to) >> 1] ?? 0) * 17;
  return (first + (bytes[to - 3] ?? 0) * 257 + (bytes[to - 2] ?? 0) * 53 + (bytes[to - 1] ?? 0) * 7) % SLOTS;
}

export function isSame(key: Buffer, bytes: Buffer, from: number, to: number): boolean {
  if (key.length !== to - from) return false;
  for (let i = 0; i < key.length; i += 1) if (key[i] !== bytes[from + i]) return false;
  return true;
}

/** The text of `[from, to)`, the inside of a string of valid JSON. Paths of Windows have escapes. */
export function textOf(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to);
  return text.includes('\\') ? (asText(parseJson(`"${text}"`)) ?? '') : text;
}
