import { hashOfBytes } from '../../relations/hash.ts';
import type { LineOutcome } from '../../shape.ts';
import { nameSays, spanKey } from '../../shapes/spans.ts';
import type { ReplyIds } from '../reply-ids.ts';
import type { LineKind } from '../scan/kinds.ts';
import type { Cells } from '../scan/cells.ts';
import { isSame, textOf } from './intern.ts';
import type { FastRecord } from './record.ts';
import { SPAN_PATHS } from './span-fields.ts';

/** What the spans of one kind of line are. */
export type SpanContent =
  | { readonly kind: 'record'; readonly line: RequestLine; readonly name: string }
  | { readonly kind: 'same'; readonly outcome: LineOutcome };

/** Fills one record from each line. */
interface RequestLine {
  readonly record: FastRecord;
  read(cells: Cells, at: number): boolean;
}

/** Reads where the spans of one kind of line stand in their traces, and the requests that they are. */
export class SpanLine {
  readonly content: SpanContent;
  /** Of the line that was read last. */
  readonly place = { trace: 0, span: 0, parent: 0 };
  /** False for lines that name no trace. */
  readonly hasPlace: boolean;
  readonly #trace: number;
  readonly #span: number;
  readonly #parent: number;
  readonly #name: number;
  readonly #namesReply: boolean;
  /** The name of the request that was read last, and its bytes: most of a kind have the same. */
  #lastName = '';
  #lastBytes: Buffer = Buffer.alloc(0);

  constructor({ layout }: LineKind, content: SpanContent) {
    const cellOf = (paths: readonly string[]): number =>
      layout.cells.get(paths.find((path) => layout.cells.has(path)) ?? '') ?? -1;
    this.content = content;
    this.#trace = cellOf(SPAN_PATHS.trace);
    this.#span = cellOf(SPAN_PATHS.span);
    this.#parent = cellOf(SPAN_PATHS.parent);
    this.#name = cellOf(SPAN_PATHS.name);
    this.#namesReply = cellOf(SPAN_PATHS.responseId) >= 0;
    this.hasPlace = this.#trace >= 0;
  }

  /** Fills the place, and the record of a request; false for a line that is the recogniser's after all. */
  read(cells: Cells, at: number, ids: ReplyIds): boolean {
    if (this.hasPlace && !this.#readPlace(cells, at)) return false;
    if (this.content.kind === 'same') return true;
    const { line, name } = this.content;
    if (this.#name >= 0 && !this.#isLikeNamed(name, cells, at + this.#name)) return false;
    if (this.#namesReply) return line.read(cells, at);
    // Before the record points at the bytes, which a new number may move.
    const reply = this.#numberOf(cells, at, ids);
    if (!line.read(cells, at)) return false;
    line.record.reply = reply;
    return true;
  }

  #readPlace(cells: Cells, at: number): boolean {
    const { place } = this;
    const trace = hashAt(cells, at, this.#trace, 0);
    if (trace === undefined) return false;
    const span = hashAt(cells, at, this.#span, trace);
    const parent = hashAt(cells, at, this.#parent, trace);
    if (span === undefined || parent === undefined) return false;
    place.trace = trace;
    place.span = span;
    place.parent = parent;
    return true;
  }

  /** True where the name says the same of the span as the one that the kind was judged by. */
  #isLikeNamed(name: string, cells: Cells, at: number): boolean {
    const { bytes } = cells;
    const [from, to] = [cells.fromAt(at), cells.toAt(at)];
    if (isSame(this.#lastBytes, bytes, from, to)) return true;
    const own = textOf(bytes, from, to);
    if (nameSays(own) !== nameSays(name)) return false;
    this.#lastName = own;
    this.#lastBytes = Buffer.from(bytes.subarray(from, to));
    return true;
  }

  /** The number of a request that names no reply. */
  #numberOf(cells: Cells, at: number, ids: ReplyIds): number {
    if (this.#trace < 0 || this.#span < 0) return 0;
    const trace = idAt(cells, at + this.#trace);
    return ids.idOf(spanKey(trace, idAt(cells, at + this.#span), this.#lastName));
  }
}

/** 0 where there is no cell; undefined for an id that has to be parsed. */
function hashAt(cells: Cells, at: number, cell: number, behind: number): number | undefined {
  if (cell < 0) return 0;
  return hashOfBytes(cells.bytes, idStart(cells, at + cell), cells.toAt(at + cell), behind);
}

/** An id that has a hash, and so is ASCII. */
function idAt(cells: Cells, at: number): string {
  return cells.bytes.toString('latin1', idStart(cells, at), cells.toAt(at));
}

/** Behind the `0x` that some exporters write. */
function idStart(cells: Cells, at: number): number {
  const from = cells.fromAt(at);
  return cells.bytes[from] === ZERO && cells.bytes[from + 1] === SMALL_X ? from + 2 : from;
}

const ZERO = 0x30;
const SMALL_X = 0x78;
