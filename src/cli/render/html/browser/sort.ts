/** A click on a head sorts its table: the largest first, then the smallest. */
export function sortTables(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('th button')) {
    button.addEventListener('click', () => sortBy(button));
  }
}

function sortBy(button: HTMLButtonElement): void {
  const head = button.closest('th');
  const table = button.closest('table');
  const body = table?.tBodies[0];
  if (head === null || body === undefined) return;
  const isDown = head.ariaSort !== 'descending';
  for (const other of table?.querySelectorAll('th[aria-sort]') ?? []) other.ariaSort = null;
  head.ariaSort = isDown ? 'descending' : 'ascending';
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[head.cellIndex]) }));
  rows.sort((a, b) => (isDown ? -1 : 1) * compareKeys(a.key, b.key));
  body.append(...rows.map(({ row }) => row));
}

/** The figure that a cell shows; one that has none sorts below all. */
function keyOf(cell: HTMLTableCellElement | undefined): number | string {
  const figure = cell?.dataset['n'];
  if (figure === undefined) return cell?.textContent ?? '';
  return figure === '' ? -Infinity : Number(figure);
}

function compareKeys(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  return String(a).localeCompare(String(b), 'en');
}
