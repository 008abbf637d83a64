// Most lines of a log look like one before them but for their values. A pattern is what stands between the values
// of a line, gap by gap: braces, commas, keys. A line that has the gaps of a pattern has its keys too, so that none
// has to be looked for. Patterns that begin alike share their beginnings, as a tree.

import { valueEnd } from './json';
import { fill } from './line';
import { allocate } from './memory';
import {
  beginNotes,
  entryAt,
  gapAt,
  gapLengthAt,
  isNoting,
  noteCount,
  noteValue,
  objectCountAt,
  objectsAt,
  stopNoting,
} from './notes';
import { sameBytes } from './table';
import { knownEnd } from './walk';

// A gap: 0 the next of those that may stand in its place, 4 the first of those that may follow its value,
// 8 length, 10 how many objects begin in it, 12 entry of the key in front of the value, 16 bits of the last 16
// bytes that do not count, 20 its bytes in whole sixteens, then two bytes for the slot of each object.
const HEAD_BYTES: usize = 20;
const TREE_BYTES: usize = 1 << 19;
/** Gaps in one place: all of them are tried on a line, which keys that never come again must not make long. */
const MOST_BESIDES = 24;
/** Stands for the entry of the gap at the end of a line, behind which no value comes. */
const END: usize = 1;

const tree = allocate(TREE_BYTES);
let treeEnd = tree;
let firstGap: usize = 0;

/** What is spent on a new pattern, and earned by meeting it again: lines that never repeat are not learned. */
const MOST_CREDIT = 256;
const LINES_A_CREDIT = 32;
let credit = MOST_CREDIT;
let unlearned = 0;

/** Behind the newline of a line that is of a known pattern; 0 for any other. */
export function patternEnd(p: usize): usize {
  stopNoting();
  let gap = firstGap;
  while (true) {
    while (gap !== 0 && !isAt(gap, p)) gap = load<u32>(gap);
    if (gap === 0) return 0;
    const length: usize = load<u16>(gap, 8);
    p += length;
    const slots = gap + HEAD_BYTES + wholeSixteens(length);
    const objects: u32 = load<u16>(gap, 10);
    for (let i: u32 = 0; i < objects; i++) fill(load<u16>(slots + i * 2));
    const entry: usize = load<u32>(gap, 12);
    if (entry === END) break;
    p = entry === 0 ? valueEnd(p) : knownEnd(entry, p);
    if (p === 0) return 0;
    gap = load<u32>(gap, 4);
  }
  if (credit < MOST_CREDIT) credit++;
  return p;
}

/** The line that begins at `p` is of no known pattern; it is noted where that promises to pay. */
export function beginPattern(p: usize): void {
  if (credit > 0) beginNotes(p);
  else if (++unlearned % LINES_A_CREDIT === 0) credit++;
}

/** The line has been read to behind its newline at `p`. */
export function endPattern(p: usize): void {
  if (isNoting) noteValue(END, p);
  if (!stopNoting()) return;
  credit--;
  let before: usize = 0;
  for (let i = 0; i < noteCount; i++) {
    let gap = firstBehind(before);
    let others = 0;
    for (; gap !== 0 && !isNoted(gap, i); gap = load<u32>(gap)) others++;
    if (gap === 0 && others < MOST_BESIDES) gap = addGap(before, i);
    if (gap === 0) return;
    before = gap;
  }
}

function firstBehind(gap: usize): usize {
  return gap === 0 ? firstGap : load<u32>(gap, 4);
}

/** Makes a gap of a note; 0 where the tree was full. Then it is begun anew, with the lines that come now. */
function addGap(before: usize, i: i32): usize {
  const length = gapLengthAt(i);
  const blocks = wholeSixteens(length);
  const objects = objectCountAt(i);
  const size = HEAD_BYTES + blocks + <usize>objects * 2;
  if (treeEnd + size > tree + TREE_BYTES) {
    treeEnd = tree;
    firstGap = 0;
    return 0;
  }
  const gap = treeEnd;
  treeEnd += (size + 3) & ~3;
  const longer = longerBeside(before, i);
  store<u32>(gap, <u32>(longer === 0 ? firstBehind(before) : load<u32>(longer)));
  if (longer !== 0) store<u32>(longer, <u32>gap);
  else if (before === 0) firstGap = gap;
  else store<u32>(before, <u32>gap, 4);
  store<u32>(gap, 0, 4);
  store<u16>(gap, length, 8);
  store<u16>(gap, objects, 10);
  store<u32>(gap, <u32>entryAt(i), 12);
  store<u32>(gap, (0xffff << (((length + 15) & 15) + 1)) & 0xffff, 16);
  memory.copy(gap + HEAD_BYTES, gapAt(i), length);
  memory.copy(gap + HEAD_BYTES + blocks, objectsAt(i), objects * 2);
  return gap;
}

/**
 * The last gap that begins as the noted one does and goes on; 0 where there is none. The longer one has to be tried
 * first: a colon without a space behind it fits one with a space as well.
 */
function longerBeside(before: usize, i: i32): usize {
  const length = gapLengthAt(i);
  let found: usize = 0;
  for (let gap = firstBehind(before); gap !== 0; gap = load<u32>(gap))
    if (load<u16>(gap, 8) > length && sameBytes(gap + HEAD_BYTES, gapAt(i), length)) found = gap;
  return found;
}

function isNoted(gap: usize, i: i32): bool {
  const length = gapLengthAt(i);
  return load<u16>(gap, 8) === length && sameBytes(gap + HEAD_BYTES, gapAt(i), length);
}

/** True where the bytes at `p` are those of the gap. */
function isAt(gap: usize, p: usize): bool {
  let left: i32 = load<u16>(gap, 8);
  let known = gap + HEAD_BYTES;
  while (left > 16) {
    if (v128.any_true(v128.xor(v128.load(known), v128.load(p)))) return false;
    known += 16;
    p += 16;
    left -= 16;
  }
  return (i8x16.bitmask(i8x16.eq(v128.load(known), v128.load(p))) | load<u32>(gap, 16)) === 0xffff;
}

function wholeSixteens(length: usize): usize {
  return (length + 15) & ~15;
}
