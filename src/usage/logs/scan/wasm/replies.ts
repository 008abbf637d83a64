// Remembers replies, and what was counted for each: a session log writes most replies several times. 4 bytes a reply
// beside its id, 4 and 4 for each of its counts where it was counted, and 8 more where lines name their requests.

import { numberOf, wordOf } from './ids';
import { hashOf } from './line';
import { allocate } from './memory';

// An entry: 0 the row that it was added to and its width, then so many words for counts, in the order of the meters
// of the row. JavaScript reads and writes them too (../replies.ts).
/** More than the counts of any entry. */
export const WIDTHS: u32 = 16;

const CHUNK_BYTES: usize = 1 << 16;
let free: usize = 0;
let end: usize = 0;

// The requests of replies, by their numbers.
const PIECE_BITS: u32 = 13;
const PIECE: u32 = 1 << PIECE_BITS;
const pieces = memory.data((1 << 14) * 4, 4);

/** A reply and its request, for those that have several: 0 the request, 8 the reply. */
const pair = memory.data(24, 8);

/**
 * The entry of a reply; 0 where there is none yet. Two copies that both name their request are one reply only where
 * it is the same; a copy that names none, for which 0 stands, fits any.
 */
export function findReply(reply: u32, request: f64): usize {
  const first: usize = load<u32>(wordOf(reply));
  if (first === 0 || request === 0) return first;
  const known = requestOf(reply);
  if (known === request) return first;
  if (known !== 0) return load<u32>(wordOf(pairOf(reply, request)));
  setRequest(reply, request);
  return first;
}

/** An entry with room for so many counts: the one that `findReply` answered, or another in its place. */
export function entryFor(reply: u32, request: f64, found: usize, width: u32): usize {
  if (found !== 0 && load<u32>(found) % WIDTHS >= width) return found;
  const bytes: usize = 4 + width * 4;
  if (free + bytes > end) {
    free = allocate(CHUNK_BYTES);
    end = free + CHUNK_BYTES;
  }
  const entry = free;
  free += bytes;
  store<u32>(entry, width);
  const first = wordOf(reply);
  if (load<u32>(first) !== <u32>found) store<u32>(wordOf(pairOf(reply, request)), <u32>entry);
  else {
    store<u32>(first, <u32>entry);
    if (found === 0 && request !== 0) setRequest(reply, request);
  }
  return entry;
}

export function rowOf(entry: usize): u32 {
  return load<u32>(entry) / WIDTHS;
}

/** All counts of an entry together. */
export function tokensOf(entry: usize): f64 {
  const last = entry + (load<u32>(entry) % WIDTHS) * 4;
  let tokens: f64 = 0;
  for (let at = entry + 4; at <= last; at += 4) tokens += <f64>load<u32>(at);
  return tokens;
}

function pairOf(reply: u32, request: f64): u32 {
  store<f64>(pair, request);
  store<u32>(pair, reply, 8);
  return numberOf(hashOf(pair, 12));
}

function requestOf(reply: u32): f64 {
  const piece: usize = load<u32>(pieces + (reply >>> PIECE_BITS) * 4);
  return piece === 0 ? 0 : load<f64>(piece + (reply & (PIECE - 1)) * 8);
}

function setRequest(reply: u32, request: f64): void {
  const piece = pieces + (reply >>> PIECE_BITS) * 4;
  if (load<u32>(piece) === 0) store<u32>(piece, <u32>allocate(PIECE * 8));
  store<f64>(load<u32>(piece) + (reply & (PIECE - 1)) * 8, request);
}
