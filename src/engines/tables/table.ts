/** A table of the script. */

/** What a column of a table holds; a rate has as many decimals as its figures need. */
export type ColumnType =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'decimal'; readonly whole: number; readonly decimals: number };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export type Cell = string | number | null;

export interface Table {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

const TEXT: ColumnType = { kind: 'text' };
export const INTEGER: ColumnType = { kind: 'integer' };

export function text(name: string): Column {
  return { name, type: TEXT };
}

export function integer(name: string): Column {
  return { name, type: INTEGER };
}
