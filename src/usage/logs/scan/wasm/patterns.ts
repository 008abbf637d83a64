// Most lines of a log look like one before them but for their values. A pattern is what stands between the values
// of a line, gap by gap: braces, commas, keys. Patterns that begin alike share their beginnings, as a tree.

import { allocate } from './memory';
import { sameBytes } from './table';

// A gap: 0 the next of those that may stand in its place, 4 the first of those that may follow its value,
// 8 length, 10 how many objects begin in it, 12 entry of the key in front of the value, 16 bits of the last 16
// bytes that do not count, 20 its bytes in whole sixteens, then two bytes for the slot of each object.
const HEAD_BYTES: usize = 20;
const TREE_BYTES: usize = 1 << 19;
const MOST_LENGTH: usize = 1 << 10;

/** Stands for the entry of the gap at the end of a line, behind which no value comes. */
export const END: usize = 1;

const tree = allocate(TREE_BYTES);
let treeEnd = tree;
/** The first of the gaps that a line may begin with. */
export let firstGap: usize = 0;

// What is noted of the line at hand: 0 begin of the gap, 4 begin of the value, 8 entry, 12 objects so far.
const NOTE_BYTES = 16;
const MOST_NOTES = 256;
const notes = memory.data(NOTE_BYTES * MOST_NOTES, 4);
const objects = memory.data(MOST_NOTES * 2, 2);
let noteCount = 0;
let objectCount = 0;
let gapStart: usize = 0;

/** Whether what stands between the values is noted. */
export let isNoting = false;

/** What is spent on a new pattern, and earned by meeting it again: lines that never repeat are not learned. */
const MOST_CREDIT = 256;
let credit = MOST_CREDIT;
let unlearned = 0;
const LINES_A_CREDIT = 32;

export function earn(): void {
  if (credit < MOST_CREDIT) credit++;
}

export function pauseNoting(): bool {
  const was = isNoting;
  isNoting = false;
  return was;
}

export function resumeNoting(was: bool): void {
  isNoting = was;
}

/** The line that begins at `p` is of no known pattern. */
export function beginNotes(p: usize): void {
  isNoting = credit > 0;
  noteCount = 0;
  objectCount = 0;
  gapStart = p;
  if (isNoting || ++unlearned % LINES_A_CREDIT !== 0) return;
  credit++;
}

/** A value begins at `p`, behind a key of this entry or of none. */
export function noteValue(entry: usize, p: usize): void {
  if (noteCount === MOST_NOTES || p - gapStart > MOST_LENGTH) {
    isNoting = false;
    return;
  }
  const note = notes + noteCount++ * NOTE_BYTES;
  store<u32>(note, <u32>gapStart);
  store<u32>(note, <u32>p, 4);
  store<u32>(note, <u32>entry, 8);
  store<u32>(note, objectCount, 12);
}

export function noteValueEnd(p: usize): void {
  gapStart = p;
}

/** An object begins that fills a slot. */
export function noteObject(slot: u32): void {
  if (objectCount === MOST_NOTES) isNoting = false;
  else store<u16>(objects + objectCount++ * 2, slot);
}

/** The line has been read; `p` is behind its newline. Makes a pattern of it. */
export function learn(p: usize): void {
  noteValue(END, p);
  if (!isNoting) return;
  isNoting = false;
  credit--;
  let before: usize = 0;
  for (let i = 0; i < noteCount; i++) {
    let gap = before === 0 ? firstGap : firstAfter(before);
    while (gap !== 0 && !isNoted(gap, i)) gap = besides(gap);
    if (gap === 0) gap = addGap(before, i);
    if (gap === 0) return;
    before = gap;
  }
}

function addGap(before: usize, i: i32): usize {
  const note = notes + i * NOTE_BYTES;
  const from: usize = load<u32>(note);
  const length = load<u32>(note, 4) - <u32>from;
  const objectsFrom: u32 = i === 0 ? 0 : load<u32>(note - NOTE_BYTES, 12);
  const objectsHere = load<u32>(note, 12) - objectsFrom;
  const blocks = (length + 15) & ~15;
  const size = HEAD_BYTES + blocks + objectsHere * 2;
  if (treeEnd + size > tree + TREE_BYTES) {
    forget();
    return 0;
  }
  const gap = treeEnd;
  treeEnd += (size + 3) & ~3;
  store<u32>(gap, <u32>(before === 0 ? firstGap : firstAfter(before)));
  store<u32>(gap, 0, 4);
  store<u16>(gap, length, 8);
  store<u16>(gap, objectsHere, 10);
  store<u32>(gap, load<u32>(note, 8), 12);
  store<u32>(gap, (0xffff << (((length + 15) & 15) + 1)) & 0xffff, 16);
  memory.copy(gap + HEAD_BYTES, from, length);
  memory.copy(gap + HEAD_BYTES + blocks, objects + objectsFrom * 2, objectsHere * 2);
  if (before === 0) firstGap = gap;
  else store<u32>(before, <u32>gap, 4);
  return gap;
}

/** Logs of many forms fill the tree; the next lines are of the newest. */
function forget(): void {
  treeEnd = tree;
  firstGap = 0;
}

function isNoted(gap: usize, i: i32): bool {
  const note = notes + i * NOTE_BYTES;
  const from: usize = load<u32>(note);
  const length = load<u32>(note, 4) - <u32>from;
  return gapLength(gap) === length && sameBytes(gap + HEAD_BYTES, from, length);
}

/** True where the bytes at `p` are those of the gap. */
export function isAt(gap: usize, p: usize): bool {
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

export function gapLength(gap: usize): u32 {
  return load<u16>(gap, 8);
}

export function entryBehind(gap: usize): usize {
  return load<u32>(gap, 12);
}

/** The next of the gaps that may stand in place of this one; 0 where there is no other. */
export function besides(gap: usize): usize {
  return load<u32>(gap);
}

/** The first of the gaps that may follow. */
export function firstAfter(gap: usize): usize {
  return load<u32>(gap, 4);
}

export function objectsIn(gap: usize): u32 {
  return load<u16>(gap, 10);
}

export function objectSlot(gap: usize, i: u32): u32 {
  return load<u16>(gap + HEAD_BYTES + ((gapLength(gap) + 15) & ~15) + i * 2);
}
