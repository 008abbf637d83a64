import type { Layout } from '../../../src/usage/logs/scan/kinds.ts';

/**
 * How the disjoint quantities of a request come out of the counts that a shape tells: paths that are added up,
 * those behind a minus taken away. A path that a line does not tell counts as 0.
 */
export interface Forms {
  readonly meters: Readonly<Record<string, readonly string[]>>;
  /** Sums that are below 0 only on lines that somebody else must read, as is a meter below 0. */
  readonly guards: readonly (readonly string[])[];
}

/** The forms of lines with one layout: which cells are added up, and where to. Sums that are always 0 are left out. */
export class Program {
  /** For each term: which sum it goes to, its cell, and 1 or -1. */
  readonly #terms: Int32Array;
  readonly sums: Float64Array;
  /** The meter of each sum, by its place among all meters; those of guards come last and have none. */
  readonly meters: readonly number[];

  constructor({ meters, guards }: Forms, layout: Layout) {
    const termsOf = (form: readonly string[]) =>
      form.flatMap((term) => {
        const isLess = term.startsWith('-');
        const cell = layout.cells.get(isLess ? term.slice(1) : term);
        return cell === undefined ? [] : [{ cell, sign: isLess ? -1 : 1 }];
      });
    const used = Object.values(meters)
      .map((form, meter) => ({ meter, terms: termsOf(form) }))
      .filter(({ terms }) => terms.length > 0);
    const all = [...used.map(({ terms }) => terms), ...guards.map(termsOf)];
    this.meters = used.map(({ meter }) => meter);
    this.#terms = Int32Array.from(
      all.flatMap((terms, sum) => terms.flatMap(({ cell, sign }) => [sum, cell, sign])),
    );
    this.sums = new Float64Array(all.length);
  }

  /** Fills `sums`; false where one is below 0. */
  run(numbers: Float64Array, at: number): boolean {
    const { sums } = this;
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
