import type { Cells } from '../scan/cells.ts';
import type { KindLines } from '../scan/rows.ts';
import type { Sums } from '../scan/sums.ts';
import type { Addition, Adder } from './addition.ts';
import type { LinearCounts } from './linear.ts';

/** Where lines of one kind say what matters to whoever adds up; of cells, -1 for none. */
export interface SumCells {
  readonly counts: LinearCounts;
  readonly moment: number;
  readonly id: number;
  readonly request: number;
  /** The hash of their session. */
  readonly sessionHash: number;
}

/** Before so many lines were handed over in vain, and for each of them so many others have to be added up. */
const FEW_HANDED = 32;
const MANY_ADDED = 3;

/**
 * Has the scanner add up the lines of one kind: those which, by the last one that was handed over, belong in the same
 * row. A kind whose lines differ in what decides that is handed over as ever.
 */
export class LineSums {
  readonly #sums: Sums;
  readonly #cells: SumCells;
  readonly #lines: KindLines[] = [];
  #program: number | undefined = undefined;
  #range: Addition | undefined = undefined;
  #sessionHash = 0;
  #handed = 0;
  #added = 0;
  /** Those of them that nobody has asked for yet. */
  #fresh = 0;
  #isGivenUp = false;

  constructor(sums: Sums, cells: SumCells) {
    this.#sums = sums;
    this.#cells = cells;
  }

  /** The lines of the kind that one scanner finds. */
  join(lines: KindLines): void {
    this.#lines.push(lines);
    if (this.#program !== undefined && !this.#isGivenUp) lines.add(this.#program);
  }

  /**
   * A line was handed over, and its request to the adder.
   * @param isOfAgent where whoever reads agents' logs looks at each session once.
   */
  handed(adder: Adder, cells: Cells, at: number, isOfAgent = false): void {
    if (this.#isGivenUp) return;
    this.#handed += 1;
    if (this.#handed > FEW_HANDED && this.#count() < this.#handed * MANY_ADDED) {
      this.release();
      return;
    }
    if (adder.countsCopies && this.#program !== undefined) this.#sums.countCopies(this.#program);
    const addition = adder.additionOf();
    if (addition === undefined) return;
    const program = (this.#program ??= this.#begin(adder));
    const sessionHash = isOfAgent ? this.#cells.sessionHash : -1;
    const hash = sessionHash < 0 ? 0 : (cells.numbers[at + sessionHash] ?? 0);
    if (!isSameRange(addition, this.#range) || hash !== this.#sessionHash) {
      const texts = sessionHash < 0 ? [] : [{ cell: sessionHash, hash }];
      this.#sums.setRange(program, { ...addition, texts });
      this.#range = addition;
      this.#sessionHash = hash;
    }
    this.#sums.addRow(program, addition.mask, addition.row, addition.width);
  }

  /** Other lines than before decide where requests belong. */
  forget(): void {
    this.#range = undefined;
    if (this.#program !== undefined) this.#sums.forgetRows(this.#program);
  }

  /** Its lines are handed over again, all of them. */
  release(): void {
    this.#isGivenUp = true;
    for (const lines of this.#lines) lines.add(undefined);
  }

  /** How many requests were added since this was asked last; the adder is told of copies among them. */
  take(adder: Adder): number {
    this.#count();
    const fresh = this.#fresh;
    this.#fresh = 0;
    if (this.#program === undefined) return fresh;
    const { passed, replaced } = this.#sums.takeCopies(this.#program);
    if (passed + replaced > 0) adder.addCopies(passed, replaced);
    return fresh;
  }

  /** How many were added in all. */
  #count(): number {
    for (const lines of this.#lines) {
      const count = lines.take();
      this.#added += count;
      this.#fresh += count;
    }
    return this.#added;
  }

  #begin(adder: Adder): number {
    const forms = adder.formsOf(this.#cells.counts);
    const { moment, id, request } = this.#cells;
    const program = this.#sums.newProgram({ moment, id: adder.dedupes ? id : -1, request, ...forms });
    for (const lines of this.#lines) lines.add(program);
    return program;
  }
}

function isSameRange(one: Addition, other: Addition | undefined): boolean {
  return (
    one.fromMs === other?.fromMs &&
    one.untilMs === other.untilMs &&
    one.above === other.above &&
    one.below === other.below
  );
}
