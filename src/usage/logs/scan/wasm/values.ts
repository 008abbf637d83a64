// Values that fill a slot, each in the form that its key asks for. As in json.ts, 0 stands for any other form.

import { isDigit, numberEnd, QUOTE, valueEnd, ZERO } from './json';
import { fillLabel, fillNumber, fillWord } from './line';
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

/** Only of ASCII, so that its bytes are its text. */
export function idEnd(slot: u32, p: usize): usize {
  if (load<u8>(p) !== QUOTE) return 0;
  const from = p + 1;
  const end = plainEnd(from);
  if (end === 0 || !isAscii(from, end)) return 0;
  fillPlace(slot, from, end);
  return end + 1;
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
