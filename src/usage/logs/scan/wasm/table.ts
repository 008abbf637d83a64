// Which keys are looked for, and what is done with their values. A node is an object in which some keys are
// looked for; node 0 is the line. JavaScript fills the table once.

/** What is done with the value of a key. The same numbers stand in ../table.ts. */
export namespace Action {
  /** A whole number; null is as if it were absent. Its cell is a double. */
  export const COUNT: u32 = 1;
  /** Any number, or null. Its cell says where it stands. */
  export const AMOUNT: u32 = 2;
  /** A time, or null. Its cell is a double, in milliseconds since 1970. */
  export const MOMENT: u32 = 3;
  /** Any value, which tells kinds of lines apart. */
  export const LABEL: u32 = 4;
  /** An ASCII string without escapes, or null. Its cell is a double, the number of the string. */
  export const ID: u32 = 5;
  /** Anything; only that it is there, and not null, is told. */
  export const PRESENT: u32 = 6;
  /** Null: a line in which anything else stands here is unusual. */
  export const NOTHING: u32 = 7;
  /** An object that is another node, or null. */
  export const OBJECT: u32 = 8;
  /** As OBJECT, but what is no object is as if it were absent. */
  export const MAYBE_OBJECT: u32 = 9;
  /** A list of objects of another node, or null. */
  export const LIST: u32 = 10;
  /** One of a few strings. */
  export const EXACTLY: u32 = 11;
  /** A whole number that is not kept, or null. */
  export const WHOLE: u32 = 12;
  /** As PRESENT, for keys that are not in the table, of which there may be many. */
  export const UNNAMED: u32 = 13;
  /** A string that is not empty, or null. Its cell says where it stands. */
  export const TEXT: u32 = 14;
  /** As PRESENT, but null is unusual. */
  export const GIVEN: u32 = 15;
  /** Null, which is told. Anything else is unusual. */
  export const NULL: u32 = 16;
  /** As UNNAMED, for keys that another node does not name either. */
  export const OTHERS: u32 = 17;
  /** Anything but an object. */
  export const NO_OBJECT: u32 = 18;
  /** As ID, but its cell is a hash of the string. */
  export const HASH: u32 = 19;
  /** As OBJECT, but null is unusual. */
  export const GIVEN_OBJECT: u32 = 20;
}

// An entry: 0 head, 8 tail, 16 length, 18 node, 20 action, 24 slot, 26 child, 28 the key's bytes, 32 the strings
// that EXACTLY takes, or what no key of OTHERS may have in it, 36 how long that is.
const ENTRY_BYTES = 64;
const ENTRY_BITS = 11;
/** The key that stands for all others. */
const REST: u8 = 0x2a;
/** Three in four places. */
const MOST_KEYS = 3 << (ENTRY_BITS - 2);
const entries = memory.data(ENTRY_BYTES << ENTRY_BITS, 64);
let size = 0;

const MOST_NODES: u32 = 256;
/** The bits of the EXACTLY keys that an object in a list must have, by node. */
const required = memory.data(MOST_NODES * 4, 4);
/** The entry of all keys that are not in the table, by node; 0 where they do not matter. */
const rests = memory.data(MOST_NODES * 4, 4);
/** The entry of a key that OTHERS takes with some values only. */
const doubted = memory.data(ENTRY_BYTES, 64);

/** False where the table is full. */
export function addKey(node: u32, key: usize, length: u32, action: u32, slot: u32, child: u32): bool {
  if (++size > MOST_KEYS || node >= MOST_NODES || child >= MOST_NODES) return false;
  const head = headOf(key, length);
  const tail = tailOf(key, length);
  let index = indexOf(node, length, head, tail);
  while (load<u16>(entryAt(index), 16) !== 0) index = next(index);
  const entry = entryAt(index);
  store<u64>(entry, head);
  store<u64>(entry, tail, 8);
  store<u32>(entry, (node << 16) | length, 16);
  store<u32>(entry, action, 20);
  store<u16>(entry, slot, 24);
  store<u16>(entry, child, 26);
  store<u32>(entry, <u32>key, 28);
  if (length === 1 && load<u8>(key) === REST) store<u32>(rests + node * 4, <u32>entry);
  return true;
}

