import type { Cells } from '../scan/cells.ts';
import type { Interner } from './intern.ts';
import type { FastRecord, LazyText } from './record.ts';

/** The cells in which the texts of a record stand; those below 0 are not there. */
export interface TextPlaces {
  readonly session: number;
  readonly project: number;
  readonly user: number;
}

/** Has the texts of a record point at the cells of lines of one kind. */
export class TextCells {
  readonly #interner: Interner;
  readonly #texts: readonly { readonly text: LazyText; readonly cell: number }[];

  constructor(interner: Interner, { session, project, user }: FastRecord, places: TextPlaces) {
    this.#interner = interner;
    this.#texts = [
      { text: session, cell: places.session },
      { text: project, cell: places.project },
      { text: user, cell: places.user },
    ].filter(({ cell }) => cell >= 0);
  }

  point(cells: Cells, at: number): void {
    for (const { text, cell } of this.#texts)
      text.point(this.#interner, cells.bytes, cells.fromAt(at + cell), cells.toAt(at + cell));
  }
}
