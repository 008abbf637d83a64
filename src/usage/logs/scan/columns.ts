/** What is read of the cells of a column; the place in the list is the number in wasm/csv.ts. */
export const READS = ['nothing', 'count', 'moment', 'label', 'text', 'id', 'empty'] as const;

/**
 * - `nothing`: the cells are passed over.
 * - `count`: a whole number from 0 to 10^15 - 1, also as `1200.0` where a point is a decimal point.
 * - `moment`: an ISO 8601 time or an epoch in seconds or milliseconds; what is neither fills the next slot, as a text.
 * - `label`: as that of a line (fields.ts).
 * - `text`: where a text stands.
 * - `id`: an ASCII text, which becomes a number; a short number is passed over.
 * - `empty`: a row with something in it is unusual.
 *
 * White space around a cell is no part of it, and an empty cell, or `null` and the like, fills no slot.
 */
export type Reads = (typeof READS)[number];

/** How the rows of a table are written, and what is read of them. */
export interface TableForm {
  readonly delimiter: string;
  readonly ending: '\n' | '\r\n';
  /** False where `1.200` is more than a thousand. */
  readonly hasDecimalPoint: boolean;
  /** For each column, with the path of its slot, which is that of no slot where nothing is kept. */
  readonly columns: readonly { readonly reads: Reads; readonly path: string }[];
}

/** How far rows were read. */
export interface ScannedTable {
  /** Where the first row begins that was not read: it is not whole, or odd. */
  readonly reached: number;
  /** True for quotes that RFC 4180 does not know, or that nothing closes. */
  readonly isOdd: boolean;
  /** How many lines of text were read behind the header. */
  readonly endings: number;
}
