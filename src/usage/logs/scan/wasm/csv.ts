// Tables of text, as RFC 4180 writes them: the cells of a row fill slots as the values of a line of JSON do. The
// roles of columns, and which cells are ordinary, are those of ../../../tables/row.ts.

import { allocate } from './memory';
import { isDigit, NEWLINE, QUOTE } from './json';
import { beginLine, fillLabel, fillNumber, fillWord, hashOf } from './line';
import { FIRST_US, momentEnd, ms, ofEpoch } from './moment';
import { fillPlace, isAscii, MOST_ROW_DIGITS, unsignedEnd, whole, wholeEnd } from './values';

/** What is read of the cells of a column. The same numbers stand in ../columns.ts. */
namespace Reads {
  export const NOTHING: u32 = 0;
  export const COUNT: u32 = 1;
  /** A moment fills the slot; a time in any other form fills the next one with its text. */
  export const MOMENT: u32 = 2;
  export const LABEL: u32 = 3;
  export const TEXT: u32 = 4;
  export const ID: u32 = 5;
  /** A row with anything in such a cell is not ordinary. */
  export const EMPTY: u32 = 6;
}

const RETURN: u8 = 0x0d;
const SPACE: u8 = 0x20;
const TAB: u8 = 0x09;
const POINT: u8 = 0x2e;
/** Labels are kept, and there may be thousands. */
const MOST_LABEL_BYTES: usize = 1 << 10;
/** Fewer digits are no epoch. */
const FEWEST_EPOCH_DIGITS: usize = 9;

// A column: 0 what is read of it, 4 its slot.
const COLUMN_BYTES = 8;
let columns: usize = 0;
let columnsRoom: u32 = 0;
let columnCount: u32 = 0;

let delimiter: u8 = 0;
let isCrlf = false;
let hasDecimalPoint = false;

/** Where the content of the row at hand ends, before its line ending. */
export let contentEnd: usize = 0;
/** Whether every cell that is read has the form that its column asks for, and there is one for each column. */
export let isOrdinary = false;
/** Line endings that were passed, those in quotes too. */
export let endings: u32 = 0;
/** Why there is no row: quotes that RFC 4180 does not know, or else only a part of it has been read. */
export let hasOddQuotes = false;

/** A table begins, whose columns are told one after the other. */
export function beginTable(separator: u32, endsInCrlf: bool, writesDecimalPoint: bool, count: u32): void {
  delimiter = <u8>separator;
  isCrlf = endsInCrlf;
  hasDecimalPoint = writesDecimalPoint;
  if (count > columnsRoom) {
    columnsRoom = count * 2;
    columns = allocate(columnsRoom * COLUMN_BYTES);
  }
  columnCount = 0;
  endings = 0;
}

export function addColumn(reads: u32, slot: u32): void {
  const column = columns + columnCount++ * COLUMN_BYTES;
  store<u32>(column, reads);
  store<u32>(column, slot, 4);
}

/**
 * Reads the row at `start`; answers where the next one begins, or 0 where this one is not whole or has odd quotes.
 * A newline stands at `limit`. @param isEnd whether the table ends there.
 */
export function rowEnd(start: usize, limit: usize, isEnd: bool): usize {
  beginLine();
  isOrdinary = true;
  hasOddQuotes = false;
  let newlines: u32 = 0;
  let cell: u32 = 0;
  let p = start;
  while (true) {
    let from = p;
    let to: usize;
    let isPlain = true;
    if (load<u8>(p) === QUOTE) {
      to = closingQuote(++from, limit);
      newlines += newlinesInside;
      isPlain = !hasQuotesInside;
      if (to === 0) {
        hasOddQuotes = isEnd;
        return 0;
      }
      p = to + 1;
      if (p >= limit && !isEnd) return 0;
      contentEnd = p;
      if (isCrlf && load<u8>(p) === RETURN && load<u8>(p, 1) === NEWLINE) p++;
    } else {
      p = to = cellEnd(p, start, limit);
      if (p === limit && !isEnd) return 0;
      if (isCrlf && p < limit && load<u8>(p) === NEWLINE) to--;
      contentEnd = to;
    }
    if (cell < columnCount && isOrdinary)
      isOrdinary = readCell(columns + cell * COLUMN_BYTES, from, to, isPlain);
    cell++;
    if (p < limit && load<u8>(p) === delimiter) {
      p++;
      continue;
    }
    if (!endsRow(p, contentEnd, limit)) {
      // A return at the end of what was read may be half of a line ending.
      hasOddQuotes = isEnd || p < limit;
      return 0;
    }
    if (cell !== columnCount) isOrdinary = false;
    endings += newlines + u32(p < limit);
    return min(p + 1, limit);
  }
}

/** @param content where the content of the last cell ends: a return may stand between. */
function endsRow(p: usize, content: usize, limit: usize): bool {
  if (p >= limit) return p === content;
  return load<u8>(p) === NEWLINE && p - content === usize(isCrlf);
}

