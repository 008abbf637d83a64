import type { Block } from './bytes.ts';
import {
  SPACE,
  QUOTE,
  BACKSLASH,
  COMMA,
  COLON,
  OPEN_BRACE,
  CLOSE_BRACE,
  OPEN_BRACKET,
  CLOSE_BRACKET,
} from './bytes.ts';

/*
 * Walking over JSON as bytes. Each function takes the index where something begins and returns the
 * index behind it, or UNUSUAL where it is not the plain JSON that the walker is sure of: then the
 * line goes to JSON.parse, which has the last word. What the walker accepts, JSON.parse accepts too.
 *
 * A line must be followed by a control character (its newline), so that no loop needs to look at
 * where the line ends: no control character is valid inside a JSON text but as white space.
 */

export const UNUSUAL = -1;

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** 1 for the letters that may follow a backslash; `u` has digits behind it and is looked at apart. */
const ESCAPED = table((byte) => '"\\/bfnrt'.includes(String.fromCharCode(byte)));
const HEX = table((byte) => /[0-9a-fA-F]/.test(String.fromCharCode(byte)));
const LOWER_U = 0x75;

/** Containers inside one another that the walker follows; deeper ones go to JSON.parse. */
const MAX_DEPTH = 64;

function table(test: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (test(byte) ? 1 : 0));
}

/** Behind white space. Newlines count as none: a line ends at its own. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let i = from;
  while (bytes[i] === SPACE || bytes[i] === 0x09) i += 1;
  return i;
}

/**
 * Behind the closing quote of the string that begins at `from`, behind its opening quote. Most of a
 * log is text, so this is where the time goes: it looks at four bytes in a step.
 */
export function skipString(block: Block, from: number): number {
  const { bytes } = block;
  let i = from;
  for (;;) {
    i = skipPlain(block, i);
    if (bytes[i] === QUOTE) return i + 1;
    if (bytes[i] !== BACKSLASH) return UNUSUAL;
    const escape = bytes[i + 1] ?? 0;
    if (ESCAPED[escape] === 1) {
      i += 2;
    } else if (escape === LOWER_U && isHex(bytes, i + 2)) {
      i += 6;
    } else {
      return UNUSUAL;
    }
  }
}

/**
 * The next quote, backslash or control character. With one bit turned, a quote comes to lie among the
 * control characters and the space, which changes places with it, does not: so all that is below 0x21
 * is looked for. Of four bytes, taking 0x21 away borrows from the highest bit of those below it, and
 * likewise 1 from a backslash made 0. The lowest bit that is set is true; one above it may be a carry,
 * and is not looked at.
 */
export function skipPlain({ view }: Block, from: number): number {
  for (let i = from; ; i += 4) {
    const word = view.getInt32(i, true);
    const turned = word ^ 0x02020202;
    const backslash = word ^ 0x5c5c5c5c;
    const borrowed =
      (((turned - 0x21212121) & ~turned) | ((backslash - 0x01010101) & ~backslash)) & 0x80808080;
    if (borrowed !== 0) return i + ((31 - Math.clz32(borrowed & -borrowed)) >> 3);
  }
}

function isHex(bytes: Uint8Array, from: number): boolean {
  for (let i = from; i < from + 4; i += 1) if (HEX[bytes[i] ?? 0] !== 1) return false;
  return true;
}

/** Behind any JSON value, however it is made up inside. */
export function skipValue(block: Block, from: number, stack: Uint8Array): number {
  const { bytes } = block;
  let i = from;
  let depth = 0;
  for (;;) {
    // A value begins here.
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) {
      i = skipString(block, i + 1);
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      const close = byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
      i = skipSpace(bytes, i + 1);
      if (bytes[i] === close) {
        i += 1;
      } else {
        if (depth === MAX_DEPTH) return UNUSUAL;
        stack[depth] = close;
        depth += 1;
        if (close === CLOSE_BRACE) i = skipKey(block, i);
        if (i < 0) return UNUSUAL;
        continue;
      }
    } else {
      i = skipScalar(bytes, i);
    }
    if (i < 0) return UNUSUAL;
    // A value ended here: commas and closing brackets follow.
    for (;;) {
      if (depth === 0) return i;
      i = skipSpace(bytes, i);
      const next = bytes[i];
      if (next === COMMA) break;
      if (next !== stack[depth - 1]) return UNUSUAL;
      depth -= 1;
      i += 1;
    }
    i = skipSpace(bytes, i + 1);
    if (stack[depth - 1] === CLOSE_BRACE) {
      i = skipKey(block, i);
      if (i < 0) return UNUSUAL;
    }
  }
}

export function newStack(): Uint8Array {
  return new Uint8Array(MAX_DEPTH);
}

/** Behind a key, its colon and the white space that follows: where its value begins. */
function skipKey(block: Block, from: number): number {
  const { bytes } = block;
  if (bytes[from] !== QUOTE) return UNUSUAL;
  const end = skipString(block, from + 1);
  return end < 0 ? UNUSUAL : skipColon(bytes, end);
}

export function skipColon(bytes: Uint8Array, from: number): number {
  const i = skipSpace(bytes, from);
  return bytes[i] === COLON ? skipSpace(bytes, i + 1) : UNUSUAL;
}

/** Behind a number, `true`, `false` or `null`. */
export function skipScalar(bytes: Uint8Array, from: number): number {
  switch (bytes[from]) {
    case 0x74:
      return spells(bytes, from, 0x72, 0x75, 0x65) ? from + 4 : UNUSUAL;
    case 0x6e:
      return spells(bytes, from, 0x75, 0x6c, 0x6c) ? from + 4 : UNUSUAL;
    case 0x66:
      return spells(bytes, from, 0x61, 0x6c, 0x73) && bytes[from + 4] === 0x65 ? from + 5 : UNUSUAL;
    default:
      return skipNumber(bytes, from);
  }
}

function spells(bytes: Uint8Array, from: number, a: number, b: number, c: number): boolean {
  return bytes[from + 1] === a && bytes[from + 2] === b && bytes[from + 3] === c;
}

function skipNumber(bytes: Uint8Array, from: number): number {
  let i = bytes[from] === MINUS ? from + 1 : from;
  const whole = i;
  i = skipDigits(bytes, i);
  if (i === whole || (bytes[whole] === ZERO && i > whole + 1)) return UNUSUAL;
  if (bytes[i] === DOT) {
    const fraction = i + 1;
    i = skipDigits(bytes, fraction);
    if (i === fraction) return UNUSUAL;
  }
  if (bytes[i] === 0x65 || bytes[i] === 0x45) {
    const sign = bytes[i + 1] === MINUS || bytes[i + 1] === 0x2b ? i + 2 : i + 1;
    i = skipDigits(bytes, sign);
    if (i === sign) return UNUSUAL;
  }
  return i;
}

export function skipDigits(bytes: Uint8Array, from: number): number {
  let i = from;
  let byte = bytes[i] ?? 0;
  while (byte >= ZERO && byte <= NINE) {
    i += 1;
    byte = bytes[i] ?? 0;
  }
  return i;
}
