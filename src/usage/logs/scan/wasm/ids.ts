// Numbers ids in the order in which they come, so that whoever counts copies of a reply once looks nothing up. An id
// is known by 64 bits of hash: ten million ids meet by chance in one of 370,000 logs.

import { allocate } from './memory';

/** How many ids there are; the last one's number, counted from 1. */
let count: u32 = 0;

// What is kept of ids by their numbers, in pieces, so that none is ever moved: hashes, and behind the hashes of a piece
// a word for each id, for whoever counts replies.
const PIECE_BITS: u32 = 13;
const PIECE: u32 = 1 << PIECE_BITS;
const MOST_BITS: u32 = 27;
const pieces = memory.data((1 << (MOST_BITS - PIECE_BITS)) * 4, 4);

// Their numbers, in open addressing: a word each, with as many bits of the hash as a number leaves free. No more than
// half of the words are used.
let tableBits: u32 = 12;
let table: usize = allocate((<usize>4) << tableBits);

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
  for (let i: u32 = 0; i < pendingCount; i++) touched += load<u32>(wordAt(homeOf(hashAt(i))));
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
  const numbers = ((<u32>1) << tableBits) - 1;
  const mark = markOf(hash);
  let index = homeOf(hash);
  while (true) {
    const word = load<u32>(wordAt(index));
    if (word === 0) break;
    const number = word & numbers;
    if (word - number === mark && load<u64>(hashOf(number)) === hash) return number;
    index = (index + 1) & numbers;
  }
  if (count >>> (tableBits - 1) !== 0) {
    grow();
    return numberOf(hash);
  }
  addHash(hash);
  store<u32>(wordAt(index), mark | count);
  return count;
}

function addHash(hash: u64): void {
  if (++count >>> MOST_BITS !== 0) unreachable();
  const piece = pieces + (count >>> PIECE_BITS) * 4;
  if (load<u32>(piece) === 0) store<u32>(piece, <u32>allocate(PIECE * 12));
  store<u64>(hashOf(count), hash);
}

/** Where the hash of an id stands. */
function hashOf(number: u32): usize {
  return load<u32>(pieces + (number >>> PIECE_BITS) * 4) + (number & (PIECE - 1)) * 8;
}

/** Where the word of an id stands, which is 0 at first. */
export function wordOf(number: u32): usize {
  return load<u32>(pieces + (number >>> PIECE_BITS) * 4) + PIECE * 8 + (number & (PIECE - 1)) * 4;
}

function wordAt(index: u32): usize {
  return table + <usize>index * 4;
}

/** The word where the search for a hash begins. */
function homeOf(hash: u64): u32 {
  return <u32>(hash >> (64 - tableBits));
}

/** The bits of a hash that stand in front of its number. */
function markOf(hash: u64): u32 {
  return (<u32>hash) << tableBits;
}

/** Twice as many words. */
function grow(): void {
  tableBits++;
  table = allocate((<usize>4) << tableBits);
  const last = ((<u32>1) << tableBits) - 1;
  for (let number: u32 = 1; number <= count; number++) {
    const hash = load<u64>(hashOf(number));
    let index = homeOf(hash);
    while (load<u32>(wordAt(index)) !== 0) index = (index + 1) & last;
    store<u32>(wordAt(index), markOf(hash) | number);
  }
}
