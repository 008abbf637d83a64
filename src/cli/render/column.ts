/** A column of a table. */
export interface Column {
  readonly head: string;
  /** What all its figures are in, `USD / 1M tokens`: on a terminal it stands once, in the head. */
  readonly unit?: string;
  /** The head where the unit stands below it, if that is shorter. */
  readonly short?: string;
  /** `decimal`: to the right and, on a terminal, with the decimal points below each other. */
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

/** A head on a terminal, its unit on a line of its own. `1M tokens` is not folded: its space is unbreakable. */
export function headLines({ head, short = head, unit }: Column): string {
  return unit === undefined ? head : `${short}\n${unit.replace(/(\d\w*) /, '$1\u00A0')}`;
}

/** A cell without the unit that stands in the head: `$5.0000 / 1M tokens` is `5.0000` there. */
export function withoutUnit(text: string, { unit }: Column): string {
  if (unit === undefined) return text;
  const per = unit.replace(/^USD/, '');
  const figure = text.replace('$', '');
  return per !== '' && figure.endsWith(per) ? figure.slice(0, -per.length) : figure;
}
