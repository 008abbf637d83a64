/** A column of a table. */
export interface Column {
  readonly head: string;
  /** What all figures of the column are in, `USD / 1M tokens`: said once, in the head. */
  readonly unit?: string;
  /** `decimal`: to the right, with the decimal points below each other. */
  readonly align?: 'left' | 'right' | 'decimal';
  /** Left out, highest first, where the terminal is too narrow for all columns. */
  readonly optional?: number;
  /** Never left out: without it the table says nothing. The first column always stays. */
  readonly essential?: boolean;
  /** Names that a user copies: one without room in its row stands above it, whole. */
  readonly whole?: boolean;
  readonly style?: (text: string) => string;
}

/** The last row of a table, set off from the others. */
export interface TotalRow {
  readonly total: readonly string[];
  readonly style?: (text: string) => string;
}

/** A row of cells, a total, or a line of its own such as the name of a group, which no column narrows. */
export type Row = readonly string[] | TotalRow | string;

export function isTotal(row: Row): row is TotalRow {
  return typeof row === 'object' && 'total' in row;
}

/** The cells of a row; undefined for a line of its own. */
export function cellsOf(row: Row): readonly string[] | undefined {
  if (typeof row === 'string') return undefined;
  return isTotal(row) ? row.total : row;
}

/** `Input (USD / 1M tokens)`; on a terminal the unit stands on a line of its own. */
export function headText({ head, unit }: Column, between: '\n' | ' '): string {
  if (unit === undefined) return head;
  return between === '\n' ? `${head}\n${unit}` : `${head} (${unit})`;
}
