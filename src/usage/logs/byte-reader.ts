import { civilMs } from '../time.ts';
import {
  type Block,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  newBlock,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './bytes.ts';
import { ABSENT } from './fast-record.ts';
import { Interner } from './intern.ts';
import { KeyTrail } from './key-trail.ts';
import { newStack, skipDigits, skipPlain, skipSpace, skipString, skipValue, UNUSUAL } from './skip.ts';
import { asText, parseJson } from '../../core/json.ts';
import { DAY_MS } from '../../core/dates.ts';

/** A key loop ended with its object. */
export const END = -1;
/** Something that only JSON.parse is sure of. */
export const UNSURE = -2;

const ZERO = 0x30;
const DOT = 0x2e;
const LOWER_E = 0x65;
const UPPER_E = 0x45;
/** Digits that any double holds exactly. */
const SAFE_DIGITS = 15;

/**
 * Reads JSON objects key by key, in place. Whatever is not plain (an escape in a key, an exponent,
 * a sign) ends in UNSURE or false, and the line is JSON.parse's.
 */
export class ByteReader {
  block: Block = newBlock(0);
  at = 0;
  /** The text read last, without its quotes. */
  textFrom = 0;
  textTo = 0;
  readonly #keys = new KeyTrail();
  readonly #interner = new Interner();
  readonly #stack = newStack();
  /** The last text with escapes, and what it says: a session stays where it is. */
  #escaped = '';
  #unescaped = '';
  #day = ABSENT;
  #dayMs = 0;

  begin(block: Block, at: number): void {
    this.block = block;
    this.#keys.begin();
    this.at = skipSpace(block.bytes, at);
  }

  get atObject(): boolean {
    return this.block.bytes[this.at] === OPEN_BRACE;
  }

  /** Enters the object at hand: the name of its first key, END where it has none. */
  firstKey(): number {
    const { bytes } = this.block;
    const first = skipSpace(bytes, this.at + 1);
    if (bytes[first] !== CLOSE_BRACE) return this.#key(first);
    this.at = first + 1;
    return END;
  }

  /** The name of the next key, once the value of the one before has been read or passed over. */
  nextKey(): number {
    const { bytes } = this.block;
    let i = this.at;
    if (bytes[i] !== COMMA) i = skipSpace(bytes, i);
    if (bytes[i] === COMMA) return this.#key(i + 1);
    if (bytes[i] !== CLOSE_BRACE) return UNSURE;
    this.at = i + 1;
    return END;
  }

  #key(at: number): number {
    const name = this.#keys.read(this.block, at);
    if (name === UNUSUAL) return UNSURE;
    this.at = this.#keys.valueAt;
    return name;
  }

  /** Passes over a value of any kind. */
  pass(): boolean {
    const { block, at } = this;
    const end = block.bytes[at] === QUOTE ? skipString(block, at + 1) : skipValue(block, at, this.#stack);
    if (end < 0) return false;
    this.at = end;
    return true;
  }

  /** Passes over a list, item by item; false for anything else, and where an item was not passed over. */
  passItems(passItem: () => boolean): boolean {
    const { bytes } = this.block;
    if (bytes[this.at] !== OPEN_BRACKET) return false;
    this.at = skipSpace(bytes, this.at + 1);
    if (bytes[this.at] !== CLOSE_BRACKET) {
      for (;;) {
        if (!passItem()) return false;
        this.at = skipSpace(bytes, this.at);
        if (bytes[this.at] !== COMMA) break;
        this.at = skipSpace(bytes, this.at + 1);
      }
    }
    if (bytes[this.at] !== CLOSE_BRACKET) return false;
    this.at += 1;
    return true;
  }

  /** Passes over `null`. */
  passNull(): boolean {
    const { bytes } = this.block;
    const i = this.at;
    const found =
      bytes[i] === 0x6e && bytes[i + 1] === 0x75 && bytes[i + 2] === 0x6c && bytes[i + 3] === 0x6c;
    if (found) this.at = i + 4;
    return found;
  }

  /** A text of at least one byte without escapes: false for anything else, null too. */
  text(): boolean {
    const { block, at } = this;
    if (block.bytes[at] !== QUOTE) return false;
    const close = skipPlain(block, at + 1);
    if (block.bytes[close] !== QUOTE || close === at + 1) return false;
    this.textFrom = at + 1;
    this.textTo = close;
    this.at = close + 1;
    return true;
  }

  /** As `text`, with escapes too: paths of Windows have them. `unescaped` reads it. */
  escapedText(): boolean {
    const { block, at } = this;
    if (block.bytes[at] !== QUOTE) return false;
    const end = skipString(block, at + 1);
    if (end < 0 || end === at + 2) return false;
    this.textFrom = at + 1;
    this.textTo = end - 1;
    this.at = end;
    return true;
  }

  /** The text that `escapedText` read. */
  unescaped(): string {
    const raw = this.#interner.text(this.block, this.textFrom, this.textTo);
    if (!raw.includes('\\')) return raw;
    if (this.#escaped !== raw) {
      this.#escaped = raw;
      this.#unescaped = asText(parseJson(`"${raw}"`)) ?? '';
    }
    return this.#unescaped;
  }

  /** As `text`, or null, which leaves no text. */
  optionalText(): boolean {
    this.textFrom = this.textTo = 0;
    return this.passNull() || this.text();
  }

  get hasText(): boolean {
    return this.textFrom < this.textTo;
  }

  /** The text read last, one object for all that are alike; undefined after null. */
  interned(): string | undefined {
    return this.hasText ? this.#interner.text(this.block, this.textFrom, this.textTo) : undefined;
  }

  /** True where the text read last is this one. */
  textIs(expected: Uint8Array): boolean {
    const { bytes } = this.block;
    if (expected.length !== this.textTo - this.textFrom) return false;
    for (let i = 0; i < expected.length; i += 1) if (expected[i] !== bytes[this.textFrom + i]) return false;
    return true;
  }

  /** True where the text read last begins with this one. */
  textBegins(expected: Uint8Array): boolean {
    const { bytes } = this.block;
    if (expected.length > this.textTo - this.textFrom) return false;
    for (let i = 0; i < expected.length; i += 1) if (expected[i] !== bytes[this.textFrom + i]) return false;
    return true;
  }

  /** A count of up to 15 plain digits, ABSENT for null, else UNSURE. */
  count(): number {
    const { bytes } = this.block;
    const from = this.at;
    let i = from;
    let value = 0;
    let digit = (bytes[i] ?? 0) - ZERO;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      i += 1;
      digit = (bytes[i] ?? 0) - ZERO;
    }
    if (i === from) return this.passNull() ? ABSENT : UNSURE;
    if (i - from > SAFE_DIGITS || (bytes[from] === ZERO && i > from + 1)) return UNSURE;
    const next = bytes[i];
    if (next === DOT || next === LOWER_E || next === UPPER_E) return UNSURE;
    this.at = i;
    return value;
  }

  /** An amount of few enough digits that their text is what a double of it would print. */
  plainDecimal(): string | undefined {
    const { bytes } = this.block;
    const from = this.at;
    let end = skipDigits(bytes, from);
    if (end === from || (bytes[from] === ZERO && end > from + 1)) return undefined;
    if (bytes[end] === DOT) {
      const fraction = end + 1;
      end = skipDigits(bytes, fraction);
      if (end === fraction) return undefined;
    }
    if (end - from > SAFE_DIGITS || bytes[end] === LOWER_E || bytes[end] === UPPER_E) return undefined;
    this.at = end;
    return bytes.toString('latin1', from, end);
  }

  /** Milliseconds of `"2026-11-01T12:00:00.123Z"`, with or without a fraction; else UNSURE. */
  moment(): number {
    const { bytes } = this.block;
    const from = this.at + 1;
    const year = this.#digits(from, 4);
    const month = this.#digits(from + 5, 2);
    const day = this.#digits(from + 8, 2);
    const hour = this.#digits(from + 11, 2);
    const minute = this.#digits(from + 14, 2);
    const second = this.#digits(from + 17, 2);
    if (year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23) return UNSURE;
    if (minute < 0 || minute > 59 || second < 0 || second > 59) return UNSURE;
    if (bytes[from - 1] !== QUOTE || bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d) return UNSURE;
    if (bytes[from + 10] !== 0x54 || bytes[from + 13] !== 0x3a || bytes[from + 16] !== 0x3a) return UNSURE;
    let i = from + 19;
    let ms = 0;
    if (bytes[i] === DOT) {
      const end = skipDigits(bytes, i + 1);
      // Milliseconds are what loggers write; other fractions are rare enough for the regular way.
      if (end !== i + 4) return UNSURE;
      ms = this.#digits(i + 1, 3);
      i = end;
    }
    if (bytes[i] !== 0x5a || bytes[i + 1] !== QUOTE) return UNSURE;
    const dayMs = this.#dayOf(year, month, day);
    if (dayMs < 0) return UNSURE;
    this.at = i + 2;
    return dayMs + (hour * 3600 + minute * 60 + second) * 1000 + ms;
  }

  /** The calendar is asked once a day: a log goes on for many lines in one. */
  #dayOf(year: number, month: number, day: number): number {
    const key = (year * 16 + month) * 32 + day;
    if (key !== this.#day) {
      this.#day = key;
      this.#dayMs = civilMs(year, month, day, 0, 0, 0, 0) ?? -DAY_MS;
    }
    return this.#dayMs;
  }

  #digits(from: number, count: number): number {
    const { bytes } = this.block;
    let value = 0;
    for (let i = from; i < from + count; i += 1) {
      const digit = (bytes[i] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return UNSURE;
      value = value * 10 + digit;
    }
    return value;
  }
}
