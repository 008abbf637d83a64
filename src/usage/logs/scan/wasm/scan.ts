// Reads lines of JSON and tells what stands in them under the keys of a table, and rows of text and what their cells
// hold. Knows nothing of what they mean.

import { contentEnd, isOrdinary, rowEnd } from './csv';
import { NEWLINE, OPEN_BRACE, spaceEnd } from './json';
import { numberOf } from './ids';
import { cellBytes, kindOfLine } from './kinds';
import { beginLine, filled, hashOf, slotCount } from './line';
import { asDouble } from './values';
import { beginPattern, endPattern, patternEnd } from './patterns';
import { objectEnd } from './walk';
import { ROW_HEAD_BYTES, UNUSUAL } from './rows';

export { allocate } from './memory';
export { addKey, spell } from './table';
export { beginTable, addColumn, endings, hasOddQuotes } from './csv';
export { addSlot } from './line';
export { firstKind } from './kinds';
export { spansOf } from './otlp';
export { entryFor, findReply } from './replies';
export { addRows, lastSums, numbered, setSums } from './sums';

/** The number that the cell of an id has. Eight bytes must be readable behind the first. */
export function idOf(p: usize, length: u32): u32 {
  return numberOf(hashOf(p, length));
}

/** What the cell of a hash has. */
export function hashAt(p: usize, length: u32): f64 {
  return asDouble(hashOf(p, length));
}

/** Lines that were read so far, blank ones too. */
export let lines: u32 = 0;
/** Lines of no known pattern, whose keys were looked for one by one: tests hold it low. */
export let unpatterned: u32 = 0;
/** How far `scan` came: behind a newline. */
export let reached: usize = 0;
/** Whether `scanTable` came to a row that it cannot read. */
export let isStuck = false;

/**
 * Reads the lines from `from` to `to`, where a newline has ended, and writes a row for each that is not blank.
 * Stops early where no further row has room; answers where the rows end.
 */
export function scan(from: usize, to: usize, rows: usize, rowsEnd: usize): usize {
  const mostBytes = ROW_HEAD_BYTES + slotCount * 8;
  let p = from;
  while (p < to && rows + mostBytes <= rowsEnd) {
    const start = spaceEnd(p);
    lines++;
    if (load<u8>(start) === NEWLINE) {
      p = start + 1;
      continue;
    }
    const end = lineEnd(start);
    if (end !== 0) {
      p = end + 1;
      rows = putKnown(start, end, rows);
    } else {
      p = newlineAt(start) + 1;
      rows = putHead(UNUSUAL, start, p - 1, rows);
    }
  }
  reached = p;
  return rows;
}

/**
 * Reads the rows of a table from `from` to `to`, where a newline stands, as `scan` does lines. Stops early as well at a
 * row that is not whole, or has odd quotes. @param isEnd whether the table ends at `to`.
 */
export function scanTable(from: usize, to: usize, isEnd: bool, rows: usize, rowsEnd: usize): usize {
  const mostBytes = ROW_HEAD_BYTES + slotCount * 8;
  isStuck = false;
  let p = from;
  while (p < to && rows + mostBytes <= rowsEnd) {
    const next = rowEnd(p, to, isEnd);
    if (next === 0) {
      isStuck = true;
      break;
    }
    if (contentEnd > p) {
      lines++;
      const isKnown = isOrdinary && filled > 0;
      rows = isKnown ? putKnown(p, contentEnd, rows) : putHead(UNUSUAL, p, contentEnd, rows);
    }
    p = next;
  }
  reached = p;
  return rows;
}

/** The newline behind a line that is read; 0 for one that JSON.parse must look at. */
function lineEnd(start: usize): usize {
  if (load<u8>(start) !== OPEN_BRACE) return 0;
  beginLine();
  const known = patternEnd(start);
  if (known !== 0) return known - 1;
  unpatterned++;
  beginLine();
  beginPattern(start);
  let p = objectEnd(0, start);
  if (p === 0) return 0;
  p = spaceEnd(p);
  if (load<u8>(p) !== NEWLINE) return 0;
  endPattern(p + 1);
  return p;
}

function putKnown(start: usize, end: usize, row: usize): usize {
  const kind = kindOfLine(row + ROW_HEAD_BYTES);
  if (kind === 0) return putHead(UNUSUAL, start, end, row);
  return putHead(load<u32>(kind, 8), start, end, row) + cellBytes(kind);
}

function putHead(kind: u32, start: usize, end: usize, row: usize): usize {
  store<u32>(row, kind);
  store<u32>(row, lines, 4);
  store<u32>(row, <u32>start, 8);
  store<u32>(row, <u32>end, 12);
  return row + ROW_HEAD_BYTES;
}

function newlineAt(p: usize): usize {
  const newline = i8x16.splat(NEWLINE);
  let found = i8x16.bitmask(i8x16.eq(v128.load(p), newline));
  while (found === 0) {
    p += 16;
    found = i8x16.bitmask(i8x16.eq(v128.load(p), newline));
  }
  return p + ctz(found);
}
