// Values that fill a slot, each in the form that its key asks for. As in json.ts, 0 stands for any other form.

import { isDigit, numberEnd, QUOTE, valueEnd, ZERO } from './json';
import { fillLabel, fillNumber, fillWord, hashOf } from './line';
import { epochEnd, momentEnd, ms } from './moment';
import { stopsAt, stringEnd } from './strings';

/** A double holds every whole number of so many digits. */
const MOST_DIGITS: usize = 15;
const LOWER_E: u8 = 0x65;
const UPPER_HALVES: u64 = 0xf0f0_f0f0_f0f0_f0f0;
const ZEROS: u64 = 0x3030_3030_3030_3030;
const POINT: u8 = 0x2e;

/** The closing quote of a string without escapes. */
export function plainEnd(p: usize): usize {
  let stops = stopsAt(p);
  while (stops === 0) {
    p += 16;
    stops = stopsAt(p);
  }
  p += ctz(stops);
  return load<u8>(p) === QUOTE ? p : 0;
}

export let whole: f64 = 0;

/** A whole number without a sign, left in `whole`. */
export function wholeEnd(p: usize): usize {
  p = unsignedEnd(p);
  if (p === 0) return 0;
  const c = load<u8>(p);
  return c === POINT || (c | 0x20) === LOWER_E ? 0 : p;
}

/** The digits of a number without a sign, left in `whole`, whatever stands behind them. */
export function unsignedEnd(p: usize): usize {
  const from = p;
  const word = load<u64>(p);
  const count = digitsIn(word);
  if (count === 0) return 0;
  let value = valueOf(word, count);
  p += count;
  let c = load<u8>(p);
  if (count === 8) for (; isDigit(c); c = load<u8>(++p)) value = value * 10 + (c - ZERO);
  const digits = p - from;
  if (digits > MOST_DIGITS || (digits > 1 && load<u8>(from) === ZERO)) return 0;
  whole = <f64>value;
  return p;
}

/** How many of the eight bytes are digits, from the first on. */
function digitsIn(word: u64): u32 {
  // The upper half of a digit is 3, and so is that of six more.
  const others = ((word & UPPER_HALVES) ^ ZEROS) | (((word + 0x0606_0606_0606_0606) & UPPER_HALVES) ^ ZEROS);
  return <u32>ctz(others) >> 3;
}

/** The number that the first so many bytes, at least one, are the digits of: two at a time, then four, then eight. */
function valueOf(word: u64, digits: u32): u64 {
  word = (word << ((8 - digits) * 8)) & 0x0f0f_0f0f_0f0f_0f0f;
  word = (word * 10 + (word >> 8)) & 0x00ff_00ff_00ff_00ff;
  word = (word * 100 + (word >> 16)) & 0x0000_ffff_0000_ffff;
  return (word * 10_000 + (word >> 32)) & 0xffff_ffff;
}

export function countEnd(slot: u32, p: usize): usize {
  p = wholeEnd(p);
  if (p !== 0) fillNumber(slot, whole);
  return p;
}

export function timeEnd(slot: u32, p: usize): usize {
  if (load<u8>(p) !== QUOTE) p = epochEnd(p, false);
  // Of a date, the fifth character is none.
  else if (isDigit(load<u8>(p, 5))) p = epochEnd(p + 1, true);
  else p = quotedMomentEnd(p + 1);
  if (p !== 0) fillNumber(slot, ms);
  return p;
}

function quotedMomentEnd(p: usize): usize {
  p = momentEnd(p);
  return p !== 0 && load<u8>(p) === QUOTE ? p + 1 : 0;
}

export function labelEnd(slot: u32, p: usize): usize {
  const end = valueEnd(p);
  if (end !== 0) fillLabel(slot, p, <u32>(end - p));
  return end;
}

/** What is short and begins with a digit may be the number of a row, which tells nothing apart. */
export const MOST_ROW_DIGITS: usize = 9;

export function idEnd(slot: u32, p: usize): usize {
  const from = p + 1;
  const end = asciiEnd(p);
  if (end === 0 || (isDigit(load<u8>(from)) && end - from <= MOST_ROW_DIGITS)) return 0;
  fillWord(slot, hashOf(from, <u32>(end - from)));
  return end + 1;
}

export function hashEnd(slot: u32, p: usize): usize {
  const end = asciiEnd(p);
  if (end === 0) return 0;
  fillNumber(slot, asDouble(hashOf(p + 1, <u32>(end - p - 1))));
  return end + 1;
}

/** As many bits as a double holds exactly, and never 0, which stands for none. */
export function asDouble(hash: u64): f64 {
  return <f64>((hash >> 11) | 1);
}

/** The closing quote of a string that is not empty, and of ASCII without escapes, so that its bytes are its text. */
function asciiEnd(p: usize): usize {
  if (load<u8>(p) !== QUOTE) return 0;
  const from = p + 1;
  const end = plainEnd(from);
  return end > from && isAscii(from, end) ? end : 0;
}

/** Fills the slot behind its own as well, with a hash of what is written. */
export function textEnd(slot: u32, p: usize): usize {
  if (load<u8>(p) !== QUOTE || load<u8>(p, 1) === QUOTE) return 0;
  const end = stringEnd(p + 1);
  if (end === 0) return 0;
  fillPlace(slot, p + 1, end - 1);
  fillNumber(slot + 1, asDouble(hashOf(p + 1, <u32>(end - p - 2))));
  return end;
}

export function isAscii(p: usize, end: usize): bool {
  let high: u64 = 0;
  for (; p + 8 <= end; p += 8) high |= load<u64>(p);
  for (; p < end; p++) high |= load<u8>(p);
  return (high & 0x8080_8080_8080_8080) === 0;
}

export function amountEnd(slot: u32, p: usize): usize {
  const end = numberEnd(p);
  if (end !== 0) fillPlace(slot, p, end);
  return end;
}

export function fillPlace(slot: u32, from: usize, end: usize): void {
  fillWord(slot, ((<u64>(end - from)) << 32) | from);
}
