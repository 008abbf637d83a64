import type { Cells } from './cells.ts';
import type { ScannerExports } from './module.ts';

/** What the scanner does with lines of a kind: hands them over, counts them, or adds up their requests. */
export const DONE = { handed: 0, counted: 1, added: 2 } as const;

/** A number of a line, added or taken off. */
export interface Term {
  readonly cell: number;
  readonly sign: 1 | -1;
}

/** Where the requests of lines of one kind say what is asked of them. Of cells, -1 for none. */
export interface SumForms {
  readonly moment: number;
  readonly id: number;
  readonly request: number;
  /** By the numbers of meters, which rise. */
  readonly meters: readonly { readonly meter: number; readonly terms: readonly Term[] }[];
  /** The lengths of the prompt and of the answer. */
  readonly input: readonly Term[];
  readonly output: readonly Term[];
  /** What must not be below 0. */
  readonly checks: readonly (readonly Term[])[];
}

/** Which requests are added to the rows of a program: those with times in `[fromMs, untilMs)`, and so on. */
export interface SumRange {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The length of the prompt is between these, and neither of them. */
  readonly above: number;
  readonly below: number;
  /** The hashes that texts must have. */
  readonly texts: readonly { readonly cell: number; readonly hash: number }[];
}

/** What was added to a row since it was asked for last. */
export interface RowSums {
  readonly row: number;
  readonly requests: number;
  /** No count is further from 0. */
  readonly weight: number;
  /** In the order of the meters that its requests use. */
  readonly counts: Float64Array;
}

// As wasm/sums.ts lays them out.
const KIND = { cells: 0, ids: 4, done: 8, lines: 12, program: 16, bytes: 32 } as const;
const PROGRAM = {
  moment: 0,
  id: 4,
  request: 8,
  textCount: 12,
  meterCount: 16,
  checkCount: 20,
  forms: 24,
  rowCount: 28,
  from: 32,
  until: 40,
  above: 48,
  below: 56,
  passed: 64,
  replaced: 68,
  copies: 72,
  texts: 80,
  rows: 128,
  bytes: 192,
} as const;
const SUMS = { requests: 0, weight: 8, row: 16, width: 20, next: 24, counts: 32 } as const;
const MOST_TEXTS = 3;
const MOST_ROWS = 8;
/** Requests of rows with larger numbers are handed over. */
const MOST_SUMS = 1 << 14;
const MOST_KINDS = 1 << 13;
const NO_SUMS = 1;

/** Tells the scanner which lines it adds up by itself, and takes the sums over. */
export class Sums {
  readonly #exports: ScannerExports;
  readonly #cells: Cells;
  readonly #sumsOfRows = new Map<number, number>();

  constructor(exports: ScannerExports, cells: Cells) {
    this.#exports = exports;
    this.#cells = cells;
  }

  /** A list of the kinds of lines of one scanner; none has been met. */
  newKinds(): number {
    return this.#allocate((MOST_KINDS + 1) * 4);
  }

  /** A kind that was met, whose lines are handed over at first. */
  addKind(
    kinds: number,
    number: number,
    { cells, ids }: { readonly cells: number; readonly ids: number },
  ): number {
    const kind = this.#allocate(KIND.bytes);
    this.#put(kind + KIND.cells, cells);
    this.#put(kind + KIND.ids, ids);
    this.#put(kinds + number * 4, kind);
    return kind;
  }

  setDone(kind: number, done: keyof typeof DONE, program = 0): void {
    this.#put(kind + KIND.program, program);
    this.#put(kind + KIND.done, DONE[done]);
  }

  /** With how many lines of a kind it was done since this was asked last. */
  takeLines(kind: number): number {
    return this.#take(kind + KIND.lines);
  }

  /** A program without rows. */
  newProgram({ moment, id, request, meters, input, output, checks }: SumForms): number {
    const program = this.#allocate(PROGRAM.bytes);
    const words = [
      ...meters.flatMap(({ meter, terms }) => [meter, ...wordsOf(terms)]),
      ...[input, output, ...checks].flatMap(wordsOf),
    ];
    const forms = this.#allocate(words.length * 4);
    for (const [index, word] of words.entries()) this.#put(forms + index * 4, word);
    this.#put(program + PROGRAM.moment, moment + 1);
    this.#put(program + PROGRAM.id, id + 1);
    this.#put(program + PROGRAM.request, request + 1);
    this.#put(program + PROGRAM.meterCount, meters.length);
    this.#put(program + PROGRAM.checkCount, checks.length);
    this.#put(program + PROGRAM.forms, forms);
    return program;
  }

