// Values that fill a slot, each in the form that its key asks for. As in json.ts, 0 stands for any other form.

import { isDigit, numberEnd, QUOTE, valueEnd, ZERO } from './json';
import { fillLabel, fillNumber, fillWord, hashOf } from './line';
import { momentEnd, ms, ofEpoch } from './moment';
import { stopsAt, stringEnd } from './strings';

/** A double holds every whole number of so many digits. */
const MOST_DIGITS: usize = 15;
const LOWER_E: u8 = 0x65;
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

let whole: f64 = 0;

/** A whole number without a sign, left in `whole`. */
export function wholeEnd(p: usize): usize {
  const from = p;
  let c = load<u8>(p);
  if (!isDigit(c)) return 0;
  let value: u64 = 0;
  do {
    value = value * 10 + (c - ZERO);
    c = load<u8>(++p);
  } while (isDigit(c));
  const digits = p - from;
  if (digits > MOST_DIGITS || (digits > 1 && load<u8>(from) === ZERO)) return 0;
  if (c === POINT || (c | 0x20) === LOWER_E) return 0;
  whole = <f64>value;
  return p;
}

export function countEnd(slot: u32, p: usize): usize {
  p = wholeEnd(p);
  if (p !== 0) fillNumber(slot, whole);
  return p;
}

export function timeEnd(slot: u32, p: usize): usize {
  if (load<u8>(p) === QUOTE) {
    p = momentEnd(p + 1);
    if (p !== 0) fillNumber(slot, ms);
    return p;
  }
  p = wholeEnd(p);
  if (p === 0) return 0;
  const epoch = ofEpoch(whole);
  if (epoch < 0) return 0;
  fillNumber(slot, epoch);
  return p;
}

export function labelEnd(slot: u32, p: usize): usize {
  const end = valueEnd(p);
  if (end !== 0) fillLabel(slot, p, <u32>(end - p));
  return end;
}

/** What is short and begins with a digit may be the number of a row, which tells nothing apart. */
const MOST_ROW_DIGITS: usize = 9;

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

export function textEnd(slot: u32, p: usize): usize {
  if (load<u8>(p) !== QUOTE || load<u8>(p, 1) === QUOTE) return 0;
  const end = stringEnd(p + 1);
  if (end !== 0) fillPlace(slot, p + 1, end - 1);
  return end;
}

function isAscii(p: usize, end: usize): bool {
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

function fillPlace(slot: u32, from: usize, end: usize): void {
  fillWord(slot, ((<u64>(end - from)) << 32) | from);
}
