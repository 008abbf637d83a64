// A document of OTLP's JSON as lines, a span each: its attributes as an object, and the name of its service, as
// exporters print a span that stands alone. What differs from what exporters write in any way is left alone, by a 0.

import {
  behindColon,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  isDigit,
  NEWLINE,
  numberEnd,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  spaceEnd,
  valueEnd,
  ZERO,
} from './json';
import { stringEnd } from './strings';
import { plainEnd } from './values';

/** The objects of a document. */
namespace Kind {
  export const DOCUMENT: u32 = 0;
  export const GROUP: u32 = 1;
  export const SCOPE: u32 = 2;
  export const SPAN: u32 = 3;
  export const RESOURCE: u32 = 4;
  export const ATTRIBUTE: u32 = 5;
  export const RESOURCE_ATTRIBUTE: u32 = 6;
}

/** As many digits as a count has. */
const MOST_DIGITS: usize = 15;

// Where the next byte is put, and how far there is room.
let to: usize = 0;
let toEnd: usize = 0;
let isFull: bool = false;

// The key at hand, without its quotes.
let key: usize = 0;
let keyLength: u32 = 0;

// The name of an attribute and of the service, with their quotes; 0 where there is none.
let name: usize = 0;
let nameLength: u32 = 0;
let service: usize = 0;
let serviceLength: u32 = 0;

// What the object at hand has had already: of two keys of one name the later would count.
let hasGroups: bool = false;
let hasResource: bool = false;
let hasResourceAttributes: bool = false;
let hasScopes: bool = false;
let hasSpans: bool = false;

/** Puts the spans of the document at `p` between `from` and `end`, a newline behind each; answers where they end. */
export function spansOf(p: usize, from: usize, end: usize): usize {
  to = from;
  toEnd = end;
  isFull = false;
  hasGroups = false;
  if (load<u8>(p) !== OPEN_BRACE) return 0;
  p = objectEnd(Kind.DOCUMENT, p);
  if (p === 0 || load<u8>(spaceEnd(p)) !== NEWLINE) return 0;
  return isFull ? 0 : to;
}

/** A list of objects. */
function listEnd(kind: u32, p: usize): usize {
  if (load<u8>(p) !== OPEN_BRACKET) return 0;
  p = spaceEnd(p + 1);
  if (load<u8>(p) === CLOSE_BRACKET) return p + 1;
  while (true) {
    if (load<u8>(p) !== OPEN_BRACE) return 0;
    begin(kind);
    p = objectEnd(kind, p);
    if (p === 0) return 0;
    if (kind === Kind.SPAN) endSpan();
    p = spaceEnd(p);
    const c = load<u8>(p);
    if (c === CLOSE_BRACKET) return p + 1;
    if (c !== COMMA) return 0;
    p = spaceEnd(p + 1);
  }
}

function begin(kind: u32): void {
  if (kind === Kind.GROUP) {
    hasResource = hasResourceAttributes = hasScopes = false;
    service = 0;
  } else if (kind === Kind.SCOPE) {
    hasSpans = false;
  } else if (kind === Kind.SPAN) {
    putText('{');
  } else {
    name = 0;
  }
}

function endSpan(): void {
  putText('"resource":{"attributes":{');
  if (service !== 0) {
    putText('"service.name":');
    put(service, serviceLength);
  }
  putText('}}}\n');
}

function objectEnd(kind: u32, p: usize): usize {
  p = spaceEnd(p + 1);
  if (load<u8>(p) === CLOSE_BRACE) return p + 1;
  while (true) {
    p = keyEnd(p);
    if (p !== 0) p = memberEnd(kind, p);
    if (p === 0) return 0;
    p = spaceEnd(p);
    const c = load<u8>(p);
    if (c === CLOSE_BRACE) return p + 1;
    if (c !== COMMA) return 0;
    p = spaceEnd(p + 1);
  }
}

/** A key with its colon: the answer is where its value begins. */
function keyEnd(p: usize): usize {
  if (load<u8>(p) !== QUOTE) return 0;
  const end = plainEnd(p + 1);
  if (end === 0) return 0;
  key = p + 1;
  keyLength = <u32>(end - key);
  return behindColon(end + 1);
}

/** The value of the key at hand. */
function memberEnd(kind: u32, p: usize): usize {
  switch (kind) {
    case Kind.DOCUMENT:
      if (hasGroups || !isKey('resourceSpans')) return 0;
      hasGroups = true;
      return listEnd(Kind.GROUP, p);
    case Kind.GROUP:
      return groupMemberEnd(p);
    case Kind.RESOURCE:
      if (!isKey('attributes')) return isKey('droppedAttributesCount') ? valueEnd(p) : 0;
      if (hasResourceAttributes) return 0;
      hasResourceAttributes = true;
      return listEnd(Kind.RESOURCE_ATTRIBUTE, p);
    case Kind.SCOPE:
      if (!isKey('spans')) return isKey('scope') || isKey('schemaUrl') ? valueEnd(p) : 0;
      if (hasSpans) return 0;
      hasSpans = true;
      return listEnd(Kind.SPAN, p);
    case Kind.SPAN:
      return spanMemberEnd(p);
    default:
      return attributeMemberEnd(kind, p);
  }
}

