const QUOTE = '"';

/** The cells of a row of a table; undefined where its quotes are not those of RFC 4180. */
export function cellsOfRow(row: string, delimiter: string): readonly string[] | undefined {
  if (!row.includes(QUOTE)) return row.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (row[at] === QUOTE) {
      end = closingQuote(row, at + 1);
      if (end < 0) return undefined;
      cells.push(row.slice(at + 1, end).replaceAll('""', QUOTE));
      end += 1;
    } else {
      const next = row.indexOf(delimiter, at);
      end = next < 0 ? row.length : next;
      cells.push(row.slice(at, end));
    }
    if (end === row.length) return cells;
    if (row[end] !== delimiter) return undefined;
    at = end + 1;
  }
}

/** The quote that closes a cell; -1 where none does. Two are one that is part of it. */
function closingQuote(row: string, from: number): number {
  let at = row.indexOf(QUOTE, from);
  while (at >= 0 && row[at + 1] === QUOTE) at = row.indexOf(QUOTE, at + 2);
  return at;
}
