import { decimalText } from '../decimal-text.ts';
import { ByteReader, END, UNSURE } from './byte-reader.ts';
import { type Block, OPEN_BRACKET, QUOTE } from './bytes.ts';
import { ABSENT, FastRecord } from './fast-record.ts';
import { Name } from './names.ts';
import { scanAnthropicUsage } from './scan-anthropic.ts';
import { scanChatUsage, scanTier } from './scan-chat.ts';
import { skipSpace } from './skip.ts';

/** What the scanner made of a line. */
export const Verdict = {
  /** It is for JSON.parse and the recogniser to say. */
  UNSURE: 0,
  /** A request; it stands in `Scanner.record`. */
  RECORD: 1,
  /** As `LineOutcome` of kind context. */
  CONTEXT: 2,
  /** As a line skipped for `no usage`. */
  NO_USAGE: 3,
  /** As a line skipped as `synthetic`. */
  SYNTHETIC: 4,
} as const;

export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** Which `type` a line has, as far as it matters. */
const Type = { NONE: 0, ASSISTANT: 1, ERROR: 2, OTHER: 3 } as const;

const ASSISTANT = Buffer.from('assistant');
const ERROR = Buffer.from('error');
const STREAM_EVENTS = ['message_', 'content_block_', 'ping'].map((name) => Buffer.from(name));
const CHAT = Buffer.from('chat.');
const TOKENS_KEY = Buffer.from('tokens_');
const USAGE_KEY = Buffer.from('"usage"');
const UNICODE_ESCAPE = Buffer.from('\\u');
const SYNTHETIC_MODEL = '<synthetic>';
const ASCII_END = 0x80;
const LOWER_T = 0x74;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
/** Larger than any epoch in seconds, smaller than any in milliseconds; see usage/time.ts. */
const MOST_SECONDS = 1e11;

/**
 * Reads the lines that make up gigabytes, the sessions of Claude Code and OpenAI-style responses,
 * without making objects of them. It is exact or it is silent: whatever verdict but UNSURE it gives
 * is the one that JSON.parse and the recogniser would have come to, and a fuzz test holds it to that.
 */
export class Scanner {
  readonly record = new FastRecord();
  readonly #reader = new ByteReader();

  #type: number = Type.NONE;
  #isSession = false;
  #timestamp = ABSENT;
  #created = ABSENT;
  #hasMessage = false;
  #hasMessageUsage = false;
  #hasUsageField = false;
  #hasUsage = false;
  #session: string | undefined = undefined;
  #snakeSession: string | undefined = undefined;
  #project: string | undefined = undefined;
  #lineModel: string | undefined = undefined;
  #lineTierFound = false;
  #idFrom = 0;
  #idTo = 0;
  #requestFrom = 0;
  #requestTo = 0;
  #isSidechain = false;
  #hasMessages = false;
  /** The line's own id, where it is a text. */
  #lineIdFrom = 0;
  #lineIdTo = 0;

