// What was found on the line at hand. A slot holds one value of a line; JavaScript numbers them.

export const MOST_SLOTS: u32 = 512;

// A slot: 0 the number of the line that filled it, 4 length of a label, 8 its cell (8 bytes) or where its label
// stands, 16 a random word of its own, 24 what it holds.
const SLOT_BYTES = 32;
const slots = memory.data(MOST_SLOTS * SLOT_BYTES, 64);

/** What slots hold. The same numbers stand in ../table.ts. */
export namespace Holds {
  export const PRESENCE: u32 = 0;
  export const CELL: u32 = 1;
  export const LABEL: u32 = 2;
  /** A cell with the hash of an id, which becomes a number. */
  export const ID: u32 = 3;
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/** Counts lines, so that slots need not be emptied. */
let line: u32 = 0;
/** How many slots the line has filled. */
export let filled: u32 = 0;
/** The same for lines that fill the same slots with the same labels, in whatever order. */
export let signature: u64 = 0;
export let slotCount: u32 = 0;

/** A new slot; its number. */
export function addSlot(holds: u32): u32 {
  const slot = at(slotCount);
  // Odd, so that nothing is lost of what is multiplied by it.
  store<u64>(slot, mixed(slotCount + 1) | 1, 16);
  store<u32>(slot, holds, 24);
  return slotCount++;
}

export function beginLine(): void {
  filled = 0;
  signature = 0;
  // After four thousand million lines the numbers start again, and old ones must not be met.
  if (++line === 0) {
    for (let slot: u32 = 0; slot < slotCount; slot++) store<u32>(at(slot), 0);
    line = 1;
  }
}

export function isFilled(slot: u32): bool {
  return load<u32>(at(slot)) === line;
}

export function fill(slot: u32): void {
  const s = at(slot);
  store<u32>(s, line);
  filled++;
  signature += load<u64>(s, 16);
}

export function fillNumber(slot: u32, value: f64): void {
  store<f64>(at(slot), value, 8);
  fill(slot);
}

export function fillWord(slot: u32, value: u64): void {
  store<u64>(at(slot), value, 8);
  fill(slot);
}

export function fillLabel(slot: u32, p: usize, length: u32): void {
  const s = at(slot);
  store<u32>(s, length, 4);
  store<u64>(s, p, 8);
  signature += hashOf(p, length) * load<u64>(s, 16);
  fill(slot);
}

export function holds(slot: u32): u32 {
  return load<u32>(at(slot), 24);
}

export function cellOf(slot: u32): u64 {
  return load<u64>(at(slot), 8);
}

export function labelAt(slot: u32): usize {
  return load<u32>(at(slot), 8);
}

export function labelLength(slot: u32): u32 {
  return load<u32>(at(slot), 4);
}

/** 64 bits for some bytes. Eight bytes must be readable behind the first. */
export function hashOf(p: usize, length: u32): u64 {
  let hash: u64 = MULTIPLIER ^ length;
  if (length < 8) return mixed(hash ^ (load<u64>(p) & (((<u64>1) << (length * 8)) - 1)));
  // The last eight bytes may overlap those before them.
  const last = p + length - 8;
  for (; p < last; p += 8) hash = rotl((hash ^ load<u64>(p)) * MULTIPLIER, 32);
  return mixed(hash ^ load<u64>(last));
}

function mixed(word: u64): u64 {
  word *= MULTIPLIER;
  word = (word ^ (word >> 29)) * 0xbf58_476d_1ce4_e5b9;
  return word ^ (word >> 32);
}

function at(slot: u32): usize {
  return slots + slot * SLOT_BYTES;
}