/**
 * Says what a key of EXACTLY may have as its value, one string a line; its slot is the bit that stands for it in a
 * list, or 0. Of OTHERS it says, in lower case, what in a key makes an object under it unusual.
 */
export function spell(node: u32, key: usize, length: u32, text: usize, textLength: u32): void {
  const entry = find(node, key, length);
  store<u32>(entry, <u32>text, 32);
  store<u32>(entry, textLength, 36);
  store<u32>(doubted, Action.NO_OBJECT, 20);
  if (actionOf(entry) !== Action.EXACTLY) return;
  const bits = required + node * 4;
  store<u32>(bits, load<u32>(bits) | slotOf(entry));
}

/** The entry of a key, or 0. Eight bytes must be readable in front of the key. */
export function find(node: u32, key: usize, length: u32): usize {
  const head = headOf(key, length);
  const tail = tailOf(key, length);
  const wanted = (node << 16) | length;
  let index = indexOf(node, length, head, tail);
  while (true) {
    const entry = entryAt(index);
    const found = load<u32>(entry, 16);
    if (found === 0) return 0;
    if (found === wanted && load<u64>(entry) === head && load<u64>(entry, 8) === tail) {
      if (length <= 16 || sameBytes(load<u32>(entry, 28), key, length)) return entry;
    }
    index = next(index);
  }
}

/** The entry for a key that its object does not name; 0 where it does not matter. */
export function restOf(node: u32, key: usize, length: u32): usize {
  const rest: usize = load<u32>(rests + node * 4);
  if (rest === 0 || actionOf(rest) !== Action.OTHERS) return rest;
  const named = find(childOf(rest), key, length);
  if (named !== 0) return named;
  return hasInIt(key, length, load<u32>(rest, 32), load<u32>(rest, 36)) ? doubted : rest;
}

/** True where the text is a part of the key, in upper or lower case. */
function hasInIt(key: usize, length: u32, text: usize, textLength: u32): bool {
  if (textLength === 0) return false;
  for (let from: u32 = 0; from + textLength <= length; from++) {
    let same: u32 = 0;
    while (same < textLength && (load<u8>(key + from + same) | 0x20) === load<u8>(text + same)) same++;
    if (same === textLength) return true;
  }
  return false;
}

export function actionOf(entry: usize): u32 {
  return load<u32>(entry, 20);
}

export function slotOf(entry: usize): u32 {
  return load<u16>(entry, 24);
}

export function childOf(entry: usize): u32 {
  return load<u16>(entry, 26);
}

export function requiredIn(node: u32): u32 {
  return load<u32>(required + node * 4);
}

/** True where the string at `p`, with its quotes, is one that the table wants. No string holds a quote or a newline. */
export function isExactly(entry: usize, p: usize, length: u32): bool {
  const texts: usize = load<u32>(entry, 32);
  const end = texts + load<u32>(entry, 36);
  for (let at = texts; at + length <= end; at++) if (sameBytes(at, p, length)) return true;
  return false;
}

export function sameBytes(a: usize, b: usize, length: u32): bool {
  let i: usize = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) !== load<u64>(b + i)) return false;
  for (; i < length; i++) if (load<u8>(a + i) !== load<u8>(b + i)) return false;
  return true;
}

function entryAt(index: u32): usize {
  return entries + index * ENTRY_BYTES;
}

function next(index: u32): u32 {
  return (index + 1) & ((1 << ENTRY_BITS) - 1);
}

/** The first eight bytes, and zeros where there are fewer. */
function headOf(key: usize, length: u32): u64 {
  const head = load<u64>(key);
  return length >= 8 ? head : head & (((<u64>1) << (length * 8)) - 1);
}

/** The last eight bytes of a longer key. */
function tailOf(key: usize, length: u32): u64 {
  return length > 8 ? load<u64>(key + length - 8) : 0;
}

function indexOf(node: u32, length: u32, head: u64, tail: u64): u32 {
  const mixed = (head ^ rotl(tail, 31) ^ (((<u64>node) << 8) + length)) * 0x9e37_79b9_7f4a_7c15;
  return <u32>(mixed >> (64 - ENTRY_BITS));
}
