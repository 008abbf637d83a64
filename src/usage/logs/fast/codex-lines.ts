import { CODEX_COUNTS, newCodexCounts, UNTOLD, type CodexCounts } from '../../shapes/codex-totals.ts';
import type { Cells } from '../scan/cells.ts';
import type { Layout } from '../scan/kinds.ts';
import type { Interner } from './intern.ts';

/** Reads the cumulated counts of events of one kind. */
export class CodexTotalsCells {
  /** Filled again for each event. */
  readonly counts: CodexCounts = newCodexCounts();
  readonly #cells: readonly number[];

  /** @param path of the object that holds them. */
  constructor({ cells }: Layout, path: string) {
    this.#cells = CODEX_COUNTS.map((name) => cells.get(`${path}.${name}`) ?? -1);
  }

  /** True where lines of the kind tell any of them. */
  get areTold(): boolean {
    return this.#cells.some((cell) => cell >= 0);
  }

  read({ numbers }: Cells, at: number): void {
    for (let i = 0; i < this.#cells.length; i += 1) {
      const cell = this.#cells[i] ?? -1;
      this.counts[i] = cell < 0 ? UNTOLD : (numbers[at + cell] ?? 0);
    }
  }
}

/** Reads lines of one kind that tell the model and the folder of the events that follow. */
export class CodexTurn {
  /** Undefined where the lines do not tell it. */
  model: string | undefined = undefined;
  project: string | undefined = undefined;
  readonly #interner: Interner;
  readonly #model: number;
  readonly #project: number;

  constructor({ cells }: Layout, interner: Interner) {
    this.#interner = interner;
    this.#model = cells.get('payload.model') ?? -1;
    this.#project = cells.get('payload.cwd') ?? -1;
  }

  read(cells: Cells, at: number): void {
    if (this.#model >= 0) this.model = this.#text(cells, at + this.#model);
    if (this.#project >= 0) this.project = this.#text(cells, at + this.#project);
  }

  #text(cells: Cells, at: number): string | undefined {
    return this.#interner.text(cells.bytes, cells.fromAt(at), cells.toAt(at));
  }
}
