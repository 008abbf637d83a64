import type { LineMemory } from './lines.ts';

const NEWLINE = 0x0a;

/** Hands on every line that is not blank: how logs are read where JSON.parse has to read each line. */
export class PlainLines implements LineMemory {
  bytes: Buffer = Buffer.alloc(0);
  lines = 0;
  readonly #hand: (bytes: Buffer, start: number, end: number, line: number) => void;

  constructor(hand: (bytes: Buffer, start: number, end: number, line: number) => void) {
    this.#hand = hand;
  }

  allocate(bytes: number): number {
    const larger = Buffer.alloc(this.bytes.length + bytes);
    this.bytes.copy(larger);
    const at = this.bytes.length;
    this.bytes = larger;
    return at;
  }

  scan(from: number, to: number): void {
    for (let start = from; start < to;) {
      const end = this.bytes.indexOf(NEWLINE, start);
      this.lines += 1;
      if (!isBlank(this.bytes, start, end)) this.#hand(this.bytes, start, end, this.lines);
      start = end + 1;
    }
  }
}

/** True for nothing but white space. */
export function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== NEWLINE) return false;
  }
  return true;
}
