/** What the first bytes of a log tell of the rest, whatever the file is called. */
export type LogKind =
  /** JSON lines, or server-sent events. */
  | 'lines'
  /** JSON whose values span lines. */
  | 'document'
  | 'table'
  | 'sqlite'
  | 'parquet'
  | 'duckdb'
  | 'text'
  | 'binary'
  | 'empty';

const SQLITE_MAGIC = Buffer.from('SQLite format 3\0');
const PARQUET_MAGIC = Buffer.from('PAR1');
/** It stands behind a checksum. */
const DUCKDB_MAGIC = Buffer.from('DUCK');
const DUCKDB_MAGIC_AT = 8;
const DUCKDB_MAGIC_END = DUCKDB_MAGIC_AT + DUCKDB_MAGIC.length;
/** Lines of server-sent events; a line that begins with a colon is a comment. */
const EVENT_LINE = /^(?:data|event|id|retry)?:/;

/** @param head the first bytes, behind a byte-order mark. */
export function kindOf(head: Buffer): LogKind {
  if (head.subarray(0, SQLITE_MAGIC.length).equals(SQLITE_MAGIC)) return 'sqlite';
  if (head.subarray(0, PARQUET_MAGIC.length).equals(PARQUET_MAGIC)) return 'parquet';
  if (head.subarray(DUCKDB_MAGIC_AT, DUCKDB_MAGIC_END).equals(DUCKDB_MAGIC)) return 'duckdb';
  const text = head.toString('latin1').trimStart();
  if (text === '') return 'empty';
  const first = text.split('\n', 1)[0]?.trimEnd() ?? '';
  if (isDocument(text, first)) return 'document';
  if (text.startsWith('{') || EVENT_LINE.test(first)) return 'lines';
  const lines = text.split('\n');
  // A program may have said something before its first line of JSON.
  if (lines.some((line) => line.startsWith('{'))) return 'lines';
  if (head.includes(0)) return 'binary';
  return isTable(lines) ? 'table' : 'text';
}

/**
 * True where values span lines: an array, or an object that is written out over several. A first line
 * that ends in a comma or an opening bracket is no line of JSON lines, not even one that was cut off
 * by chance in the middle of a text.
 */
function isDocument(text: string, first: string): boolean {
  return text.startsWith('[') || (text.startsWith('{') && first.length < text.length && /[{[,]$/.test(first));
}

export const DELIMITERS = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The character that parts the columns of a header; undefined where none does. */
export function delimiterOf(header: string): Delimiter | undefined {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  const most = Math.max(...counts);
  return most < 2 ? undefined : DELIMITERS[counts.indexOf(most)];
}

/** Where semicolons part the columns, a comma is free for decimals, and `1.200` is more than a thousand. */
export function writesDecimalComma(delimiter: string): boolean {
  return delimiter === ';';
}

/** A header whose names are parted as the next line is. A sentence with commas is no header. */
function isTable([header = '', next]: readonly string[]): boolean {
  const delimiter = delimiterOf(header);
  if (delimiter === undefined) return false;
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, ''));
  if (!names.every((name) => /^[\w .()/%$:-]{0,60}$/.test(name))) return false;
  // A field in quotes may hold line ends.
  if (next === undefined || next.trim() === '' || next.includes('"')) return true;
  return next.split(delimiter).length >= names.length;
}
