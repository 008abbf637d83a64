import { asText, parseJson } from '../../../core/json.ts';

/** Not grown: a text that is pushed out is made again. */
const SLOTS = 1024;

/**
 * Turns bytes into texts, the same bytes into the same text where it was made lately: a log names a handful of sessions
 * a million times.
 */
export class Interner {
  readonly #keys: Buffer[] = Array.from({ length: SLOTS }, () => Buffer.alloc(0));
  readonly #texts: (string | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  readonly #textOf: (written: string) => string | undefined;

  /** @param textOf what is meant by what is written; undefined for nothing. */
  constructor(textOf: (written: string) => string | undefined) {
    this.#textOf = textOf;
  }

  /** The text of `[from, to)`, which holds something. */
  text(bytes: Buffer, from: number, to: number): string | undefined {
    const slot = slotOf(bytes, from, to);
    const key = this.#keys[slot];
    if (key !== undefined && isSame(key, bytes, from, to)) return this.#texts[slot];
    const text = this.#textOf(bytes.toString('utf8', from, to));
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

/** What the inside of a string of JSON means. Paths of Windows have escapes. */
export function stringText(written: string): string | undefined {
  return written.includes('\\') ? asText(parseJson(`"${written}"`)) : written;
}

/** The text of `[from, to)`, the inside of a string of valid JSON. */
export function textOf(bytes: Buffer, from: number, to: number): string {
  return stringText(bytes.toString('utf8', from, to)) ?? '';
}
