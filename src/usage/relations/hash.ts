/**
 * 53 bits of a text, to remember many of them by: a million meet by chance once in 18,000 logs.
 * @param behind the hash of what the text belongs to, which tells it from the same text elsewhere.
 */
export function hashOf(text: string, behind = 0): number {
  let high = highOf(behind);
  let low = lowOf(behind);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  return mixed(high, low);
}

/** The same of the inside of a JSON string; undefined where its bytes are not those of its text. */
export function hashOfBytes(bytes: Uint8Array, from: number, to: number, behind = 0): number | undefined {
  let high = highOf(behind);
  let low = lowOf(behind);
  for (let i = from; i < to; i += 1) {
    const unit = bytes[i] ?? 0;
    if (unit === BACKSLASH || unit > LAST_ASCII) return undefined;
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  return mixed(high, low);
}

/** The same of a whole number. */
export function hashOfNumber(number: number, behind = 0): number {
  const top = Math.floor(number / 0x1_0000_0000);
  const high = Math.imul(highOf(behind) ^ number, 0x9e3779b1);
  const low = Math.imul(lowOf(behind) ^ number, 0x5f356495);
  // Shifted: else inverting both halves of a number, as -1 does to 0, may undo itself.
  return mixed(
    Math.imul(high ^ (high >>> 15) ^ top, 0x9e3779b1),
    Math.imul(low ^ (low >>> 13) ^ top, 0x5f356495),
  );
}

const BACKSLASH = 0x5c;
const LAST_ASCII = 0x7f;

function highOf(behind: number): number {
  return 0x2545f491 ^ (behind / 0x20_0000);
}

function lowOf(behind: number): number {
  return 0x41c64e6d ^ behind;
}

function mixed(a: number, b: number): number {
  const high = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  const low = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high >>> 0) * 0x20_0000 + (low >>> 11);
}
