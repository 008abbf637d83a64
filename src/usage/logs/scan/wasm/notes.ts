// What is noted of a line while it is walked over: which values it has, and what stands between them. patterns.ts
// makes a pattern of it, by which the next line like it is read faster.

// A note: 0 where the gap in front of a value begins, 4 where the value begins, 8 the entry of its key, or 0,
// 12 how many objects have begun in the line so far.
const NOTE_BYTES = 16;
const MOST_NOTES = 256;
const notes = memory.data(NOTE_BYTES * MOST_NOTES, 4);
/** The slots of the objects in which keys are looked for, two bytes each. */
const objects = memory.data(MOST_NOTES * 2, 2);
const MOST_GAP: usize = 1 << 10;

export let isNoting = false;
export let noteCount = 0;
let objectCount = 0;
let gapStart: usize = 0;

/** A line begins at `p`. */
export function beginNotes(p: usize): void {
  isNoting = true;
  noteCount = 0;
  objectCount = 0;
  gapStart = p;
}

/** Nothing more is noted; answers whether something was. */
export function stopNoting(): bool {
  const was = isNoting;
  isNoting = false;
  return was;
}

export function resumeNoting(was: bool): void {
  isNoting = was;
}

/** A value begins at `p`, behind a key of this entry or of none. */
export function noteValue(entry: usize, p: usize): void {
  if (noteCount === MOST_NOTES || p - gapStart > MOST_GAP) {
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

export function gapAt(i: i32): usize {
  return load<u32>(notes + i * NOTE_BYTES);
}

export function gapLengthAt(i: i32): u32 {
  return load<u32>(notes + i * NOTE_BYTES, 4) - <u32>gapAt(i);
}

export function entryAt(i: i32): usize {
  return load<u32>(notes + i * NOTE_BYTES, 8);
}

/** The slots of the objects that begin in a gap. */
export function objectsAt(i: i32): usize {
  return objects + objectsBefore(i) * 2;
}

export function objectCountAt(i: i32): u32 {
  return load<u32>(notes + i * NOTE_BYTES, 12) - objectsBefore(i);
}

function objectsBefore(i: i32): u32 {
  return i === 0 ? 0 : load<u32>(notes + (i - 1) * NOTE_BYTES, 12);
}
