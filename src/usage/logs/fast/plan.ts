import { isDeepStrictEqual } from 'node:util';
import { asObject, asText, field, parseJson, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { isAmount } from '../../decimal-text.ts';
import { createLineReader, LINE_SHAPES } from '../../recognise.ts';
import { newFileState, type FileState, type LineOutcome, type LineShape } from '../../shape.ts';
import { codex } from '../../shapes/codex.ts';
import { opentelemetry } from '../../shapes/opentelemetry.ts';
import type { UsageRecord } from '../../usage.ts';
import { vaguePaths, countPaths } from '../scan/fields.ts';
import type { Layout, LineKind } from '../scan/kinds.ts';
import type { ReplyIds } from '../reply-ids.ts';
import type { Cells } from '../scan/cells.ts';
import { HASH_OF_TEXT } from '../scan/table.ts';
import { CodexTotalsCells, CodexTurn } from './codex-lines.ts';
import type { CountReader } from './counts.ts';
import type { LineSums, SumCells } from './line-sums.ts';
import { Interner, stringText } from './intern.ts';
import { ABSENT, COUNT, FastRecord } from './record.ts';
import { FAST_FIELDS, FAST_SHAPES, type FastShape } from './shapes.ts';
import { SpanLine } from './span-line.ts';
import { TextCells } from './text-cells.ts';

/** What the lines of one kind mean. */
export type Plan =
  /** Each is for JSON.parse and the recogniser. */
  | { readonly kind: 'unusual' }
  /** All of them come to the same, and none is a request. */
  | { readonly kind: 'same'; readonly outcome: LineOutcome }
  /** Each is for the shape of Codex, which knows what the lines before it say; all but such events by JSON.parse. */
  | { readonly kind: 'codex'; readonly event: CodexEventLine | undefined }
  /** They tell the model and the folder of the events of Codex that follow. */
  | { readonly kind: 'codex turn'; readonly turn: CodexTurn }
  | { readonly kind: 'record'; readonly line: RecordLine; sums?: LineSums | undefined }
  /** They are rows of tables, each with its own columns. */
  | { readonly kind: 'row'; readonly of: LineKind }
  /** Each is told to the tree of spans as well. */
  | { readonly kind: 'span'; readonly line: SpanLine };

export const UNUSUAL: Plan = { kind: 'unusual' };
const COUNTS: ReadonlySet<string> = countPaths(FAST_FIELDS);
const VAGUE: ReadonlySet<string> = vaguePaths(FAST_FIELDS);
/** Reasons that lines are skipped for whatever their counts are. */
const ANY_COUNTS: ReadonlySet<string> = new Set(['synthetic', 'gateway cache']);
/** Reasons of lines without counts. */
const NO_COUNTS: ReadonlySet<string> = new Set(['no usage', 'failed request']);
const interner = new Interner(stringText);

/**
 * Asks the recogniser about the first line of a kind. It knows what the labels mean; the table of shapes knows where
 * the counts, times and texts stand. Where the two do not come to the same about this line, the kind is unusual.
 */
export function planFor(kind: LineKind, cells: Cells, at: number, ids: ReplyIds): Plan {
  const { layout } = kind;
  if (kind.of === 'row') return { kind: 'row', of: kind };
  const value = parseJson(cells.bytes.toString('utf8', cells.startAt(at), cells.endAt(at)));
  const { outcome, asked } = recognised(value);
  if (isCodex(value) && asked.size > 0) {
    // Counts beside those of Codex are for the recogniser to weigh.
    if (!isAlone(layout)) return UNUSUAL;
    if (kind.labels.get('type') === 'turn_context')
      return { kind: 'codex turn', turn: new CodexTurn(layout, interner) };
    return { kind: 'codex', event: codexEventOf(value, kind, cells, at) };
  }
  if (outcome === undefined) return UNUSUAL;
  if (asked.size > 0) {
    const line = isSpan(value, asked) ? spanLineOf(value, outcome, kind) : undefined;
    const isRead = line?.read(cells, at, ids) === true && isLikeSpan(line, outcome, ids);
    return line !== undefined && isRead ? { kind: 'span', line } : UNUSUAL;
  }
  if (outcome.kind !== 'record') return isSameOfAll(outcome, layout) ? { kind: 'same', outcome } : UNUSUAL;
  for (const shape of FAST_SHAPES) {
    if (shape.shape !== outcome.record.shape || shape.cumulated !== undefined) continue;
    const line = RecordLine.of(shape, kind, outcome.record);
    if (line?.read(cells, at) !== true) continue;
    if (isLike(line.record, outcome.record, ids)) return { kind: 'record', line };
  }
  return UNUSUAL;
}

/** True for what all lines of the kind come to, whatever is in them that the kind does not tell. */
function isSameOfAll(outcome: Exclude<LineOutcome, { kind: 'record' }>, layout: Layout): boolean {
  switch (outcome.kind) {
    case 'context':
      return !mayHaveCounts(layout);
    case 'skipped':
      return ANY_COUNTS.has(outcome.reason) || (NO_COUNTS.has(outcome.reason) && !mayHaveCounts(layout));
    case 'summary':
      return false;
  }
}

/** True for a line that the recogniser tells to the tree of spans, by its place, and to nobody else. */
function isSpan(value: JsonValue, asked: ReadonlySet<string>): boolean {
  const line = asObject(value);
  if (line === undefined || asked.size > 1 || !asked.has('relations')) return false;
  return shapesOf(line).every((shape) => shape === opentelemetry);
}

/** A span that sums up others is the recogniser's. */
function spanLineOf(value: JsonValue, outcome: LineOutcome, kind: LineKind): SpanLine | undefined {
  if (outcome.kind !== 'record')
    return isSameOfAll(outcome, kind.layout) ? new SpanLine(kind, { kind: 'same', outcome }) : undefined;
  const shape = FAST_SHAPES.find((each) => each.shape === outcome.record.shape);
  const line = shape && RecordLine.of(shape, kind, outcome.record);
  const name = asText(field(asObject(value), 'name')) ?? '';
  return line && new SpanLine(kind, { kind: 'record', line, name });
}

function isLikeSpan({ content }: SpanLine, outcome: LineOutcome, ids: ReplyIds): boolean {
  if (content.kind === 'same') return true;
  return outcome.kind === 'record' && isLike(content.line.record, outcome.record, ids);
}

/** Lines of Codex that tell the counts of a request, and those of its session so far. */
export interface CodexEventLine {
  readonly line: RecordLine;
  readonly totals: CodexTotalsCells;
}

/** Undefined for other lines, and where the table does not make of the line by itself what the recogniser does. */
function codexEventOf(
  value: JsonObject,
  kind: LineKind,
  cells: Cells,
  at: number,
): CodexEventLine | undefined {
  const [outcome] = codex.read(value, newFileState());
  const shape = FAST_SHAPES.find(({ cumulated }) => cumulated !== undefined);
  if (outcome?.kind !== 'record' || shape === undefined) return undefined;
  const totals = new CodexTotalsCells(kind.layout, shape.cumulated ?? '');
  const line = RecordLine.of(shape, kind, outcome.record);
  if (!totals.areTold || line?.read(cells, at) !== true) return undefined;
  const { dedupeKey: _, ...alone } = outcome.record;
  return isDeepStrictEqual(line.record.toRecord(), alone) ? { line, totals } : undefined;
}

function isAlone({ cells }: Layout): boolean {
  return [...cells.keys()].every((path) => path.startsWith('payload.') || !COUNTS.has(path));
}

function isCodex(value: JsonValue): value is JsonObject {
  const line = asObject(value);
  if (line === undefined) return false;
  const shapes = shapesOf(line);
  return shapes.length === 1 && shapes[0] === codex;
}

function shapesOf(line: JsonObject): readonly LineShape[] {
  return Object.values(LINE_SHAPES).filter((shape) => shape.recognises(line));
}

function isLike(fast: FastRecord, { dedupeKey, requestId, ...record }: UsageRecord, ids: ReplyIds): boolean {
  return (
    isDeepStrictEqual(fast.toRecord(), record) &&
    fast.reply === (dedupeKey === undefined ? 0 : ids.idOf(dedupeKey)) &&
    fast.request === (requestId === undefined ? 0 : ids.hashOf(requestId))
  );
}

/** True where lines of the kind tell counts, or have an object whose whole content the kind does not tell. */
function mayHaveCounts({ cells, present }: Layout): boolean {
  return [...cells.keys()].some((path) => COUNTS.has(path)) || [...present].some((path) => VAGUE.has(path));
}

/**
 * The one thing that a line turns out to be, undefined for several, and what of the state of its file was asked: where
 * nothing was, the line hangs on no other.
 */
function recognised(value: JsonValue): {
  readonly outcome: LineOutcome | undefined;
  readonly asked: ReadonlySet<string>;
} {
  const asked = new Set<string>();
  const state = new Proxy<FileState>(newFileState(), {
    get(target, name, receiver): unknown {
      asked.add(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
  const reader = createLineReader(state);
  const [outcome, ...others] = reader.read(value);
  return { outcome: others.length === 0 ? outcome : undefined, asked };
}

/** Reads the requests of one kind of line into one record. */
export class RecordLine {
  readonly record: FastRecord;
  /** For the scanner to add up; undefined where each line has to be looked at. */
  readonly sumCells: SumCells | undefined;
  readonly #counts: CountReader['read'];
  readonly #at: number;
  readonly #id: number;
  readonly #requestId: number;
  readonly #reportedUsd: number;
  readonly #texts: TextCells;
  /** Cells that must be the record's input, its output, and both together. */
  readonly #again: readonly [input: number, output: number, total: number] | undefined;

  private constructor(shape: FastShape, { number, layout, labels }: LineKind, counts: CountReader) {
    // The words of a Codex event come from the lines before it.
    this.record = new FastRecord(shape.cumulated === undefined ? number : 0);
    this.record.told = counts.told;
    const cellOf = (path: string | undefined): number => layout.cells.get(path ?? '') ?? -1;
    const firstOf = (paths: readonly string[] = []): number =>
      cellOf(paths.find((path) => layout.cells.has(path)));
    this.#counts = counts.read;
    this.#at = firstOf(shape.at);
    this.#id = firstOf(shape.id);
    const isSidechain = labels.get('isSidechain') === true;
    // A side chain repeats replies of its parent under request ids of its own.
    this.#requestId = isSidechain || this.#id < 0 ? -1 : cellOf(shape.requestId);
    this.#reportedUsd = cellOf(shape.reportedUsd);
    this.#texts = new TextCells(interner, this.record, {
      session: firstOf(shape.session),
      project: firstOf(shape.project),
      user: firstOf(shape.user),
    });
    const session = (shape.session ?? []).find((path) => layout.cells.has(path));
    this.sumCells =
      counts.linear === undefined || shape.again !== undefined || this.#reportedUsd >= 0
        ? undefined
        : {
            counts: counts.linear,
            moment: this.#at,
            id: this.#id,
            request: this.#requestId,
            sessionHash: session === undefined ? -1 : cellOf(session + HASH_OF_TEXT),
          };
    this.#again = shape.again && [cellOf(shape.again[0]), cellOf(shape.again[1]), cellOf(shape.again[2])];
  }

  /** @param like a record of such a line, with all that is the same of each. */
  static of(shape: FastShape, kind: LineKind, like: UsageRecord): RecordLine | undefined {
    const { layout } = kind;
    const before = shape.usage === '' ? '' : `${shape.usage}.`;
    const unread = new Set([...layout.cells.keys()].filter((path) => COUNTS.has(path)));
    for (const path of shape.again ?? []) unread.delete(path);
    const { cumulated } = shape;
    for (const path of cumulated === undefined ? [] : unread) {
      if (path.startsWith(`${cumulated}.`)) unread.delete(path);
    }
    const counts = shape.counts.reader((name) => {
      unread.delete(before + name);
      return layout.cells.get(before + name) ?? -1;
    });
    // Counts of another form, or in another place, are for the recogniser to weigh.
    if (counts === undefined || unread.size > 0) return undefined;
    const line = new RecordLine(shape, kind, counts);
    const { record } = line;
    record.shape = shape.shape;
    record.setWords(like);
    record.tags = like.tags;
    record.ownAgent = record.agent = like.agent;
    return line;
  }

  /** Fills the record; false for a line that is the recogniser's after all. */
  read(cells: Cells, at: number): boolean {
    const { record } = this;
    const { numbers } = cells;
    if (!this.#counts(numbers, at, record.counts)) return false;
    if (this.#at >= 0) record.atMs = numbers[at + this.#at] ?? ABSENT;
    this.#texts.point(cells, at);
    if (this.#id >= 0) record.reply = numbers[at + this.#id] ?? 0;
    if (this.#requestId >= 0) record.request = numbers[at + this.#requestId] ?? 0;
    return this.#readReport(cells, at) && this.#isToldAgain(numbers, at);
  }

  #readReport(cells: Cells, at: number): boolean {
    if (this.#reportedUsd < 0) return true;
    const reported = Number(cells.amountAt(at + this.#reportedUsd));
    this.record.reported = reported;
    return isAmount(reported);
  }

  #isToldAgain(numbers: Float64Array, at: number): boolean {
    if (this.#again === undefined) return true;
    const { counts } = this.record;
    const inputTokens = counts[COUNT.inputTokens] ?? 0;
    const outputTokens = counts[COUNT.outputTokens] ?? 0;
    const [input, output, total] = this.#again;
    return (
      isSame(numbers, at, input, inputTokens) &&
      isSame(numbers, at, output, outputTokens) &&
      isSame(numbers, at, total, inputTokens + outputTokens)
    );
  }
}

function isSame(numbers: Float64Array, at: number, cell: number, count: number): boolean {
  return cell < 0 || numbers[at + cell] === count;
}