  /** Lets go of the rows of a program. */
  setRange(program: number, { fromMs, untilMs, above, below, texts }: SumRange): void {
    if (texts.length > MOST_TEXTS) throw new Error(`a program compares at most ${MOST_TEXTS} texts`);
    this.#put(program + PROGRAM.rowCount, 0);
    this.#putNumber(program + PROGRAM.from, fromMs);
    this.#putNumber(program + PROGRAM.until, untilMs);
    this.#putNumber(program + PROGRAM.above, above);
    this.#putNumber(program + PROGRAM.below, below);
    this.#put(program + PROGRAM.textCount, texts.length);
    for (const [index, { cell, hash }] of texts.entries()) {
      this.#put(program + PROGRAM.texts + index * 16, cell);
      this.#putNumber(program + PROGRAM.texts + index * 16 + 8, hash);
    }
  }

  forgetRows(program: number): void {
    this.#put(program + PROGRAM.rowCount, 0);
  }

  /** Requests that use the meters of `mask`, `width` of them, are added to a row. */
  addRow(program: number, mask: number, row: number, width: number): void {
    const count = this.#get(program + PROGRAM.rowCount);
    const rows = program + PROGRAM.rows;
    for (let i = 0; i < count; i += 1) if (this.#get(rows + i * 8) === mask) return;
    if (count === MOST_ROWS) return;
    const sums = this.#sumsOf(row, width);
    if (sums === undefined) return;
    this.#put(rows + count * 8, mask);
    this.#put(rows + count * 8 + 4, sums);
    this.#put(program + PROGRAM.rowCount, count + 1);
  }

  /** Copies of replies are passed over, or replace those before them, and are only counted. */
  countCopies(program: number): void {
    this.#put(program + PROGRAM.copies, 1);
  }

  /** How many copies were passed over, and how many replaced the one before, since this was asked last. */
  takeCopies(program: number): { readonly passed: number; readonly replaced: number } {
    return { passed: this.#take(program + PROGRAM.passed), replaced: this.#take(program + PROGRAM.replaced) };
  }

  /** Hands over what was added, and forgets it. */
  take(to: (sums: RowSums) => void): void {
    const { lastSums } = this.#exports;
    let at = lastSums.value;
    lastSums.value = NO_SUMS;
    const { words, numbers } = this.#cells;
    while (at !== NO_SUMS) {
      const cell = at >>> 3;
      const counts = numbers.subarray(
        (at + SUMS.counts) >>> 3,
        ((at + SUMS.counts) >>> 3) + this.#get(at + SUMS.width),
      );
      const [requests, weight] = [numbers[cell] ?? 0, numbers[cell + SUMS.weight / 8] ?? 0];
      to({ row: this.#get(at + SUMS.row), requests, weight, counts });
      numbers.fill(0, cell, cell + SUMS.row / 8);
      counts.fill(0);
      const next = words[(at + SUMS.next) >>> 2] ?? NO_SUMS;
      this.#put(at + SUMS.next, 0);
      at = next;
    }
  }

  #sumsOf(row: number, width: number): number | undefined {
    const known = this.#sumsOfRows.get(row);
    if (known !== undefined || row >= MOST_SUMS) return known;
    const sums = this.#allocate(SUMS.counts + width * 8);
    this.#exports.setSums(row, sums);
    this.#put(sums + SUMS.row, row);
    this.#put(sums + SUMS.width, width);
    this.#sumsOfRows.set(row, sums);
    return sums;
  }

  #allocate(bytes: number): number {
    const at = this.#exports.allocate(bytes);
    this.#cells.renew();
    return at;
  }

  #get(at: number): number {
    return this.#cells.words[at >>> 2] ?? 0;
  }

  #put(at: number, word: number): void {
    this.#cells.words[at >>> 2] = word;
  }

  #putNumber(at: number, number: number): void {
    this.#cells.numbers[at >>> 3] = number;
  }

  #take(at: number): number {
    const word = this.#get(at);
    this.#put(at, 0);
    return word;
  }
}

function wordsOf(terms: readonly Term[]): readonly number[] {
  return [terms.length, ...terms.flatMap(({ cell, sign }) => [cell, sign])];
}