/** The delimiter or newline behind a cell without quotes, `limit` at the latest. */
function cellEnd(p: usize, start: usize, limit: usize): usize {
  const delimiters = i8x16.splat(delimiter);
  const newlines = i8x16.splat(NEWLINE);
  while (true) {
    const bytes = v128.load(p);
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, newlines)));
    if (found === 0) {
      p += 16;
      continue;
    }
    p += ctz(found);
    if (p >= limit) return limit;
    if (load<u8>(p) === delimiter || !isCrlf || (p > start && load<u8>(p - 1) === RETURN)) return p;
    // A newline alone is part of the cell.
    p++;
  }
}

let hasQuotesInside = false;
let newlinesInside: u32 = 0;

/** The quote that closes a cell; 0 where none does before `limit`. */
function closingQuote(p: usize, limit: usize): usize {
  hasQuotesInside = false;
  newlinesInside = 0;
  while (p < limit) {
    const bytes = v128.load(p);
    const quotes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(QUOTE)));
    const newlines = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(NEWLINE)));
    if (quotes === 0) {
      newlinesInside += popcnt(newlines);
      p += 16;
      continue;
    }
    newlinesInside += popcnt(newlines & ((quotes & -quotes) - 1));
    p += ctz(quotes);
    if (p >= limit) return 0;
    if (load<u8>(p, 1) !== QUOTE || p + 1 >= limit) return p;
    hasQuotesInside = true;
    p += 2;
  }
  return 0;
}

function readCell(column: usize, from: usize, to: usize, isPlain: bool): bool {
  const reads = load<u32>(column);
  if (reads === Reads.NOTHING) return true;
  while (from < to && isSpace(load<u8>(from))) from++;
  while (from < to && isSpace(load<u8>(to - 1))) to--;
  if (isNothing(from, to)) return true;
  if (!isPlain) return false;
  const slot = load<u32>(column, 4);
  switch (reads) {
    case Reads.COUNT:
      return readCount(slot, from, to);
    case Reads.MOMENT:
      return readMoment(slot, from, to);
    case Reads.LABEL:
      if (to - from > MOST_LABEL_BYTES) return false;
      fillLabel(slot, from, <u32>(to - from));
      return true;
    case Reads.TEXT:
      fillPlace(slot, from, to);
      return true;
    case Reads.ID:
      return readId(slot, from, to);
    default:
      return false;
  }
}

function isSpace(c: u8): bool {
  return c === SPACE || c === TAB || c === RETURN;
}

const NULL: u32 = 0x6c6c_756e;
const NONE: u32 = 0x656e_6f6e;
const NAN: u32 = 0x006e_616e;
const N_A: u32 = 0x0061_2f6e;
const SMALL: u32 = 0x2020_2020;

/** An empty cell, or one of the words that databases write for it. */
function isNothing(from: usize, to: usize): bool {
  const word = load<u32>(from);
  switch (<u32>(to - from)) {
    case 0:
      return true;
    case 1:
      return load<u8>(from) === 0x2d;
    case 3: {
      const three = (word | SMALL) & 0x00ff_ffff;
      return three === NAN || (three === N_A && load<u8>(from, 1) === 0x2f);
    }
    case 4:
      return (word | SMALL) === NULL || (word | SMALL) === NONE;
    default:
      return false;
  }
}

/** A whole number, which many programs write as `1200.0`. */
function readCount(slot: u32, from: usize, to: usize): bool {
  let end = unsignedEnd(from);
  if (end === 0) return false;
  if (end < to && hasDecimalPoint && load<u8>(end) === POINT) {
    end++;
    while (end < to && load<u8>(end) === 0x30) end++;
  }
  if (end !== to) return false;
  fillNumber(slot, whole);
  return true;
}

function readMoment(slot: u32, from: usize, to: usize): bool {
  if (momentEnd(from) === to) {
    fillNumber(slot, ms);
    return true;
  }
  const isWhole = to - from >= FEWEST_EPOCH_DIGITS && wholeEnd(from) === to;
  const epoch = isWhole && whole > 0 && whole < FIRST_US ? ofEpoch(whole) : -1;
  if (epoch >= 0) fillNumber(slot, epoch);
  else fillPlace(slot + 1, from, to);
  return true;
}

function readId(slot: u32, from: usize, to: usize): bool {
  if (to - from <= MOST_ROW_DIGITS && areDigits(from, to)) return true;
  // Its bytes are its text, without white space that is trimmed.
  if (!isAscii(from, to) || load<u8>(from) < SPACE || load<u8>(to - 1) < SPACE) return false;
  fillWord(slot, hashOf(from, <u32>(to - from)));
  return true;
}

function areDigits(p: usize, to: usize): bool {
  while (p < to && isDigit(load<u8>(p))) p++;
  return p === to;
}
