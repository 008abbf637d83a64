import type { JsonValue } from '../../core/json.ts';
import { parseJson } from '../../core/json.ts';
import type { LineReader } from '../recognise.ts';
import { createLineReader } from '../recognise.ts';
import { Relations } from '../relations/relations.ts';
import type { FileFacts, LineOutcome, SkipReason } from '../shape.ts';
import { newFileState } from '../shape.ts';
import type { UsageRecord } from '../usage.ts';
import type { Block } from './bytes.ts';
import type { FastRecord } from './fast-record.ts';
import type { LineSink } from './lines.ts';
import { itemsOfPage } from './pages.ts';
import { Scanner, Verdict } from './scan.ts';

/** Why a line of a log gives no request to price. */
export type LineSkip = SkipReason | 'not JSON' | 'line too long';

/** What is kept of a line with a summary until the end of all logs. */
export interface HeldLine {
  readonly file: string;
  readonly line: number;
  readonly value: JsonValue;
}

/** What is done with the lines of a log: one call or more for each that is not blank. */
export interface LogHandler {
  /** A request that was read as bytes. The record is filled again for the next line. */
  fast(record: FastRecord, line: number): void;
  /** A request that was read by way of JSON.parse; `value` is the whole line. */
  record(record: UsageRecord, line: number, value: JsonValue): void;
  skipped(reason: LineSkip, detail: string, line: number): void;
  /** A line that carries no request and is not meant to. */
  context(line: number): void;
}

export interface LogScannerOptions {
  /** May be shared among files: it remembers no line. */
  readonly scanner?: Scanner;
  /** Hands over every request with the value of its line, for groups by a path of one's own. */
  readonly parseAll?: boolean;
  readonly facts?: FileFacts;
  /** Shared among all files that are added up. */
  readonly relations?: Relations<HeldLine>;
}

/** Server-sent events: what stands behind `data:` is a line, all else is not. */
const EVENT_FIELD = /^\s*(?:(data):\s?|(?:event|id|retry):|:)/;

/**
 * Reads the lines of one file: ordinary ones as bytes, all others by JSON.parse and the recogniser.
 * Make one for each file; a Codex session tells its model once, for the lines that follow.
 */
export class LogScanner implements LineSink {
  readonly #handler: LogHandler;
  readonly #scanner: Scanner;
  readonly #parseAll: boolean;
  readonly #facts: FileFacts;
  readonly #relations: Relations<HeldLine>;
  readonly #reader: LineReader;
  /** Lines that are JSON, and what else was parsed. */
  understood = 0;
  #line = 0;

  constructor(handler: LogHandler, options: LogScannerOptions = {}) {
    this.#handler = handler;
    this.#scanner = options.scanner ?? new Scanner();
    this.#parseAll = options.parseAll ?? false;
    this.#facts = options.facts ?? { name: '' };
    this.#relations = options.relations ?? new Relations();
    this.#reader = createLineReader(newFileState(this.#facts, this.#relations));
  }

  line(block: Block, start: number, end: number, line: number): void {
    const verdict = this.#parseAll ? Verdict.UNSURE : this.#scanner.scan(block, start, end);
    switch (verdict) {
      case Verdict.RECORD:
        this.understood += 1;
        if (this.#scanner.record.shape === 'claude-code') this.#relations.saw(this.#scanner.record.session);
        this.#handler.fast(this.#scanner.record, line);
        return;
      case Verdict.CONTEXT:
        this.understood += 1;
        this.#handler.context(line);
        return;
      case Verdict.NO_USAGE:
        this.understood += 1;
        this.#handler.skipped('no usage', 'the line holds no usage', line);
        return;
      case Verdict.SYNTHETIC:
        this.understood += 1;
        this.#handler.skipped('synthetic', 'written by Claude Code itself, not by a model', line);
        return;
      case Verdict.UNSURE:
        this.#parse(block.bytes.toString('utf8', start, end), line);
    }
  }

  /** A line, or a row of a table, that was parsed by other means. */
  value(value: JsonValue, line: number): void {
    this.#line = line;
    this.understood += 1;
    const outcomes = this.#reader.read(value);
    if (outcomes.every(isNoUsage) && this.#page(value, line)) return;
    this.#hand(outcomes, line, value);
  }

  /** Reads the items of a page as lines of their own; false where none of them holds usage. */
  #page(value: JsonValue, line: number): boolean {
    const items = itemsOfPage(value).map((item) => ({ item, outcomes: this.#reader.read(item) }));
    if (items.every(({ outcomes }) => outcomes.every(isNoUsage))) return false;
    for (const { item, outcomes } of items) this.#hand(outcomes, line, item);
    return true;
  }

  /** A row of a table that was read by its columns. */
  outcome(outcome: LineOutcome, line: number, value: () => JsonValue): void {
    this.understood += 1;
    this.#hand([outcome], line, this.#parseAll ? value() : null);
  }

  /** The file has no more lines. */
  end(): void {
    this.#hand(this.#reader.end(), this.#line, null);
  }

  tooLong(line: number, maxBytes: number): void {
    this.#handler.skipped('line too long', `over ${maxBytes >> 20} MiB`, line);
  }

  #parse(text: string, line: number): void {
    const event = EVENT_FIELD.exec(text);
    const json = event === null ? text : text.slice(event[0].length);
    if (event !== null && (event[1] === undefined || json.trim() === '[DONE]')) {
      this.#handler.context(line);
      return;
    }
    let value: JsonValue;
    try {
      value = parseJson(json);
    } catch {
      this.#handler.skipped('not JSON', 'the line is not JSON', line);
      return;
    }
    this.value(value, line);
  }

  /** A shape that several agents share says nothing of the agent; where the log lies does. */
  #withAgent(record: UsageRecord): UsageRecord {
    const { agent } = this.#facts;
    return agent === undefined || record.agent !== undefined ? record : { ...record, agent };
  }

  #hand(outcomes: readonly LineOutcome[], line: number, value: JsonValue): void {
    for (const outcome of outcomes) {
      switch (outcome.kind) {
        case 'record': {
          const record = this.#withAgent(outcome.record);
          if (record.agent !== undefined) this.#relations.saw(record.session);
          this.#handler.record(record, line, value);
          break;
        }
        case 'skipped':
          this.#handler.skipped(outcome.reason, outcome.detail, line);
          break;
        case 'context':
          this.#handler.context(line);
          break;
        case 'summary': {
          const place = { file: this.#facts.name, line, value: this.#parseAll ? value : null };
          const records = outcome.records.map((record) => this.#withAgent(record));
          this.#relations.hold({ of: outcome.of, records, place });
          break;
        }
        default:
          outcome satisfies never;
      }
    }
  }
}

function isNoUsage(outcome: LineOutcome): boolean {
  return outcome.kind === 'skipped' && outcome.reason === 'no usage';
}
