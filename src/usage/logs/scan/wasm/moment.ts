// Times, as usage/time.ts reads them. What is not written in the one form that logs use is left to it.

import { isDigit, QUOTE, ZERO } from './json';

const SECOND: f64 = 1000;
const MINUTE: f64 = 60 * SECOND;
const HOUR: f64 = 60 * MINUTE;
const DAY: f64 = 24 * HOUR;

const UTC: u32 = 0x0043_5455;

// Epochs below the first are in seconds.
const FIRST_MS: f64 = 1e11;
export const FIRST_US: f64 = 1e14;
const FIRST_NS: f64 = 1e17;

const FEWEST_TEXT_DIGITS: usize = 9;
/** A word holds every number of so many. */
const MOST_EPOCH_DIGITS: usize = 19;

/** Milliseconds since 1970 of the time that was read last. */
export let ms: f64 = 0;

// Most lines of a log are of the day of the line before.
let date: u64 = 0;
let dateEnd: u16 = 0;
let dateMs: f64 = -1;

/** The digits of an epoch, as a number or a text: `p` is at the first of them. */
export function epochEnd(p: usize, isText: bool): usize {
  const from = p;
  let value: u64 = 0;
  for (; isDigit(load<u8>(p)); p++) value = value * 10 + (load<u8>(p) - ZERO);
  const digits = p - from;
  if (load<u8>(from) === ZERO || digits === 0 || digits > MOST_EPOCH_DIGITS) return 0;
  const c = load<u8>(p);
  if (isText) {
    if (c !== QUOTE || digits < FEWEST_TEXT_DIGITS) return 0;
    p++;
  } else if (c === 0x2e || (c | 0x20) === 0x65) return 0;
  ms = ofEpoch(<f64>value);
  return p;
}

/** Milliseconds of an epoch whose size tells its unit. */
export function ofEpoch(value: f64): f64 {
  if (value < FIRST_MS) return value * SECOND;
  if (value < FIRST_US) return value;
  return rounded(value / (value < FIRST_NS ? 1e3 : 1e6));
}

/** As Math.round does, which adding a half and cutting it off does not always. */
function rounded(value: f64): f64 {
  const whole = floor(value);
  return value - whole >= 0.5 ? whole + 1 : whole;
}

/**
 * Reads `YYYY-MM-DDTHH:MM:SS`, with a fraction and a zone if there are any.
 * Answers where it ends; 0 for what is written in another way.
 */
export function momentEnd(p: usize): usize {
  if (!readDate(p)) return 0;
  const separator = load<u8>(p, 10);
  if (separator !== 0x54 && separator !== 0x20) return 0;
  const hour = two(p + 11);
  const minute = two(p + 14);
  const second = two(p + 17);
  if (load<u8>(p, 13) !== 0x3a || load<u8>(p, 16) !== 0x3a) return 0;
  if (hour > 23 || minute > 59 || second > 60) return 0;
  ms = dateMs + <f64>hour * HOUR + <f64>minute * MINUTE + <f64>min(second, 59) * SECOND;
  p += 19;
  if (load<u8>(p) === 0x2e) {
    p = fractionEnd(p + 1);
    if (p === 0) return 0;
  }
  return zoneEnd(p);
}

function readDate(p: usize): bool {
  if (dateMs >= 0 && load<u64>(p) === date && load<u16>(p, 8) === dateEnd) return true;
  dateMs = -1;
  if (load<u8>(p, 4) !== 0x2d || load<u8>(p, 7) !== 0x2d) return false;
  const year = two(p) * 100 + two(p + 2);
  const month = two(p + 5);
  const day = two(p + 8);
  if (year < 1970 || year > 9999 || month < 1 || month > 12) return false;
  if (day < 1 || day > daysIn(year, month)) return false;
  dateMs = <f64>(daysBefore(year) + dayOfYear(year, month, day)) * DAY;
  date = load<u64>(p);
  dateEnd = load<u16>(p, 8);
  return true;
}

/** One to nine digits, of which the first three are kept. */
function fractionEnd(p: usize): usize {
  const from = p;
  let value: u32 = 0;
  for (; isDigit(load<u8>(p)); p++) if (p < from + 3) value = value * 10 + (load<u8>(p) - ZERO);
  const digits = <u32>(p - from);
  if (digits === 0 || digits > 9) return 0;
  ms += <f64>(digits === 1 ? value * 100 : digits === 2 ? value * 10 : value);
  return p;
}

/** Nothing, Z or UTC, or an offset such as +05:30, +0530 or +05; a space may stand before it. */
function zoneEnd(p: usize): usize {
  const bare = p;
  if (load<u8>(p) === 0x20) p++;
  const c = load<u8>(p);
  if ((c | 0x20) === 0x7a) return p + 1;
  if ((load<u32>(p) & 0x00ff_ffff) === UTC) return p + 3;
  if (c !== 0x2b && c !== 0x2d) return bare;
  const hours = two(p + 1);
  p += 3;
  const hasColon = load<u8>(p) === 0x3a;
  if (hasColon) p++;
  let minutes: u32 = 0;
  if (hasColon || isDigit(load<u8>(p))) {
    minutes = two(p);
    p += 2;
  }
  if (hours > 99 || minutes > 99) return 0;
  const offset = <f64>hours * HOUR + <f64>minutes * MINUTE;
  ms += c === 0x2b ? -offset : offset;
  return p;
}

/** Two digits; a large number where they are none. */
function two(p: usize): u32 {
  const tens = load<u8>(p);
  const ones = load<u8>(p, 1);
  return isDigit(tens) && isDigit(ones) ? <u32>(tens - ZERO) * 10 + (ones - ZERO) : 10_000;
}

function isLeap(year: u32): bool {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: u32, month: u32): u32 {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970 to the first of January. */
function daysBefore(year: u32): u32 {
  const past = year - 1;
  return (year - 1970) * 365 + (past / 4 - 492) - (past / 100 - 19) + (past / 400 - 4);
}

function dayOfYear(year: u32, month: u32, day: u32): u32 {
  let days = day - 1;
  for (let each: u32 = 1; each < month; each++) days += daysIn(year, each);
  return days;
}
