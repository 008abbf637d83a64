// Adds up the lines of kinds of which JavaScript has told what to do with them, so that none has to be handed over.

import { addPending, hasRoomFor, numberPending } from './ids';
import { entryFor, findReply, rowOf, tokensOf, WIDTHS } from './replies';
import { ROW_HEAD_BYTES, UNUSUAL } from './rows';

// JavaScript lays out what follows (../sums.ts).
// A kind: 0 how many cells its lines have, 4 how many of them are ids, 8 what is done with its lines, 12 with how many
// it was done, 16 its program.
namespace Kind {
  export const CELLS: usize = 0;
  export const IDS: usize = 4;
  export const DONE: usize = 8;
  export const LINES: usize = 12;
  export const PROGRAM: usize = 16;
}

namespace Done {
  export const HANDED: u32 = 0;
  export const COUNTED: u32 = 1;
}

// A program: how requests are added up whose time lies from FROM until UNTIL, whose prompts are longer than ABOVE and
// shorter than BELOW, and whose texts have the hashes of TEXTS. Of cells, MOMENT, ID and REQUEST are one more than
// their places, and 0 where there is none.
namespace Program {
  export const MOMENT: usize = 0;
  export const ID: usize = 4;
  export const REQUEST: usize = 8;
  export const TEXT_COUNT: usize = 12;
  export const METER_COUNT: usize = 16;
  export const CHECK_COUNT: usize = 20;
  export const FORMS: usize = 24;
  export const ROW_COUNT: usize = 28;
  export const FROM: usize = 32;
  export const UNTIL: usize = 40;
  export const ABOVE: usize = 48;
  export const BELOW: usize = 56;
  /** How many copies of replies that were counted already were passed over, and how many replaced the one before. */
  export const PASSED: usize = 64;
  export const REPLACED: usize = 68;
  /** Not 0 where copies may be passed over, and replaced: JavaScript shows the first few. */
  export const COPIES: usize = 72;
  /** A text: 0 its cell, 8 its hash. */
  export const TEXTS: usize = 80;
  /** A row: 0 a bit for each meter that its requests use, 4 its sums. */
  export const ROWS: usize = 128;
}

// A form: how many terms it has, then for each its cell, and 1 or -1. First one for each meter, with the number of the
// meter in front, then that of the length of the prompt, of the length of the answer, and those that must not be
// below 0.

// Sums: what was added since JavaScript took them over.
namespace Sums {
  export const REQUESTS: usize = 0;
  export const WEIGHT: usize = 8;
  export const ROW: usize = 16;
  export const WIDTH: usize = 20;
  /** The sums before which something was added, 1 behind the first; 0 where nothing was. */
  export const NEXT: usize = 24;
  export const COUNTS: usize = 32;
}

/** Sums to which something was added; 1 for none. */
export let lastSums: usize = 1;
/** Rows before here have numbers for ids. */
export let numbered: usize = 0;

/** More than this in a row of sums, a double would not hold exactly. */
const MOST_EXACT: f64 = 4_503_599_627_370_496;
/** More than this, an entry of a reply does not hold. */
const MOST_HELD: f64 = 4_294_967_295;

const MOST_METERS = 16;
const values = memory.data(MOST_METERS * 8, 8);

/** By the number of a row, its sums. */
const MOST_ROWS: u32 = 1 << 14;
const sumsOfRows = memory.data(MOST_ROWS * 4, 4);

/**
 * Adds up rows, whose ids get their numbers, until one that is for JavaScript; where that stands.
 * @param kinds where it stands for each number of a kind what is done with its lines; 0 for one not met.
 */
export function addRows(row: usize, end: usize, kinds: usize): usize {
  while (row < end) {
    const number = load<u32>(row);
    if (number === UNUSUAL) return row;
    const kind: usize = load<u32>(kinds + number * 4);
    if (kind === 0) return row;
    if (row >= numbered) numberRows(row, end, kinds);
    const cells = row + ROW_HEAD_BYTES;
    const done = load<u32>(kind, Kind.DONE);
    if (done === Done.HANDED) return row;
    if (done !== Done.COUNTED && !isAdded(load<u32>(kind, Kind.PROGRAM), cells)) return row;
    store<u32>(kind, load<u32>(kind, Kind.LINES) + 1, Kind.LINES);
    row = cells + load<u32>(kind, Kind.CELLS) * 8;
  }
  return row;
}

/** Makes numbers of the hashes of some rows, the first of which is of a kind that was met. */
function numberRows(row: usize, end: usize, kinds: usize): void {
  while (row < end) {
    const number = load<u32>(row);
    let cells: usize = 0;
    if (number !== UNUSUAL) {
      const kind: usize = load<u32>(kinds + number * 4);
      if (kind === 0) break;
      const ids = load<u32>(kind, Kind.IDS);
      if (!hasRoomFor(ids)) break;
      for (let i: u32 = 0; i < ids; i++) addPending(row + ROW_HEAD_BYTES + i * 8);
      cells = load<u32>(kind, Kind.CELLS);
    }
    row += ROW_HEAD_BYTES + cells * 8;
  }
  numberPending();
  numbered = row;
}

/** Adds the request of a line; false where JavaScript has to. */
function isAdded(program: usize, cells: usize): bool {
  return isUsual(program, cells) && isCounted(program, cells);
}

