// Walks over the objects in which keys are looked for, and fills the slots of the line. As in json.ts an
// answer of 0 means that this line is not for us: JSON.parse decides.

import {
  behindColon,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  isNull,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  scalarEnd,
  spaceEnd,
  valueEnd,
} from './json';
import { fill, isFilled } from './line';
import { isNoting, noteObject, noteValue, noteValueEnd, resumeNoting, stopNoting } from './notes';
import { Action, actionOf, childOf, find, isExactly, requiredIn, restOf, slotOf } from './table';
import {
  amountEnd,
  countEnd,
  hashEnd,
  idEnd,
  labelEnd,
  plainEnd,
  textEnd,
  timeEnd,
  wholeEnd,
} from './values';

/** The bits of the EXACTLY keys of the object at hand. */
let exact: u32 = 0;

/** An object of a node. */
export function objectEnd(node: u32, p: usize): usize {
  p = spaceEnd(p + 1);
  if (load<u8>(p) === CLOSE_BRACE) return p + 1;
  while (true) {
    if (load<u8>(p) !== QUOTE) return 0;
    const key = p + 1;
    const end = plainEnd(key);
    if (end === 0) return 0;
    p = behindColon(end + 1);
    if (p === 0) return 0;
    const found = find(node, key, <u32>(end - key));
    const entry = found === 0 ? restOf(node, key, <u32>(end - key)) : found;
    const isValue = entry === 0 || !isObject(entry, p);
    if (isNoting && isValue) noteValue(entry, p);
    p = entry === 0 ? valueEnd(p) : knownEnd(entry, p);
    if (p === 0) return 0;
    if (isNoting && isValue) noteValueEnd(p);
    p = spaceEnd(p);
    const c = load<u8>(p);
    if (c === CLOSE_BRACE) return p + 1;
    if (c !== COMMA) return 0;
    p = spaceEnd(p + 1);
  }
}

/** True for an object in which keys are looked for. */
function isObject(entry: usize, p: usize): bool {
  const action = actionOf(entry);
  const looksInside =
    action === Action.OBJECT || action === Action.MAYBE_OBJECT || action === Action.GIVEN_OBJECT;
  return looksInside && load<u8>(p) === OPEN_BRACE;
}

/** The value of a key that is looked for. */
export function knownEnd(entry: usize, p: usize): usize {
  switch (actionOf(entry)) {
    case Action.EXACTLY:
      return exactEnd(entry, p);
    case Action.NOTHING:
      return isNull(p) ? p + 4 : 0;
    case Action.NO_OBJECT:
      return load<u8>(p) === OPEN_BRACE ? 0 : valueEnd(p);
    case Action.WHOLE:
      return isNull(p) ? p + 4 : wholeEnd(p);
    case Action.LIST:
      return isNull(p) ? p + 4 : wholeListEnd(childOf(entry), p);
    case Action.UNNAMED:
    case Action.OTHERS:
      return unnamedEnd(slotOf(entry), p);
    default:
      // Of two keys of one name the later counts; JSON.parse knows.
      return isFilled(slotOf(entry)) ? 0 : slotEnd(entry, p);
  }
}

/** A value that fills a slot of its own. */
function slotEnd(entry: usize, p: usize): usize {
  const action = actionOf(entry);
  const slot = slotOf(entry);
  if (action === Action.LABEL) return labelEnd(slot, p);
  if (isNull(p)) {
    if (action === Action.GIVEN || action === Action.GIVEN_OBJECT) return 0;
    if (action === Action.NULL) fill(slot);
    return p + 4;
  }
  switch (action) {
    case Action.COUNT:
      return countEnd(slot, p);
    case Action.MOMENT:
      return timeEnd(slot, p);
    case Action.ID:
      return idEnd(slot, p);
    case Action.HASH:
      return hashEnd(slot, p);
    case Action.AMOUNT:
      return amountEnd(slot, p);
    case Action.TEXT:
      return textEnd(slot, p);
    case Action.PRESENT:
    case Action.GIVEN:
      fill(slot);
      return valueEnd(p);
    case Action.OBJECT:
    case Action.MAYBE_OBJECT:
    case Action.GIVEN_OBJECT:
      if (load<u8>(p) !== OPEN_BRACE) return action === Action.MAYBE_OBJECT ? valueEnd(p) : 0;
      fill(slot);
      if (isNoting) noteObject(slot);
      return objectEnd(childOf(entry), p);
    default:
      return 0;
  }
}

function unnamedEnd(slot: u32, p: usize): usize {
  if (!isNull(p) && !isFilled(slot)) fill(slot);
  return valueEnd(p);
}

function wholeListEnd(node: u32, p: usize): usize {
  const was = stopNoting();
  p = listEnd(node, p);
  resumeNoting(was);
  return p;
}

/** A list of objects, each with all the values that its node asks for. */
function listEnd(node: u32, p: usize): usize {
  if (load<u8>(p) !== OPEN_BRACKET) return 0;
  p = spaceEnd(p + 1);
  if (load<u8>(p) === CLOSE_BRACKET) return p + 1;
  const outer = exact;
  while (true) {
    if (load<u8>(p) !== OPEN_BRACE) return 0;
    exact = 0;
    p = objectEnd(node, p);
    if (p === 0 || exact !== requiredIn(node)) return 0;
    p = spaceEnd(p);
    const c = load<u8>(p);
    p = spaceEnd(p + 1);
    if (c === COMMA) continue;
    exact = outer;
    return c === CLOSE_BRACKET ? p : 0;
  }
}

function exactEnd(entry: usize, p: usize): usize {
  const end = load<u8>(p) === QUOTE ? scalarEnd(p) : 0;
  if (end === 0 || !isExactly(entry, p, <u32>(end - p))) return 0;
  const bit = slotOf(entry);
  if ((exact & bit) !== 0) return 0;
  exact |= bit;
  return end;
}
