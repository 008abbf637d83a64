export interface ChartSeries {
  readonly name: string;
  /** Null where there is none. */
  readonly values: readonly (number | null)[];
  /** The same as the table words them. */
  readonly texts: readonly string[];
}

export interface ChartData {
  /** Seconds since 1970, as uPlot has them. */
  readonly times: readonly number[];
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
}

/** A chart shows what its table holds: times in the first column, a series in each of the others. */
export function chartData(table: HTMLTableElement): ChartData {
  const [, ...names] = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent);
  const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) => [...row.cells]);
  return {
    times: rows.map(([first]) => (valueOf(first) ?? 0) / 1000),
    labels: rows.map(([first]) => first?.textContent ?? ''),
    series: names.map((name, at) => ({
      name,
      values: rows.map((cells) => valueOf(cells[at + 1])),
      texts: rows.map((cells) => cells[at + 1]?.textContent ?? ''),
    })),
  };
}

function valueOf(cell: HTMLTableCellElement | undefined): number | null {
  const figure = cell?.dataset['n'] ?? '';
  return figure === '' ? null : Number(figure);
}
