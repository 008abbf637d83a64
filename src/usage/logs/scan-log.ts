import type { JsonValue } from '../../core/json.ts';
import { parseJson } from '../../core/json.ts';
import type { LineReader } from '../recognise.ts';
import { createLineReader } from '../recognise.ts';
import type { SkipReason } from '../shape.ts';
import type { UsageRecord } from '../usage.ts';
import type { Block } from './bytes.ts';
import type { FastRecord } from './fast-record.ts';
import type { LineSink } from './lines.ts';
import { MAX_LINE_BYTES } from './lines.ts';
import { Scanner, Verdict } from './scan.ts';

/** Why a line of a log gives no request to price. */
export type LineSkip = SkipReason | 'not JSON' | 'line too long';

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
}

/**
 * Reads the lines of one file: ordinary ones as bytes, all others by JSON.parse and the recogniser.
 * Make one for each file; a Codex session tells its model once, for the lines that follow.
 */
export class LogScanner implements LineSink {
  readonly #handler: LogHandler;
  readonly #scanner: Scanner;
  readonly #parseAll: boolean;
  readonly #reader: LineReader = createLineReader();

  constructor(handler: LogHandler, options: LogScannerOptions = {}) {
    this.#handler = handler;
    this.#scanner = options.scanner ?? new Scanner();
    this.#parseAll = options.parseAll ?? false;
  }

  line(block: Block, start: number, end: number, line: number): void {
    const verdict = this.#parseAll ? Verdict.UNSURE : this.#scanner.scan(block, start, end);
    switch (verdict) {
      case Verdict.RECORD:
        this.#handler.fast(this.#scanner.record, line);
        return;
      case Verdict.CONTEXT:
        this.#handler.context(line);
        return;
      case Verdict.NO_USAGE:
        this.#handler.skipped('no usage', 'the line holds no usage', line);
        return;
      case Verdict.SYNTHETIC:
        this.#handler.skipped('synthetic', 'written by Claude Code itself, not by a model', line);
        return;
      case Verdict.UNSURE:
        this.#parse(block.bytes.toString('utf8', start, end), line);
    }
  }

  tooLong(line: number): void {
    this.#handler.skipped('line too long', `over ${MAX_LINE_BYTES >> 20} MiB`, line);
  }

  #parse(text: string, line: number): void {
    let value: JsonValue;
    try {
      value = parseJson(text);
    } catch {
      this.#handler.skipped('not JSON', 'the line is not JSON', line);
      return;
    }
    for (const outcome of this.#reader.read(value)) {
      if (outcome.kind === 'record') this.#handler.record(outcome.record, line, value);
      else if (outcome.kind === 'skipped') this.#handler.skipped(outcome.reason, outcome.detail, line);
      else this.#handler.context(line);
    }
  }
}
