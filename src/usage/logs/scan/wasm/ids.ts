// Numbers ids in the order in which they come, so that whoever counts copies of a reply once looks nothing up. An id
// is known by 64 bits of hash: ten million ids meet by chance in one of 370,000 logs.

import { allocate } from './memory';

// A segment: 0 how many ids, 4 how many leading bits its ids share, 16 its slots, of 8 bytes of hash and 4 of number.
// A full one is split in two, and no table is ever copied as a whole.
const SLOTS: u32 = 1 << 11;
const MOST_IDS: u32 = (SLOTS / 4) * 3;
const HEAD_BYTES: usize = 16;
const SLOT_BYTES: usize = 12;
const SEGMENT_BYTES: usize = HEAD_BYTES + <usize>SLOTS * SLOT_BYTES;

const scratch = memory.data(24592, 8);

/** How many there are; the last one's number, counted from 1. */
let count: u32 = 0;
/** Segments by the leading bits of a hash, as many bits as `depth`. */
let depth: u32 = 1;
let directory: usize = allocate(2 * 4);
store<u32>(directory, <u32>newSegment(1));
store<u32>(directory, <u32>newSegment(1), 4);

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
  for (let i: u32 = 0; i < pendingCount; i++) touched += load<u32>(homeOf(hashAt(i)), 8);
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
    const segment = segmentOf(hash);
    const slot = slotFor(segment, hash);
    const number = load<u32>(slot, 8);
    if (number !== 0) return number;
    if (load<u32>(segment) < MOST_IDS) {
      put(segment, slot, hash, ++count);
      return count;
    }
    split(segment, hash);
  }
}

function segmentOf(hash: u64): usize {
  return load<u32>(directory + <usize>(hash >> (64 - depth)) * 4);
}

/** The slot where the search for a hash begins. */
function homeOf(hash: u64): usize {
  return segmentOf(hash) + HEAD_BYTES + <usize>(hash & (SLOTS - 1)) * SLOT_BYTES;
}

/** The slot that holds a hash, or the empty one where it belongs. */
function slotFor(segment: usize, hash: u64): usize {
  let index = <u32>hash & (SLOTS - 1);
  while (true) {
    const slot = segment + HEAD_BYTES + <usize>index * SLOT_BYTES;
    if (load<u32>(slot, 8) === 0 || load<u64>(slot) === hash) return slot;
    index = (index + 1) & (SLOTS - 1);
  }
}

function put(segment: usize, slot: usize, hash: u64, number: u32): void {
  store<u64>(slot, hash);
  store<u32>(slot, number, 8);
  store<u32>(segment, load<u32>(segment) + 1);
}

function newSegment(bits: u32): usize {
  const segment = allocate(SEGMENT_BYTES);
  store<u32>(segment, bits, 4);
  return segment;
}

/** Moves half of the ids of a segment, to which this hash belongs, to a new one. */
function split(segment: usize, hash: u64): void {
  const bits = load<u32>(segment, 4) + 1;
  if (bits > depth) doubleDirectory();
  memory.copy(scratch, segment, SEGMENT_BYTES);
  memory.fill(segment, 0, SEGMENT_BYTES);
  store<u32>(segment, bits, 4);
  const other = newSegment(bits);
  for (let index: u32 = 0; index < SLOTS; index++) {
    const from = scratch + HEAD_BYTES + <usize>index * SLOT_BYTES;
    const number = load<u32>(from, 8);
    if (number === 0) continue;
    const each = load<u64>(from);
    const to = ((each >> (64 - bits)) & 1) === 0 ? segment : other;
    put(to, slotFor(to, each), each, number);
  }
  // The second half of the entries that led to the segment.
  const entries = (<u32>1) << (depth - bits);
  const first = (<u32>(hash >> (64 - bits)) | 1) << (depth - bits);
  for (let i = first; i < first + entries; i++) store<u32>(directory + i * 4, <u32>other);
}

function doubleDirectory(): void {
  const size = (<u32>1) << depth;
  const larger = allocate(size * 8);
  for (let i: u32 = 0; i < size; i++) {
    const segment = load<u32>(directory + i * 4);
    store<u32>(larger + i * 8, segment);
    store<u32>(larger + i * 8, segment, 4);
  }
  directory = larger;
  depth++;
}
