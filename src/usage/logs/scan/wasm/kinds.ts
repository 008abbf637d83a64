// Lines that fill the same slots, with the same labels, are of one kind: what its labels mean is decided once,
// by JavaScript, and not for each line.

import { allocate } from './memory';
import { cellOf, filled, Holds, holds, isFilled, labelAt, labelLength, signature, slotCount } from './line';
import { sameBytes } from './table';

// A kind: 0 signature, 8 number, 12 the kind that came after it, 16 how many slots with a cell, 20 with a label, 24
// with nothing, 28 how many of the cells are ids, which come first, 32 the numbers of these slots, behind which follow
// for each label where it stands and how long it is. ../kinds.ts reads it.
const HEAD_BYTES: usize = 32;

/** The first kind, which leads to all others; 0 while there is none. */
export let firstKind: usize = 0;
let lastKind: usize = 0;
let count: u32 = 0;

// Kinds by signature, in open addressing.
let capacity: u32 = 256;
let table: usize = allocate(256 * 4);

/** Where each line has a label of its own, kinds would fill the memory. */
const MOST_KINDS: u32 = 1 << 13;

/** The kind of the line at hand, whose cells are put at `to`; 0 for a new one where there are too many. */
export function kindOfLine(to: usize): usize {
  let index = homeOf(signature);
  while (true) {
    const kind: usize = load<u32>(table + index * 4);
    if (kind === 0) break;
    if (load<u64>(kind) === signature && putCells(kind, to)) return kind;
    index = (index + 1) & (capacity - 1);
  }
  if (count === MOST_KINDS) return 0;
  const kind = newKind(index);
  putCells(kind, to);
  return kind;
}

/** Puts the cells of the line behind one another. False where the line is not of this kind: no hash decides that. */
function putCells(kind: usize, to: usize): bool {
  const cells = load<u32>(kind, 16);
  const labels = load<u32>(kind, 20);
  const others = load<u32>(kind, 24);
  if (cells + labels + others !== filled) return false;
  let each = kind + HEAD_BYTES;
  for (let i: u32 = 0; i < cells; i++) {
    const slot = load<u32>(each + i * 4);
    if (!isFilled(slot)) return false;
    store<u64>(to + i * 8, cellOf(slot));
  }
  each += cells * 4;
  let text = each + (labels + others) * 4;
  for (let i: u32 = 0; i < labels; i++, text += 8) {
    const slot = load<u32>(each + i * 4);
    const length = load<u32>(text, 4);
    if (!isFilled(slot) || labelLength(slot) !== length) return false;
    if (!sameBytes(load<u32>(text), labelAt(slot), length)) return false;
  }
  each += labels * 4;
  for (let i: u32 = 0; i < others; i++) if (!isFilled(load<u32>(each + i * 4))) return false;
  return true;
}

/** How many bytes the cells of its lines take. */
export function cellBytes(kind: usize): usize {
  return load<u32>(kind, 16) * 8;
}

function newKind(index: u32): usize {
  // Eight bytes more for each slot are enough for whatever it holds.
  const kind = allocate(HEAD_BYTES + <usize>filled * 12);
  store<u64>(kind, signature);
  store<u32>(kind, ++count, 8);
  const cells = kind + HEAD_BYTES;
  const numbers = putSlots(cells, Holds.ID);
  const labels = putSlots(numbers, Holds.CELL);
  const others = putSlots(labels, Holds.LABEL);
  let end = putSlots(others, Holds.PRESENCE);
  store<u32>(kind, <u32>(labels - cells) / 4, 16);
  store<u32>(kind, <u32>(others - labels) / 4, 20);
  store<u32>(kind, <u32>(end - others) / 4, 24);
  store<u32>(kind, <u32>(numbers - cells) / 4, 28);
  for (let each = labels; each < others; each += 4, end += 8) keepLabel(load<u32>(each), end);
  if (firstKind === 0) firstKind = kind;
  else store<u32>(lastKind, <u32>kind, 12);
  lastKind = kind;
  store<u32>(table + index * 4, <u32>kind);
  if (count * 2 > capacity) grow();
  return kind;
}

/** Puts the numbers of the slots that the line fills in one way; answers where they end. */
function putSlots(to: usize, way: u32): usize {
  for (let slot: u32 = 0; slot < slotCount; slot++) {
    if (!isFilled(slot) || holds(slot) !== way) continue;
    store<u32>(to, slot);
    to += 4;
  }
  return to;
}

function keepLabel(slot: u32, to: usize): void {
  const length = labelLength(slot);
  const label = allocate(length);
  memory.copy(label, labelAt(slot), length);
  store<u32>(to, <u32>label);
  store<u32>(to, length, 4);
}

function homeOf(each: u64): u32 {
  return <u32>(each ^ (each >> 32)) & (capacity - 1);
}

function grow(): void {
  capacity *= 2;
  table = allocate(capacity * 4);
  for (let kind = firstKind; kind !== 0; kind = load<u32>(kind, 12)) {
    let index = homeOf(load<u64>(kind));
    while (load<u32>(table + index * 4) !== 0) index = (index + 1) & (capacity - 1);
    store<u32>(table + index * 4, <u32>kind);
  }
}
