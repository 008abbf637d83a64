// The grammar of JSON, on bytes. A function is told where a value begins and answers where it ends, or 0
// for what is not JSON. None looks for the end of the input: a newline stands there, which no value holds,
// and 80 bytes more can be read.

import { stringEnd } from './strings';

export const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
export const COLON: u8 = 0x3a;
export const ZERO: u8 = 0x30;
export const OPEN_BRACKET: u8 = 0x5b;
export const CLOSE_BRACKET: u8 = 0x5d;
export const OPEN_BRACE: u8 = 0x7b;
export const CLOSE_BRACE: u8 = 0x7d;
export const NEWLINE: u8 = 0x0a;
const SPACE: u8 = 0x20;

// The literals, read as four bytes.
const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;
const NULL: u32 = 0x6c6c756e;

/** The most containers inside one another that are followed: one bit of a word for each. */
const MOST_DEPTH: u32 = 64;

/** The next byte that is no white space; a newline is none here. */
export function spaceEnd(p: usize): usize {
  let c = load<u8>(p);
  while (c === SPACE || c === 0x09 || c === 0x0d) c = load<u8>(++p);
  return p;
}

export function isDigit(c: u8): bool {
  return c - ZERO < 10;
}

function digitsEnd(p: usize): usize {
  while (isDigit(load<u8>(p))) p++;
  return p;
}

export function numberEnd(p: usize): usize {
  if (load<u8>(p) === 0x2d) p++;
  const whole = p;
  p = digitsEnd(p);
  if (p === whole || (load<u8>(whole) === ZERO && p !== whole + 1)) return 0;
  if (load<u8>(p) === 0x2e) {
    const fraction = ++p;
    p = digitsEnd(p);
    if (p === fraction) return 0;
  }
  if ((load<u8>(p) | 0x20) === 0x65) {
    const sign = load<u8>(++p);
    if (sign === 0x2b || sign === 0x2d) p++;
    const exponent = p;
    p = digitsEnd(p);
    if (p === exponent) return 0;
  }
  return p;
}

export function isNull(p: usize): bool {
  return load<u32>(p) === NULL;
}

/** A value that is no object and no array. */
export function scalarEnd(p: usize): usize {
  const c = load<u8>(p);
  if (c === QUOTE) return stringEnd(p + 1);
  if (c === 0x74) return load<u32>(p) === TRUE ? p + 4 : 0;
  if (c === 0x66) return load<u32>(p, 1) === ALSE ? p + 5 : 0;
  if (c === 0x6e) return isNull(p) ? p + 4 : 0;
  return numberEnd(p);
}

export function valueEnd(p: usize): usize {
  const c = load<u8>(p);
  if (c === QUOTE) return stringEnd(p + 1);
  return c === OPEN_BRACE || c === OPEN_BRACKET ? containerEnd(p) : scalarEnd(p);
}

/** An object or an array with all that is in it. Deeper than MOST_DEPTH counts as no JSON. */
function containerEnd(p: usize): usize {
  // A bit for each open container, the innermost last: 1 is an object.
  let kinds: u64 = 0;
  let depth: u32 = 0;
  while (true) {
    // At a value.
    const c = load<u8>(p);
    if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      const isObject = c === OPEN_BRACE;
      kinds = (kinds << 1) | u64(isObject);
      if (++depth > MOST_DEPTH) return 0;
      p = spaceEnd(p + 1);
      if (load<u8>(p) !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        if (isObject) p = keyEnd(p);
        if (p === 0) return 0;
        continue;
      }
    } else {
      p = scalarEnd(p);
      if (p === 0) return 0;
      p = spaceEnd(p);
    }
    // Behind a value, or at the end of an empty container.
    while (true) {
      const isObject = (kinds & 1) !== 0;
      const next = load<u8>(p);
      if (next === COMMA) {
        p = spaceEnd(p + 1);
        if (isObject) p = keyEnd(p);
        if (p === 0) return 0;
        break;
      }
      if (next !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) return 0;
      p++;
      kinds >>= 1;
      if (--depth === 0) return p;
      p = spaceEnd(p);
    }
  }
}

/** A key with its colon: the answer is where its value begins. */
function keyEnd(p: usize): usize {
  if (load<u8>(p) !== QUOTE) return 0;
  p = stringEnd(p + 1);
  if (p === 0) return 0;
  return behindColon(p);
}

export function behindColon(p: usize): usize {
  p = spaceEnd(p);
  return load<u8>(p) === COLON ? spaceEnd(p + 1) : 0;
}
