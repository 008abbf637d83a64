import type { SpanHashes } from '../../relations/span-tree.ts';
import type { LineOutcome } from '../../shape.ts';
import type { CodexCounts } from '../../shapes/codex-totals.ts';
import { ScanLines } from '../lines.ts';
import { PlainLines } from '../plain-lines.ts';
import { TableText } from '../table-text.ts';
import type { CountedReplies, ReplyIds } from '../reply-ids.ts';
import type { LineKind } from '../scan/kinds.ts';
import type { Cells } from '../scan/cells.ts';
import type { KindLines, Rows, ScanHandler } from '../scan/rows.ts';
import { Scanner } from '../scan/scanner.ts';
import { compileFields } from '../scan/table.ts';
import { Crew, type ThreadOptions } from '../threads/crew.ts';
import type { ScannedPiece } from '../threads/piece-scanner.ts';
import type { Adder } from './addition.ts';
import type { CodexTurn } from './codex-lines.ts';
import { LineSums } from './line-sums.ts';
import { planFor, UNUSUAL, type CodexEventLine, type Plan } from './plan.ts';
import type { FastRecord } from './record.ts';
import type { RowHandler } from './row-lines.ts';
import { ROW_SLOTS } from './row-fields.ts';
import { FAST_FIELDS } from './shapes.ts';
import type { SpanContent, SpanLine } from './span-line.ts';

/** What is done with the lines of a log: one call for each that is not blank, in their order. */
export interface LineSink {
  /** A request. The record is filled again for the next line. */
  fast(record: FastRecord, line: number): void;
  /** Where the span of the next call stands in its trace. */
  span(place: SpanHashes, isRequest: boolean): void;
  /** A request of a document, the line of which is told by `document`. */
  request(record: FastRecord, line: number): void;
  /** A span of a document that JSON.parse has to read, as a line of its own: how many requests it tells. */
  spanOf(bytes: Buffer, start: number, end: number, line: number): number;
  /** So many lines with requests, which were added up without being handed over, and others that carry none. */
  counted(requests: number, contexts: number): void;
  /** The agent whose log it is, where the lines do not tell. */
  readonly agent: string | undefined;
  /** The end of a line that is a document, whose requests were told one by one. */
  document(requests: number, line: number): void;
  /** A line that is no request. */
  same(outcome: LineOutcome, line: number): void;
  /** A line of a Codex session that goes on with those before it: `[start, end)`, which is JSON. */
  codex(bytes: Buffer, start: number, end: number, line: number): void;
  /**
   * An event of a Codex session, with the counts of the session so far, which are filled again for the next one; false
   * for one that has to be parsed.
   */
  codexEvent(record: FastRecord, totals: CodexCounts, line: number): boolean;
  /** A line that tells the model and the folder of the events of a Codex session that follow. */
  codexTurn(turn: CodexTurn, line: number): void;
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
  /** Adds up the requests. Without one, all of them are handed over. */
  readonly adder?: Adder | undefined;
}

/**
 * The lines of any number of logs, one log after the other: what comes in bulk is read by the scanner, all else, and
 * everything where there is no scanner, is the sink's to parse.
 */
export class LogLines implements ScanHandler<Plan> {
  readonly lines: ScanLines;
  /** What replies are known by, and what was counted for them; undefined where there is no scanner. */
  readonly ids: ReplyIds | undefined;
  readonly replies: CountedReplies | undefined;
  /** True where every line is the sink's to parse. */
  readonly parsesAll: boolean;
  /** The text of tables; undefined where there is no scanner. */
  readonly tables: TableText | undefined;
  readonly #scanner: Scanner<Plan> | undefined;
  /** Those who read a large file; undefined where one thread reads all. */
  readonly crew: Crew<Plan> | undefined;
  /** By the keys of kinds: each scanner meets a kind for itself. */
  readonly #plans = new Map<string, Plan>();
  readonly #adder: Adder | undefined;
  readonly #sums: LineSums[] = [];
  readonly #contexts: KindLines[] = [];
  /** The rows of each kind, by its number, and how those of the table at hand are added up. */
  readonly #rowsOfKinds = new Map<number, KindLines>();
  readonly #rowSums = new Map<number, LineSums>();
  #fileKey = '';
  #sink: LineSink = NO_SINK;
  /** Undefined where no table is read. */
  #rows: RowHandler | undefined = undefined;