  /** Scans `[start, end)`; a control character must stand at `end`, as bytes.ts asks. */
  scan(block: Block, start: number, end: number): Verdict {
    const reader = this.#reader;
    reader.begin(block, start);
    if (!reader.atObject) return Verdict.UNSURE;
    this.#forget();
    let name = reader.firstKey();
    for (; name >= 0; name = reader.nextKey()) {
      if (!(name === Name.NONE ? reader.pass() : this.#field(name))) return Verdict.UNSURE;
    }
    if (name !== END || skipSpace(block.bytes, reader.at) !== end) return Verdict.UNSURE;
    if (this.#hasMessageUsage) return this.#hasUsage ? Verdict.UNSURE : this.#reply();
    return this.#hasUsage ? this.#response() : this.#nothing();
  }

  #forget(): void {
    this.record.clear();
    this.#type = Type.NONE;
    this.#isSession = false;
    this.#timestamp = ABSENT;
    this.#created = ABSENT;
    this.#hasMessage = false;
    this.#hasMessageUsage = false;
    this.#hasUsageField = false;
    this.#hasUsage = false;
    this.#session = undefined;
    this.#snakeSession = undefined;
    this.#project = undefined;
    this.#lineModel = undefined;
    this.#lineTierFound = false;
    this.#idFrom = this.#idTo = 0;
    this.#requestFrom = this.#requestTo = 0;
    this.#isSidechain = false;
    this.#hasMessages = false;
    this.#lineIdFrom = this.#lineIdTo = 0;
  }

  /**
   * A field of the line itself. Of two with one name the later counts, as in JSON.parse; a second
   * object, which would have to undo what the first one left, is none of the scanner's.
   */
  #field(name: number): boolean {
    const reader = this.#reader;
    const record = this.record;
    switch (name) {
      case Name.ID:
        return this.#replyId();
      case Name.MESSAGES:
        this.#hasMessages = true;
        return reader.pass();
      case Name.OBJECT:
        // Objects of other APIs may be pages of a report or jobs.
        return reader.text() && reader.textBegins(CHAT);
      case Name.IS_SIDECHAIN: {
        const { bytes } = reader.block;
        this.#isSidechain = bytes[reader.at] === LOWER_T;
        return reader.pass();
      }
      case Name.TYPE:
        if (!reader.text()) return false;
        this.#type = reader.textIs(ASSISTANT)
          ? Type.ASSISTANT
          : reader.textIs(ERROR)
            ? Type.ERROR
            : Type.OTHER;
        // Events of one reply that is being streamed belong together.
        return !STREAM_EVENTS.some((event) => reader.textBegins(event));
      case Name.SESSION_ID:
        if (!reader.text()) return false;
        this.#session = reader.interned();
        return true;
      case Name.CWD:
        if (!reader.escapedText()) return false;
        this.#project = reader.unescaped();
        return true;
      case Name.REQUEST_ID:
        this.#requestFrom = this.#requestTo = 0;
        if (reader.passNull()) return true;
        if (!this.#asciiText()) return false;
        this.#requestFrom = reader.textFrom;
        this.#requestTo = reader.textTo;
        return true;
      case Name.PARENT_UUID:
      case Name.LEAF_UUID:
      case Name.IS_SNAPSHOT_UPDATE:
        // A null may take back what a field of the same name said before.
        if (reader.passNull()) return !this.#isSession;
        this.#isSession = true;
        return reader.pass();
      case Name.TIMESTAMP:
        this.#timestamp = reader.moment();
        return this.#timestamp !== UNSURE;
      case Name.CREATED:
        this.#created = reader.count();
        return this.#created > 0 && this.#created < MOST_SECONDS;
      case Name.COST_USD: {
        record.reportedUsd = undefined;
        if (reader.passNull()) return true;
        const amount = reader.plainDecimal();
        record.reportedUsd = decimalText(amount);
        return amount !== undefined;
      }
      case Name.MODEL:
        if (!reader.optionalText()) return false;
        this.#lineModel = reader.interned();
        return true;
      case Name.SERVICE_TIER:
        this.#lineTierFound = true;
        return scanTier(reader, record);
      case Name.PROVIDER:
        if (!reader.optionalText()) return false;
        record.provider = reader.interned();
        return true;
      case Name.USER:
        if (!reader.optionalText()) return false;
        record.user = reader.interned();
        return true;
      case Name.SNAKE_SESSION_ID:
        if (!reader.optionalText()) return false;
        this.#snakeSession = reader.interned();
        return true;
      case Name.METADATA:
        return reader.atObject ? this.#passUnnamed() : reader.pass();
      case Name.DATA:
        // The list of a page.
        if (reader.block.bytes[reader.at] === OPEN_BRACKET) return false;
        return this.#passWithoutUsage();
      case Name.MESSAGE:
        if (this.#hasMessage || this.#hasUsage) return false;
        this.#hasMessage = true;
        return reader.atObject ? this.#message() : reader.pass();
      case Name.USAGE:
        if (this.#hasUsageField || this.#hasMessageUsage) return false;
        this.#hasUsageField = true;
        if (reader.passNull()) return true;
        if (!reader.atObject) return false;
        this.#hasUsage = true;
        return scanChatUsage(reader, record);
      default:
        return false;
    }
  }

  /** The message of a session line. */
  #message(): boolean {
    const reader = this.#reader;
    const record = this.record;
    let hasUsageField = false;
    let name = reader.firstKey();
    for (; name >= 0; name = reader.nextKey()) {
      switch (name) {
        case Name.NONE:
        case Name.TYPE:
          if (!reader.pass()) return false;
          break;
        case Name.ID:
          this.#idFrom = this.#idTo = 0;
          if (reader.passNull()) break;
          if (!this.#asciiText()) return false;
          this.#idFrom = reader.textFrom;
          this.#idTo = reader.textTo;
          break;
        case Name.MODEL:
          if (!reader.text()) return false;
          record.model = reader.interned();
          break;
        case Name.USAGE:
          if (hasUsageField) return false;
          hasUsageField = true;
          if (reader.passNull()) break;
          if (!reader.atObject) return false;
          this.#hasMessageUsage = true;
          // The line's own tier stands further out and may have been read before.
          if (this.#lineTierFound || !scanAnthropicUsage(reader, record)) return false;
          break;
        default:
          return false;
      }
    }
    return name === END;
  }

  /** An object that matters only for names that the recogniser knows: it must have none of them. */
  #passUnnamed(): boolean {
    const reader = this.#reader;
    let name = reader.firstKey();
    for (; name >= 0; name = reader.nextKey()) if (name !== Name.NONE || !reader.pass()) return false;
    return name === END;
  }

  /** A value that matters only for a `usage` or counts inside: no key in it may spell that. */
  #passWithoutUsage(): boolean {
    const reader = this.#reader;
    const from = reader.at;
    if (!reader.pass()) return false;
    const passed = reader.block.bytes.subarray(from, reader.at);
    return !passed.includes(USAGE_KEY) && !passed.includes(TOKENS_KEY) && !passed.includes(UNICODE_ESCAPE);
  }

  /** The id of a response; one that begins as a number does may be that of a row. */
  #replyId(): boolean {
    const reader = this.#reader;
    this.#lineIdFrom = this.#lineIdTo = 0;
    if (reader.block.bytes[reader.at] !== QUOTE) return reader.pass();
    if (!this.#asciiText()) return false;
    const first = reader.block.bytes[reader.textFrom] ?? 0;
    if (first >= DIGIT_0 && first <= DIGIT_9) return false;
    this.#lineIdFrom = reader.textFrom;
    this.#lineIdTo = reader.textTo;
    return true;
  }

  /** A text that is its own latin1, so that bytes and text hash alike. */
  #asciiText(): boolean {
    const reader = this.#reader;
    if (!reader.text()) return false;
    const { bytes } = reader.block;
    for (let i = reader.textFrom; i < reader.textTo; i += 1) if ((bytes[i] ?? 0) >= ASCII_END) return false;
    return true;
  }

  /** A reply in a session of Claude Code, as shapes/claude-code.ts reads it. */
  #reply(): Verdict {
    const record = this.record;
    if (this.#type === Type.NONE || this.#session === undefined || record.model === undefined)
      return Verdict.UNSURE;
    if (this.#lineTierFound) return Verdict.UNSURE;
    if (record.model === SYNTHETIC_MODEL) return Verdict.SYNTHETIC;
    record.shape = 'claude-code';
    record.agent = 'claude-code';
    record.session = this.#session;
    record.project = this.#project;
    record.atMs = this.#moment();
    if (this.#idFrom < this.#idTo) {
      const { bytes } = this.#reader.block;
      const requestTo = this.#isSidechain ? this.#requestFrom : this.#requestTo;
      record.dedupe.set(bytes, this.#idFrom, this.#idTo, this.#requestFrom, requestTo);
    }
    return Verdict.RECORD;
  }

  /** A chat response, or a gateway's line with its usage. */
  #response(): Verdict {
    const record = this.record;
    record.shape = 'openai-chat';
    record.model = this.#lineModel;
    record.session = this.#snakeSession ?? this.#session;
    record.atMs = this.#moment();
    if (this.#lineIdFrom < this.#lineIdTo)
      record.dedupe.set(this.#reader.block.bytes, this.#lineIdFrom, this.#lineIdTo, 0, 0);
    return Verdict.RECORD;
  }

  #nothing(): Verdict {
    // A session as one document has its counts at its messages.
    if (this.#hasMessages) return Verdict.UNSURE;
    const isSession = this.#type !== Type.NONE && (this.#isSession || this.#session !== undefined);
    if (isSession && this.#type !== Type.ASSISTANT) return Verdict.CONTEXT;
    if (this.#type !== Type.NONE && this.#snakeSession !== undefined) return Verdict.UNSURE;
    return this.#type === Type.ERROR ? Verdict.UNSURE : Verdict.NO_USAGE;
  }

  #moment(): number {
    if (this.#timestamp !== ABSENT) return this.#timestamp;
    return this.#created === ABSENT ? ABSENT : this.#created * 1000;
  }
}
