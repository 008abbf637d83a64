import { readFileSync } from 'node:fs';
import { asObject, parseJson, type JsonValue } from '../../../../src/core/json.ts';
import type { Fields } from '../../../../src/usage/logs/scan/fields.ts';
import type { LineKind } from '../../../../src/usage/logs/scan/kinds.ts';
import { ScanLines, type ScanLinesOptions } from '../../../../src/usage/logs/lines.ts';
import type { Cells } from '../../../../src/usage/logs/scan/cells.ts';
import type { ScanHandler } from '../../../../src/usage/logs/scan/rows.ts';
import { Scanner } from '../../../../src/usage/logs/scan/scanner.ts';
import { compileFields, HASH_OF_TEXT, type Table } from '../../../../src/usage/logs/scan/table.ts';
import { THERE, type Facts } from './oracle.ts';

/** The module, as the build makes it. */
export const scannerModule = new WebAssembly.Module(
  readFileSync(new URL('../../../../dist/scanner.wasm', import.meta.url)),
);

/** What the scanner made of a line: its facts, or its text where JSON.parse must look. */
export type Answer =
  | { readonly line: number; readonly facts: Facts }
  | { readonly line: number; readonly unusual: string }
  | { readonly line: number; readonly tooLong: true };

/** Reads logs with a scanner for these fields, and keeps what it says of each line. */
export class Reading implements ScanHandler<LineKind> {
  readonly scanner: Scanner<LineKind>;
  readonly lines: ScanLines;
  readonly #table: Table;
  readonly #fields: Fields;
  #answers: Answer[] = [];

  constructor(fields: Fields, options: ScanLinesOptions = {}) {
    this.#fields = fields;
    this.#table = compileFields(fields);
    this.scanner = new Scanner(scannerModule, this.#table, this);
    this.lines = new ScanLines(this.scanner, (line) => this.#answers.push({ line, tooLong: true }), options);
  }

  /** A whole log, in pieces of at most so many bytes. */
  read(log: Buffer, pieceBytes: number | (() => number) = Infinity): readonly Answer[] {
    this.#answers = [];
    this.lines.begin();
    for (let at = 0; at < log.length;) {
      const { bytes, offset, length } = this.lines.room;
      const most = typeof pieceBytes === 'number' ? pieceBytes : pieceBytes();
      const count = log.copy(bytes, offset, at, at + Math.min(length, most));
      this.lines.filled(count);
      at += count;
    }
    this.lines.end();
    return this.#answers;
  }

  /** One line that is not blank. */
  readLine(line: Buffer | string): Answer {
    const [answer, ...more] = this.read(Buffer.from(line));
    if (answer === undefined || more.length > 0) throw new Error(`${more.length + 1} answers to one line`);
    return answer;
  }

  meet(kind: LineKind, _cells: Cells, _at: number): LineKind {
    return kind;
  }

  line(kind: LineKind, cells: Cells, at: number): void {
    this.#answers.push({ line: cells.lineAt(at), facts: this.#factsAt(kind, cells, at) });
  }

  unusual(bytes: Buffer, start: number, end: number, line: number): void {
    this.#answers.push({ line, unusual: bytes.toString('utf8', start, end) });
  }

  #factsAt(kind: LineKind, cells: Cells, at: number): Facts {
    const facts: Record<string, JsonValue> = Object.fromEntries(kind.labels);
    for (const path of kind.layout.present) facts[path] = THERE;
    const line = cells.bytes.toString('utf8', cells.startAt(at), cells.endAt(at));
    for (const [path, cell] of kind.layout.cells) {
      if (fieldAt(this.#fields, path) !== undefined) facts[path] = this.#factOf(path, cells, at + cell, line);
      else if (!this.#isHash(path, kind, cells, at)) facts[path] = 'another hash than that of the text';
    }
    return facts;
  }

  /** What stands beside a text is a hash of how it is written. */
  #isHash(path: string, { layout }: LineKind, cells: Cells, at: number): boolean {
    const text = at + (layout.cells.get(path.slice(0, -HASH_OF_TEXT.length)) ?? NaN);
    const hash = cells.numbers[at + (layout.cells.get(path) ?? NaN)];
    return hash === this.scanner.hashOf(cells.bytes.toString('utf8', cells.fromAt(text), cells.toAt(text)));
  }

  #factOf(path: string, cells: Cells, at: number, line: string): JsonValue {
    const field = fieldAt(this.#fields, path);
    if (field === 'amount') return Number(cells.amountAt(at));
    if (field === 'text')
      return parseJson(`"${cells.bytes.toString('utf8', cells.fromAt(at), cells.toAt(at))}"`);
    const number = cells.numbers[at] ?? 0;
    if (field !== 'id' && field !== 'hash') return number;
    // An id is known by its number, which the text of the line must have too.
    const text = String(textAt(parseJson(line), path));
    const expected = field === 'id' ? this.scanner.idOf(text) : this.scanner.hashOf(text);
    return number === expected ? text : `another number than that of ${text}`;
  }
}

/** The value at a path whose keys may have dots of their own. */
function textAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  if (path === '') return value;
  const entry = Object.entries(asObject(value) ?? {}).find(
    ([key]) => path === key || path.startsWith(`${key}.`),
  );
  return entry === undefined ? undefined : textAt(entry[1], path.slice(entry[0].length + 1));
}

function fieldAt(fields: Fields, path: string): unknown {
  let at: unknown = fields;
  let rest = path;
  while (rest !== '') {
    if (Array.isArray(at)) at = at[1];
    if (typeof at !== 'object' || at === null) return undefined;
    // A key may have dots of its own.
    const entry = Object.entries(at).find(([key]) => rest === key || rest.startsWith(`${key}.`));
    if (entry === undefined) return undefined;
    at = entry[1];
    rest = rest.slice(entry[0].length + 1);
  }
  return at;
}
