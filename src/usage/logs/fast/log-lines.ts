import type { JsonObject } from '../../../core/json.ts';
import type { LineOutcome } from '../../shape.ts';
import { ScanLines } from '../lines.ts';
import { PlainLines } from '../plain-lines.ts';
import type { ReplyIds } from '../reply-ids.ts';
import type { LineKind } from '../scan/kinds.ts';
import type { Cells } from '../scan/cells.ts';
import type { Rows, ScanHandler } from '../scan/rows.ts';
import { Scanner } from '../scan/scanner.ts';
import { compileFields } from '../scan/table.ts';
import { Crew, type ThreadOptions } from '../threads/crew.ts';
import type { ScannedPiece } from '../threads/piece-scanner.ts';
import { planFor, UNUSUAL, type CodexEventLine, type Plan } from './plan.ts';
import type { FastRecord } from './record.ts';
import { FAST_FIELDS } from './shapes.ts';

/** What is done with the lines of a log: one call for each that is not blank, in their order. */
export interface LineSink {
  /** A request. The record is filled again for the next line. */
  fast(record: FastRecord, line: number): void;
  /** A line that is no request. */
  same(outcome: LineOutcome, line: number): void;
  /** A line of a Codex session that goes on with those before it: `[start, end)`, which is JSON. */
  codex(bytes: Buffer, start: number, end: number, line: number): void;
  /** An event of a Codex session, with the counts of the session so far; false for one that has to be parsed. */
  codexEvent(record: FastRecord, totals: JsonObject, line: number): boolean;
  /** A line or a value that JSON.parse has to read: `[start, end)`. The bytes are used again after the call. */
  unusual(bytes: Buffer, start: number, end: number, line: number): void;
  /** A line or a value of more bytes than are looked at. */
  tooLong(line: number, maxBytes: number): void;
}

export interface LogLinesOptions {
  /** Every line is the sink's to parse. */
  readonly parsesAll?: boolean;
  /** Without them, one thread reads everything. */
  readonly threads?: ThreadOptions;
}

/**
 * The lines of any number of logs, one log after the other: what comes in bulk is read by the scanner, all else, and
 * everything where there is no scanner, is the sink's to parse.
 */
export class LogLines implements ScanHandler<Plan> {
  readonly lines: ScanLines;
  /** What replies are known by; undefined where there is no scanner. */
  readonly ids: ReplyIds | undefined;
  readonly #scanner: Scanner<Plan> | undefined;
  /** Those who read a large file; undefined where one thread reads all. */
  readonly crew: Crew<Plan> | undefined;
  #kinds = 0;
  #sink: LineSink = NO_SINK;

  constructor(module: WebAssembly.Module | undefined, { parsesAll = false, threads }: LogLinesOptions = {}) {
    const table = compileFields(FAST_FIELDS);
    const scanner = module === undefined ? undefined : new Scanner(module, table, this);
    const memory =
      scanner === undefined || parsesAll
        ? new PlainLines((bytes, start, end, line) => this.#sink.unusual(bytes, start, end, line))
        : scanner;
    this.ids = this.#scanner = scanner;
    this.lines = new ScanLines(memory, (line, maxBytes) => this.#sink.tooLong(line, maxBytes));
    if (module !== undefined && !parsesAll && threads !== undefined)
      this.crew = new Crew({ module, table, handler: this, threads });
  }

  /** Lines of a piece of a log. */
  take(rows: Rows<Plan>, piece: ScannedPiece): void {
    this.#scanner?.take(rows, piece, piece.lines);
  }

  /** A new log begins. */
  begin(sink: LineSink): void {
    this.#sink = sink;
    this.lines.begin();
  }

  meet(kind: LineKind, cells: Cells, at: number): Plan {
    if (this.ids === undefined) return UNUSUAL;
    // Each scanner numbers the kinds that it meets for itself.
    this.#kinds += 1;
    return planFor({ ...kind, number: this.#kinds }, cells, at, this.ids);
  }

  line(plan: Plan, cells: Cells, at: number): void {
    const number = cells.lineAt(at);
    if (plan.kind === 'record' && plan.line.read(cells, at)) this.#sink.fast(plan.line.record, number);
    else if (plan.kind === 'same') this.#sink.same(plan.outcome, number);
    else if (plan.kind === 'codex') {
      if (!this.#codexEvent(plan.event, cells, at))
        this.#sink.codex(cells.bytes, cells.startAt(at), cells.endAt(at), number);
    } else this.#sink.unusual(cells.bytes, cells.startAt(at), cells.endAt(at), number);
  }

  #codexEvent(event: CodexEventLine | undefined, cells: Cells, at: number): boolean {
    if (event?.line.read(cells, at) !== true) return false;
    const totals: Record<string, number> = {};
    for (const { name, cell } of event.totals) totals[name] = cells.numbers[at + cell] ?? 0;
    return this.#sink.codexEvent(event.line.record, totals, cells.lineAt(at));
  }

  unusual(bytes: Buffer, start: number, end: number, line: number): void {
    this.#sink.unusual(bytes, start, end, line);
  }
}

const NO_SINK: LineSink = {
  fast: () => undefined,
  same: () => undefined,
  codex: () => undefined,
  codexEvent: () => true,
  unusual: () => undefined,
  tooLong: () => undefined,
};