function groupMemberEnd(p: usize): usize {
  if (isKey('scopeSpans')) {
    if (hasScopes) return 0;
    hasScopes = true;
    return listEnd(Kind.SCOPE, p);
  }
  if (!isKey('resource')) return isKey('schemaUrl') ? valueEnd(p) : 0;
  // Behind the spans it would come too late.
  if (hasResource || hasScopes || load<u8>(p) !== OPEN_BRACE) return 0;
  hasResource = true;
  return objectEnd(Kind.RESOURCE, p);
}

function spanMemberEnd(p: usize): usize {
  const from = key - 1;
  if (isKey('attributes')) {
    putText('"attributes":{');
    const first = to;
    p = listEnd(Kind.ATTRIBUTE, p);
    // Each attribute has put a comma behind itself.
    if (to > first) to--;
    putText('},');
    return p;
  }
  p = valueEnd(p);
  if (p === 0) return 0;
  put(from, <u32>(p - from));
  putText(',');
  return p;
}

function attributeMemberEnd(kind: u32, p: usize): usize {
  if (isKey('key')) {
    if (name !== 0 || load<u8>(p) !== QUOTE) return 0;
    const end = plainEnd(p + 1);
    if (end <= p + 1) return 0;
    name = p;
    nameLength = <u32>(end + 1 - p);
    return end + 1;
  }
  if (!isKey('value') || name === 0 || load<u8>(p) !== OPEN_BRACE) return 0;
  p = spaceEnd(p + 1);
  if (load<u8>(p) === CLOSE_BRACE) return p + 1;
  p = keyEnd(p);
  if (p !== 0) p = kind === Kind.ATTRIBUTE ? attributeEnd(p) : resourceAttributeEnd(p);
  if (p === 0) return 0;
  p = spaceEnd(p);
  return load<u8>(p) === CLOSE_BRACE ? p + 1 : 0;
}

/** A value of the type that the key at hand says. */
function attributeEnd(p: usize): usize {
  if (isKey('stringValue')) {
    const end = load<u8>(p) === QUOTE ? stringEnd(p + 1) : 0;
    return end === 0 ? 0 : putAttribute(p, end, end);
  }
  if (isKey('intValue')) {
    const isText = load<u8>(p) === QUOTE;
    const from = isText ? p + 1 : p;
    const end = digitsEnd(from);
    if (end === 0 || (isText && load<u8>(end) !== QUOTE)) return 0;
    return putAttribute(from, end, isText ? end + 1 : end);
  }
  if (isKey('doubleValue')) {
    const end = numberEnd(p);
    return end === 0 ? 0 : putAttribute(p, end, end);
  }
  return isOtherType() ? valueEnd(p) : 0;
}

/** Of a resource only the name of the service is asked for. */
function resourceAttributeEnd(p: usize): usize {
  const isService = isText(name + 1, nameLength - 2, 'service.name');
  if (!isService) return valueEnd(p);
  if (!isKey('stringValue') || load<u8>(p) !== QUOTE) return 0;
  const end = stringEnd(p + 1);
  service = p;
  serviceLength = <u32>(end - p);
  return end;
}

/** Types of which nobody reads a value. */
function isOtherType(): bool {
  return isKey('arrayValue') || isKey('boolValue') || isKey('kvlistValue') || isKey('bytesValue');
}

/** A whole number without a sign, as a count is; 0 for any other. */
function digitsEnd(p: usize): usize {
  const from = p;
  while (isDigit(load<u8>(p))) p++;
  const digits = p - from;
  if (digits === 0 || digits > MOST_DIGITS || (digits > 1 && load<u8>(from) === ZERO)) return 0;
  return p;
}

function putAttribute(from: usize, valueEnd: usize, end: usize): usize {
  put(name, nameLength);
  putText(':');
  put(from, <u32>(valueEnd - from));
  putText(',');
  return end;
}

function isKey(text: string): bool {
  return isText(key, keyLength, text);
}

function isText(p: usize, length: u32, text: string): bool {
  if (length !== <u32>text.length) return false;
  for (let i: u32 = 0; i < length; i++) if (load<u8>(p + i) !== <u8>text.charCodeAt(i)) return false;
  return true;
}

function putText(text: string): void {
  const length = <u32>text.length;
  if (to + length > toEnd) isFull = true;
  if (isFull) return;
  for (let i: u32 = 0; i < length; i++) store<u8>(to + i, <u8>text.charCodeAt(i));
  to += length;
}

function put(from: usize, length: u32): void {
  if (to + length > toEnd) isFull = true;
  if (isFull) return;
  memory.copy(to, from, length);
  to += length;
}
