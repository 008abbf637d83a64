import type { LineKind } from '../../../src/usage/logs/scan/kinds.ts';

/**
 * How the disjoint quantities of a request come out of the counts that a shape tells: paths that are added up,
 * those behind a minus taken away. A path that a line does not tell counts as 0.
 */
export interface Forms {
  readonly meters: Readonly<Record<string, readonly string[]>>;
  /** Sums that are below 0 only on lines that somebody else must read, as is a meter below 0. */
  readonly guards: readonly (readonly string[])[];
}

/** The forms of one kind of lines: which cells are added up, and where to. */
export class Program {
  /** For each term: which sum it goes to, its cell, and 1 or -1. */
  readonly #terms: Int32Array;
  readonly sums: Float64Array;

  constructor({ meters, guards }: Forms, kind: LineKind) {
    const all = [...Object.values(meters), ...guards];
    const terms = all.flatMap((form, sum) =>
      form.flatMap((term) => {
        const isLess = term.startsWith('-');
        const cell = kind.cells.get(isLess ? term.slice(1) : term);
        return cell === undefined ? [] : [sum, cell, isLess ? -1 : 1];
      }),
    );
    this.#terms = Int32Array.from(terms);
    this.sums = new Float64Array(all.length);
  }

  /** Fills `sums`; false where one is below 0. */
  run(numbers: Float64Array, at: number): boolean {
    const sums = this.sums;
    const terms = this.#terms;
    sums.fill(0);
    for (let i = 0; i < terms.length; i += 3) {
      const sum = terms[i] ?? 0;
      sums[sum] = (sums[sum] ?? 0) + (terms[i + 2] ?? 0) * (numbers[at + (terms[i + 1] ?? 0)] ?? 0);
    }
    let isSound = true;
    for (let i = 0; i < sums.length; i += 1) if ((sums[i] ?? 0) < 0) isSound = false;
    return isSound;
  }
}
