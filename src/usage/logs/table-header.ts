import { cellsOfRow } from './split-row.ts';

export interface Header {
  readonly names: readonly string[];
  /** How many bytes it takes with its line ending. */
  readonly bytes: number;
  readonly ending: '\n' | '\r\n';
}

/** Blank lines, and the first one that is not, with its ending. */
const FIRST_ROW = /^((?:\r?\n)*)([^\r\n]+)(\r?\n)/;

/**
 * The header of a table, from its first bytes. Undefined where only csv-parse can tell where it ends: with quotes that
 * are odd or hold a line ending, in a very long line, or where returns end the lines.
 */
export function headerOf(head: Buffer, delimiter: string): Header | undefined {
  const [all, blank = '', row = '', rowEnding] = FIRST_ROW.exec(head.toString('latin1')) ?? [];
  if (all === undefined) return undefined;
  const names = cellsOfRow(Buffer.from(row, 'latin1').toString('utf8'), delimiter);
  if (names === undefined) return undefined;
  // The first line ending is that of all, as csv-parse takes it.
  const ending = /\r?\n/.exec(blank)?.[0] ?? rowEnding;
  if (ending !== rowEnding) return undefined;
  return { names, bytes: all.length, ending: rowEnding === '\r\n' ? '\r\n' : '\n' };
}
