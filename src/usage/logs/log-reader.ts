import type { JsonValue } from '../../core/json.ts';
import { asObject, parseJson } from '../../core/json.ts';
import type { LineReader } from '../recognise.ts';
import { createLineReader } from '../recognise.ts';
import { Relations } from '../relations/relations.ts';
import type { SpanHashes } from '../relations/span-tree.ts';
import type { FileFacts, FileState, LineOutcome, SkipReason } from '../shape.ts';
import { newFileState } from '../shape.ts';
import { codex, knowEvent, sessionIdOf, takeTurn } from '../shapes/codex.ts';
import { hashOfCounts, newCodexCounts, type CodexCounts } from '../shapes/codex-totals.ts';
import { NO_SPAN, opentelemetry } from '../shapes/opentelemetry.ts';
import type { UsageRecord } from '../usage.ts';
import type { CodexTurn } from './fast/codex-lines.ts';
import { LogLines, type LineSink } from './fast/log-lines.ts';
import { ABSENT, type FastRecord } from './fast/record.ts';
import { MAX_LINE_BYTES } from './lines.ts';
import { itemsOfPage } from './pages.ts';

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
  /** A request that was read without JSON.parse. The record is filled again for the next line. */
  fast(record: FastRecord, line: number): void;
  /** A request that was read by way of JSON.parse; `value` is the whole line. */
  record(record: UsageRecord, line: number, value: JsonValue): void;
  skipped(reason: LineSkip, detail: string, line: number): void;
  /** A line that carries no request and is not meant to. */
  context(line: number): void;
  /** So many more of them, where they need not be handed over one by one. */
  contextLines?(count: number): void;
}

export interface LogReaderOptions {
  /** Shared among files. Without it, JSON.parse reads every line. */
  readonly lines?: LogLines;
  /** Hands over every request with the value of its line, for groups by a path of one's own. */
  readonly parseAll?: boolean;
  readonly facts?: FileFacts;
  /** Shared among all files that are added up. */
  readonly relations?: Relations<HeldLine>;
}

const NEWLINE = 0x0a;
const CONTEXT_LINE: LineOutcome = { kind: 'context' };
/** Server-sent events: what stands behind `data:` is a line, all else is not. */
const EVENT_FIELD = /^\s*(?:(data):\s?|(?:event|id|retry):|:)/;

/**
 * Reads the lines of one file: ordinary ones by the scanner, all others by JSON.parse and the recogniser.
 * Make one for each file; a Codex session tells its model once, for the lines that follow.
 */
export class LogReader implements LineSink {
  readonly lines: LogLines;
  readonly #handler: LogHandler;
  readonly #parseAll: boolean;
  readonly #facts: FileFacts;
  readonly #relations: Relations<HeldLine>;
  readonly #state: FileState;
  readonly #reader: LineReader;
  /** The cumulated counts of the last event of Codex that was not parsed. */
  readonly #codexCounts = newCodexCounts();
  /** Lines that are JSON, and what else was parsed. */
  understood = 0;
  /** Lines that are not blank, values and rows. */
  count = 0;
  /** What was thrown for a line, and is not about reading it. */
  failure: unknown = undefined;
  #line = 0;

  constructor(handler: LogHandler, options: LogReaderOptions = {}) {
    this.#handler = handler;
    this.lines = options.lines ?? new LogLines(undefined);
    this.#parseAll = options.parseAll ?? false;
    this.#facts = options.facts ?? { name: '' };
    this.#relations = options.relations ?? new Relations();
    this.#state = newFileState(this.#facts, this.#relations);
    this.#reader = createLineReader(this.#state);
  }

  fast(record: FastRecord, line: number): void {
    this.#count();
    this.request(record, line);
  }

  request(record: FastRecord, line: number): void {
    // A shape that several agents share says nothing of the agent; where the log lies does.
    if (record.ownAgent === undefined) record.agent = this.#facts.agent;
    if (record.agent !== undefined) this.#relations.saw(record.session.text);
    this.#handler.fast(record, line);
  }

  get agent(): string | undefined {
    return this.#facts.agent;
  }

  counted(requests: number, contexts: number): void {
    this.count += requests + contexts;
    this.understood += requests + contexts;
    this.#handler.contextLines?.(contexts);
  }