  constructor(
    module: WebAssembly.Module | undefined,
    { parsesAll = false, threads, adder }: LogLinesOptions = {},
  ) {
    const scan = module && { module, table: compileFields(FAST_FIELDS, ROW_SLOTS), handler: this };
    const scanner = scan && new Scanner(scan.module, scan.table, this);
    const memory =
      scanner === undefined || parsesAll
        ? new PlainLines((bytes, start, end, line) => this.#sink.unusual(bytes, start, end, line))
        : scanner;
    this.parsesAll = parsesAll;
    this.#adder = adder;
    this.ids = this.#scanner = scanner;
    this.replies = scanner?.replies;
    this.tables = scanner && new TableText(scanner);
    this.lines = new ScanLines(memory, (line, maxBytes) => this.#sink.tooLong(line, maxBytes));
    if (scan !== undefined && scanner !== undefined && !parsesAll && threads !== undefined)
      this.crew = new Crew({ module: scan.module, table: scan.table, scanner, threads });
  }

  /** Lines of a piece of a log. */
  take(rows: Rows<Plan>, piece: ScannedPiece): void {
    this.#scanner?.take(rows, piece, piece.lines);
  }

  /** A new log begins. */
  begin(sink: LineSink): void {
    this.#sink = sink;
    this.#rows = undefined;
    this.lines.begin();
    if (this.#adder === undefined) return;
    const fileKey = JSON.stringify([sink.agent, this.#adder.fileKey]);
    if (fileKey !== this.#fileKey) for (const sums of this.#sums) sums.forget();
    this.#fileKey = fileKey;
  }

  /** The log has ended: what was added up without being handed over is told. */
  end(): void {
    const adder = this.#adder;
    if (adder === undefined || this.#scanner === undefined) return;
    let [requests, contexts] = [0, 0];
    for (const sums of [...this.#sums, ...this.#rowSums.values()]) requests += sums.take(adder);
    for (const lines of this.#contexts) contexts += lines.take();
    this.#scanner.sums.take(({ row, requests: count, weight, counts }) => {
      adder.addSums(row, counts, count, weight);
    });
    this.#sink.counted(requests, contexts);
    for (const sums of this.#rowSums.values()) sums.release();
    this.#rowSums.clear();
  }

  /** A table begins, behind its header. */
  beginTable(rows: RowHandler): void {
    this.#rows = rows;
  }

  meet(kind: LineKind, cells: Cells, at: number, lines: KindLines | undefined): Plan {
    if (this.ids === undefined) return UNUSUAL;
    let plan = this.#plans.get(kind.key);
    if (plan === undefined) {
      plan = planFor({ ...kind, number: this.#plans.size + 1 }, cells, at, this.ids);
      this.#plans.set(kind.key, plan);
    }
    if (this.#adder !== undefined && lines !== undefined) this.#addUp(plan, lines);
    return plan;
  }

  /** Has the scanner do what it can with such lines. */
  #addUp(plan: Plan, lines: KindLines): void {
    if (plan.kind === 'same' && plan.outcome.kind === 'context') {
      lines.count();
      this.#contexts.push(lines);
    } else if (plan.kind === 'record' && plan.line.sumCells !== undefined && this.#scanner !== undefined) {
      if (plan.sums === undefined) {
        plan.sums = new LineSums(this.#scanner.sums, plan.line.sumCells);
        this.#sums.push(plan.sums);
      }
      plan.sums.join(lines);
    } else if (plan.kind === 'row') {
      this.#rowsOfKinds.set(plan.of.number, lines);
    }
  }

  #row(kind: LineKind, cells: Cells, at: number): void {
    const sumCells = this.#rows?.row(kind, cells, at);
    const lines = this.#rowsOfKinds.get(kind.number);
    if (sumCells === undefined || lines === undefined || this.#adder === undefined) return;
    let sums = this.#rowSums.get(kind.number);
    if (sums === undefined && this.#scanner !== undefined) {
      sums = new LineSums(this.#scanner.sums, sumCells);
      sums.join(lines);
      this.#rowSums.set(kind.number, sums);
    }
    sums?.handed(this.#adder, cells, at);
  }

  line(plan: Plan, cells: Cells, at: number): void {
    const number = cells.lineAt(at);
    if (plan.kind === 'row') this.#row(plan.of, cells, at);
    else if (plan.kind === 'record' && plan.line.read(cells, at)) {
      this.#sink.fast(plan.line.record, number);
      if (this.#adder !== undefined)
        plan.sums?.handed(this.#adder, cells, at, plan.line.record.agent !== undefined);
    } else if (plan.kind === 'same') this.#sink.same(plan.outcome, number);
    else if (plan.kind === 'span' && this.#span(plan.line, cells, at)) return;
    else if (plan.kind === 'codex turn') {
      plan.turn.read(cells, at);
      this.#sink.codexTurn(plan.turn, number);
    } else if (plan.kind === 'codex') {
      if (!this.#codexEvent(plan.event, cells, at))
        this.#sink.codex(cells.bytes, cells.startAt(at), cells.endAt(at), number);
    } else this.#sink.unusual(cells.bytes, cells.startAt(at), cells.endAt(at), number);
  }

  #span(span: SpanLine, cells: Cells, at: number): boolean {
    const content = this.#toldSpan(span, cells, at);
    if (content?.kind === 'record') this.#sink.fast(content.line.record, cells.lineAt(at));
    else if (content !== undefined) this.#sink.same(content.outcome, cells.lineAt(at));
    return content !== undefined;
  }

  /** What a span is that has been told to the tree; undefined for one that JSON.parse has to read. */
  #toldSpan(span: SpanLine, cells: Cells, at: number): SpanContent | undefined {
    if (this.ids === undefined || !span.read(cells, at, this.ids)) return undefined;
    if (span.hasPlace) this.#sink.span(span.place, span.content.kind === 'record');
    return span.content;
  }

  #codexEvent(event: CodexEventLine | undefined, cells: Cells, at: number): boolean {
    if (event?.line.read(cells, at) !== true) return false;
    event.totals.read(cells, at);
    return this.#sink.codexEvent(event.line.record, event.totals.counts, cells.lineAt(at));
  }

  unusual(bytes: Buffer, start: number, end: number, line: number): void {
    if (this.#rows !== undefined) this.#rows.unusual(bytes, start, end, line);
    else if (!this.#document(bytes, start, end, line)) this.#sink.unusual(bytes, start, end, line);
  }

  /** A document of spans, which tells its requests as if each stood in a line of its own. */
  #document(bytes: Buffer, start: number, end: number, line: number): boolean {
    if (this.#scanner === undefined || !DOCUMENT.equals(bytes.subarray(start, start + DOCUMENT.length)))
      return false;
    let requests = 0;
    const parse = (from: Buffer, at: number, to: number) => {
      requests += this.#sink.spanOf(from, at, to, line);
    };
    const isRead = this.#scanner.spansOf(bytes.subarray(start, end), {
      line: (plan, cells, at) => {
        const content = plan.kind === 'span' ? this.#toldSpan(plan.line, cells, at) : undefined;
        if (content?.kind === 'record') {
          requests += 1;
          this.#sink.request(content.line.record, line);
        } else if (content === undefined && plan.kind !== 'same') {
          parse(cells.bytes, cells.startAt(at), cells.endAt(at));
        }
      },
      unusual: parse,
    });
    if (isRead) this.#sink.document(requests, line);
    return isRead;
  }
}

/** How documents begin that the exporters of OpenTelemetry write. */
const DOCUMENT = Buffer.from('{"resourceSpans":[');

const NO_SINK: LineSink = {
  fast: () => undefined,
  span: () => undefined,
  request: () => undefined,
  spanOf: () => 0,
  counted: () => undefined,
  agent: undefined,
  document: () => undefined,
  same: () => undefined,
  codex: () => undefined,
  codexEvent: () => true,
  codexTurn: () => undefined,
  unusual: () => undefined,
  tooLong: () => undefined,
};