/** Whether the time of a line and its texts are those of the program. */
function isUsual(program: usize, cells: usize): bool {
  const moment = load<u32>(program, Program.MOMENT);
  if (moment !== 0) {
    const at = load<f64>(cells + moment * 8 - 8);
    if (!(at >= load<f64>(program, Program.FROM) && at < load<f64>(program, Program.UNTIL))) return false;
  }
  const texts = load<u32>(program, Program.TEXT_COUNT);
  for (let i: u32 = 0; i < texts; i++) {
    const text = program + Program.TEXTS + i * 16;
    if (load<f64>(cells + load<u32>(text) * 8) !== load<f64>(text, 8)) return false;
  }
  return true;
}

/** Where the next form stands. */
let form: usize = 0;

function valueOf(cells: usize): f64 {
  const terms = load<u32>(form);
  form += 4;
  let value: f64 = 0;
  for (let i: u32 = 0; i < terms; i++, form += 8)
    value += load<f64>(cells + load<u32>(form) * 8) * <f64>load<i32>(form, 4);
  return value;
}

function isCounted(program: usize, cells: usize): bool {
  form = load<u32>(program, Program.FORMS);
  const meters = load<u32>(program, Program.METER_COUNT);
  let mask: u32 = 0;
  let width: u32 = 0;
  for (let i: u32 = 0; i < meters; i++) {
    const meter = load<u32>(form);
    form += 4;
    const value = valueOf(cells);
    if (value < 0) return false;
    if (value === 0) continue;
    mask |= 1 << meter;
    store<f64>(values + width++ * 8, value);
  }
  const input = valueOf(cells);
  const output = valueOf(cells);
  const checks = load<u32>(program, Program.CHECK_COUNT);
  for (let i: u32 = 0; i < checks; i++) if (valueOf(cells) < 0) return false;
  if (!(input > load<f64>(program, Program.ABOVE) && input < load<f64>(program, Program.BELOW))) return false;
  const sums = sumsOf(program, mask);
  const tokens = input + output;
  if (sums === 0 || tokens > MOST_HELD || load<f64>(sums, Sums.WEIGHT) + tokens > MOST_EXACT) return false;
  const id = load<u32>(program, Program.ID);
  const reply = id === 0 ? 0 : <u32>load<f64>(cells + id * 8 - 8);
  if (reply === 0) {
    add(sums, tokens, width);
    return true;
  }
  const requestCell = load<u32>(program, Program.REQUEST);
  const request: f64 = requestCell === 0 ? 0 : load<f64>(cells + requestCell * 8 - 8);
  return isAddedOnce(program, sums, tokens, width, reply, request);
}

/** Adds a copy of a reply that is the first, or has more tokens than the one before, which is taken back. */
function isAddedOnce(program: usize, sums: usize, tokens: f64, width: u32, reply: u32, request: f64): bool {
  const found = findReply(reply, request);
  if (found !== 0) {
    if (load<u32>(program, Program.COPIES) === 0) return false;
    const row = rowOf(found);
    const before: usize = row < MOST_ROWS ? load<u32>(sumsOfRows + row * 4) : 0;
    if (before === 0) return false;
    const tokensBefore = tokensOf(found);
    if (tokens <= tokensBefore) {
      count(program + Program.PASSED);
      return true;
    }
    if (load<f64>(before, Sums.WEIGHT) + tokensBefore + tokens > MOST_EXACT) return false;
    takeBack(before, found, tokensBefore);
    count(program + Program.REPLACED);
  }
  add(sums, tokens, width);
  const entry = entryFor(reply, request, found, width);
  const room = load<u32>(entry) % WIDTHS;
  store<u32>(entry, load<u32>(sums, Sums.ROW) * WIDTHS + room);
  for (let i: u32 = 0; i < room; i++)
    store<u32>(entry + i * 4, i < width ? <u32>load<f64>(values + i * 8) : 0, 4);
  return true;
}

function count(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

/** The sums for requests that use these meters; 0 where JavaScript has not told them. */
function sumsOf(program: usize, mask: u32): usize {
  const rows = load<u32>(program, Program.ROW_COUNT);
  for (let i: u32 = 0; i < rows; i++) {
    const row = program + Program.ROWS + i * 8;
    if (load<u32>(row) === mask) return load<u32>(row, 4);
  }
  return 0;
}

function add(sums: usize, tokens: f64, width: u32): void {
  touch(sums);
  store<f64>(sums, load<f64>(sums, Sums.REQUESTS) + 1, Sums.REQUESTS);
  store<f64>(sums, load<f64>(sums, Sums.WEIGHT) + tokens, Sums.WEIGHT);
  for (let i: u32 = 0; i < width; i++) {
    const at = sums + Sums.COUNTS + i * 8;
    store<f64>(at, load<f64>(at) + load<f64>(values + i * 8));
  }
}

function takeBack(sums: usize, entry: usize, tokens: f64): void {
  touch(sums);
  store<f64>(sums, load<f64>(sums, Sums.REQUESTS) - 1, Sums.REQUESTS);
  store<f64>(sums, load<f64>(sums, Sums.WEIGHT) + tokens, Sums.WEIGHT);
  const width = load<u32>(sums, Sums.WIDTH);
  for (let i: u32 = 0; i < width; i++) {
    const at = sums + Sums.COUNTS + i * 8;
    store<f64>(at, load<f64>(at) - <f64>load<u32>(entry + i * 4, 4));
  }
}

function touch(sums: usize): void {
  if (load<u32>(sums, Sums.NEXT) !== 0) return;
  store<u32>(sums, <u32>lastSums, Sums.NEXT);
  lastSums = sums;
}

/** The sums of a row with a number below MOST_ROWS are these. */
export function setSums(row: u32, sums: usize): void {
  store<u32>(sumsOfRows + row * 4, <u32>sums);
}