  span(place: SpanHashes, isRequest: boolean): void {
    if (isRequest) this.#relations.spans.request(place);
    else this.#relations.spans.other(place);
  }

  spanOf(bytes: Buffer, start: number, end: number, line: number): number {
    const span = asObject(parseJson(bytes.toString('utf8', start, end)));
    const scopeSpans = [{ spans: [span ?? null] }];
    const document = { resourceSpans: [{ resource: span?.['resource'] ?? null, scopeSpans }] };
    const outcomes = opentelemetry.read(document, this.#state);
    if (outcomes === NO_SPAN) return 0;
    this.#hand(outcomes, line, span ?? null);
    return outcomes.length;
  }

  document(requests: number, line: number): void {
    this.#count();
    if (requests === 0) this.#hand(NO_SPAN, line, null);
  }

  same(outcome: LineOutcome, line: number): void {
    this.#count();
    this.#handOne(outcome, line, null);
  }

  codex(bytes: Buffer, start: number, end: number, line: number): void {
    const value = asObject(parseJson(bytes.toString('utf8', start, end)));
    if (value === undefined) return;
    this.#count();
    this.#line = line;
    this.#hand(codex.read(value, this.#state), line, value);
  }

  codexEvent(record: FastRecord, totals: CodexCounts, line: number): boolean {
    const { codex: state } = this.#state;
    if (state.tierNotes !== undefined) return false;
    const atMs = record.atMs === ABSENT ? undefined : record.atMs;
    const known = knowEvent({ totals: hashOfCounts(totals), atMs }, this.#state);
    this.#codexCounts.set(totals);
    state.totals = this.#codexCounts;
    if (known.kind === 'repeated') {
      this.same({ kind: 'skipped', reason: 'repeated', detail: known.detail }, line);
      return true;
    }
    record.model = state.model;
    record.tier = state.tier;
    record.session.set(sessionIdOf(state));
    record.project.set(state.project);
    record.reply = this.lines.ids?.idOf(known.dedupeKey) ?? 0;
    this.fast(record, line);
    return true;
  }

  codexTurn({ model, project }: CodexTurn, line: number): void {
    takeTurn(model, project, this.#state.codex);
    this.same(CONTEXT_LINE, line);
  }

  unusual(bytes: Buffer, start: number, end: number, line: number): void {
    this.count += 1;
    this.#parse(bytes.toString('utf8', start, end), line);
  }

  /** A value of a document. The bytes are used again after the call. */
  piece(bytes: Buffer, line: number): void {
    if (bytes.length > MAX_LINE_BYTES || bytes.includes(NEWLINE)) this.unusual(bytes, 0, bytes.length, line);
    else this.lines.lines.value(bytes, line);
  }

  tooLong(line: number, maxBytes: number): void {
    this.count += 1;
    this.#handler.skipped('line too long', `over ${maxBytes >> 20} MiB`, line);
  }

  /** A row of a table as an object. */
  row(value: JsonValue, line: number): void {
    this.count += 1;
    this.remembering(() => this.#value(value, line));
  }

  /** A row of a table that was read by its columns. */
  outcome(outcome: LineOutcome, line: number, value: () => JsonValue): void {
    this.#count();
    this.remembering(() => this.#handOne(outcome, line, this.#parseAll ? value() : null));
  }

  /** The file has no more lines. */
  end(): void {
    this.remembering(() => this.#hand(this.#reader.end(), this.#line, null));
  }

  /** Notes what is thrown for a line. */
  remembering(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  #count(): void {
    this.count += 1;
    this.understood += 1;
  }

  #value(value: JsonValue, line: number): void {
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
    this.#value(value, line);
  }

  /** A shape that several agents share says nothing of the agent; where the log lies does. */
  #withAgent(record: UsageRecord): UsageRecord {
    const { agent } = this.#facts;
    return agent === undefined || record.agent !== undefined ? record : { ...record, agent };
  }

  #hand(outcomes: readonly LineOutcome[], line: number, value: JsonValue): void {
    for (const outcome of outcomes) this.#handOne(outcome, line, value);
  }

  #handOne(outcome: LineOutcome, line: number, value: JsonValue): void {
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

function isNoUsage(outcome: LineOutcome): boolean {
  return outcome.kind === 'skipped' && outcome.reason === 'no usage';
}
