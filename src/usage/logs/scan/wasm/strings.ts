// Strings, which are most of what a log consists of, sixteen or 64 bytes at a time. As in json.ts, 0 stands for
// what is not JSON; a control character, such as the newline at the end of the input, ends no string.

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const SMALL_U: u8 = 0x75;

/** A bit for each of 16 bytes that a string cannot pass over: a quote, a backslash, a control character. */
export function stopsAt(p: usize): i32 {
  const bytes = v128.load(p);
  return i8x16.bitmask(v128.or(v128.or(equal(bytes, QUOTE), equal(bytes, BACKSLASH)), controls(bytes)));
}

/** @param p behind the opening quote; the answer is behind the closing one. */
export function stringEnd(p: usize): usize {
  const stops = stopsAt(p);
  if (stops === 0) return blocksEnd(p + 16);
  p += ctz(stops);
  return load<u8>(p) === QUOTE ? p + 1 : blocksEnd(p);
}

/** What is left of a string; the byte at `p` is not escaped. */
function blocksEnd(p: usize): usize {
  while (true) {
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    const backslashes = bits(
      equal(a, BACKSLASH),
      equal(b, BACKSLASH),
      equal(c, BACKSLASH),
      equal(d, BACKSLASH),
    );
    const escaped = backslashes << 1;
    const quotes = bits(equal(a, QUOTE), equal(b, QUOTE), equal(c, QUOTE), equal(d, QUOTE)) & ~escaped;
    // The bytes in front of the closing quote.
    const inside = quotes === 0 ? ~(<u64>0) : (quotes & -quotes) - 1;
    if ((bits(controls(a), controls(b), controls(c), controls(d)) & inside) !== 0) return 0;
    if ((backslashes & inside) !== 0) {
      const unclear =
        (backslashes & escaped) | (escaped & ~bits(escapes(a), escapes(b), escapes(c), escapes(d)));
      if ((unclear & inside) !== 0) {
        p = escapesEnd(p + <usize>ctz(backslashes));
        if (p === 0) return 0;
        continue;
      }
    }
    if (quotes !== 0) return p + <usize>ctz(quotes) + 1;
    // A backslash at the end is looked at again, together with what it escapes.
    p += 64 - <usize>(backslashes >> 63);
  }
}

/** Escapes that follow one another, one by one. */
function escapesEnd(p: usize): usize {
  while (load<u8>(p) === BACKSLASH) {
    const escaped = load<u8>(p, 1);
    if (escaped === SMALL_U) {
      if (!areHex(p + 2)) return 0;
      p += 6;
    } else {
      if (i8x16.extract_lane_u(escapes(i8x16.splat(escaped)), 0) === 0) return 0;
      p += 2;
    }
  }
  return p;
}

function areHex(p: usize): bool {
  return isHex(load<u8>(p)) && isHex(load<u8>(p, 1)) && isHex(load<u8>(p, 2)) && isHex(load<u8>(p, 3));
}

function isHex(c: u8): bool {
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 6;
}

/** A bit for each of 64 bytes. */
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = <u64>i8x16.bitmask(a) | ((<u64>i8x16.bitmask(b)) << 16);
  return low | ((<u64>i8x16.bitmask(c)) << 32) | ((<u64>i8x16.bitmask(d)) << 48);
}

function equal(bytes: v128, byte: u8): v128 {
  return i8x16.eq(bytes, i8x16.splat(byte));
}

function controls(bytes: v128): v128 {
  return i8x16.eq(bytes, i8x16.min_u(bytes, i8x16.splat(0x1f)));
}

/**
 * The bytes that may stand alone behind a backslash: "/ are 22 and 2f, \\ is 5c, bfn are 62, 66 and 6e, rt are 72
 * and 74. Each first digit has a bit, and each second digit the bits of the first digits that it goes with.
 */
function escapes(bytes: v128): v128 {
  const first = i8x16.swizzle(i8x16(0, 0, 1, 0, 0, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0), i8x16.shr_u(bytes, 4));
  const second = i8x16.swizzle(
    i8x16(0, 0, 13, 0, 8, 0, 4, 0, 0, 0, 0, 0, 2, 0, 4, 1),
    v128.and(bytes, i8x16.splat(0x0f)),
  );
  return i8x16.ne(v128.and(first, second), i8x16.splat(0));
}
