// Numbers ids in the order in which they come, so that whoever counts copies of a reply once looks nothing up. An id
// is known by 64 bits of hash: ten million ids meet by chance in one of 370,000 logs.

import { allocate } from './memory';

// A segment is a table of slots, each 0 a hash, 8 its number, or 0 where it is empty. A segment with no room is split
// in two, so that no table is ever copied as a whole.
const HOMES: u32 = 1 << 11;
const SLOT_BYTES: usize = 16;
/** How far behind its home a hash may stand. */
const MOST_STEPS: u32 = 24;
const SLOTS: u32 = HOMES + MOST_STEPS;
const SEGMENT_BYTES: usize = <usize>SLOTS * SLOT_BYTES;
/** A log with 2^20 segments would fill all memory that there can be. */
const MOST_DEPTH: u32 = 20;

const scratch = memory.data(2072 * 16, 16);

/** How many there are; the last one's number, counted from 1. */
let count: u32 = 0;
/**
 * Segments by the leading bits of a hash, as many bits as `depth`: 0 where a segment is, 4 how many leading bits its
 * ids share.
 */
let depth: u32 = 1;
let directory: usize = allocate(2 * 8);
setSegment(0, allocate(SEGMENT_BYTES), 1);
setSegment(1, allocate(SEGMENT_BYTES), 1);

// Where the hashes of the lines at hand stand, which are to become numbers.
const MOST_PENDING: u32 = 1 << 14;
const pending = memory.data(MOST_PENDING * 4, 4);
let pendingCount: u32 = 0;
/** Only written, so that reading ahead is not left out. */
export let touched: u32 = 0;

/** Has room for so many more hashes. */
export function hasRoomFor(ids: u32): bool {
  return pendingCount + ids <= MOST_PENDING;
}

/** The cell holds a hash, which `numberPending` replaces. */
export function addPending(cell: usize): void {
  store<u32>(pending + pendingCount++ * 4, <u32>cell);
}

/**
 * Makes numbers of the hashes. In a table that no cache holds, each takes as long as a line does, unless they are
 * looked up all at once: so the memory of all is read before the first is needed.
 */
export function numberPending(): void {
  for (let i: u32 = 0; i < pendingCount; i++)
    touched += load<u32>(homeOf(hashAt(i), segmentOf(hashAt(i))), 8);
  for (let i: u32 = 0; i < pendingCount; i++) {
    const cell: usize = load<u32>(pending + i * 4);
    store<f64>(cell, <f64>numberOf(load<u64>(cell)));
  }
  pendingCount = 0;
}

function hashAt(i: u32): u64 {
  return load<u64>(load<u32>(pending + i * 4));
}

/** The number of the id with this hash, a new one where it has not come yet. */
export function numberOf(hash: u64): u32 {
  while (true) {
    const slot = slotFor(segmentOf(hash), hash);
    if (slot === 0) {
      split(hash);
      continue;
    }
    const number = load<u32>(slot, 8);
    if (number !== 0) return number;
    store<u64>(slot, hash);
    store<u32>(slot, ++count, 8);
    return count;
  }
}

function entryOf(hash: u64): u32 {
  return <u32>(hash >> (64 - depth));
}

function segmentOf(hash: u64): usize {
  return load<u32>(directory + entryOf(hash) * 8);
}

function setSegment(entry: u32, segment: usize, bits: u32): void {
  store<u32>(directory + entry * 8, <u32>segment);
  store<u32>(directory + entry * 8, bits, 4);
}

/** The slot where the search for a hash begins. */
function homeOf(hash: u64, segment: usize): usize {
  return segment + <usize>(hash & (HOMES - 1)) * SLOT_BYTES;
}

/** The slot that holds a hash, or the empty one where it belongs; 0 where there is neither near its home. */
function slotFor(segment: usize, hash: u64): usize {
  let slot = homeOf(hash, segment);
  const end = slot + <usize>MOST_STEPS * SLOT_BYTES;
  for (; slot < end; slot += SLOT_BYTES) {
    if (load<u32>(slot, 8) === 0 || load<u64>(slot) === hash) return slot;
  }
  return 0;
}

/** Moves half of the ids of the segment of this hash to a new one. */
function split(hash: u64): void {
  const bits = load<u32>(directory + entryOf(hash) * 8, 4) + 1;
  if (bits > MOST_DEPTH) unreachable();
  if (bits > depth) doubleDirectory();
  const segment = segmentOf(hash);
  const other = allocate(SEGMENT_BYTES);
  memory.copy(scratch, segment, SEGMENT_BYTES);
  memory.fill(segment, 0, SEGMENT_BYTES);
  // In the order in which they stand, so that none is further from its home than before.
  for (let i: u32 = 0; i < SLOTS; i++) {
    const from = scratch + <usize>i * SLOT_BYTES;
    const each = load<u64>(from);
    if (load<u32>(from, 8) === 0) continue;
    const isInOther = ((each >> (64 - bits)) & 1) !== 0;
    v128.store(slotFor(isInOther ? other : segment, each), v128.load(from));
  }
  // The entries that begin with the bits that the segment had: half of them lead to the other one now.
  const entries = (<u32>1) << (depth - bits + 1);
  const first = entryOf(hash) & ~(entries - 1);
  for (let i: u32 = 0; i < entries; i++) setSegment(first + i, i < entries / 2 ? segment : other, bits);
}

function doubleDirectory(): void {
  const size = (<u32>1) << depth;
  const larger = allocate(size * 16);
  for (let i: u32 = 0; i < size; i++) {
    const entry = load<u64>(directory + i * 8);
    store<u64>(larger + i * 16, entry);
    store<u64>(larger + i * 16, entry, 8);
  }
  directory = larger;
  depth++;
}
